"""How large a file a guild takes. Discord raises its limits without telling libraries, so their numbers are a floor."""

from dataclasses import dataclass

import discord

from bot.clock import MINUTE, Clock

MIB = 1024 * 1024
FLOOR = 10 * MIB
HOPED = 20 * MIB
"""Tried where nothing says that it is too much: the least limit that Discord's documents now name."""
KEPT = 10 * MINUTE


@dataclass
class _Known:
    floor: int
    asked_at: int
    refused: int | None = None


class SizeLimits:
    """Asked of Discord and kept for ten minutes; refusals seen meanwhile lower the hopes."""

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[int, _Known] = {}

    async def promised(self, guild_id: int) -> int:
        """Bytes that the guild surely takes. Raises what discord.py raises, but for a guild that cannot be seen."""
        return (await self._of(guild_id)).floor

    async def worth_trying(self, guild_id: int) -> int:
        """Bytes up to which an attempt makes sense."""
        known = await self._of(guild_id)
        return max(known.floor, min(HOPED, HOPED if known.refused is None else known.refused - 1))

    def refused(self, guild_id: int, size: int) -> None:
        known = self._known[guild_id]
        known.refused = size if known.refused is None else min(size, known.refused)

    async def _of(self, guild_id: int) -> _Known:
        known, now = self._known.get(guild_id), self._clock.now()
        if known is None or now - known.asked_at > KEPT:
            known = self._known[guild_id] = _Known(await self._ask(guild_id), now)
        return known

    async def _ask(self, guild_id: int) -> int:
        guild = self._client.get_guild(guild_id)  # None in a process without a gateway
        if guild is None or guild.unavailable:
            try:
                guild = await self._client.fetch_guild(guild_id, with_counts=False)
            except (discord.Forbidden, discord.NotFound):
                return FLOOR
        return max(FLOOR, guild.filesize_limit)
