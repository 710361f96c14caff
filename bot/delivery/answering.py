"""How a member was answered, looked up for a row that was never confirmed."""

import discord
from discord.http import Route

from bot.clock import MINUTE, Clock
from bot.delivery.finding import find_own
from bot.delivery.troubles import discord_troubles
from bot.models import Task
from bot.tasks.ports import Answered

TOKEN_LIFE = 15 * MINUTE
_EPHEMERAL, _LOADING = 1 << 6, 1 << 7


async def answer_of(client: discord.Client, clock: Clock, task: Task) -> Answered | None:
    """The interaction's own answer while its token lives, then what the channel's history tells. Raises Blind."""
    if task.interaction_token and clock.now() < task.created_at + TOKEN_LIFE:
        try:
            with discord_troubles():
                return await _original(client, task.interaction_token)
        except _TokenDead:
            pass  # clocks differ
    message_id = await find_own(
        client,
        client.get_partial_messageable(task.channel_id, guild_id=task.guild_id),
        task.created_at,
        task.created_at,
        lambda message: bool((said := message.interaction_metadata) and said.id == task.interaction_id),
    )
    return None if message_id is None else Answered(message_id, private=False)


class _TokenDead(Exception):
    pass


async def _original(client: discord.Client, token: str) -> Answered | None:
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    try:
        found = await client.http.request(
            Route("GET", path, webhook_id=client.application_id or 0, webhook_token=token)
        )
    except discord.NotFound:  # never answered, or the answer was deleted
        return None
    except discord.HTTPException as error:
        if error.status == 401:
            raise _TokenDead from None
        raise
    flags = found.get("flags", 0)
    if flags & _LOADING:
        return Answered(None, private=True)
    if flags & _EPHEMERAL:  # a refusal: whoever promises in private has confirmed the row before
        return None
    return Answered(int(found["id"]), private=False)
