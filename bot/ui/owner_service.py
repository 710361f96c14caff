"""`/owner`: for who the application belongs to, checked at every click, whatever Discord lets through."""

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import MadeElsewhere, MusicApiError
from bot.models import Task
from bot.ui import format, replies, texts
from bot.ui.errors import Told
from bot.ui.message import Message
from bot.ui.owner_buttons import OwnerAct, OwnerRefresh
from bot.ui.owner_page import owner_page
from bot.ui.parts import buttons, page
from bot.ui.permissions import require_owner

if TYPE_CHECKING:
    from bot.ui.services import Services


class OwnerService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        require_owner(interaction)
        await replies.answer(interaction, self._page(interaction))

    async def redraw(self, interaction: discord.Interaction[Any]) -> None:
        require_owner(interaction)
        await replies.answer_by_redrawing(interaction, self._page(interaction))

    async def act(self, interaction: discord.Interaction[Any], verb: str, task_id: int) -> None:
        """Retry looks again; only where nothing can be looked for it asks whether to send anew, and says the price."""
        require_owner(interaction)

        async def made() -> Message:
            bureau, said = self._services.desk.bureau, ""
            if verb == "giveup":
                await bureau.give_up(task_id)
                said = texts.OWNER_GAVE_UP
            elif verb == "anew":
                await bureau.send_anew(task_id)
                said = texts.OWNER_SENT
            elif (task := await self._retry(task_id)) is not None:
                return self._question(task)
            else:
                said = texts.OWNER_LOOKS
            self._services.desk.wake()
            return await self._page(interaction, said.format(number=task_id))

        await replies.answer_by_redrawing(interaction, made())

    async def _retry(self, task_id: int) -> Task | None:
        try:
            return await self._services.desk.bureau.retry(task_id)
        except MadeElsewhere:
            raise Told(texts.OWNER_ELSEWHERE.format(number=task_id)) from None

    def _question(self, task: Task) -> Message:
        price = format.credits(self._services.desk.profile.prices[task.kind])
        words = texts.OWNER_NO_NAME.format(number=task.id, price=price)
        return Message(view=page(words, buttons(OwnerAct.send_anew(task.id), OwnerRefresh.button())))

    async def _page(self, interaction: discord.Interaction[Any], said: str = "") -> Message:
        desk = self._services.desk
        report = await desk.bureau.report()
        try:
            credits = await desk.credits()
        except (MusicApiError, TimeoutError):
            credits = None

        def named(guild_id: int) -> str:
            guild = interaction.client.get_guild(guild_id)
            return guild.name if guild else str(guild_id)

        return owner_page(report, credits, named, said)
