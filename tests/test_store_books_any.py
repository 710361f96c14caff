"""Any interleaving of takes, give-backs, grants, resets, changes of the period and members who are forgotten.

A model that knows nothing but a list of requests says what must have been used; the store must agree at every step.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.clock import DAY, HOUR, SECOND, fit_into, period_of
from bot.errors import (
    GrantTooHigh,
    HostLimitReached,
    NotEnoughCredits,
    PeriodTooShort,
    QuotaPaused,
    ShareUsedUp,
    UserError,
)
from bot.models import Asked, DeliveryState, Quota, Share
from bot.store.intake import Terms
from bot.store.managing import Act
from bot.store.outcomes import NewSongs
from bot.store.quotas import QuotaRules
from bot.store.sending import Gate
from bot.store.store import Store
from tests.books import Request
from tests.clocks import NOON
from tests.store_steps import claimed, leased, song
from tests.stores import GUILD, OTHER_GUILD, asked

T = TypeVar("T")
TOTAL = 90_000
RULES = QuotaRules(default=40_000, period="month", maximum=60_000, total=TOTAL)
OWNER, MANAGER, DJS, FANS = 1, 2, 7, 8
ROLES = {100: (DJS,), 101: (DJS, FANS), 102: ()}
GATE = Gate(creates=1_000, window=10 * SECOND, per_guild=1_000, per_member=1_000)
ZONES = ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"]

members = st.sampled_from(sorted(ROLES))
guilds = st.sampled_from([GUILD, OTHER_GUILD])
amounts = st.sampled_from([1_000, 12_000, 25_000, 60_000])


class Books(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.now, self.number = NOON, 0
        self.requests: list[Request] = []
        self.cuts = {GUILD: 0, OTHER_GUILD: 0}
        self.granted = {GUILD: 0, OTHER_GUILD: 0}
        self.came_over = Counter[tuple[int, int]]()
        """The most that came over, by guild and first moment of the period."""

    @initialize()
    def open(self) -> None:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="minstrel-books-"))
        opening = Store.open(f"sqlite:///{Path(folder)}/books.db", RULES, "music.example")
        self.store = self.run(self.stack.enter_async_context(opening))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.loop.close()

    @rule(guild=guilds, member=members, price=st.sampled_from([400, 12_000, 7_000]))
    def ask(self, guild: int, member: int, price: int) -> None:
        before, share = self.quota(guild), self.share_of(guild, member)
        self.number += 1
        terms = Terms(profile="apibox", host="music.example", price=price)
        asking = asked(self.number, guild=guild, member=member, role_ids=ROLES[member])
        outcome = self.run(self.attempt(asking, terms))
        if isinstance(outcome, UserError):
            self.look_at_refusal(outcome, guild, price, before, share)
            return
        assert not before.paused
        assert before.used + price <= before.amount
        assert share is None or share.used + price <= share.amount
        self.requests.append(Request(outcome, guild, member, price, self.now, self.named(guild)))
        assert self.of_host() <= TOTAL

    async def attempt(self, asking: Asked, terms: Terms) -> int | UserError:
        """The request's number, or why it was refused."""
        try:
            return (await self.store.intake.accept(asking, terms, self.now)).task.id
        except UserError as refusal:
            return refusal

    def look_at_refusal(self, refusal: UserError, guild: int, price: int, before: Quota, share: Share | None) -> None:
        """Each names the first limit that would have been passed, and no other."""
        match refusal:
            case QuotaPaused():
                assert before.paused
            case NotEnoughCredits():
                assert before.left < price
                assert (refusal.left, refusal.resets_at) == (before.left, before.resets_at)
            case ShareUsedUp():
                assert share is not None
                assert (refusal.used, refusal.amount, refusal.role_id) == (share.used, share.amount, share.role_id)
                assert share.left < price <= before.left
            case _:
                assert isinstance(refusal, HostLimitReached)
                assert self.of_host() + price > TOTAL

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        request = data.draw(st.sampled_from(self.requests))
        given = self.run(self.store.intake.cancel(request.task_id, request.guild, self.now))
        assert (given is not None) == (not request.back and not request.done)
        request.back = not request.done

    @precondition(lambda self: any(not request.done and not request.back for request in self.requests))
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        waiting = [request for request in self.requests if not request.done and not request.back]
        request = data.draw(st.sampled_from(waiting))
        self.run(self.delivering(request.task_id))
        request.done = True

    async def delivering(self, task_id: int) -> None:
        store, now = self.store, self.now
        assert await store.intake.confirm(task_id, task_id, 1, "digest", now, now)
        _, lease = await claimed(store, now, GATE)
        assert await store.sending.started(task_id, f"service-{task_id}", now)
        await store.leases.release(lease)
        lease = await leased(store, "poll", task_id, now)
        await store.following.ready(lease, NewSongs([song()], now + DAY), now)
        for delivery in await store.deliveries.due(now, 10):
            posting = await leased(store, "post", delivery.id, now)
            await store.deliveries.settle(posting, delivery, DeliveryState.POSTED, 77, now)

    @rule(hours=st.sampled_from([0, 1, 5, 13, 24, 24 * 6, 24 * 20]))
    def pass_time(self, hours: int) -> None:
        self.now += hours * HOUR + 7
        self.run(self.fold_what_is_over())

    @rule(
        guild=guilds,
        amount=st.none() | amounts,
        length=st.sampled_from([None, "day", "week", "month"]),
        zone=st.sampled_from([None, *ZONES]),
        carry=st.sampled_from([None, False, True]),
        by_owner=st.booleans(),
    )
    def set(
        self, guild: int, amount: int | None, length: str | None, zone: str | None, carry: bool | None, by_owner: bool
    ) -> None:
        quota, name = self.quota(guild), self.named(guild)
        try:
            before, after = self.run(self.store.quotas.set(self.act(guild, by_owner), amount, length, zone, carry))
        except PeriodTooShort:
            assert not by_owner
            assert fit_into(quota.period, length or quota.period) > 1
            assert self.quota(guild) == quota
            return
        self.cuts[guild] += after.period != before.period
        assert after.period != before.period or self.named(guild) >= name  # no month comes again
        # A larger amount may hide a part of what was granted for a while, a smaller one of what came over.
        assert after.granted <= self.granted[guild]
        assert after.carried <= self.came_over[guild, before.begins_at]

    @rule(guild=guilds, amount=amounts, by_owner=st.booleans())
    def grant(self, guild: int, amount: int, by_owner: bool) -> None:
        before = self.quota(guild)
        try:
            after = self.run(self.store.quotas.grant(self.act(guild, by_owner), amount))
        except GrantTooHigh:
            assert not by_owner
        else:
            assert after.amount == before.amount + amount
            self.granted[guild] += amount

    @rule(guild=guilds, member=members, amount=amounts)
    def grant_member(self, guild: int, member: int, amount: int) -> None:
        before = self.share_of(guild, member)
        self.run(self.store.quotas.grant_member(self.act(guild), member, amount))
        after = self.share_of(guild, member)
        assert (after.amount if after else None) == (before.amount + amount if before else None)

    @rule(guild=guilds, by_owner=st.booleans())
    def reset(self, guild: int, by_owner: bool) -> None:
        before = self.quota(guild)
        forgiven, after = self.run(self.store.quotas.reset(self.act(guild, by_owner)))
        assert (forgiven, after.used) == (before.used, 0)
        for request in self.running(guild):
            request.reset_by = OWNER if by_owner else MANAGER

    @rule(guild=guilds, paused=st.booleans())
    def pause(self, guild: int, paused: bool) -> None:
        self.run(self.store.quotas.pause(self.act(guild), paused))

    @rule(
        guild=guilds,
        who=st.sampled_from([("member", 100), ("member", 102), ("role", DJS), ("role", FANS), ("role", GUILD)]),
        amount=st.none() | amounts,
    )
    def share(self, guild: int, who: tuple[str, int], amount: int | None) -> None:
        self.run(self.store.quotas.set_share(self.act(guild), *who, amount))

    @rule(guild=guilds, member=members)
    def forget(self, guild: int, member: int) -> None:
        """What waits is given back; the rest stays counted for the member, as long as the period is cut as it is."""
        self.run(self.forgetting(guild, member))
        self.now += 1  # what is asked from now on is new
        for request in self.requests:
            if (request.guild, request.member) == (guild, member):
                request.back = not request.done
                if request.nameless_since is None:
                    request.nameless_since = self.cuts[guild]

    async def fold_what_is_over(self) -> None:
        for forgetting in await self.store.privacy.due(self.now, 9):
            assert await self.store.privacy.finish(forgetting, self.now)
        assert await self.store.privacy.due(self.now, 9) == []

    async def forgetting(self, guild: int, member: int) -> None:
        forgetting, _ = await self.store.privacy.begin(guild, member, self.now)
        while await self.store.privacy.erase_some(forgetting, self.now):
            pass
        assert await self.store.privacy.finish(forgetting, self.now)

    @invariant()
    def the_ledger_equals_the_counters(self) -> None:
        if hasattr(self, "store"):
            assert self.run(self.store.quotas.differences()) == []

    @invariant()
    def what_is_used_is_what_was_taken_since_the_period_began(self) -> None:
        for guild in (GUILD, OTHER_GUILD) if hasattr(self, "store") else ():
            quota, running = self.quota(guild), self.running(guild)
            assert quota.used == sum(request.price for request in running)
            assert self.now < quota.resets_at
            assert 0 <= quota.carried <= quota.base
            self.came_over |= Counter({(guild, quota.begins_at): quota.carried})
            for member in ROLES:
                share = self.share_of(guild, member)
                own = sum(request.price for request in running if request.member == member and self.counts(request))
                assert share is None or share.used == own

    def quota(self, guild: int) -> Quota:
        return self.run(self.store.quotas.state(guild, self.now))

    def share_of(self, guild: int, member: int) -> Share | None:
        return self.run(self.store.quotas.share(guild, member, frozenset({guild, *ROLES[member]}), self.now))

    def running(self, guild: int) -> list[Request]:
        """What counts in the guild's running period."""
        start, name = self.quota(guild).begins_at, self.named(guild)
        return [
            request
            for request in self.requests
            if request.guild == guild
            and (request.at >= start or request.named == name)
            and not request.back
            and not request.reset_by
        ]

    def named(self, guild: int) -> tuple[str, str]:
        quota = self.quota(guild)
        return quota.period, period_of(quota.begins_at, quota.period, quota.zone).key

    def counts(self, request: Request) -> bool:
        return request.nameless_since in {None, self.cuts[request.guild]}

    def of_host(self) -> int:
        """Over all guilds, whatever their managers forgive, since the month began in UTC."""
        start = period_of(self.now, RULES.period).start
        return sum(request.price for request in self.requests if request.at >= start and not request.back)

    def act(self, guild: int, by_owner: bool = False) -> Act:
        return Act(guild, OWNER if by_owner else MANAGER, self.now, by_owner)


Books.TestCase.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBooks = Books.TestCase
