"""A guild's money as its managers see it: limits are checked here, the store does the rest in one transaction.

The caller has checked Manage Server, and says whether the application's owner acts: only they may go above the host's
maximum.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.clock import Clock, zone_named, zone_names
from bot.errors import BadNumber, NoShare, QuotaTooHigh, UnknownZone
from bot.models import CREDIT, Quota, Share
from bot.store.bookings import Booked, Use
from bot.store.managing import Act, SetShare
from bot.store.store import Store

MOST_CREDITS = 10_000_000 * CREDIT
PER_PAGE = 10
TOP = 5
"""How many members are named of those who have used most."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Who acts on a guild's quota."""

    guild_id: int
    member_id: int
    owner: bool = False


class Treasury:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def most(self, period: str) -> int:
        """What a manager may set for each period."""
        return self._store.quotas.most(period)

    async def share(self, guild_id: int, member_id: int, role_ids: frozenset[int]) -> Share | None:
        """What the member may use of the guild's quota; None where nothing but the quota limits them."""
        return await self._store.quotas.share(guild_id, member_id, role_ids, self._clock.now())

    async def shares(self, guild_id: int) -> list[SetShare]:
        return await self._store.quotas.shares(guild_id)

    async def use(self, guild_id: int) -> Use:
        """What the running period was used for."""
        return await self._store.bookings.use(guild_id, self._clock.now(), TOP)

    async def set(
        self,
        manager: Manager,
        amount: int | None = None,
        period: str | None = None,
        zone: str | None = None,
        carry: bool | None = None,
    ) -> tuple[Quota, Quota]:
        """What is not None; the quota before and after. Raises `QuotaTooHigh`, `BadNumber`, `UnknownZone`."""
        if zone is not None and zone_named(zone) is None:
            raise UnknownZone
        now = self._clock.now()
        if amount is not None:
            _check(amount, 0)
            length = period or (await self._store.quotas.state(manager.guild_id, now)).period
            most = self._store.quotas.most(length)
            if not manager.owner and amount > most:
                raise QuotaTooHigh(most)
        return await self._store.quotas.set(self._act(manager), amount, period, zone, carry)

    async def grant(self, manager: Manager, amount: int) -> Quota:
        """For the running period. Raises `GrantTooHigh`, `BadNumber`."""
        _check(amount, 1)
        return await self._store.quotas.grant(self._act(manager), amount)

    async def grant_member(
        self, manager: Manager, member_id: int, role_ids: frozenset[int], amount: int
    ) -> tuple[Share, Quota]:
        """Add to the member's share for the running period. Raises `NoShare` where they have none, `BadNumber`."""
        _check(amount, 1)
        if await self.share(manager.guild_id, member_id, role_ids) is None:
            raise NoShare
        quota = await self._store.quotas.grant_member(self._act(manager), member_id, amount)
        share = await self.share(manager.guild_id, member_id, role_ids)
        if share is None:  # taken away by another manager meanwhile
            raise NoShare
        return share, quota

    async def reset(self, manager: Manager) -> tuple[int, Quota]:
        """What was used so far counts no more; how much that was, and the quota since."""
        return await self._store.quotas.reset(self._act(manager))

    async def pause(self, manager: Manager, paused: bool) -> None:
        await self._store.quotas.pause(self._act(manager), paused)

    async def set_share(self, manager: Manager, scope: str, scope_id: int, amount: int | None) -> bool:
        """`scope` is `member` or `role`. None takes the share away; whether there was one. Raises `BadNumber`."""
        if amount is not None:
            _check(amount, 0)
        return await self._store.quotas.set_share(self._act(manager), scope, scope_id, amount)

    async def log_page(self, guild_id: int, number: int) -> tuple[list[Booked], bool]:
        """Ten bookings, the newest first; whether there are older ones."""
        return await self._store.bookings.page(guild_id, number, PER_PAGE)

    def log(self, guild_id: int) -> AsyncIterator[Booked]:
        """All bookings, the newest first, read piece by piece."""
        return self._store.bookings.all(guild_id)

    async def log_channel(self, guild_id: int) -> int | None:
        """Where bookings are told."""
        return await self._store.bookings.log_channel(guild_id)

    async def set_log_channel(self, manager: Manager, channel_id: int | None, locale: str) -> None:
        await self._store.bookings.set_log_channel(self._act(manager), channel_id, locale)

    def _act(self, manager: Manager) -> Act:
        return Act(manager.guild_id, manager.member_id, self._clock.now(), manager.owner)


def zones_like(typed: str, most: int) -> list[str]:
    """Names of time zones that hold what was typed, those that begin with it (or their city does) first."""
    wanted = typed.strip().lower().replace(" ", "_")
    found = [name for name in zone_names() if wanted in name.lower()]

    def rank(name: str) -> tuple[bool, bool, str]:
        low = name.lower()
        begins = low.startswith(wanted) or low.rsplit("/", 1)[-1].startswith(wanted)
        return not begins, low.startswith("etc/"), name

    return sorted(found, key=rank)[:most]


def _check(amount: int, least: int) -> None:
    if not least <= amount <= MOST_CREDITS:
        raise BadNumber("amount", least, MOST_CREDITS)
