"""Failures on demand: each is what it says, and nothing else changes."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.demo.music import MusicStandIn
from bot.demo.music.faults import Fault
from tests.music_fixtures import QUICK, Raw, music, raw

__all__ = ["music", "raw"]


async def finished(raw: Raw, kind: str, **options: Any) -> Any:
    record = await raw.finished()
    raw.stand_in.faults.add("record-info", kind, **options)
    spoilt = await raw.get("/generate/record-info", taskId=record["taskId"])
    assert (await raw.record(record["taskId"])) == record  # the next answer is right again
    return spoilt


async def test_a_code_or_a_status_comes_instead_of_the_work(raw: Raw) -> None:
    raw.stand_in.faults.add("generate", "code", code=500, msg="server error")
    assert (await raw.post("/generate", QUICK))["code"] == 500
    raw.stand_in.faults.add("generate", "http", status=503, body="busy", retry_after=7)
    async with raw.session.post(f"{raw.stand_in.url}/api/v1/generate", json=QUICK) as answer:
        assert (answer.status, answer.headers["Retry-After"], await answer.text()) == (503, "7", "busy")
    assert not raw.stand_in.tasks
    assert raw.stand_in.calls.count("generate") == 2


async def test_work_can_be_done_although_the_answer_says_otherwise(raw: Raw) -> None:
    raw.stand_in.faults.add("generate", "code", code=500, applied=True)
    assert (await raw.post("/generate", QUICK))["code"] == 500
    assert len(raw.stand_in.tasks) == 1
    assert raw.stand_in.credits == 988


@pytest.mark.parametrize("kind", ["html", "empty", "list", "redirect"])
async def test_an_answer_can_be_something_else_entirely(raw: Raw, kind: str) -> None:
    raw.stand_in.faults.add("generate", kind)
    url = f"{raw.stand_in.url}/api/v1/generate"
    async with raw.session.post(url, json=QUICK, allow_redirects=False) as answer:
        text = await answer.text()
    assert {"html": "<html>" in text, "empty": text == "", "list": text == "[]", "redirect": answer.status == 302}[kind]
    assert not raw.stand_in.tasks


@pytest.mark.parametrize("applied", [False, True])
async def test_a_connection_can_be_cut_before_or_after_the_work(raw: Raw, applied: bool) -> None:
    raw.stand_in.faults.add("generate", "cut", applied=applied)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await raw.post("/generate", QUICK)
    assert len(raw.stand_in.tasks) == applied


async def test_a_prompt_can_lose_its_answer_once(raw: Raw) -> None:
    body = {**QUICK, "prompt": "unclear please"}
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await raw.post("/generate", body)
    assert (await raw.post("/generate", body))["code"] == 200
    assert len(raw.stand_in.tasks) == 2


async def test_a_truncated_answer_ends_early(raw: Raw) -> None:
    raw.stand_in.faults.add("generate", "truncated")
    with pytest.raises(aiohttp.ClientPayloadError):
        await raw.post("/generate", QUICK)
    assert len(raw.stand_in.tasks) == 1


async def test_a_slow_or_huge_or_misnamed_answer_is_still_the_answer(raw: Raw) -> None:
    raw.stand_in.faults.add("generate", "slow", seconds=0.1)
    began = asyncio.get_running_loop().time()
    await raw.start()
    assert asyncio.get_running_loop().time() - began > 0.09
    for kind in ("huge", "wrong_type"):
        raw.stand_in.faults.add("generate", kind, size=100_000)
        async with raw.session.post(f"{raw.stand_in.url}/api/v1/generate", json=QUICK) as answer:
            text = await answer.text()
        assert json.loads(text)["code"] == 200
    assert answer.content_type == "text/plain"


@pytest.mark.parametrize("applied", [False, True])
async def test_a_held_request_waits_for_its_release(raw: Raw, applied: bool) -> None:
    fault = raw.stand_in.faults.add("generate", "hold", applied=applied)
    asking = asyncio.create_task(raw.start())
    await asyncio.wait_for(fault.arrived.wait(), 60)
    await asyncio.sleep(0.05)
    assert not asking.done()
    assert len(raw.stand_in.tasks) == applied
    fault.release()
    assert await asking in raw.stand_in.tasks


@pytest.mark.parametrize("applied", [False, True])
async def test_a_caller_who_hangs_up_on_a_held_request_changes_nothing_more(raw: Raw, applied: bool) -> None:
    fault = raw.stand_in.faults.add("generate", "hold", applied=applied)
    asking = asyncio.create_task(raw.start())
    await asyncio.wait_for(fault.arrived.wait(), 60)
    asking.cancel()
    await asyncio.sleep(0.1)
    fault.release()
    await asyncio.sleep(0.05)
    assert len(raw.stand_in.tasks) == applied


async def test_data_can_be_null_missing_or_nameless(raw: Raw) -> None:
    for kind, left in (("null_data", {"data": None}), ("no_data", {}), ("no_task_id", {"data": {}})):
        raw.stand_in.faults.add("generate", kind)
        assert await raw.post("/generate", QUICK) == {"code": 200, "msg": "success", **left}
    assert len(raw.stand_in.tasks) == 3


async def test_a_response_can_be_null_or_a_string(raw: Raw) -> None:
    assert (await finished(raw, "null_response"))["data"]["response"] is None
    text = (await finished(raw, "response_string"))["data"]["response"]
    assert len(json.loads(text)["sunoData"]) == 2


async def test_a_success_can_lack_its_audio(raw: Raw) -> None:
    data = (await finished(raw, "no_audio"))["data"]
    assert data["status"] == "SUCCESS"
    assert [track["audioUrl"] for track in data["response"]["sunoData"]] == ["", ""]


@pytest.mark.parametrize(
    ("kind", "options", "word", "audio"),
    [
        ("status", {}, "GENERATING", True),
        ("status", {"word": "second"}, "second", True),
        ("lower_case", {}, "success", True),
        ("lower_case", {"word": "complete"}, "complete", True),
        ("callback_exception", {}, "CALLBACK_EXCEPTION", True),
        ("callback_exception", {"audio": False}, "CALLBACK_EXCEPTION", False),
    ],
)
async def test_the_status_can_be_another_word(raw: Raw, kind: str, options: Any, word: str, audio: bool) -> None:
    data = (await finished(raw, kind, **options))["data"]
    assert data["status"] == word
    assert bool(data["response"]["sunoData"][0]["audioUrl"]) is audio


async def test_tracks_can_be_odd(raw: Raw) -> None:
    async def tracks(kind: str) -> list[dict[str, Any]]:
        return list((await finished(raw, kind))["data"]["response"]["sunoData"])

    assert [track["duration"] for track in await tracks("null_duration")] == [None, None]
    assert all(track["title"] == track["id"] for track in await tracks("title_is_id"))
    twins = await tracks("twin_clip")
    assert [len(twins), twins[0]] == [3, twins[1]]
    assert len(await tracks("one_track")) == 1
    assert "prompt" not in (await tracks("no_prompt"))[0]
    assert "[Verse]" in (await tracks("lyric_key"))[0]["lyric"]
    assert isinstance((await tracks("other_types"))[0]["duration"], str)


async def test_keys_can_be_in_snake_case_and_records_empty(raw: Raw) -> None:
    data = (await finished(raw, "snake_case"))["data"]
    assert data["response"]["suno_data"][0]["stream_audio_url"]
    assert set((await finished(raw, "empty_record"))["data"].values()) == {None}


async def test_drafts_can_be_empty_or_under_another_key(raw: Raw) -> None:
    task_id = await raw.start("/lyrics", {"prompt": "sea", "callBackUrl": "x"})
    raw.stand_in.finish()
    raw.stand_in.faults.add("lyrics-info", "empty_draft")
    first = (await raw.get("/lyrics/record-info", taskId=task_id))["data"]["response"]["data"][0]
    assert (first["text"], first["status"]) == ("", "failed")
    raw.stand_in.faults.add("lyrics-info", "lyrics_data")
    assert "lyricsData" in (await raw.get("/lyrics/record-info", taskId=task_id))["data"]["response"]


async def test_a_fault_counts_its_times_and_can_wait_for_a_task_or_a_body(raw: Raw) -> None:
    faults = raw.stand_in.faults
    faults.add("*", "code", times=2, code=500)
    assert (await raw.get("/generate/credit"))["code"] == 500
    assert (await raw.post("/generate", QUICK))["code"] == 500
    first, second = await raw.start(), await raw.start()
    for_one = faults.add("record-info", "code", times=None, task_id=second, code=500)
    assert await raw.record(first)
    assert (await raw.get("/generate/record-info", taskId=second))["code"] == 500
    faults.remove(for_one)
    assert await raw.record(second)
    faults.add("generate", "refuse", when=lambda body: body["instrumental"])
    await raw.start()
    assert (await raw.post("/generate", {**QUICK, "instrumental": True}))["code"] == 400
    assert list(faults) == []


def test_a_fault_that_does_not_exist_is_refused_at_once() -> None:
    stand_in = MusicStandIn()
    with pytest.raises(ValueError, match="no fault"):
        stand_in.faults.add("generate", "explode")
    with pytest.raises(ValueError, match="no fault"):
        stand_in.faults.add("media", "null_data")


async def test_clearing_lets_held_requests_go(raw: Raw) -> None:
    fault: Fault = raw.stand_in.faults.add("generate", "hold", times=None)
    asking = asyncio.create_task(raw.start())
    await asyncio.wait_for(fault.arrived.wait(), 60)
    raw.stand_in.faults.clear()
    assert await asyncio.wait_for(asking, 60)


async def test_the_log_knows_every_call_and_one_can_wait_for_it(raw: Raw) -> None:
    waiting = asyncio.create_task(raw.stand_in.wait_for("generate", 2))
    task_id = await raw.start()
    assert not waiting.done()
    await raw.post("/generate", {**QUICK, "model": "V9"})
    first, second = await waiting
    assert (first.code, first.task_id, first.body) == (200, task_id, QUICK)
    assert (second.code, second.task_id) == (400, None)
    assert [call.endpoint for call in raw.stand_in.calls] == ["generate", "generate"]
    with pytest.raises(TimeoutError):
        await raw.stand_in.wait_for("generate", 3, within=0.01)
    raw.stand_in.calls.clear()
    assert len(raw.stand_in.calls) == 0
