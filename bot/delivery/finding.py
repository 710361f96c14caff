"""Looks in a channel's history for what an earlier attempt may have left there.

Discord answers with an empty page where Read Message History is missing, so that one proves nothing by itself.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import discord

from bot.clock import MINUTE
from bot.delivery.troubles import discord_troubles
from bot.errors import Blind

MARGIN = MINUTE
"""Clocks differ; a message may be a little older than the attempt."""
LATEST = 15 * MINUTE
"""No request is still under way so long after it was begun."""
MOST_READ = 2000
"""Messages, that is twenty pages."""

Matches = Callable[[discord.Message], bool]


async def find_own(
    client: discord.Client, channel: discord.abc.Messageable, begun: int, ended: int, matches: Matches
) -> int | None:
    """The id of the bot's own message between the two moments that `matches`; None when it is surely not there.

    Raises Blind when the history cannot be read, or not far enough.
    """
    with discord_troubles():
        found, seen = await _search(client, channel, begun, ended, matches)
        if found is None and not seen:
            if not [message async for message in channel.history(limit=1)]:
                raise Blind("an empty history")
            found, _ = await _search(client, channel, begun, ended, matches)  # sight may have come just now
    return found


async def _search(
    client: discord.Client, channel: discord.abc.Messageable, begun: int, ended: int, matches: Matches
) -> tuple[int | None, bool]:
    """What was found, and whether any message was seen."""
    own, count = client.user.id if client.user else 0, 0
    until = _moment(ended + LATEST)
    async for message in channel.history(limit=MOST_READ, after=_moment(begun - MARGIN), oldest_first=True):
        if message.created_at > until:
            return None, True
        if message.author.id == own and matches(message):
            return message.id, True
        count += 1
    if count == MOST_READ:
        raise Blind("a long history")
    return None, count > 0


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
