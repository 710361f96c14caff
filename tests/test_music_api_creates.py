"""Create calls: sent once whatever comes, and every answer has one meaning."""

import asyncio
import logging
from typing import Any

import aiohttp
import pytest

from bot.demo.music import MusicStandIn
from bot.errors import (
    AlreadyExists,
    KeyRefused,
    Maintenance,
    MusicApiError,
    NotConnected,
    NotOurs,
    OutOfCredits,
    RateLimited,
    Refused,
    Unclear,
)
from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, WavOf
from bot.music_api import transport
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named
from tests.music_fixtures import CUSTOM_SONG, QUICK_SONG, api, kie, kie_api, music

__all__ = ["api", "kie", "kie_api", "music"]


async def refusal(api: MusicApi, music: MusicStandIn) -> MusicApiError:
    """What `generate` raises; it was sent exactly once."""
    before = music.calls.count("generate")
    with pytest.raises(MusicApiError) as raised:
        await api.generate(QUICK_SONG, None)
    assert music.calls.count("generate") == before + 1
    return raised.value


async def test_a_song_is_asked_for_with_exactly_the_fields_of_its_mode(api: MusicApi, music: MusicStandIn) -> None:
    assert await api.generate(QUICK_SONG, None) in music.tasks
    quick = music.calls[-1].body
    assert {"customMode", "instrumental", "model", "prompt", "callBackUrl", "callbackUrl"} == set(quick)
    assert (quick["customMode"], quick["prompt"]) == (False, QUICK_SONG.prompt)
    await api.generate(CUSTOM_SONG, None)
    assert music.calls[-1].body["prompt"] == CUSTOM_SONG.lyrics
    await api.generate(CustomSong(title="T", style="S", lyrics="not sung", instrumental=True, model="V5"), None)
    assert "prompt" not in music.calls[-1].body


async def test_a_callback_is_always_named_and_a_placeholder_resolves_nowhere(
    api: MusicApi, music: MusicStandIn, kie_api: MusicApi, kie: MusicStandIn
) -> None:
    await api.generate(QUICK_SONG, None)
    assert ".invalid/" in music.calls[-1].body["callBackUrl"]
    await api.generate(QUICK_SONG, "https://bot.example/callbacks/k1")
    body = music.calls[-1].body
    assert body["callBackUrl"] == body["callbackUrl"] == "https://bot.example/callbacks/k1"
    await kie_api.generate(QUICK_SONG, None)
    assert "callbackUrl" not in kie.calls[-1].body


async def test_the_agent_is_our_own(api: MusicApi, music: MusicStandIn) -> None:
    await api.generate(QUICK_SONG, None)
    assert music.calls[-1].user_agent.startswith("Minstrel")


async def test_an_extension_inherits_or_brings_everything(api: MusicApi, music: MusicStandIn) -> None:
    source = await _finished(api, music)
    assert (
        await api.extend(Extension(track_id=1, source_title="S", audio_id=source.audio_id, model="V4_5"), None)
        in music.tasks
    )
    assert music.calls[-1].body["defaultParamFlag"] is False
    given = Extension(
        track_id=1,
        source_title="S",
        audio_id=source.audio_id,
        model="V4_5",
        inherit=False,
        prompt="p",
        style="s",
        title="t",
        continue_at=3_500,
    )
    await api.extend(given, None)
    body = music.calls[-1].body
    assert (body["defaultParamFlag"], body["continueAt"], body["prompt"]) == (True, 3.5, "p")
    with pytest.raises(Refused) as refused:
        await api.extend(given.model_copy(update={"continue_at": 3_600_000}), None)
    assert not refused.value.words


async def test_a_wav_and_lyrics_are_started_too(api: MusicApi, music: MusicStandIn) -> None:
    source = await _finished(api, music)
    assert await api.make_wav(source, None) in music.tasks
    assert await api.write_lyrics(LyricsIdea(prompt="the sea"), None) in music.tasks
    music.service.conflict_names_task = True
    with pytest.raises(AlreadyExists) as exists:
        await api.make_wav(source, None)
    assert exists.value.service_task_id in music.tasks
    music.service.conflict_names_task = False
    with pytest.raises(AlreadyExists) as exists:
        await api.make_wav(source, None)
    assert exists.value.service_task_id is None
    with pytest.raises(NotOurs):
        await api.make_wav(WavOf(track_id=1, title="T", task_id="0" * 32, audio_id=source.audio_id), None)


async def _finished(api: MusicApi, music: MusicStandIn) -> WavOf:
    task_id = await api.generate(QUICK_SONG, None)
    music.finish()
    info = await api.record_info(task_id)
    return WavOf(track_id=1, title="T", task_id=task_id, audio_id=info.tracks[0].id)


@pytest.mark.parametrize(
    ("code", "msg", "expected"),
    [
        (400, "bad parameters", Refused),
        (401, "You do not have access permissions", KeyRefused),
        (402, "", OutOfCredits),
        (404, "", NotOurs),
        (405, "", RateLimited),
        (413, "", Refused),
        (422, "", Refused),
        (429, "The current credits are insufficient. Please top up.", OutOfCredits),
        (430, "", RateLimited),
        (455, "", Maintenance),
        (500, "server error", Unclear),
        (501, "", Unclear),
        (418, "a code that nobody knows", Unclear),
    ],
)
async def test_each_code_inside_http_200_has_one_meaning(
    api: MusicApi, music: MusicStandIn, code: int, msg: str, expected: type[MusicApiError]
) -> None:
    music.faults.add("generate", "code", code=code, msg=msg)
    assert type(await refusal(api, music)) is expected


@pytest.mark.parametrize(
    ("code", "msg", "expected"),
    [
        (402, "", OutOfCredits),
        (429, "Your call frequency is too high.", RateLimited),
        (429, "The current credits are insufficient. Please top up.", OutOfCredits),
        (422, "Please enter callBackUrl.", Refused),
        (451, "", Refused),
        (505, "", Refused),
    ],
)
async def test_kie_means_other_things_by_some_codes(
    kie_api: MusicApi, kie: MusicStandIn, code: int, msg: str, expected: type[MusicApiError]
) -> None:
    kie.faults.add("generate", "code", code=code, msg=msg)
    assert type(await refusal(kie_api, kie)) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"status": 400, "body": {"code": 400, "msg": "Please enter callBackUrl."}}, Refused),
        ({"status": 401, "body": "<html>"}, KeyRefused),
        ({"status": 429, "body": "<html>", "retry_after": 3}, RateLimited),
        ({"status": 429, "body": {"code": 429, "msg": "too many requests"}}, RateLimited),
        ({"status": 500}, Unclear),
        ({"status": 502, "body": "<html>"}, Unclear),
        ({"status": 503, "body": {"code": 400, "msg": "a gateway that says no"}}, Unclear),
        ({"status": 500, "body": {"code": 200, "data": {"taskId": "x"}}}, Unclear),
        ({"status": 403, "body": "<html>Checking your browser</html>"}, Unclear),
    ],
)
async def test_http_statuses_are_understood_beside_the_codes(
    api: MusicApi, music: MusicStandIn, options: dict[str, Any], expected: type[MusicApiError]
) -> None:
    music.faults.add("generate", "http", **options)
    error = await refusal(api, music)
    assert type(error) is expected
    if isinstance(error, RateLimited) and "retry_after" in options:
        assert error.retry_after == 3000


@pytest.mark.parametrize("kind", ["html", "empty", "list", "redirect", "cut", "truncated", "no_task_id", "null_data"])
@pytest.mark.parametrize("applied", [False, True])
async def test_no_usable_answer_is_unclear_and_never_sent_again(
    api: MusicApi, music: MusicStandIn, kind: str, applied: bool
) -> None:
    music.faults.add("generate", kind, applied=applied)
    assert type(await refusal(api, music)) is Unclear


async def test_a_huge_answer_is_not_read_to_its_end(
    api: MusicApi, music: MusicStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 100_000)
    music.faults.add("generate", "huge", size=5_000_000)
    assert type(await refusal(api, music)) is Unclear


async def test_an_answer_that_never_comes_is_unclear(music: MusicStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "CREATE_TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    fault = music.faults.add("generate", "hold", applied=True)
    async with MusicApi.open(profile_named("apibox"), music.key, music.url) as impatient:
        assert type(await refusal(impatient, music)) is Unclear
    assert fault.arrived.is_set()
    assert len(music.tasks) == 1


async def test_a_slow_answer_or_a_wrong_content_type_is_an_answer(api: MusicApi, music: MusicStandIn) -> None:
    music.faults.add("generate", "slow", seconds=0.1)
    assert await api.generate(QUICK_SONG, None) in music.tasks
    music.faults.add("generate", "wrong_type", content_type="text/html")
    assert await api.generate(QUICK_SONG, None) in music.tasks
    music.faults.add("generate", "other_types")
    assert await api.generate(QUICK_SONG, None) in music.tasks


async def test_a_connection_that_is_never_made_is_told_apart() -> None:
    for address in ("http://127.0.0.1:9", "http://nowhere.invalid"):
        async with MusicApi.open(profile_named("apibox"), "k", address) as nobody:
            with pytest.raises(NotConnected):
                await nobody.generate(QUICK_SONG, None)


async def test_every_create_has_a_connection_of_its_own(api: MusicApi, music: MusicStandIn) -> None:
    for _ in range(3):
        await api.generate(QUICK_SONG, None)
    assert len({call.peer for call in music.calls.of("generate")}) == 3


@pytest.mark.parametrize("words", ["refuse please", "piano"])
async def test_words_are_told_apart_from_other_faults_of_a_request(
    api: MusicApi, music: MusicStandIn, words: str
) -> None:
    if words == "piano":
        music.faults.add("generate", "code", code=400, msg="style cannot be null")
    with pytest.raises(Refused) as refused:
        await api.generate(QuickSong(prompt=words, model="V4_5"), None)
    assert refused.value.words is (words == "refuse please")


async def test_neither_key_nor_prompt_is_ever_told(music: MusicStandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    music.add_key("secret-key-of-ours")
    async with MusicApi.open(profile_named("apibox"), "secret-key-of-ours", music.url) as api:
        for kind in ("html", "cut", "truncated", "code", "redirect"):
            music.faults.add("generate", kind, msg=f"you said: {QUICK_SONG.prompt}")
            with pytest.raises(MusicApiError) as raised:
                await api.generate(QUICK_SONG, None)
            told = f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__context__!r}"
            assert "secret-key-of-ours" not in told
            assert "tin roof" not in told
        assert "secret-key-of-ours" not in repr(api)
    assert "secret-key-of-ours" not in caplog.text
    assert "tin roof" not in caplog.text


async def test_a_create_that_is_cancelled_was_sent_at_most_once(api: MusicApi, music: MusicStandIn) -> None:
    fault = music.faults.add("generate", "hold", applied=True)
    creating = asyncio.create_task(api.generate(QUICK_SONG, None))
    await asyncio.wait_for(fault.arrived.wait(), 60)
    creating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await creating
    assert music.calls.count("generate") == 1
