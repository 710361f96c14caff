"""Settings where they count: in the transaction that accepts, in the claim, in the rows of deliveries; on real
databases."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import DAY
from bot.errors import BlockedWord, StoreError, WrongChannel
from bot.guild_rules import GuildSettings, Pings
from bot.models import QuickSong
from bot.store.bookings import LogTo
from bot.store.managing import Act
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import GATE, claimed, queued, ready
from tests.stores import ANA, BEN, CHANNEL, GUILD, OTHER_GUILD, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]
MANAGER = 7


async def change(store: Store, name: str, value: str, guild: int = GUILD) -> None:
    await store.guilds.change(Act(guild, MANAGER, NOON), {name: value})


async def test_settings_are_one_guilds_own_and_each_change_is_in_the_audit(store: Store) -> None:
    await change(store, "artist", "The Rains")
    await change(store, "artist", "")
    await change(store, "artist", "")  # nothing has changed
    await change(store, "channels", "10 11")
    assert await store.guilds.settings(GUILD) == GuildSettings(channels=frozenset({10, 11}))
    assert await store.guilds.settings(OTHER_GUILD) == GuildSettings()
    lines = [(line.action, line.before, line.after) for line in await store.guilds.audit(GUILD)]
    assert lines == [("channels", "", "10 11"), ("artist", "The Rains", ""), ("artist", "", "The Rains")]


async def test_settings_that_are_changed_together_are_saved_together_or_not_at_all(store: Store) -> None:
    act = Act(GUILD, MANAGER, NOON)
    broken: dict[str, Any] = {"artist": "The Rains", "language": 5, "words": object()}
    with pytest.raises(StoreError):
        await store.guilds.change(act, broken)
    assert (await store.guilds.settings(GUILD), await store.guilds.audit(GUILD)) == (GuildSettings(), [])
    await store.guilds.change(act, {"artist": "The Rains", "language": "de"}, LogTo(CHANNEL, "de"))
    assert await store.guilds.settings(GUILD) == GuildSettings(artist="The Rains", language="de")
    assert await store.bookings.log_channel(GUILD) == CHANNEL


async def test_what_is_ruled_out_takes_nothing_and_leaves_no_row(store: Store) -> None:
    await change(store, "channels", str(CHANNEL + 1))
    with pytest.raises(WrongChannel):
        await store.intake.accept(asked(1), TERMS, NOON)
    await change(store, "channels", "")
    await change(store, "words", "rain")
    with pytest.raises(BlockedWord):
        await store.intake.accept(asked(2), TERMS, NOON)
    assert (await store.quotas.state(GUILD, NOON)).used == 0
    assert await store.quotas.differences() == []
    request = QuickSong(prompt="a sunny day", model="V4_5")
    assert (await store.intake.accept(asked(3, request=request), TERMS, NOON)).fresh


async def test_an_interaction_that_comes_twice_is_not_refused_by_a_rule_made_in_between(store: Store) -> None:
    first = await store.intake.accept(asked(1), TERMS, NOON)
    await change(store, "words", "rain")
    again = await store.intake.accept(asked(1), TERMS, NOON)
    assert (again.task.id, again.fresh) == (first.task.id, False)


async def test_a_guilds_own_caps_hold_and_may_not_lift_the_hosts(store: Store) -> None:
    await change(store, "per_guild", "1")
    await change(store, "artist", "not a number", OTHER_GUILD)  # no value of another setting is taken for one
    for number, (guild, member) in enumerate([(GUILD, ANA), (GUILD, BEN), (OTHER_GUILD, ANA)], 1):
        await queued(store, number, guild=guild, member=member)
    taken = [(await claimed(store))[0].guild_id for _ in range(2)]
    assert sorted(taken) == [GUILD, OTHER_GUILD]
    assert await store.sending.claim(GATE, "worker", 30_000, NOON) is None
    await change(store, "per_guild", "9")
    assert await store.sending.claim(replace(GATE, per_guild=1), "worker", 30_000, NOON) is None
    assert (await claimed(store))[0].member_id == BEN


async def test_a_members_cap_holds_for_each_member(store: Store) -> None:
    await change(store, "per_member", "1")
    for number, member in enumerate((ANA, ANA, BEN), 1):
        await queued(store, number, member=member)
    assert sorted([(await claimed(store))[0].member_id for _ in range(2)]) == [ANA, BEN]
    assert await store.sending.claim(GATE, "worker", 30_000, NOON) is None


@pytest.mark.parametrize(
    ("guild", "member", "ping", "silent"),
    [
        ("", None, True, False),
        ("quiet", None, True, True),
        ("off", None, False, False),
        ("", Pings.QUIET, True, True),
        ("quiet", Pings.OFF, False, False),
        ("off", Pings.ON, False, False),
    ],
)
async def test_the_quieter_of_guild_and_member_is_written_into_the_row_of_the_first_song(
    store: Store, guild: str, member: Pings | None, ping: bool, silent: bool
) -> None:
    await change(store, "pings", guild)
    if member is not None:
        await store.guilds.set_member_pings(GUILD, ANA, member)
    first, second = await ready(store)
    assert (first.ping, first.silent) == (ping, silent)
    assert (second.ping, second.silent) == (False, False)


async def test_a_members_switch_is_kept_for_each_guild(store: Store) -> None:
    await store.guilds.set_member_pings(GUILD, ANA, Pings.OFF)
    await store.guilds.set_member_pings(GUILD, ANA, Pings.QUIET)
    assert await store.guilds.member_pings(GUILD, ANA) is Pings.QUIET
    assert await store.guilds.member_pings(OTHER_GUILD, ANA) is Pings.ON


async def test_refusals_are_counted_by_word_without_a_name(store: Store) -> None:
    for word in ("rain", "snow", "snow"):
        await store.guilds.count_blocked(GUILD, word)
    assert list((await store.guilds.blocked_counts(GUILD)).items()) == [("snow", 2), ("rain", 1)]
    assert await store.guilds.blocked_counts(OTHER_GUILD) == {}


async def test_a_warning_comes_once_in_a_while(store: Store) -> None:
    times = [NOON, NOON + DAY - 1, NOON + DAY, NOON + DAY + 1]
    assert [await store.guilds.warn_again("few", at, DAY) for at in times] == [True, False, True, False]
