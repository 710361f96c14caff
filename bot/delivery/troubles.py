"""What Discord's refusals and failures mean to the worker."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.clock import SECOND
from bot.errors import CourierError, MayNotPost, MessageGone, MessageTooOld, PostLater

UNKNOWN_MESSAGE = 10008
CANNOT_REPLY = 160002
"""A reply needs Read Message History."""
_TOO_OLD = 30046
_TOO_LARGE = frozenset({40005, 50045})
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
        return PostLater("rate limited", round(error.retry_after * SECOND))
    if not isinstance(error, discord.HTTPException):
        return PostLater(type(error).__name__)
    if error.code == UNKNOWN_MESSAGE:
        return MessageGone("unknown message")
    if error.code == _TOO_OLD:
        return MessageTooOld("over an hour old")
    if error.status in (403, 404):
        return MayNotPost()
    if error.status != 429 and error.status < 500:  # no fault of Discord's, and no better next time
        _log.error("Discord refused what was sent: %d, code %d", error.status, error.code)
    return PostLater(f"{error.status}, code {error.code}", _retry_after(error))


def is_too_large(error: discord.HTTPException) -> bool:
    return error.status == 413 or error.code in _TOO_LARGE


def _retry_after(error: discord.HTTPException) -> int | None:
    seconds = error.response.headers.get("Retry-After", "")
    return int(seconds) * SECOND if seconds.isdecimal() else None
