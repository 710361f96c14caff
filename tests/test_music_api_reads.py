"""Reads: repeated until they are answered, and every oddity that users have met is understood."""

import time
from typing import Any

import pytest

from bot.demo.music import MusicStandIn
from bot.errors import KeyRefused, Maintenance, NotConnected, NotOurs, RateLimited, Unclear
from bot.models import CustomSong, LyricsIdea, WavOf
from bot.music_api import transport
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named
from bot.music_api.wire import RecordInfo, Status
from tests.music_fixtures import CUSTOM_SONG, QUICK_SONG, SPEED, api, kie, kie_api, music

__all__ = ["api", "kie", "kie_api", "music"]


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "FIRST_PAUSE", 0.01)


async def finished(api: MusicApi, music: MusicStandIn, request: Any = QUICK_SONG) -> str:
    task_id = await api.generate(request, None)
    music.finish()
    return task_id


async def looked_at(api: MusicApi, music: MusicStandIn, kind: str, **options: Any) -> RecordInfo:
    """A finished song, seen through a fault."""
    task_id = await finished(api, music)
    music.faults.add("record-info", kind, **options)
    return await api.record_info(task_id)


async def test_a_song_is_told_with_everything_about_it(api: MusicApi, music: MusicStandIn) -> None:
    info = await api.record_info(await finished(api, music))
    track = info.tracks[0]
    assert (info.present, info.status, len(info.tracks)) == (True, Status.SUCCESS, 2)
    assert track.audio_url.endswith(".mp3")
    assert track.image_url.endswith(".jpeg")
    assert track.stream_url
    assert track.duration is not None
    assert 4_000 < track.duration < 60_000
    assert "[Verse]" in track.lyrics
    assert (track.model_name, bool(track.title), "piano" in track.tags) == ("chirp-v4-5", True, True)


async def test_stages_follow_each_other(api: MusicApi, music: MusicStandIn) -> None:
    music.speed = 1.0
    task_id = await api.generate(QUICK_SONG, None)
    seen = []
    for part in (0.0, 0.21, 0.4, 0.4):
        music.clock.advance(part * music.tasks[task_id].lasts_ms / 1000)
        info = await api.record_info(task_id)
        seen.append((info.status, len(info.tracks), sum(bool(track.audio_url) for track in info.tracks)))
    assert seen == [(Status.RUNNING, 0, 0), (Status.TEXT, 2, 0), (Status.FIRST, 2, 1), (Status.SUCCESS, 2, 2)]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("fail please", Status.FAILED),
        ("crash please", Status.FAILED),
        ("sensitive please", Status.WORDS),
        ("callback please", Status.CALLBACK),
        ("never please", Status.RUNNING),
    ],
)
async def test_ends_are_told_apart(api: MusicApi, music: MusicStandIn, words: str, status: Status) -> None:
    request = QUICK_SONG.model_copy(update={"prompt": words})
    assert (await api.record_info(await finished(api, music, request))).status is status


async def test_a_failure_whose_message_speaks_of_words_is_one_of_words() -> None:
    told = {"taskId": "t", "status": "GENERATE_AUDIO_FAILED", "errorCode": 400}
    assert RecordInfo.of({**told, "errorMessage": "lyrics contain copyrighted text"}).status is Status.WORDS
    assert RecordInfo.of({**told, "errorMessage": "Internal Error"}).status is Status.FAILED
    assert RecordInfo.of({**told, "errorMessage": None}).status is Status.FAILED
    inside = {**told, "response": {"sunoData": [], "errorMessage": "Song Description contained artist name"}}
    assert RecordInfo.of(inside).status is Status.WORDS


@pytest.mark.parametrize("kind", ["null_data", "no_data"])
async def test_no_data_means_that_nothing_is_known_yet(api: MusicApi, music: MusicStandIn, kind: str) -> None:
    info = await looked_at(api, music, kind)
    assert (info.present, info.status, info.tracks) == (False, Status.RUNNING, ())


async def test_a_null_response_has_no_tracks_and_a_string_is_read(api: MusicApi, music: MusicStandIn) -> None:
    assert (await looked_at(api, music, "null_response")).tracks == ()
    assert len((await looked_at(api, music, "response_string")).tracks) == 2


async def test_a_success_without_audio_shows_none(api: MusicApi, music: MusicStandIn) -> None:
    info = await looked_at(api, music, "no_audio")
    assert (info.status, [track.audio_url for track in info.tracks]) == (Status.SUCCESS, ["", ""])


@pytest.mark.parametrize(
    ("kind", "options", "status"),
    [
        ("status", {"word": "GENERATING"}, Status.RUNNING),
        ("status", {"word": "second"}, Status.RUNNING),
        ("status", {"word": ""}, Status.RUNNING),
        ("status", {"word": "FAILED"}, Status.FAILED),
        ("lower_case", {"word": "complete"}, Status.SUCCESS),
        ("lower_case", {"word": "completed"}, Status.SUCCESS),
        ("lower_case", {}, Status.SUCCESS),
        ("callback_exception", {}, Status.CALLBACK),
        ("callback_exception", {"audio": False}, Status.CALLBACK),
    ],
)
async def test_words_of_status_are_read_in_every_spelling(
    api: MusicApi, music: MusicStandIn, kind: str, options: dict[str, Any], status: Status
) -> None:
    info = await looked_at(api, music, kind, **options)
    assert info.status is status
    assert len(info.tracks) == 2


async def test_other_types_and_spellings_tell_the_same(api: MusicApi, music: MusicStandIn) -> None:
    task_id = await finished(api, music)
    right = await api.record_info(task_id)
    for kind in ("other_types", "snake_case", "lyric_key"):
        music.faults.add("record-info", kind)
        assert await api.record_info(task_id) == right


async def test_odd_tracks_are_read_as_they_are(api: MusicApi, music: MusicStandIn) -> None:
    assert [track.duration for track in (await looked_at(api, music, "null_duration")).tracks] == [None, None]
    assert (await looked_at(api, music, "no_prompt")).tracks[0].lyrics == ""
    assert len((await looked_at(api, music, "one_track")).tracks) == 1
    twins = (await looked_at(api, music, "twin_clip")).tracks
    assert [track.id for track in twins].count(twins[0].id) == 2


async def test_an_unknown_task_is_not_ours_and_a_strangers_record_is_not_present(
    api: MusicApi, music: MusicStandIn
) -> None:
    with pytest.raises(NotOurs):
        await api.record_info("0" * 32)
    assert music.calls.count("record-info") == 1
    task_id = await api.generate(QUICK_SONG, None)
    music.add_key("other")
    async with MusicApi.open(profile_named("apibox"), "other", music.url) as stranger:
        assert not (await stranger.record_info(task_id)).present


@pytest.mark.parametrize("kind", ["html", "empty", "list", "cut", "truncated", "redirect", "code", "http"])
async def test_a_read_is_asked_again_until_it_is_answered(api: MusicApi, music: MusicStandIn, kind: str) -> None:
    music.faults.add("credit", kind, times=transport.READ_TRIES - 1)
    assert await api.credits() == 1_000_000
    assert music.calls.count("credit") == transport.READ_TRIES


async def test_a_read_that_nobody_answers_ends_as_unclear(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("credit", "cut", times=None)
    with pytest.raises(Unclear):
        await api.credits()
    # aiohttp itself asks once more where a connection that was kept open is cut
    assert transport.READ_TRIES <= music.calls.count("credit") <= 2 * transport.READ_TRIES


@pytest.mark.parametrize(("code", "expected"), [(401, KeyRefused), (455, Maintenance), (404, NotOurs)])
async def test_a_plain_no_is_not_asked_again(
    api: MusicApi, music: MusicStandIn, code: int, expected: type[Exception]
) -> None:
    music.faults.add("credit", "code", code=code)
    with pytest.raises(expected):
        await api.credits()
    assert music.calls.count("credit") == 1


async def test_a_named_pause_is_kept(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("credit", "http", status=429, retry_after=0.3)
    began = time.monotonic()
    assert await api.credits() == 1_000_000
    assert time.monotonic() - began >= 0.3


async def test_a_long_pause_is_handed_on_instead_of_waited_for(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("credit", "http", status=429, retry_after=120)
    began = time.monotonic()
    with pytest.raises(RateLimited) as limited:
        await api.credits()
    assert limited.value.retry_after == 120_000
    assert time.monotonic() - began < 60
    assert music.calls.count("credit") == 1


async def test_a_pause_may_be_named_as_a_date(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("credit", "http", status=429, retry_after="Fri, 31 Dec 2100 23:59:59 GMT")
    with pytest.raises(RateLimited) as limited:
        await api.credits()
    assert limited.value.retry_after == 3_600_000  # nobody means a century


@pytest.mark.parametrize("named", ["soon", "Wed, 21 Oct 99999999999999999999 07:28:00 GMT"])
async def test_a_pause_that_is_no_time_counts_as_none(api: MusicApi, music: MusicStandIn, named: str) -> None:
    music.faults.add("credit", "http", status=429, retry_after=named)
    assert await api.credits() == 1_000_000


async def test_reading_costs_nothing_so_429_can_only_mean_too_many(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("record-info", "code", times=None, code=429, msg="Your call frequency is too high.")
    with pytest.raises(RateLimited):
        await api.record_info("0" * 32)
    assert music.calls.count("record-info") == transport.READ_TRIES


async def test_nobody_there_is_told_apart() -> None:
    async with MusicApi.open(profile_named("apibox"), "k", "http://127.0.0.1:9") as nobody:
        with pytest.raises(NotConnected):
            await nobody.credits()


@pytest.mark.parametrize(("left", "thousandths"), [(100, 100_000), (1025.6, 1_025_600), (76000.57, 76_000_570), (0, 0)])
async def test_credits_are_thousandths(api: MusicApi, music: MusicStandIn, left: float, thousandths: int) -> None:
    music.credits = left
    assert await api.credits() == thousandths
    music.faults.add("credit", "other_types")
    assert await api.credits() == thousandths


@pytest.mark.parametrize("data", [None, {}, "many", True, "NaN", 1e400])
async def test_credits_that_are_no_number_are_unclear(api: MusicApi, music: MusicStandIn, data: Any) -> None:
    music.faults.add("credit", "code", times=None, code=200, data=data)
    with pytest.raises(Unclear):
        await api.credits()


async def test_kie_has_a_path_of_its_own_for_credits(kie_api: MusicApi, kie: MusicStandIn) -> None:
    assert await kie_api.credits() == 1_000_000
    assert kie.calls.count("credit") == 1


async def test_drafts_are_read_and_empty_ones_skipped(api: MusicApi, music: MusicStandIn) -> None:
    task_id = await api.write_lyrics(LyricsIdea(prompt="the sea"), None)
    assert (await api.lyrics_info(task_id)).drafts == ()
    music.finish()
    info = await api.lyrics_info(task_id)
    assert info.status is Status.SUCCESS
    assert all(draft.title and "[Chorus]" in draft.text for draft in info.drafts)
    music.faults.add("lyrics-info", "empty_draft")
    assert len((await api.lyrics_info(task_id)).drafts) == len(info.drafts) - 1
    for kind in ("lyrics_data", "response_string", "snake_case", "other_types"):
        music.faults.add("lyrics-info", kind)
        assert await api.lyrics_info(task_id) == info
    failed = await api.write_lyrics(LyricsIdea(prompt="fail please"), None)
    music.finish()
    assert (await api.lyrics_info(failed)).status is Status.FAILED


async def test_a_wav_is_read_by_its_success_flag(api: MusicApi, music: MusicStandIn) -> None:
    task_id = await finished(api, music)
    track = (await api.record_info(task_id)).tracks[0]
    wav_id = await api.make_wav(WavOf(track_id=1, title="T", task_id=task_id, audio_id=track.id), None)
    before = await api.wav_info(wav_id)
    assert (before.status, before.audio_url) == (Status.RUNNING, "")
    music.finish()
    info = await api.wav_info(wav_id)
    assert (info.status, info.audio_url[-4:]) == (Status.SUCCESS, ".wav")
    music.faults.add("wav-info", "no_audio")
    assert (await api.wav_info(wav_id)).audio_url == ""
    music.faults.add("wav-info", "callback_exception")
    assert (await api.wav_info(wav_id)).status is Status.CALLBACK


async def test_timed_words_are_in_milliseconds_and_may_be_empty_at_first(api: MusicApi, music: MusicStandIn) -> None:
    task_id = await finished(api, music, CUSTOM_SONG)
    audio_id = (await api.record_info(task_id)).tracks[0].id
    music.faults.add("timed-lyrics", "empty_words")
    assert await api.timed_lyrics(task_id, audio_id) == ()
    music.clock.advance(5 / SPEED)
    words = await api.timed_lyrics(task_id, audio_id)
    assert [word.text for word in words] == ["[Verse]\nRain ", "on ", "the ", "roof "]
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(word.end > word.start for word in words)
    assert words[-1].end > 1000
    music.faults.add("timed-lyrics", "other_types")
    assert await api.timed_lyrics(task_id, audio_id) == words
    instrumental = CustomSong(title="T", style="S", instrumental=True, model="V4_5")
    task_id = await finished(api, music, instrumental)
    music.clock.advance(5 / SPEED)
    assert await api.timed_lyrics(task_id, (await api.record_info(task_id)).tracks[0].id) == ()
