"""Callbacks of the stand-in: what they hold, who may get them, and what becomes of those nobody takes."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo.music import MusicStandIn
from tests.music_fixtures import QUICK, Raw, kie, music, raw, raw_kie, until

__all__ = ["kie", "music", "raw", "raw_kie"]


class Receiver:
    """Takes callbacks; answers with `status`."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        self.headers.append(dict(request.headers))
        return web.Response(status=self.status)

    async def wait(self, count: int) -> list[dict[str, Any]]:
        await until(lambda: len(self.bodies) >= count)
        return self.bodies


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taking = Receiver()
    app = web.Application()
    app.router.add_post("/{tail:.*}", taking.take)
    async with TestServer(app, host="127.0.0.1") as server:
        taking.url = str(server.make_url("/callbacks/k1"))
        yield taking


def to(receiver: Receiver, **fields: Any) -> dict[str, Any]:
    return {**QUICK, "callBackUrl": receiver.url, **fields}


async def test_a_song_calls_back_at_each_stage_in_snake_case(raw: Raw, receiver: Receiver) -> None:
    task_id = await raw.start(body=to(receiver))
    text, first, complete = await receiver.wait(3)
    assert [body["data"]["callbackType"] for body in (text, first, complete)] == ["text", "first", "complete"]
    assert {body["data"]["task_id"] for body in (text, first, complete)} == {task_id}
    assert [len(body["data"]["data"]) for body in (text, first, complete)] == [2, 1, 2]
    track = complete["data"]["data"][1]
    assert track["audio_url"].endswith(".mp3")
    assert {"stream_audio_url", "image_url", "model_name", "createTime"} <= set(track)


async def test_a_failure_calls_back_as_error(raw: Raw, receiver: Receiver) -> None:
    await raw.start(body=to(receiver, prompt="crash please"))
    (body,) = await receiver.wait(1)
    assert (body["code"], body["msg"]) == (400, "Music generation failed")
    assert (body["data"]["callbackType"], body["data"]["data"]) == ("error", None)


async def test_lyrics_call_back_with_a_camel_case_id(raw: Raw, receiver: Receiver) -> None:
    url = to(receiver)["callBackUrl"]
    task_id = await raw.start("/lyrics", {"prompt": "sea", "callBackUrl": url})
    (body,) = await receiver.wait(1)
    assert (body["data"]["taskId"], body["data"]["callbackType"]) == (task_id, "complete")
    assert set(body["data"]["data"][0]) == {"text", "title", "status", "errorMessage"}
    await raw.start("/lyrics", {"prompt": "fail please", "callBackUrl": url})
    failed = (await receiver.wait(2))[1]
    assert (failed["code"], failed["data"]["callbackType"], failed["data"]["data"]) == (400, "error", None)


async def test_a_wav_calls_back_without_a_stage(raw: Raw, receiver: Receiver) -> None:
    record = await raw.finished()
    body = {"taskId": record["taskId"], "audioId": record["response"]["sunoData"][0]["id"]}
    task_id = await raw.start("/wav/generate", {**body, "callBackUrl": to(receiver)["callBackUrl"]})
    (told,) = await receiver.wait(1)
    assert told["data"]["task_id"] == task_id
    assert told["data"]["audioWavUrl"].endswith(".wav")
    assert "callbackType" not in told["data"]


async def test_kie_signs_the_task_and_the_time_and_keeps_titles_to_itself(raw_kie: Raw, receiver: Receiver) -> None:
    task_id = await raw_kie.start(body=to(receiver))
    text = (await receiver.wait(1))[0]
    assert text["data"]["data"] == []
    headers = receiver.headers[0]
    message = f"{task_id}.{headers['X-Webhook-Timestamp']}".encode()
    expected = base64.b64encode(hmac.new(b"hook", message, hashlib.sha256).digest()).decode()
    assert headers["X-Webhook-Signature"] == expected


async def test_kie_fails_lyrics_with_the_stage_complete(raw_kie: Raw, receiver: Receiver) -> None:
    await raw_kie.start("/lyrics", {"prompt": "fail please", "callBackUrl": to(receiver)["callBackUrl"]})
    (body,) = await receiver.wait(1)
    assert (body["code"], body["data"]["callbackType"], body["data"]["data"]) == (400, "complete", None)
    assert "task_id" in body["data"]


async def test_a_callback_is_tried_four_times(raw: Raw, receiver: Receiver) -> None:
    receiver.status = 500
    await raw.start(body=to(receiver, prompt="crash please"))
    await receiver.wait(4)
    await asyncio.sleep(0.2)
    assert len(receiver.bodies) == 4


async def test_only_this_machine_is_ever_contacted(raw: Raw) -> None:
    for url in ("https://minstrel.invalid/x", "http://198.51.100.7/x", "not an address", "http://[bad"):
        record = await raw.finished(body={**QUICK, "callBackUrl": url})
        assert record["status"] == "SUCCESS"
    assert raw.stand_in.callbacks.sent == []


async def test_an_unreachable_callback_spoils_the_status_when_switched_on(raw: Raw) -> None:
    raw.stand_in.callbacks.unreachable_fails = True
    record = await raw.finished()
    assert record["status"] == "CALLBACK_EXCEPTION"
    assert record["response"]["sunoData"][0]["audioUrl"]
    record = await raw.finished(body={**QUICK, "callBackUrl": "http://127.0.0.1:9/nobody"})
    await until(lambda: raw.stand_in.tasks[record["taskId"]].status == "CALLBACK_EXCEPTION")


async def test_callbacks_can_be_switched_off(music: MusicStandIn, raw: Raw, receiver: Receiver) -> None:
    music.callbacks.enabled = False
    await raw.finished(body=to(receiver))
    await asyncio.sleep(0.05)
    assert receiver.bodies == []
