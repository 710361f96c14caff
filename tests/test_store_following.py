"""Looking, ending, becoming ready: what the poller may write."""

import asyncio
from dataclasses import replace

import pytest

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import LeaseLost
from bot.models import DeliveryKind, Kind, Reason, Stage, State, WavOf
from bot.store.outcomes import NewSongs, NewWav
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LATER, LEASE, claimed, leased, look, owed, queued, ready, running, song
from tests.stores import GUILD, IDEA, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]


async def wav_running(store: Store, number: int, track: int) -> int:
    request = WavOf(track_id=track, title="Rain", task_id="service-9", audio_id="clip-1")
    terms = replace(TERMS, source_track_id=track)
    task = (await store.intake.accept(asked(number, request=request), terms, NOON)).task
    assert await store.intake.confirm(task.id, 5_000 + number, 1, "digest", NOON, NOON)
    _, lease = await claimed(store)
    await store.sending.started(task.id, f"service-{number}", NOON)
    await store.leases.release(lease)
    return task.id


async def test_a_running_task_is_due_when_its_time_has_come_and_nobody_is_at_it(store: Store) -> None:
    task_id = await running(store)
    assert await store.following.due(NOON + SECOND - 1, 10) == []
    assert [task.id for task in await store.following.due(NOON + SECOND, 10)] == [task_id]
    await leased(store, "poll", task_id, NOON)
    assert await store.following.due(NOON + SECOND, 10) == []
    assert len(await store.following.due(NOON + LEASE, 10)) == 1


async def test_progress_keeps_tracks_stage_and_the_next_look(store: Store) -> None:
    task_id = await running(store)
    lease = await leased(store, "poll", task_id)
    before = (await look(store, task_id)).version
    for _ in range(2):
        await store.following.progress(lease, Stage.TEXT, NewSongs([song(audio="")], NOON + MINUTE), LATER, NOON + 5)
    task = await look(store, task_id)
    assert (task.stage, task.looked_at, task.next_poll_at, task.version) == (Stage.TEXT, NOON + 5, LATER, before + 1)


async def test_songs_are_numbered_in_the_order_in_which_they_were_first_named(store: Store) -> None:
    """The service may name the second one alone, and later both."""
    task_id = await running(store)
    lease = await leased(store, "poll", task_id)
    for named in ([song(2)], [song(1), song(2)]):
        await store.following.progress(lease, Stage.FIRST, NewSongs(named, LATER), NOON, NOON)
    gathered = await store.showing.gather(task_id, NOON)
    assert gathered is not None
    numbered = [(track.service_track_id, track.position) for track in gathered.tracks]
    assert numbered == [("clip-2", 1), ("clip-1", 2)]


async def test_later_answers_complete_a_track_and_wipe_nothing(store: Store) -> None:
    task_id = await running(store)
    lease = await leased(store, "poll", task_id)
    following = store.following
    await following.progress(
        lease, Stage.TEXT, NewSongs([song(audio="", stream_url="s", image_url="i")], LATER), NOON, NOON
    )
    empty = song(audio="a", title="", style="", lyrics="", model="")
    await following.ready(lease, NewSongs([replace(empty, duration=None)], NOON), NOON)
    gathered = await store.showing.gather(task_id, NOON)
    assert gathered is not None
    [track] = gathered.tracks
    assert (track.title, track.style, track.lyrics, track.model) == ("Rain", "piano", "[Verse]", "chirp")
    assert (track.audio_url, track.stream_url, track.image_url, track.duration) == ("a", "s", "i", 60_000)
    assert track.expires_at == LATER


async def test_ready_owes_each_song_that_has_audio_once_and_pings_for_the_first(store: Store) -> None:
    task_id = await running(store)
    lease = await leased(store, "poll", task_id)
    tracks = [song(1), song(2, audio=""), song(3)]
    assert await store.following.ready(lease, NewSongs(tracks, LATER), NOON) is not None
    assert await store.following.ready(lease, NewSongs(tracks, LATER), NOON) is None
    songs = await owed(store, DeliveryKind.SONG)
    assert [delivery.ping for delivery in songs] == [True, False]
    assert (await look(store, task_id)).state is State.READY


async def test_an_end_gives_back_once_and_tells_the_member_when_it_comes_late(store: Store) -> None:
    task = await look(store, await running(store))
    ends = [store.following.end(None, task, State.FAILED, Reason.SERVICE_FAILED, LATER) for _ in range(5)]
    ended = [one for one in await asyncio.gather(*ends) if one]
    assert [(one.state, one.reason, one.given_back) for one in ended] == [(State.FAILED, Reason.SERVICE_FAILED, True)]
    assert [notice.ping for notice in await owed(store, DeliveryKind.NOTICE)] == [True]
    assert await owed(store, DeliveryKind.OWNER) == []
    assert (await store.quotas.state(GUILD, NOON)).used == 0
    assert await store.quotas.differences() == []


async def test_the_owner_hears_of_what_only_the_owner_can_clear_up(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    assert await store.following.end(lease, task, State.UNKNOWN, Reason.UNCLEAR, NOON + SECOND)
    assert await owed(store, DeliveryKind.NOTICE) == []
    assert [line.reason for line in await owed(store, DeliveryKind.OWNER)] == [Reason.UNCLEAR]


async def test_an_end_that_comes_too_late_writes_nothing(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    await store.sending.started(task.id, "service", NOON)
    assert await store.following.end(lease, task, State.UNKNOWN, Reason.UNCLEAR, NOON) is None
    assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price


async def test_songs_that_come_after_the_give_back_are_free(store: Store) -> None:
    task = await look(store, await running(store))
    await store.following.end(None, task, State.FAILED, Reason.DEADLINE, LATER, LATER)
    lease = await leased(store, "poll", task.id, LATER)
    late = await store.following.ready(lease, NewSongs([song()], LATER), LATER)
    assert late is not None
    assert (late.state, late.late) == (State.READY, True)
    assert (await store.quotas.state(GUILD, NOON)).used == 0


async def test_a_wav_that_turns_up_late_is_not_owed_where_another_request_brings_it(store: Store) -> None:
    track = (await ready(store, 1, number=9))[0].track_id or 0
    first = await wav_running(store, 1, track)
    await store.following.end(None, await look(store, first), State.FAILED, Reason.DEADLINE, NOON, LATER)
    second = await wav_running(store, 2, track)
    lease, other = await leased(store, "poll", first, LATER), await leased(store, "poll", second, LATER)
    assert await store.following.ready(lease, NewWav("https://music.example/a.wav"), LATER) is None
    assert (await look(store, first)).state is State.FAILED
    assert await store.following.ready(other, NewWav("https://music.example/a.wav"), LATER) is not None


async def test_a_late_result_does_not_teach_the_usual_duration(store: Store) -> None:
    await ready(store, number=1)
    late = await look(store, await running(store, 2))
    await store.following.end(None, late, State.FAILED, Reason.DEADLINE, LATER)
    await store.following.ready(await leased(store, "poll", late.id, LATER), NewSongs([song()], LATER), LATER)
    assert await store.following.durations(Kind.GENERATE, IDEA.model, HOUR) == [0]
    assert await store.following.durations(Kind.EXTEND, IDEA.model, HOUR) == []


async def test_a_hint_only_makes_the_poller_look_now(store: Store) -> None:
    task = await look(store, await running(store))
    assert not await store.following.hint("no such key", "service", NOON)
    assert await store.following.due(NOON, 10) == []
    assert await store.following.hint(task.callback_key, "another", NOON)
    [due] = await store.following.due(NOON, 10)
    assert (due.service_task_id, due.hinted_id, due.version) == ("service-1", None, task.version)


async def test_a_hint_names_the_id_of_an_unclear_row_until_it_is_refuted(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    await store.leases.release(lease)
    assert await store.following.hint(task.callback_key, None, NOON)
    assert await store.following.due(NOON, 10) == []
    await store.following.hint(task.callback_key, "first", NOON)
    [due] = await store.following.due(NOON, 10)
    assert due.hinted_id == "first"
    poll = await leased(store, "poll", task.id)
    await store.following.forget_hint(poll, "another", NOON)
    assert (await look(store, task.id)).hinted_id == "first"
    await store.following.forget_hint(poll, "first", NOON)
    assert ((await look(store, task.id)).hinted_id, (await look(store, task.id)).next_poll_at) == (None, None)


@pytest.mark.parametrize("end", ["cancelled", "delivered"])
async def test_ended_rows_take_no_hint(store: Store, end: str) -> None:
    task = await look(store, await queued(store))
    if end == "cancelled":
        await store.intake.cancel(task.id, GUILD, NOON)
    assert await store.following.hint(task.callback_key, "service", NOON)
    assert await store.following.due(LATER, 10) == []


async def test_who_has_lost_the_lease_writes_nothing(store: Store) -> None:
    task_id = await running(store)
    old = await leased(store, "poll", task_id)
    after = NOON + LEASE
    new = await leased(store, "poll", task_id, after, owner="another")
    task, following = await look(store, task_id), store.following
    for attempt in (
        following.looked(old, LATER, after),
        following.progress(old, Stage.FIRST, NewSongs([song()], LATER), LATER, after),
        following.ready(old, NewSongs([song()], LATER), after),
        following.end(old, task, State.FAILED, Reason.DEADLINE, after),
        following.forget_hint(old, None, after),
        store.sending.requeue(old, Reason.BUSY, after, after),
    ):
        with pytest.raises(LeaseLost):
            await attempt
    assert await look(store, task_id) == task
    await store.leases.renew(new, after)
