"""How a member was answered, looked up for a row that was never confirmed.

How old the interaction is tells its id, and what time it is the answer of Discord itself: the command may have run on
another machine, and neither clock need be right.
"""

from email.utils import parsedate_to_datetime

import discord
from discord.http import Route

from bot.clock import MINUTE, SECOND
from bot.delivery.finding import find_own
from bot.delivery.troubles import discord_troubles
from bot.errors import PostLater
from bot.models import Task
from bot.tasks.ports import Answered
from bot.tasks.showing import ANSWER_WITHIN

TOKEN_LIFE = 15 * MINUTE
_EPHEMERAL, _LOADING = 1 << 6, 1 << 7


async def answer_of(client: discord.Client, task: Task) -> Answered | None:
    """The interaction's own answer while its token lives, then what the channel's history tells. Raises Blind."""
    if task.interaction_token:
        try:
            with discord_troubles():
                return await _original(client, task.interaction_id, task.interaction_token)
        except _TokenDead:
            pass
    message_id = await find_own(
        client,
        client.get_partial_messageable(task.channel_id, guild_id=task.guild_id),
        task.interaction_id,
        lambda message: bool((said := message.interaction_metadata) and said.id == task.interaction_id),
    )
    return None if message_id is None else Answered(message_id, private=False)


class _TokenDead(Exception):
    pass


async def _original(client: discord.Client, interaction_id: int, token: str) -> Answered | None:
    """Raises PostLater while the command may still answer."""
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    try:
        found = await client.http.request(
            Route("GET", path, webhook_id=client.application_id or 0, webhook_token=token)
        )
    except discord.NotFound as error:  # never answered, or the answer was deleted
        age = _age(interaction_id, error)
        if age < ANSWER_WITHIN:
            raise PostLater("the command may still answer", ANSWER_WITHIN - age) from None
        if age > TOKEN_LIFE:
            raise _TokenDead from None
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


def _age(interaction_id: int, said: discord.HTTPException) -> int:
    """Milliseconds since the member asked, when Discord `said` this."""
    try:
        now = parsedate_to_datetime(said.response.headers["Date"])
    except (KeyError, ValueError):  # by a proxy that leaves it out
        now = discord.utils.utcnow()
    return round((now - discord.utils.snowflake_time(interaction_id)).total_seconds() * SECOND)
