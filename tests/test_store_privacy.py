"""Forgetting a member, giving out what is kept, and erasing guilds that were left; on real databases."""

import pytest

from bot.clock import DAY
from bot.guild_rules import Pings
from bot.models import Delivery, DeliveryKind, DeliveryState, Draft, Erased, Reason, Stage, State
from bot.store import privacy
from bot.store.managing import Act
from bot.store.outcomes import NewDrafts, NewSongs
from bot.store.privacy import Forgetting
from bot.store.store import Store
from bot.store.words import Search
from tests.clocks import NOON
from tests.store_steps import LATER, claimed, leased, owed, queued, ready, running, song
from tests.stores import ANA, BEN, GUILD, OTHER_GUILD, database_url, store

__all__ = ["database_url", "store"]
THEN = LATER + DAY


async def delivered(store: Store, number: int = 1) -> int:
    """Ana's request whose two songs are posted, with times kept for the first."""
    deliveries = await ready(store, number=number)
    await posted(store, deliveries)
    await store.library.keep_timed_lyrics(deliveries[0].track_id or 0, [["rain", 1, 2]], LATER)
    return deliveries[0].task_id


async def posted(store: Store, deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        lease = await leased(store, "post", delivery.channel_id, LATER)
        await store.deliveries.settle(lease, delivery, DeliveryState.POSTED, delivery.id, LATER)
        await store.leases.release(lease)


async def erase(store: Store, forgetting: Forgetting) -> None:
    while await store.privacy.erase_some(forgetting, THEN):
        pass


async def kept(store: Store, member: int = ANA) -> list[int]:
    return [one.task.id for one in await store.privacy.kept(GUILD, member, 0)]


async def test_a_forgotten_members_songs_stay_without_words_and_without_a_name(store: Store) -> None:
    task_id = await delivered(store)
    forgetting, _ = await store.privacy.begin(GUILD, ANA, THEN)
    await erase(store, forgetting)
    assert await store.privacy.finish(forgetting, THEN)
    gathered = await store.showing.gather(task_id, THEN)
    assert gathered is not None
    task, tracks = gathered.task, gathered.tracks
    assert (task.member_id, task.member_name, task.request, task.state) == (0, "", Erased(), State.DELIVERED)
    assert {(track.member_id, track.lyrics, track.title) for track in tracks} == {(0, "", "Rain")}
    assert await store.library.timed_lyrics(tracks[0].id) is None
    assert await kept(store) == []
    assert await store.quotas.differences() == []


async def test_the_search_forgets_the_idea_and_still_finds_the_title(store: Store) -> None:
    await delivered(store)
    assert len(await store.library.search(Search(GUILD, "tin roof"), 5)) == 2
    forgetting, _ = await store.privacy.begin(GUILD, ANA, THEN)
    await erase(store, forgetting)
    assert await store.library.search(Search(GUILD, "tin roof"), 5) == []
    assert len(await store.library.search(Search(GUILD, "rain piano"), 5)) == 2


async def test_the_search_forgets_the_idea_also_where_title_and_style_came_after_it(store: Store) -> None:
    task_id = await running(store, now=LATER)
    lease = await leased(store, "poll", task_id, LATER)
    early, late = song(title="", style=""), song(style=" ".join(f"tag{number}" for number in range(70)))
    await store.following.progress(lease, Stage.FIRST, NewSongs([early], THEN), LATER, LATER)
    assert len(await store.library.search(Search(GUILD, "tin roof"), 5)) == 1
    await store.following.ready(lease, NewSongs([late], THEN), LATER)
    await store.leases.release(lease)
    await posted(store, await owed(store, DeliveryKind.SONG))
    forgetting, _ = await store.privacy.begin(GUILD, ANA, THEN)
    await erase(store, forgetting)
    assert await store.library.search(Search(GUILD, "tin roof"), 5) == []
    assert len(await store.library.search(Search(GUILD, "rain tag7"), 5)) == 1


async def test_what_waits_is_cancelled_and_given_back_and_others_keep_theirs(store: Store) -> None:
    await queued(store, 1)
    bens = await queued(store, 2, member=BEN)
    elsewhere = await queued(store, 3, guild=OTHER_GUILD)
    _, cancelled = await store.privacy.begin(GUILD, ANA, THEN)
    assert [(task.state, task.given_back) for task in cancelled] == [(State.CANCELLED, True)]
    assert (await store.quotas.state(GUILD, THEN)).used == 12_000
    assert await kept(store, BEN) == [bens]
    assert [one.task.id for one in await store.privacy.kept(OTHER_GUILD, ANA, 0)] == [elsewhere]


async def test_what_runs_is_left_alone_until_it_ends(store: Store) -> None:
    task_id = await running(store)
    forgetting, _ = await store.privacy.begin(GUILD, ANA, THEN)
    await erase(store, forgetting)
    assert not await store.privacy.finish(forgetting, THEN)
    assert (await kept(store), await store.privacy.due(THEN, 5)) == ([task_id], [])
    lease = await leased(store, "poll", task_id, THEN)
    await store.following.ready(lease, NewDrafts([Draft(1, "Roof", "words")]), THEN)
    for delivery in await store.deliveries.due(THEN, 5):
        posting = await leased(store, "post", delivery.channel_id, THEN)
        await store.deliveries.settle(posting, delivery, DeliveryState.POSTED, 77, THEN)
    assert await store.privacy.due(THEN, 5) == [forgetting]
    await erase(store, forgetting)
    assert await store.privacy.finish(forgetting, THEN)
    assert await store.library.drafts(task_id) == []


async def test_one_that_comes_back_into_the_queue_is_cancelled_for_its_text_goes(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store, THEN)
    forgetting, cancelled = await store.privacy.begin(GUILD, ANA, THEN)
    assert (cancelled, await store.privacy.erase_some(forgetting, THEN)) == ([], 0)
    await store.sending.requeue(lease, Reason.BUSY, THEN, THEN)
    assert await store.privacy.erase_some(forgetting, THEN) == 1
    gathered = await store.showing.gather(task.id, THEN)
    assert gathered is not None
    assert (gathered.task.state, gathered.task.given_back) == (State.CANCELLED, True)


async def test_what_is_asked_after_forgetting_is_new(store: Store) -> None:
    forgetting, _ = await store.privacy.begin(GUILD, ANA, NOON - 1)
    new = await queued(store, now=NOON)
    await erase(store, forgetting)
    assert (await store.privacy.finish(forgetting, THEN), await kept(store)) == (True, [new])


async def test_a_managers_acts_stay_in_the_audit_without_their_name(store: Store) -> None:
    await store.guilds.change(Act(GUILD, ANA, NOON), {"artist": "The Rains"})
    await store.guilds.set_member_pings(GUILD, ANA, Pings.OFF)
    assert [row["value"] for row in (await store.privacy.about(GUILD, ANA))["settings"]] == ["off"]
    await store.privacy.begin(GUILD, ANA, THEN)
    assert [line.actor_id for line in await store.guilds.audit(GUILD)] == [0]
    assert not any((await store.privacy.about(GUILD, ANA)).values())


async def test_what_a_member_posted_again_is_theirs_to_read_and_forgotten_with_them(store: Store) -> None:
    await delivered(store)
    song = (await store.library.search(Search(GUILD), 1))[0]
    await store.library.post_again(song, 77, None, LATER, posted_by=BEN)
    (told,) = (await store.privacy.about(GUILD, BEN))["posted_again"]
    assert (told["track_id"], told["channel_id"]) == (song.track.id, 77)
    assert all("posted_by" not in post for one in await store.privacy.kept(GUILD, ANA, 0) for post in one.posts)
    await store.privacy.begin(GUILD, BEN, THEN)
    assert not any((await store.privacy.about(GUILD, BEN)).values())


async def test_a_long_history_comes_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "PORTION", 2)
    numbers = [await queued(store, number) for number in range(1, 6)]
    portions, after = [], 0
    while portion := await store.privacy.kept(GUILD, ANA, after):
        portions.append([one.task.id for one in portion])
        after = portions[-1][-1]
    assert portions == [numbers[:2], numbers[2:4], numbers[4:]]


# Guilds that were left


async def erase_guild(store: Store, now: int, guild: int = GUILD) -> None:
    while await store.retention.erase_some(guild, now, now):
        pass


async def test_a_guild_that_was_left_is_erased_and_others_are_not(store: Store) -> None:
    task_id = await delivered(store)
    other = await queued(store, 9, guild=OTHER_GUILD)
    await store.guilds.change(Act(GUILD, ANA, NOON), {"artist": "The Rains"})
    await store.guilds.count_blocked(GUILD, "rain")
    await store.retention.left(GUILD, THEN)
    assert await store.retention.due(THEN - 1, 5) == []
    assert await store.retention.due(THEN, 5) == [GUILD]
    await erase_guild(store, THEN)
    assert await store.showing.gather(task_id, THEN) is None
    assert await store.library.search(Search(GUILD), 5) == []
    assert (await store.guilds.audit(GUILD), await store.guilds.blocked_counts(GUILD)) == ([], {})
    assert (await store.guilds.settings(GUILD)).artist == ""
    assert await store.showing.gather(other, THEN) is not None
    assert await store.retention.due(THEN, 5) == []


async def test_the_counter_of_the_period_that_runs_stays_and_equals_its_ledger(store: Store) -> None:
    await delivered(store)
    await store.retention.left(GUILD, THEN)
    await erase_guild(store, THEN)
    assert (await store.quotas.state(GUILD, THEN)).used == 12_000
    assert await store.quotas.differences() == []
    await store.retention.left(GUILD, THEN)
    await erase_guild(store, THEN + 60 * DAY)
    assert (await store.quotas.state(GUILD, THEN)).used == 0
    assert await store.quotas.differences() == []


async def test_what_was_never_ended_is_given_back_before_it_goes(store: Store) -> None:
    await queued(store)
    await store.retention.left(GUILD, THEN)
    await erase_guild(store, THEN)
    assert (await store.quotas.state(GUILD, THEN)).used == 0
    assert await store.quotas.differences() == []


async def test_coming_back_stops_the_clock(store: Store) -> None:
    task_id = await delivered(store)
    await store.retention.left(GUILD, NOON)
    await store.retention.left(GUILD, THEN)  # it runs from the first time
    assert await store.retention.due(NOON, 5) == [GUILD]
    await store.retention.present(GUILD)
    await erase_guild(store, THEN)
    assert await store.showing.gather(task_id, THEN) is not None


async def test_guilds_that_went_while_the_bot_was_away_are_noticed(store: Store) -> None:
    assert await store.retention.compare([1, 2, 3], NOON) == []
    assert await store.retention.compare([1, 3, 4], NOON) == [2]
    assert await store.retention.due(NOON, 5) == [2]
    assert await store.retention.compare([1, 2, 3, 4], NOON) == []
    assert await store.retention.due(NOON, 5) == []


async def test_a_guild_is_greeted_once_even_after_it_was_left(store: Store) -> None:
    assert [await store.retention.greet(GUILD, NOON) for _ in range(2)] == [True, False]
    await store.retention.left(GUILD, NOON)
    await store.retention.present(GUILD)
    assert not await store.retention.greet(GUILD, NOON)


async def test_a_limit_that_the_owner_has_set_outlasts_a_guild_and_a_managers_does_not(store: Store) -> None:
    for guild, by_owner in ((GUILD, True), (OTHER_GUILD, False)):
        await store.quotas.set(Act(guild, ANA, NOON, by_owner), 1_000, "month")
        await store.retention.left(guild, THEN)
        await erase_guild(store, THEN, guild)
    amounts = [(await store.quotas.state(guild, THEN)).amount for guild in (GUILD, OTHER_GUILD)]
    assert amounts == [1_000, 240_000]
