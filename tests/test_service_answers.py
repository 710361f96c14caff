"""Answers and files of the service that are no use: odd ones are read all the same, broken ones end in words."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import HOUR, MINUTE
from bot.errors import MediaLater
from bot.models import CustomSong, DeliveryKind, Reason, State
from bot.music_api import transport
from bot.store.words import Search
from tests.stores import GUILD
from tests.workshop import Workshop, workshop

PRICE = 12_000


@pytest.fixture
async def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    monkeypatch.setattr(transport, "FIRST_PAUSE", 0.01)
    async with workshop(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("body", ["[" * 100_000, "<html>", "", '{"code":200,"data":"' + "[" * 100_000 + '"}', "nul"])
async def test_answers_that_nobody_can_read_end_at_the_deadline(shop: Workshop, body: str) -> None:
    task_id = await shop.ask()
    await shop.step()
    shop.music.faults.add("record-info", "http", None, status=200, body=body)
    shop.pass_time(31 * MINUTE)
    for _ in range(3):
        await shop.step()
        shop.pass_time(MINUTE)
    task = await shop.task(task_id)
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.DEADLINE, 0)


def told(shop: Workshop, **changed: str) -> dict[str, Any]:
    song = {"id": "c1", "title": "Rain", "tags": "lo-fi", "prompt": "la", "audioUrl": f"{shop.music.url}/x.mp3"}
    return {"taskId": "t", "status": "SUCCESS", "response": {"sunoData": [song | changed]}}


@pytest.mark.parametrize("odd", ["nul \0 in it", "half a sign \ud800", "long " * 100_000, "\u202e\u200b"])
async def test_signs_that_no_database_takes_do_not_lose_a_song(shop: Workshop, odd: str) -> None:
    task_id = await shop.ask(CustomSong(title="Rain", style="lo-fi", lyrics="la", model="V4_5"))
    await shop.step()
    data = told(shop, title=odd, tags=odd, prompt=odd, id=odd, modelName=odd)
    shop.music.faults.add("record-info", "code", None, code=200, data=json.loads(json.dumps(data)))
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    [song] = shop.courier.songs
    assert song.track is not None
    assert "\0" not in song.track.title + song.track.lyrics
    assert max(len(song.track.title), len(song.track.lyrics)) <= 20_000


async def test_a_service_that_tells_of_a_thousand_songs_does_not_flood_the_channel(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.step()
    data = told(shop)
    [song] = data["response"]["sunoData"]
    data["response"]["sunoData"] = [song | {"id": str(number)} for number in range(1000)]
    shop.music.faults.add("record-info", "code", None, code=200, data=data)
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert len(shop.courier.songs) <= 10


async def test_a_song_whose_file_never_comes_is_given_back_and_stays_in_the_library(shop: Workshop) -> None:
    shop.courier.troubles.extend(MediaLater("not mp3") for _ in range(400))
    task_id = await shop.ask()
    for _ in range(8 * 4):
        await shop.step()
        shop.pass_time(HOUR // 4)
    task = await shop.task(task_id)
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.SERVICE_FAILED, 0)
    assert (await shop.shelf.page(Search(GUILD), 1)).total == 2
    shop.courier.troubles.clear()
    shop.pass_time(HOUR)
    await shop.step(2)
    assert len(shop.courier.of(DeliveryKind.NOTICE)) == 1


async def test_a_song_whose_file_comes_late_is_delivered(shop: Workshop) -> None:
    shop.courier.troubles.extend(MediaLater("500") for _ in range(12))
    task = await shop.until_over(await shop.ask(), 2 * HOUR)
    assert (task.state, len(shop.courier.songs), await shop.used()) == (State.DELIVERED, 2, PRICE)
