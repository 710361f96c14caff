"""Looks in a channel's history for what an earlier attempt may have left there.

Where to begin is told by an id of Discord's, not by a time of ours: the clocks may differ by any amount, and ours may
have been put right since the attempt. Discord answers with an empty page where Read Message History is missing, so that
one proves nothing by itself.
"""

from collections.abc import Callable

import discord

from bot.delivery.troubles import discord_troubles
from bot.errors import Blind

MOST_READ = 2000
"""Messages, that is twenty pages."""

Matches = Callable[[discord.Message], bool]


async def find_own(
    client: discord.Client, channel: discord.abc.Messageable, after: int, matches: Matches
) -> int | None:
    """The id of the bot's own message that is newer than `after` and `matches`; None when it is surely not there.

    Raises Blind when the history cannot be read, or not to its end.
    """
    with discord_troubles():
        found, seen = await _search(client, channel, after, matches)
        if found is None and not seen:
            if not [message async for message in channel.history(limit=1)]:
                raise Blind("an empty history")
            found, _ = await _search(client, channel, after, matches)  # sight may have come just now
    return found


async def _search(
    client: discord.Client, channel: discord.abc.Messageable, after: int, matches: Matches
) -> tuple[int | None, bool]:
    """What was found, and whether any message was seen."""
    own, count = client.user.id if client.user else 0, 0
    async for message in channel.history(limit=MOST_READ, after=discord.Object(after), oldest_first=True):
        if message.author.id == own and matches(message):
            return message.id, True
        count += 1
    if count == MOST_READ:
        raise Blind("a long history")
    return None, count > 0
