"""The ways to answer an interaction: within its 3 seconds, or by a private defer and an edit later."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

from bot.ui.message import Message

T = TypeVar("T")
Later = discord.InteractionResponseType

ANSWER_WITHIN = 1.8
"""Seconds that work may take before the command defers; Discord waits 3, counted from its own sending."""

_held: set["asyncio.Task[Any]"] = set()


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


async def patiently(interaction: discord.Interaction[Any], reading: Coroutine[Any, Any, T], seconds: float) -> T:
    """Its result. When it takes longer than `seconds`, the member is answered by a private defer first."""
    task = hold(reading, f"reading-{interaction.id}")
    try:
        return await within(seconds, task)
    except TimeoutError:
        if not task.done():
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
        message = await within(ANSWER_WITHIN, task)
    except TimeoutError:
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = await asyncio.shield(task)
    await reply_privately(interaction, message)


async def answer_by_redrawing(interaction: discord.Interaction[Any], making: Coroutine[Any, Any, Message]) -> None:
    """The same for a click on a page of the member's own: the page changes in its place."""
    task = hold(making, f"redraw-{interaction.id}")
    try:
        message = await within(ANSWER_WITHIN, task)
    except TimeoutError:
        await interaction.response.defer()
        message = await asyncio.shield(task)
    await redraw(interaction, message)
