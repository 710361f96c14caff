"""What is looked up before a form opens, within the time that a form can wait: nobody types in vain."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import discord

from bot.errors import (
    GuildNotAllowed,
    NotEnoughCredits,
    QuotaPaused,
    ShareUsedUp,
    StoreError,
    UnknownModel,
)
from bot.guild_rules import GuildSettings, check_place
from bot.models import Kind, Quota, Share
from bot.ui import replies
from bot.ui.forms import Frame
from bot.ui.named import guild_of
from bot.ui.permissions import require_right_to_write, require_room_to_post, role_ids

if TYPE_CHECKING:
    from bot.ui.services import Services

T = TypeVar("T")

PATIENCE = 0.3
"""Seconds to wait for what a form's title would like to say: a form must be the first answer."""


class Opening:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def frame(self, interaction: discord.Interaction[Any], model: str, kind: Kind = Kind.GENERATE) -> Frame:
        """Raises what is known by now to stand against the request: nobody types in vain."""
        if model not in self._services.desk.profile.models:
            raise UnknownModel(self._services.desk.profile.models)
        require_right_to_write(interaction)
        require_room_to_post(interaction)
        if not self._services.desk.settings.allows(guild_of(interaction)):
            raise GuildNotAllowed
        purse, chosen = await asyncio.gather(
            self.soon(interaction, self._purse(interaction), "purse-soon"), self.settings(interaction)
        )
        parent_id = getattr(interaction.channel, "parent_id", None)
        check_place(chosen, interaction.channel_id or 0, parent_id, role_ids(interaction))
        self._services.desk.office.check_model(chosen, model)
        price = self._services.desk.price(kind)
        left = None if purse is None else _spendable(*purse, price)
        return Frame(model, self._services.desk.profile.limits(model), price, left)

    async def default_model(self, interaction: discord.Interaction[Any]) -> str:
        """The guild's."""
        return self._services.desk.office.default_model(await self.settings(interaction))

    async def offered(self, interaction: discord.Interaction[Any], model: str) -> str:
        """The model, or the guild's default where it is offered no more."""
        office, chosen = self._services.desk.office, await self.settings(interaction)
        return model if model in office.models(chosen) else office.default_model(chosen)

    async def settings(self, interaction: discord.Interaction[Any]) -> GuildSettings:
        """What managers have set, or nothing when the database takes longer than a form can wait: the rules are kept
        when the request is accepted. The same all through an interaction, or a form could refuse the model it took."""
        if "settings" not in interaction.extras:
            reading = self._services.desk.office.settings(guild_of(interaction))
            chosen = await self.soon(interaction, reading, "settings-soon") or GuildSettings()
            interaction.extras["settings"] = chosen
        kept: GuildSettings = interaction.extras["settings"]
        return kept

    async def soon(self, interaction: discord.Interaction[Any], reading: Coroutine[Any, Any, T], name: str) -> T | None:
        """None when the database takes longer than a form can wait."""
        answered = interaction.response.is_done()
        patience = PATIENCE if answered else min(PATIENCE, replies.left(interaction, replies.ANSWER_WITHIN))
        try:
            return await replies.within(patience, replies.hold(reading, name))
        except (TimeoutError, StoreError):
            return None

    async def _purse(self, interaction: discord.Interaction[Any]) -> tuple[Quota, Share | None]:
        guild_id = guild_of(interaction)
        share = await self._services.desk.treasury.share(guild_id, interaction.user.id, role_ids(interaction))
        return await self._services.desk.quota(guild_id), share


def _spendable(quota: Quota, share: Share | None, price: int) -> int:
    """The guild's rest, or less where the member has a share. Raises what taking the price would raise."""
    if quota.paused:
        raise QuotaPaused
    if price > quota.left:
        raise NotEnoughCredits(price, quota.left, quota.resets_at)
    if share is None:
        return quota.left
    if price > share.left:
        raise ShareUsedUp(price, share.used, share.amount, quota.resets_at, share.role_id)
    return min(quota.left, share.left)
