"""Files of the stand-in: what they are, how they are sent, how they can fail."""

import asyncio
import io
import time
import wave
from typing import Any

import aiohttp
import pytest
from mutagen.mp3 import MP3
from PIL import Image

from bot.demo.music import MusicStandIn, media
from tests.music_fixtures import Raw, music, raw, raw_session, until

__all__ = ["music", "raw"]


def mp3_info(body: bytes) -> Any:
    """Length, sample rate, channels."""
    return MP3(io.BytesIO(body)).info  # type: ignore[no-untyped-call]


async def audio_url(raw: Raw) -> str:
    return str((await raw.finished())["response"]["sunoData"][0]["audioUrl"])


async def test_a_song_is_an_mp3_as_long_as_announced(raw: Raw) -> None:
    for track in (await raw.finished())["response"]["sunoData"]:
        status, body, headers = await raw.fetch(track["audioUrl"])
        info = mp3_info(body)
        assert (status, headers["Content-Type"], int(headers["Content-Length"])) == (200, "audio/mpeg", len(body))
        assert (info.sample_rate, info.channels) == (48_000, 2)
        assert abs(info.length - track["duration"]) < 0.1


async def test_the_two_songs_of_a_task_are_different_files_and_each_stays_the_same(raw: Raw) -> None:
    one, two = (await raw.finished())["response"]["sunoData"]
    first = (await raw.fetch(one["audioUrl"]))[1]
    assert first != (await raw.fetch(two["audioUrl"]))[1]
    assert first == (await raw.fetch(one["audioUrl"]))[1]


async def test_a_wav_is_riff_and_as_long_as_its_song(raw: Raw) -> None:
    record = await raw.finished()
    track = record["response"]["sunoData"][0]
    body = {"taskId": record["taskId"], "audioId": track["id"], "callBackUrl": "x"}
    assert (await raw.fetch(track["audioUrl"].replace(".mp3", ".wav")))[0] == 404  # nobody asked for it yet
    task_id = await raw.start("/wav/generate", body)
    raw.stand_in.finish()
    url = (await raw.get("/wav/record-info", taskId=task_id))["data"]["response"]["audioWavUrl"]
    with wave.open(io.BytesIO((await raw.fetch(url))[1])) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 48_000, 2)
        assert abs(file.getnframes() / 48_000 - track["duration"]) < 0.01


async def test_a_cover_is_a_jpeg_with_a_picture_in_it(raw: Raw) -> None:
    one, two = (await raw.finished())["response"]["sunoData"]
    _, body, _ = await raw.fetch(one["imageUrl"])
    picture = Image.open(io.BytesIO(body))
    assert (picture.format, picture.size) == ("JPEG", (640, 640))
    colours = picture.getcolors(640 * 640)
    assert colours is not None
    assert len(colours) > 500
    assert body != (await raw.fetch(two["imageUrl"]))[1]


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=1000-", 206, slice(1000, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=0-999999999", 206, slice(0, None)),
        ("bytes=x", 200, slice(0, None)),
    ],
)
async def test_ranges_are_served(raw: Raw, asked: str, status: int, part: slice) -> None:
    url = await audio_url(raw)
    whole = (await raw.fetch(url))[1]
    got, body, headers = await raw.fetch(url, Range=asked)
    assert (got, body) == (status, whole[part])
    assert int(headers["Content-Length"]) == len(body)


async def test_a_range_past_the_end_is_416(raw: Raw) -> None:
    url = await audio_url(raw)
    assert (await raw.fetch(url, Range="bytes=99999999-"))[0] == 416


async def test_who_calls_himself_python_is_refused(raw: Raw) -> None:
    url = await audio_url(raw)
    for agent in ("Python/3.11 aiohttp/3.14", "python-requests/2", "aiohttp"):
        assert (await raw.fetch(url, **{"User-Agent": agent}))[0] == 403


async def test_the_stream_plays_before_the_file_can_be_fetched(raw: Raw) -> None:
    raw.stand_in.speed = 1.0
    task_id = await raw.start()
    clip = raw.stand_in.tasks[task_id].clips[1]
    base = raw.stand_in.url
    assert (await raw.fetch(f"{base}/stream/{clip.id}"))[0] == 404
    raw.stand_in.clock.advance(raw.stand_in.tasks[task_id].lasts_ms * 0.7 / 1000)
    status, body, headers = await raw.fetch(f"{base}/stream/{clip.id}")
    assert status == 200
    assert "Content-Length" not in headers
    assert mp3_info(body).length > 4
    assert (await raw.fetch(f"{base}/media/{clip.id}.mp3"))[0] == 404
    assert (await raw.fetch(f"{base}/media/00000000-0000.mp3"))[0] == 404


async def test_files_can_fail_in_every_way_the_wild_ones_do(raw: Raw) -> None:
    url = await audio_url(raw)
    whole = (await raw.fetch(url))[1]
    add = raw.stand_in.faults.add
    add("media", "404")
    assert (await raw.fetch(url))[0] == 404
    add("media", "zero")
    assert (await raw.fetch(url))[:2] == (200, b"")
    add("media", "page")
    assert b"<html>" in (await raw.fetch(url))[1]
    add("media", "mime", content_type="text/plain")
    assert (await raw.fetch(url))[2]["Content-Type"] == "text/plain"
    add("media", "redirect", to=url)
    assert (await raw.fetch(url))[1] == whole
    add("media", "oversize", size=3_000_000)
    assert len((await raw.fetch(url))[1]) == 3_000_000
    add("media", "drip", seconds=0.05)
    assert (await raw.fetch(url))[1] == whole
    add("media", "half")
    with pytest.raises(aiohttp.ClientPayloadError):
        await raw.fetch(url)
    add("*", "code")
    assert (await raw.fetch(url))[0] == 200  # faults of the API leave files alone


async def test_a_held_file_comes_half_and_whole_after_the_release(raw: Raw) -> None:
    url = await audio_url(raw)
    whole = (await raw.fetch(url))[1]
    fault = raw.stand_in.faults.add("media", "hold")
    fetching = asyncio.create_task(raw.fetch(url))
    await asyncio.wait_for(fault.arrived.wait(), 60)
    await asyncio.sleep(0.05)
    assert not fetching.done()
    fault.release()
    assert (await fetching)[1] == whole


async def test_making_a_song_does_not_stop_the_loop() -> None:
    """In processor time of the loop's own thread, so that other work does not count."""
    async with MusicStandIn(speed=1000.0, song_seconds=30.0) as stand_in, raw_session() as session:
        raw = Raw(stand_in, session)
        url = await audio_url(raw)
        fetching = asyncio.create_task(raw.fetch(url))
        worst = 0.0
        while not fetching.done():
            before = time.thread_time()
            await asyncio.sleep(0.005)
            worst = max(worst, time.thread_time() - before)
        assert (await fetching)[0] == 200
        assert worst < 0.4


async def test_files_can_be_prepared_before_anybody_asks() -> None:
    async with MusicStandIn(speed=100.0, song_seconds=4.0, prepare=True) as stand_in, raw_session() as session:
        record = await Raw(stand_in, session).finished()
        clips = stand_in.tasks[record["taskId"]].clips
        await until(lambda: all(stand_in.media.ready(clip) for clip in clips))
        assert stand_in.calls.count("media") == 0


async def test_files_asked_for_long_ago_are_forgotten_and_made_again(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "KEPT_BYTES", 200_000)
    one, two = (await raw.finished())["response"]["sunoData"]
    first = (await raw.fetch(one["audioUrl"]))[1]
    await raw.fetch(two["audioUrl"])
    clips = [raw.stand_in.service.clips[track["id"]] for track in (one, two)]
    assert [raw.stand_in.media.ready(clip) for clip in clips] == [False, True]
    assert (await raw.fetch(one["audioUrl"]))[1] == first
