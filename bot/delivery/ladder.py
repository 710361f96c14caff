"""The size ladder: largest first, until a rung is small enough for the guild. The nonce is the same on each."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.delivery.sizes import SizeLimits
from bot.delivery.troubles import is_too_large

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with one attempt. `too_large` is (size, limit) in bytes where the file is only linked."""

    audio: Path | None = None
    cover: Path | None = None
    too_large: tuple[int, int] | None = None


Send = Callable[[Enclosed], Awaitable[int]]


async def climb_down(sizes: SizeLimits, guild_id: int, rungs: Sequence[Enclosed], send: Send) -> int:
    """The id of the message. Raises what the last rung raises, and at once whatever is not about size."""
    for rung in rungs[:-1]:
        try:
            return await send(rung)
        except discord.HTTPException as error:
            if not is_too_large(error):
                raise
            if rung.audio is not None:
                sizes.refused(guild_id, rung.audio.stat().st_size)
            _log.info("Guild %d does not take this file; stepping down", guild_id)
    return await send(rungs[-1])
