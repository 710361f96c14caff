"""Failures on demand, held requests, the log, the feed, and links to files."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.discord.faults import Kind
from tests.discord_bad_bodies import button, container, field, row, select, text
from tests.discord_raw import RawBot, raw_bot
from tests.openapi_judge import judge_answer, need_document

PICTURE = {"media": {"url": "attachment://b.png"}}
LAYOUT = [
    {"type": 13, "file": {"url": "attachment://a.txt"}},
    container(text(), {"type": 14}, {"type": 12, "items": [PICTURE]}, row(select(2)), row(button())),
    {"type": 9, "components": [text()], "accessory": {"type": 11, **PICTURE}},
    row({"type": 8, "custom_id": "c", "placeholder": None}),
]
EMBED = {"title": "t", "url": None, "fields": [field()], "thumbnail": {"url": "attachment://b.png"}}
SEND = ("POST", r"^/channels/\d+/messages$")


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


async def test_a_rate_limit_tells_when_to_come_back_and_whose_it_is(bot: RawBot) -> None:
    bot.stand_in.faults.add(SEND, "429", retry_after=1.5)
    status, answer = await bot.post({"content": "x"})
    assert (status, answer["retry_after"], answer["global"]) == (429, 1.5, False)
    assert (await bot.post({"content": "x"}))[0] == 200


async def test_a_global_limit_holds_for_every_route_until_it_is_over(bot: RawBot) -> None:
    bot.stand_in.faults.add(SEND, "429-global", retry_after=20)
    _, answer = await bot.post({"content": "x"})
    status, other = await bot.call("GET", f"/channels/{bot.songs.id}")
    assert (answer["global"], status, other["global"]) == (True, 429, True)
    bot.stand_in.clock.advance(other["retry_after"])
    assert (await bot.post({"content": "x"}))[0] == 200


@pytest.mark.parametrize(
    ("kind", "status", "posted"),
    [("500-before", 500, 0), ("500-after", 500, 1), ("403", 403, 0), ("404", 404, 0), ("cloudflare", 429, 0)],
)
async def test_a_refusal_comes_before_or_after_the_message(bot: RawBot, kind: Kind, status: int, posted: int) -> None:
    bot.stand_in.faults.add(SEND, kind)
    assert (await bot.post({"content": "x"}))[0] == status
    assert len(bot.stand_in.messages(bot.songs)) == posted


@pytest.mark.parametrize(("kind", "posted"), [("cut-before", 0), ("cut-after", 1)])
async def test_a_connection_is_cut_before_or_after_the_message(bot: RawBot, kind: Kind, posted: int) -> None:
    bot.stand_in.faults.add(SEND, kind)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bot.post({"content": "x"})
    assert len(bot.stand_in.messages(bot.songs)) == posted
    assert bot.stand_in.requests.find(SEND)[0].status is None


@pytest.mark.parametrize(("kind", "posted"), [("hold-before", 0), ("hold-after", 1)])
async def test_a_held_request_goes_on_when_released(bot: RawBot, kind: Kind, posted: int) -> None:
    fault = bot.stand_in.faults.add(SEND, kind)
    sending = asyncio.create_task(bot.post({"content": "x"}))
    await asyncio.wait_for(fault.hit.wait(), 60)
    await asyncio.sleep(0.05)
    assert len(bot.stand_in.messages(bot.songs)) == posted
    assert not sending.done()
    fault.release()
    assert (await sending)[0] == 200


@pytest.mark.parametrize(("kind", "posted"), [("hold-before", 0), ("hold-after", 1)])
async def test_a_held_request_ends_with_its_client(bot: RawBot, kind: Kind, posted: int) -> None:
    fault = bot.stand_in.faults.add(SEND, kind)
    sending = asyncio.create_task(bot.post({"content": "x"}))
    await asyncio.wait_for(fault.hit.wait(), 60)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await asyncio.sleep(0.1)
    fault.release()
    await asyncio.sleep(0.05)
    assert len(bot.stand_in.messages(bot.songs)) == posted


async def test_a_late_request_is_done_at_its_release_though_its_client_is_long_dead(bot: RawBot) -> None:
    fault = bot.stand_in.faults.add(SEND, "late")
    sending = asyncio.create_task(bot.post({"content": "x"}))
    await asyncio.wait_for(fault.hit.wait(), 60)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await asyncio.sleep(0.1)
    assert bot.stand_in.messages(bot.songs) == []
    fault.release()
    [message] = await bot.stand_in.until(lambda: bot.stand_in.messages(bot.songs))
    assert message.content == "x"


async def test_a_fault_can_wait_for_one_body_and_last_several_times(bot: RawBot) -> None:
    bot.stand_in.faults.add(SEND, "slow-after", seconds=0.01)
    bot.stand_in.faults.add(SEND, "refuse", times=2, status=413, code=40005, only=lambda body: "big" in str(body))
    texts = ("small", "big", "small", "big", "big")
    assert [(await bot.post({"content": text}))[0] for text in texts] == [200, 413, 200, 413, 200]
    bot.stand_in.faults.add(SEND, "403")
    bot.stand_in.faults.clear()
    assert (await bot.post({"content": "x"}))[0] == 200


async def test_the_log_tells_what_was_asked_and_answered(bot: RawBot) -> None:
    arrived = asyncio.create_task(bot.stand_in.requests.wait_for(SEND))
    await bot.post({"content": "x"}, files={"a.txt": b"abc"})
    record = (await arrived)[0]
    assert (record.template, record.payload) == ("/channels/{channel_id}/messages", {"content": "x"})
    assert (record.files, record.status, record.code) == ([("a.txt", 3)], 200, None)
    await bot.post({})
    assert bot.stand_in.requests.find(SEND)[-1].code == 50006
    bot.stand_in.requests.clear()
    assert len(bot.stand_in.requests) == 0


async def test_watchers_see_what_happens_in_order(bot: RawBot) -> None:
    with bot.stand_in.feed.watch() as changes:
        asked = await bot.asked()
        await bot.callback(asked, 4, {"content": "x"})
        await bot.webhook(asked, "PATCH", "/messages/@original", {"content": "y"})
        await bot.call("POST", f"/channels/{bot.songs.id}/typing")
        await bot.webhook(asked, "DELETE", "/messages/@original")
        kinds = [(await changes.get()).kind for _ in range(5)]
    assert kinds == ["message_created", "interaction_answered", "message_edited", "typing", "message_deleted"]


async def test_who_waits_sees_the_change_and_who_lags_loses_the_oldest(bot: RawBot) -> None:
    waiting = asyncio.create_task(bot.stand_in.until(lambda: bot.stand_in.messages(bot.songs)))
    slow = bot.stand_in.feed.subscribe()
    messages = [bot.stand_in.say(bot.cleo, bot.songs, str(n)) for n in range(10_001)]
    assert (await waiting)[0] is messages[0]
    async for change in slow:
        assert change.message is messages[1]
        break
    bot.stand_in.feed.unsubscribe(slow)
    with pytest.raises(TimeoutError):
        await bot.stand_in.until(lambda: False, 0.01)


async def test_links_are_signed_expire_and_play_from_the_middle(bot: RawBot) -> None:
    message = await bot.posted({"content": "x"}, files={"a.mp3": bytes(range(100))})
    link = bot.stand_in.show(message)["attachments"][0]["url"]
    async with aiohttp.ClientSession() as session:

        async def get(url: str, **headers: str) -> tuple[int, bytes, str]:
            async with session.get(url, headers=headers) as response:
                return response.status, await response.read(), response.content_type

        assert await get(link) == (200, bytes(range(100)), "audio/mpeg")
        assert (await get(link, Range="bytes=10-19"))[:2] == (206, bytes(range(10, 20)))
        assert (await get(link[:-1] + ("0" if link[-1] != "0" else "1")))[0] == 404
        bot.stand_in.clock.advance(25 * 3600)
        assert (await get(link))[0] == 404
        _, fetched = await bot.call("GET", f"{bot.messages}/{message.id}")
        assert (await get(fetched["attachments"][0]["url"]))[0] == 200
        bot.stand_in.delete(message)
        assert (await get(fetched["attachments"][0]["url"]))[0] == 404


async def test_refused_uploads_leave_no_file_behind(bot: RawBot) -> None:
    folder = bot.stand_in._state.files._folder
    await bot.post({"content": "x" * 2001}, files={"a.mp3": b"x"})
    assert list(folder.iterdir()) == []
    status, answer = await bot.call("POST", "/channels/5/messages", {"content": "x"}, files={"a.mp3": b"x"})
    assert (status, answer["code"]) == (404, 10003)
    assert list(folder.iterdir()) == []


async def test_calls_without_the_bots_token_are_refused(bot: RawBot) -> None:
    assert (await bot.call("GET", "/users/@me", token=False))[0] == 401


@pytest.mark.parametrize(
    "path",
    [
        "/users/@me",
        "/users/1001",
        "/oauth2/applications/@me",
        "/applications/@me",
        "/gateway/bot",
        "/guilds/2001",
        "/guilds/2001/channels",
        "/guilds/2001/roles",
        "/guilds/2001/members/1003",
        "/channels/3001",
        "/channels/3004",
        "/channels/3001/messages",
    ],
)
async def test_answers_fit_discords_document(bot: RawBot, path: str) -> None:
    need_document()
    first = await bot.posted({"flags": 1 << 15, "components": LAYOUT}, files={"a.txt": b"a", "b.png": b"b"})
    reply = {"content": "<@1001>", "message_reference": {"message_id": str(first.id)}, "embeds": [EMBED]}
    await bot.post(reply)
    status, answer = await bot.call("GET", path)
    assert status == 200
    assert judge_answer("GET", path, 200, answer) == []


async def test_answers_to_callbacks_and_syncs_fit_discords_document(bot: RawBot) -> None:
    need_document()
    asked = await bot.asked()
    status, answer = await bot.callback(asked, 4, {"content": "x"})
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert judge_answer("POST", path, status, answer) == []
    commands = f"/applications/{bot.stand_in.application_id}/commands"
    for method, body in (("GET", None), ("PUT", [])):
        status, answer = await bot.call(method, commands, body)
        assert judge_answer(method, commands, status, answer) == []


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/guilds/5", 10004),
        ("GET", "/no/such/route", 0),
        ("GET", "/guilds/2001/members/5", 10007),
        ("GET", "/users/5", 10013),
        ("GET", "/channels/5", 10003),
        ("GET", "/channels/word", 50035),
        ("PUT", "/applications/5/commands", 10002),
        ("PUT", "/applications/4242/guilds/5/commands", 50001),
    ],
)
async def test_what_is_not_there_has_its_code(bot: RawBot, method: str, path: str, code: int) -> None:
    assert (await bot.call(method, path, [] if method == "PUT" else None))[1]["code"] == code
