"""From a command or a form to a queued request: refused in private, or shown in public, within Discord's 3 seconds.

Limits and permissions come before the money. The transaction is never cancelled: when it takes too long, the member is
answered by a private defer and told the outcome later, and the worker posts the public status message. Whenever it is
not known whether Discord took the answer, the row stays unconfirmed and the worker looks it up.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

import aiohttp
import discord

from bot.errors import BotError, StoreError
from bot.models import Asked, Request, Task
from bot.tasks.desk import Acceptance, Desk
from bot.tasks.views import RequestView
from bot.ui import costs, replies, status, texts
from bot.ui.errors import ALREADY_ANSWERED, Told, report
from bot.ui.language import public_locale
from bot.ui.message import Message
from bot.ui.permissions import open_parent, require_right_to_write, require_room_to_post, role_ids

log = logging.getLogger(__name__)

PAUSES = (0, 1, 2, 5, 10, 20)
"""Seconds between tries to store that the member was answered by a private defer."""

LINK_LOOKS = 15
NETWORK = (aiohttp.ClientError, OSError)


async def accept(desk: Desk, interaction: discord.Interaction[Any], request: Request) -> None:
    try:
        desk.check(request)
        require_right_to_write(interaction)
        require_room_to_post(interaction)
        task = replies.hold(desk.accept(_asked(interaction, request)), f"accept-{interaction.id}")
    except BotError as error:
        await report(interaction, error, request)
        return
    try:
        if interaction.response.is_done():
            raise TimeoutError
        acceptance = await replies.within(replies.left(interaction, replies.ANSWER_WITHIN), task)
    except TimeoutError:
        await _late(desk, interaction, request, task)
    except Exception as error:
        await report(interaction, error, request)
    else:
        if acceptance.fresh:
            await _show(desk, interaction, acceptance.view)


def _asked(interaction: discord.Interaction[Any], request: Request) -> Asked:
    if interaction.guild_id is None or interaction.channel_id is None:
        raise Told(texts.NOT_IN_SERVER, request)
    return Asked(
        interaction_id=interaction.id,
        interaction_token=interaction.token,
        guild_id=interaction.guild_id,
        channel_id=interaction.channel_id,
        member_id=interaction.user.id,
        member_name=interaction.user.display_name,
        locale=public_locale(interaction),
        request=request,
        parent_id=getattr(interaction.channel, "parent_id", None),
        open_parent_id=open_parent(interaction),
        role_ids=role_ids(interaction),
    )


async def _show(desk: Desk, interaction: discord.Interaction[Any], view: RequestView) -> None:
    """The public status message as the interaction's first answer."""
    task_id = view.task.id
    try:
        answered = await interaction.response.send_message(**status.status_message(view).sending())
        message_id = answered.message_id
    except discord.HTTPException as error:
        message_id = await _answered_after_all(desk, interaction, view.task, error)
    except NETWORK as error:
        log.warning("Request %s: the answer was cut (%s); it will be looked up", task_id, type(error).__name__)
        return
    except Exception as error:
        await _noted(task_id, desk.withdraw(task_id))  # a fault of ours, told with "nothing was charged"
        await report(interaction, error, view.task.request)
        return
    if message_id is not None:
        desk.metrics.first_answer((discord.utils.utcnow() - interaction.created_at).total_seconds())
        await _noted(task_id, desk.confirm(view, message_id))


async def _noted(task_id: int, noting: Awaitable[None]) -> bool:
    """Whether the database took it; where not, the row stays unconfirmed, and the worker looks the answer up."""
    try:
        await noting
    except StoreError as error:
        log.error("Request %s: how it was answered is not stored and will be looked up: %s", task_id, error)
        return False
    return True


async def _answered_after_all(
    desk: Desk, interaction: discord.Interaction[Any], task: Task, error: discord.HTTPException
) -> int | None:
    """What a refusal of the answer means: 40060 that it is there, another 4xx that it never will be."""
    if error.code == ALREADY_ANSWERED:
        try:
            return (await interaction.original_response()).id
        except (discord.DiscordException, *NETWORK):
            return None
    if error.status == 429 or error.status >= 500:
        log.warning("Request %s: Discord answered %s; it will be looked up", task.id, error.status)
        return None
    await _noted(task.id, desk.withdraw(task.id))
    await report(interaction, error, task.request)
    return None


async def _late(
    desk: Desk, interaction: discord.Interaction[Any], request: Request, task: "asyncio.Task[Acceptance]"
) -> None:
    """The transaction takes long, or the member was answered by a private defer before."""
    answered = await _deferred(interaction)
    try:
        acceptance = await asyncio.shield(task)
    except Exception as error:
        await report(interaction, error, request)
        return
    task_id = acceptance.view.task.id
    if answered:
        if acceptance.fresh and not await _noted_at_last(desk, task_id):
            return
        await _tell_where(desk, interaction, acceptance.view)
    elif answered is False and acceptance.fresh:
        await _noted(task_id, desk.withdraw(task_id))


async def _noted_at_last(desk: Desk, task_id: int) -> bool:
    """The member still sees that the bot is thinking, which is how the worker would know that the row is owed."""
    for pause in PAUSES:
        await asyncio.sleep(pause)
        if await _noted(task_id, desk.confirm_privately(task_id)):
            return True
    return False


async def _deferred(interaction: discord.Interaction[Any]) -> bool | None:
    """Whether a private defer is there: False when Discord refused it for good, None when that is not known."""
    if interaction.response.is_done():
        return True
    try:
        await interaction.response.defer(ephemeral=True, thinking=True)
    except discord.HTTPException as error:
        if error.code == ALREADY_ANSWERED:
            return None
        return None if error.status == 429 or error.status >= 500 else False
    except NETWORK:
        return None
    return True


async def _tell_where(desk: Desk, interaction: discord.Interaction[Any], view: RequestView) -> None:
    """Say that it is queued, and where, as soon as the worker has posted the status message."""
    said = texts.QUEUED_PRIVATELY.format(cost=costs.taken(view.task))
    try:
        await replies.reply_privately(interaction, Message(said))
        for _ in range(LINK_LOOKS):
            await asyncio.sleep(1)
            view = await desk.view(view.task.id, view.task.guild_id)
            if (link := status.link(view)) is not None:
                await replies.reply_privately(interaction, Message(texts.QUEUED_AT.format(link=link)))
                return
    except (discord.DiscordException, BotError, *NETWORK) as error:
        log.warning("Request %s: its place could not be told (%s)", view.task.id, type(error).__name__)
