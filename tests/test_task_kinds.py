"""Lyrics, WAVs and longer versions against the music stand-in over a socket, from asking to the message."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, SECOND
from bot.errors import AlreadyAsked, Expired, StoreError
from bot.models import DeliveryKind, LyricsIdea, QuickSong, Reason, State, WavOf
from bot.store.library import Song
from bot.tasks.shelf import Longer
from tests.stores import CHANNEL, GUILD
from tests.workshop import Workshop, workshop

SONG, LYRICS, WAV = 12_000, 400, 400
IDEA = LyricsIdea(prompt="rain on a tin roof")


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path, deadline="5m", grace="2m") as opened:
        yield opened


async def made(shop: Workshop, number: int = 0, prompt: str = "slow piano, rain") -> Song:
    """A song that was made and posted."""
    task = await shop.until_over(await shop.ask(QuickSong(prompt=prompt, model="V4_5")))
    track = (await shop.view(task.id)).tracks[number]
    return await shop.shelf.song(track.id, GUILD)


async def wav_of(shop: Workshop) -> WavOf:
    return shop.shelf.wav(await made(shop))


# Lyrics


async def test_drafts_come_in_one_message_and_are_charged_once(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(IDEA))
    [parcel] = shop.courier.of(DeliveryKind.DRAFTS)
    assert (task.state, parcel.delivery.ping) == (State.DELIVERED, True)
    assert len(parcel.drafts) == (await shop.view(task.id)).drafts > 1
    assert all(draft.text for draft in parcel.drafts)
    assert (await shop.used(), shop.music.calls.count("lyrics")) == (LYRICS, 1)


async def test_a_draft_that_came_empty_is_left_out(shop: Workshop) -> None:
    shop.music.faults.add("lyrics-info", "empty_draft", times=None)
    task = await shop.until_over(await shop.ask(IDEA))
    [parcel] = shop.courier.of(DeliveryKind.DRAFTS)
    assert [draft.position for draft in parcel.drafts] == list(range(1, len(parcel.drafts) + 1))
    assert all(draft.text.strip() for draft in parcel.drafts)
    assert task.state is State.DELIVERED


@pytest.mark.parametrize(
    ("word", "reason"),
    [("fail please", Reason.SERVICE_FAILED), ("sensitive please", Reason.WORDS), ("refuse please", Reason.WORDS)],
)
async def test_lyrics_that_fail_are_given_back(shop: Workshop, word: str, reason: Reason) -> None:
    task = await shop.until_over(await shop.ask(LyricsIdea(prompt=word)))
    assert (task.state, task.reason, task.given_back) == (State.FAILED, reason, True)
    assert (await shop.used(), shop.courier.of(DeliveryKind.DRAFTS)) == (0, [])


async def test_lyrics_survive_a_restart(shop: Workshop) -> None:
    task_id = await shop.ask(IDEA)
    await shop.step()
    shop.restart()
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert (shop.music.calls.count("lyrics"), len(shop.courier.of(DeliveryKind.DRAFTS))) == (1, 1)


# WAV


async def test_a_wav_is_posted_with_the_song_it_is_of(shop: Workshop) -> None:
    request = await wav_of(shop)
    task = await shop.until_over(await shop.ask(request))
    [parcel] = shop.courier.of(DeliveryKind.WAV)
    assert (task.state, parcel.delivery.ping) == (State.DELIVERED, True)
    assert parcel.track is not None
    assert (parcel.track.id, parcel.track.wav_url.endswith(".wav")) == (request.track_id, True)
    assert await shop.used() == SONG + WAV


async def test_whoever_asks_for_the_same_wav_is_led_to_the_first_and_not_charged(shop: Workshop) -> None:
    request = await wav_of(shop)
    first = await shop.ask(request)
    with pytest.raises(AlreadyAsked) as running:
        await shop.ask(request, member=200)
    await shop.until_over(first)
    with pytest.raises(AlreadyAsked) as done:
        await shop.ask(request, member=200)
    assert running.value.task_id == done.value.task_id == first
    assert (await shop.used(), shop.music.calls.count("wav")) == (SONG + WAV, 1)


@pytest.mark.parametrize("named", [True, False])
async def test_a_wav_that_the_service_made_before_is_fetched_all_the_same(shop: Workshop, *, named: bool) -> None:
    """409: with the older task's id in the answer, or known from a row that was given up."""
    shop.music.service.conflict_names_task = named
    request = await wav_of(shop)
    shop.music.faults.add("wav-info", "no_audio", times=None)
    first = await shop.until_over(await shop.ask(request))
    assert first.reason is Reason.DEADLINE
    shop.music.faults.clear()
    second = await shop.until_over(await shop.ask(request))
    assert (second.state, second.service_task_id) == (State.DELIVERED, first.service_task_id)
    assert await shop.used() == SONG + WAV


@pytest.mark.parametrize("named", [{}, {"taskId": "another"}])
async def test_a_longer_version_is_not_taken_for_a_wav_that_was_made_before(
    shop: Workshop, named: dict[str, str]
) -> None:
    """409, which only a WAV can mean."""
    song = await made(shop)
    await shop.until_over(await shop.ask(shop.shelf.wav(song)))
    before = await shop.used()
    shop.music.faults.add("extend", "code", code=409, data=named)
    task_id = await shop.ask(shop.shelf.extension(song, Longer()))
    await shop.step()
    task = await shop.task(task_id)
    assert (task.state, task.reason, task.service_task_id) == (State.FAILED, Reason.REFUSED, None)
    assert await shop.used() == before


async def test_a_wav_that_was_made_before_is_found_though_the_database_fails_just_then(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = await wav_of(shop)
    shop.music.faults.add("wav-info", "no_audio", times=None)
    await shop.until_over(await shop.ask(request))
    shop.music.faults.clear()
    known, troubles = shop.store.library.earlier_wav, [StoreError("disk full")]

    async def troubled(track_id: int) -> str | None:
        if troubles:
            raise troubles.pop()
        return await known(track_id)

    monkeypatch.setattr(shop.store.library, "earlier_wav", troubled)
    assert (await shop.until_over(await shop.ask(request))).state is State.DELIVERED


@pytest.mark.parametrize("end", [State.FAILED, State.UNKNOWN])
async def test_a_wav_that_turns_up_late_is_left_to_whoever_asked_for_it_since(shop: Workshop, end: State) -> None:
    shop.music.service.conflict_names_task = True
    request = await wav_of(shop)
    if end is State.FAILED:
        shop.music.faults.add("wav-info", "no_audio", times=None)
    else:
        shop.music.faults.add("wav", "cut", applied=True)
    first = await shop.until_over(await shop.ask(request))
    assert first.state is end
    shop.music.faults.clear()
    second = await shop.until_over(await shop.ask(request, member=200))
    assert second.state is State.DELIVERED
    await shop.desk.hint(first.callback_key, second.service_task_id)
    shop.pass_time(HOUR)
    looks = shop.music.calls.count("wav-info")
    await shop.step(3)
    first = await shop.task(first.id)
    assert (first.state, first.next_poll_at, shop.music.calls.count("wav-info")) == (end, None, looks + 1)
    assert (len(shop.courier.of(DeliveryKind.WAV)), await shop.used()) == (1, SONG + WAV)


async def test_a_wav_that_exists_and_that_nobody_can_name_is_given_back(shop: Workshop) -> None:
    shop.music.service.conflict_names_task = False
    request = await wav_of(shop)
    shop.music.faults.add("wav", "cut", applied=True)
    first = await shop.until_over(await shop.ask(request))
    assert first.reason is Reason.UNCLEAR
    second = await shop.until_over(await shop.ask(request))
    assert (second.state, second.reason) == (State.FAILED, Reason.REFUSED)
    assert await shop.used() == SONG


async def test_a_wav_that_failed_may_be_asked_for_again(shop: Workshop) -> None:
    request = await wav_of(shop)
    shop.music.faults.add("wav", "fail")
    task = await shop.until_over(await shop.ask(request))
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.SERVICE_FAILED, SONG)
    assert (await shop.until_over(await shop.ask(request))).state is State.DELIVERED


async def test_a_success_without_its_link_is_waited_for(shop: Workshop) -> None:
    request = await wav_of(shop)
    shop.music.faults.add("wav-info", "no_audio", times=None)
    task_id = await shop.ask(request)
    for _ in range(20):
        await shop.step()
        shop.pass_time(5 * SECOND)
    assert (await shop.state(task_id), shop.courier.of(DeliveryKind.WAV)) == (State.RUNNING, [])
    shop.music.faults.clear()
    assert (await shop.until_over(task_id)).state is State.DELIVERED


# Longer versions


async def test_a_longer_version_remembers_what_it_extends(shop: Workshop) -> None:
    source = await made(shop)
    asked = Longer(continue_at=2000, prompt="[Verse]\nMore rain", title="Tin Roof, Longer")
    task = await shop.until_over(await shop.ask(shop.shelf.extension(source, asked)))
    longer = (await shop.view(task.id)).tracks
    assert task.state is State.DELIVERED
    assert {track.parent_track_id for track in longer} == {source.track.id}
    assert await shop.shelf.family(source.track) == (None, list(longer))
    assert (await shop.shelf.family(longer[0]))[0] == source.track
    assert await shop.used() == 2 * SONG


async def test_a_longer_version_leads_to_its_source_in_the_same_channel(shop: Workshop) -> None:
    """Its readers may not see the other one."""
    source = await made(shop)
    await shop.shelf.post_again(source, CHANNEL + 1)
    shop.pass_time(SECOND)
    await shop.step(2)
    await shop.until_over(await shop.ask(shop.shelf.extension(source, Longer())))
    assert shop.courier.songs[-1].source == source.posted[0]
    assert source.posted[0].channel_id == CHANNEL


async def test_the_sources_own_settings_are_enough(shop: Workshop) -> None:
    source = await made(shop)
    request = shop.shelf.extension(source, Longer())
    assert request.inherit
    assert (await shop.until_over(await shop.ask(request))).state is State.DELIVERED


async def test_what_the_service_has_deleted_is_refused_before_anything_is_spent(shop: Workshop) -> None:
    source = await made(shop)
    shop.pass_time(15 * DAY)
    with pytest.raises(Expired):
        shop.shelf.extension(source, Longer())
    with pytest.raises(Expired):
        shop.shelf.wav(source)
    assert await shop.used() in {0, SONG}  # a new month may have begun


# The first song early


async def test_the_first_song_is_posted_while_the_second_is_made(shop: Workshop) -> None:
    task_id = await shop.ask()
    while not shop.courier.songs:
        await shop.step()
        shop.pass_time(5 * SECOND)
    assert await shop.state(task_id) is State.RUNNING
    [first] = shop.courier.songs
    assert first.delivery.ping
    await shop.until_over(task_id)
    assert [parcel.delivery.ping for parcel in shop.courier.songs] == [True, False]
    assert (await shop.view(task_id)).posted == 2


@pytest.mark.parametrize("ending", ["GENERATE_AUDIO_FAILED", "silence"])
async def test_a_song_that_was_posted_keeps_the_price_when_the_rest_fails(shop: Workshop, ending: str) -> None:
    task_id = await shop.ask()
    while not shop.courier.songs:
        await shop.step()
        shop.pass_time(5 * SECOND)
    if ending == "silence":
        shop.music.faults.add("record-info", "code", code=404, times=None)
    else:
        shop.music.faults.add("record-info", "null_response", times=None)
        shop.music.faults.add("record-info", "status", word=ending, times=None)
    task = await shop.until_over(task_id)
    assert (task.state, task.given_back, len(shop.courier.songs)) == (State.DELIVERED, False, 1)
    assert await shop.used() == SONG
    assert 'minstrel_tasks_ended_total{reason="none",state="delivered"} 1.0' in shop.metrics.text().decode()
