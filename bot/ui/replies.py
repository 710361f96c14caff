"""The ways to answer an interaction: within its 3 seconds, or by a private defer and an edit later.

The seconds run from the interaction's arrival, through all that is waited for together.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

from bot import i18n
from bot.ui.message import Message

T = TypeVar("T")
Later = discord.InteractionResponseType

ANSWER_WITHIN = 1.8
"""Seconds after which the member is answered by a defer; Discord waits 3, counted from its own sending."""

FORM_WITHIN = 1.5
"""Seconds for what a form cannot do without: a form must be the first answer."""

_held: set["asyncio.Task[Any]"] = set()


def begin(interaction: discord.Interaction[Any]) -> None:
    """Called where an interaction comes in: its language is spoken from here on, and its time runs."""
    i18n.speak(interaction.locale.value)
    _arrived(interaction)


def left(interaction: discord.Interaction[Any], seconds: float) -> float:
    """What is left of `seconds` since the interaction came in."""
    return max(0.0, _arrived(interaction) + seconds - time.monotonic())


def _arrived(interaction: discord.Interaction[Any]) -> float:
    """The monotonic time of the first call."""
    arrived: float = interaction.extras.setdefault("arrived", time.monotonic())
    return arrived


def hold(work: Coroutine[Any, Any, T], name: str) -> "asyncio.Task[T]":
    """Start `work` so that neither the garbage collector nor a caller that gives up ends it."""
    task = asyncio.create_task(work, name=name)
    _held.add(task)
    task.add_done_callback(_held.discard)
    return task


async def within(seconds: float, task: "asyncio.Task[T]") -> T:
    """Its result, or `TimeoutError` after `seconds`; the task itself goes on."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.add_done_callback(_retrieve)
        raise TimeoutError
    return task.result()


def _retrieve(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled():
        task.exception()


async def for_form(interaction: discord.Interaction[Any], reading: Coroutine[Any, Any, T], name: str) -> T:
    """What a form cannot do without. Raises `TimeoutError` where it comes too late for one."""
    return await within(left(interaction, FORM_WITHIN), hold(reading, name))


async def patiently(interaction: discord.Interaction[Any], reading: Coroutine[Any, Any, T]) -> T:
    """Its result. When it takes long, the member is answered by a private defer first."""
    task = hold(reading, f"reading-{interaction.id}")
    try:
        return await within(left(interaction, ANSWER_WITHIN), task)
    except TimeoutError:
        if not (task.done() or interaction.response.is_done()):
            await interaction.response.defer(ephemeral=True, thinking=True)
        return await task


async def reply_privately(interaction: discord.Interaction[Any], message: Message) -> None:
    """Answer so that only the member sees it, whatever has been answered before."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(**message.sending(), ephemeral=True)
    elif response.type is Later.deferred_channel_message:
        await interaction.edit_original_response(**message.editing())
    else:
        await interaction.followup.send(**message.sending(), ephemeral=True)


async def redraw(interaction: discord.Interaction[Any], message: Message) -> None:
    """Change the message that the button or select stands under."""
    if interaction.response.is_done():
        await interaction.edit_original_response(**message.editing())
    else:
        await interaction.response.edit_message(**message.editing())


async def answer(interaction: discord.Interaction[Any], making: Coroutine[Any, Any, Message]) -> None:
    """Show a private page; work that is not done soon is waited for behind a private defer."""
    task = hold(making, f"answer-{interaction.id}")
    try:
        message = await within(left(interaction, ANSWER_WITHIN), task)
    except TimeoutError:
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = await asyncio.shield(task)
    await reply_privately(interaction, message)


async def answer_by_redrawing(interaction: discord.Interaction[Any], making: Coroutine[Any, Any, Message]) -> None:
    """The same for a click on a page of the member's own: the page changes in its place."""
    task = hold(making, f"redraw-{interaction.id}")
    try:
        message = await within(left(interaction, ANSWER_WITHIN), task)
    except TimeoutError:
        await interaction.response.defer()
        message = await asyncio.shield(task)
    await redraw(interaction, message)
