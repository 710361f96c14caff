"""What Discord's refusals and failures mean to the worker."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import Blocked, CourierError, MayNotPost, MessageGone, MessageTooOld, PostLater

UNKNOWN_MESSAGE = 10008
CANNOT_REPLY = 160002
"""A reply needs Read Message History."""
_ABOUT_THE_MESSAGE: dict[int, type[CourierError]] = {UNKNOWN_MESSAGE: MessageGone, 30046: MessageTooOld}
_TOO_LARGE = frozenset({40005, 50045})
_CLOSED = frozenset({50083, 160005, 50008})
"""Threads that are archived or locked, which only a member who may do so opens again; and what holds no messages."""
_NO_BETTER_SOON = 10 * MINUTE
_log = logging.getLogger(__name__)


@contextmanager
def discord_troubles() -> Iterator[None]:
    """Inside, whatever goes wrong with Discord becomes a CourierError."""
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise trouble(error) from error


def trouble(error: Exception) -> CourierError:
    if isinstance(error, discord.RateLimited):
        return PostLater("rate limited", _bounded(error.retry_after), refused=True)
    if not isinstance(error, discord.HTTPException):
        return PostLater(type(error).__name__)
    if error.code in _ABOUT_THE_MESSAGE:
        return _ABOUT_THE_MESSAGE[error.code]()
    if error.status in (403, 404) or error.code in _CLOSED:
        return MayNotPost()
    text = f"{error.status}, code {error.code}"
    if error.status == 429 or error.status >= 500:
        blocked = error.status == 429 and "Via" not in error.response.headers  # by Cloudflare, in front of Discord
        return (Blocked if blocked else PostLater)(text, _retry_after(error), refused=error.status == 429)
    _log.error("Discord refused what was sent: %s", text)  # no fault of Discord's
    return PostLater(text, _NO_BETTER_SOON, refused=True)


def is_too_large(error: discord.HTTPException) -> bool:
    return error.status == 413 or error.code in _TOO_LARGE


def _retry_after(error: discord.HTTPException) -> int | None:
    seconds = error.response.headers.get("Retry-After", "")
    return _bounded(float(seconds)) if seconds.isdecimal() else None


def _bounded(seconds: float) -> int:
    """In milliseconds; an hour at most, for whoever waits is asked again then."""
    return round(min(seconds * SECOND, HOUR))
