"""The money of a guild: what the commands of `/quota` and the buttons of its log call."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import BotLacksPermissions
from bot.models import CREDIT, Kind, Quota
from bot.store.bookings import LogTo
from bot.store.managing import SetShare
from bot.tasks.treasury import Manager
from bot.ui import costs, format, log_page, quota_page, replies, texts
from bot.ui.errors import Told
from bot.ui.gone import gone_roles
from bot.ui.language import public_locale
from bot.ui.message import Message
from bot.ui.named import guild_of
from bot.ui.permissions import (
    TO_WRITE,
    is_manager,
    is_owner,
    may_attach,
    missing_in,
    require_manager,
    role_ids,
    roles_of,
)

if TYPE_CHECKING:
    from bot.tasks.treasury import Treasury
    from bot.ui.services import Services

Making = Callable[["Treasury", Manager], Coroutine[Any, Any, Message]]


class QuotaService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def page(self, interaction: discord.Interaction[Any], account: str | None = None) -> Message:
        """What is left and what it was used for; managers also see the shares."""
        guild_id, treasury = guild_of(interaction), self._services.desk.treasury
        credits = quota_page.Credits(
            await self._services.desk.quota(guild_id),
            self._price,
            await treasury.use(guild_id),
            await treasury.share(guild_id, interaction.user.id, role_ids(interaction)),
            await self._shares(interaction) if is_manager(interaction) else (),
            guild_id,
            account,
        )
        drawn = may_attach(interaction)
        return await quota_page.drawn_page(credits) if drawn else quota_page.credits_page(credits)

    async def _shares(self, interaction: discord.Interaction[Any]) -> list[SetShare]:
        """Without those of roles that are gone, which hold nobody back any more."""
        shares = await self._services.desk.treasury.shares(guild_of(interaction))
        gone = gone_roles(interaction, [share.scope_id for share in shares if share.scope == "role"])
        return [share for share in shares if share.scope != "role" or share.scope_id not in gone]

    async def set(
        self,
        interaction: discord.Interaction[Any],
        amount: float | None,
        period: str | None,
        zone: str | None,
        carry: bool | None,
    ) -> None:
        """`amount` is in credits. Managers may set up to the host's maximum, the application's owner anything."""

        async def made(treasury: "Treasury", manager: Manager) -> Message:
            if amount is None and period is None and zone is None and carry is None:
                raise Told(texts.NOTHING_TO_SET)
            before, after = await treasury.set(manager, _thousandths(amount), period, zone, carry)
            return Message("\n".join(what_was_set(before, after, self._price)))

        await self._answer(interaction, made)

    async def grant(
        self, interaction: discord.Interaction[Any], amount: float, member: discord.Member | discord.User | None
    ) -> None:
        credits = round(amount * CREDIT)

        async def made(treasury: "Treasury", manager: Manager) -> Message:
            if member is None:
                quota = await treasury.grant(manager, credits)
                return Message(_granted(texts.GRANTED, credits, quota.left, quota.amount, quota.resets_at))
            roles = roles_of(member, manager.guild_id)
            share, quota = await treasury.grant_member(manager, member.id, roles, credits)
            return Message(
                _granted(texts.GRANTED_TO, credits, share.left, share.amount, quota.resets_at, member=member.id)
            )

        await self._answer(interaction, made)

    async def share(
        self, interaction: discord.Interaction[Any], scope: str, scope_id: int, amount: float | None
    ) -> None:
        """`scope` is `member` or `role`; without an amount the share is taken away."""

        async def made(treasury: "Treasury", manager: Manager) -> Message:
            credits = _thousandths(amount)
            had = await treasury.set_share(manager, scope, scope_id, credits)
            if credits is None:
                return Message(texts.SHARE_TAKEN if had else texts.NO_SUCH_SHARE)
            quota = await self._services.desk.quota(manager.guild_id)
            return Message(_share_set(SetShare(scope, scope_id, credits), manager.guild_id, quota))

        await self._answer(interaction, made)

    async def reset(self, interaction: discord.Interaction[Any]) -> None:
        async def made(treasury: "Treasury", manager: Manager) -> Message:
            forgiven, quota = await treasury.reset(manager)
            words = texts.WAS_RESET.format(credits=format.credits(forgiven), **_numbers(quota))
            bound = quota.amount < quota.base + quota.granted + quota.carried
            return Message(f"{words}\n{self._bound(quota)}" if bound else words)

        await self._answer(interaction, made)

    async def pause(self, interaction: discord.Interaction[Any], paused: bool) -> None:
        async def made(treasury: "Treasury", manager: Manager) -> Message:
            await treasury.pause(manager, paused)
            return Message(texts.PAUSE_ON if paused else texts.PAUSE_OFF)

        await self._answer(interaction, made)

    async def show_log(self, interaction: discord.Interaction[Any]) -> None:
        await self._answer(interaction, lambda treasury, manager: _log_page(treasury, manager, 1))

    async def turn_log(self, interaction: discord.Interaction[Any], number: int) -> None:
        require_manager(interaction)
        page = _log_page(self._services.desk.treasury, _manager(interaction), max(1, number))
        await replies.answer_by_redrawing(interaction, page)

    async def give_log(self, interaction: discord.Interaction[Any]) -> None:
        """All of it, as a file for the manager alone."""

        async def made(treasury: "Treasury", manager: Manager) -> Message:
            return await log_page.log_file(treasury.log(manager.guild_id))

        await self._answer(interaction, made)

    async def set_log_channel(self, interaction: discord.Interaction[Any], channel_id: int | None) -> None:
        """None: nowhere."""

        async def made(treasury: "Treasury", manager: Manager) -> Message:
            to = log_to(interaction, channel_id)
            await treasury.set_log_channel(manager, to.channel_id, to.locale)
            return Message(texts.LOG_CHANNEL_SET.format(channel=channel_id) if channel_id else texts.LOG_CHANNEL_OFF)

        await self._answer(interaction, made)

    async def _answer(self, interaction: discord.Interaction[Any], making: Making) -> None:
        """For managers only, whatever Discord lets through."""
        require_manager(interaction)
        await replies.answer(interaction, making(self._services.desk.treasury, _manager(interaction)))

    @property
    def _price(self) -> int:
        return self._services.desk.price(Kind.GENERATE)

    def _bound(self, quota: Quota) -> str:
        most = format.credits(self._services.desk.treasury.most(quota.period))
        return texts.RESET_BOUND.format(allowed=most, every=costs.every(quota))


async def _log_page(treasury: "Treasury", manager: Manager, number: int) -> Message:
    bookings, more = await treasury.log_page(manager.guild_id, number)
    return log_page.log_page(bookings, number, more)


def what_was_set(before: Quota, after: Quota, price: int) -> list[str]:
    was = format.credits(before.base)
    if before.period != after.period:
        was = texts.QUOTA_WAS_OTHER.format(amount=was, every=costs.every(before))
    lines = [texts.QUOTA_SET.format(amount=format.credits(after.base), every=costs.every(after), before=was)]
    if price:
        count = after.base // price
        enough = texts.plural(texts.QUOTA_ENOUGH, count)
        lines.append(enough.format(count=format.number(count), price=format.credits(price)))
    if before.zone != after.zone:
        moment, date = format.stamp(after.resets_at), format.stamp(after.resets_at, "f")
        lines.append(texts.ZONE_SET.format(zone=after.zone, moment=moment, date=date))
    if before.carry != after.carry:
        lines.append(texts.CARRY_ON if after.carry else texts.CARRY_OFF)
    return lines


def _share_set(share: SetShare, guild_id: int, quota: Quota) -> str:
    of_role = texts.SHARE_OF_EVERYONE if share.scope_id == guild_id else texts.SHARE_OF_ROLE
    shape = texts.SHARE_OF_MEMBER if share.scope == "member" else of_role
    return shape.format(who=share.scope_id, amount=format.credits(share.amount), every=costs.every(quota))


def _granted(shape: str, credits: int, left: int, amount: int, until: int, *, member: int = 0) -> str:
    numbers = {"credits": format.credits(credits), "left": format.credits(left), "amount": format.credits(amount)}
    return shape.format(date=format.stamp(until, "f"), member=member, **numbers)


def _numbers(quota: Quota) -> dict[str, str]:
    left, amount = format.credits(quota.left), format.credits(quota.amount)
    return {"left": left, "amount": amount, "period": costs.period(quota)}


def _thousandths(credits: float | None) -> int | None:
    return None if credits is None else round(credits * CREDIT)


def log_to(interaction: discord.Interaction[Any], channel_id: int | None) -> LogTo:
    """Raises `BotLacksPermissions` where the bot could not write there."""
    if channel_id is not None:
        _require_to_write(interaction, channel_id)
    return LogTo(channel_id, public_locale(interaction))


def _require_to_write(interaction: discord.Interaction[Any], channel_id: int) -> None:
    """What is not known is found out when something is posted."""
    here = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if here is not None and here.guild.me is not None and (missing := missing_in(here, TO_WRITE)):
        raise BotLacksPermissions(missing, channel_id)


def _manager(interaction: discord.Interaction[Any]) -> Manager:
    return Manager(guild_of(interaction), interaction.user.id, is_owner(interaction))
