"""The page's server: acting as members, what each of them sees, and who may drive it."""

import asyncio
import base64
import json
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.demo.page_server.server import PAGE
from tests.demo_house import ANA, BEN, CLEO, LOUNGE, SONGS, House, deaf, demo

__all__ = ["deaf", "demo"]


async def test_a_command_is_answered_in_the_channel(demo: House) -> None:
    status, answer = await demo.act("slash", command="generate quick", options={"prompt": "rain", "member": BEN})
    assert (status, answer["modal"]) == (200, None)
    (message,) = await demo.seen()
    assert message["content"] == "Queued: rain"
    assert message["interaction"]["name"] == "generate quick"


async def test_options_are_checked_as_the_client_does(demo: House) -> None:
    status, answer = await demo.act("slash", command="generate quick", options={"prompt": "a" * 401})
    assert (status, answer["refused"]) == (422, "prompt: 401 characters, 1 to 400 are allowed")
    assert (await demo.act("slash", command="no such"))[0] == 422


async def test_buttons_selects_and_forms_reach_the_bot(demo: House) -> None:
    await demo.act("slash", command="generate quick", options={"prompt": "rain"})
    (message,) = await demo.seen()
    _, opened = await demo.act("press", message=message["id"], custom_id="form")
    upload: dict[str, Any] = {"lyrics": [{"name": "words.txt", "base64": base64.b64encode(b"la la").decode()}]}
    sent: dict[str, Any] = {
        "form": opened["interaction"],
        "values": {"title": "Tin Roof", "kind": ["sung"]},
        "files": upload,
    }
    assert opened["modal"]["title"] == "A song"
    assert (await demo.act("submit", **sent))[0] == 200
    assert (await demo.seen())[-1]["content"] == "Tin Roof: ['la la']"
    assert (await demo.act("submit", **sent))[0] == 400  # it was sent already
    await demo.act("select", message=message["id"], custom_id="pick", values=["two"])
    await demo.discord.until(
        lambda: demo.discord.messages(demo.discord.world.guilds[2001].channels[3001])[0].content == "picked two"
    )


async def test_completion_asks_the_bot(demo: House) -> None:
    _, answer = await demo.act("autocomplete", command="generate again", focused="track", text="rain")
    assert [choice["name"] for choice in answer["choices"]] == ["rain 0", "rain 1", "rain 2"]


async def test_the_menu_of_a_message_reaches_the_bot(demo: House) -> None:
    await demo.act("say", content="hum", member=BEN)
    (message,) = await demo.seen(CLEO)
    _, text = await demo.get(f"/api/channel?member={CLEO}&channel={SONGS}")
    assert json.loads(text)["menus"] == [{"name": "Song options", "shown": "Song options"}]
    assert (await demo.act("menu", member=CLEO, command="Song options", message=message["id"]))[0] == 200
    assert [each["content"] for each in await demo.seen(CLEO)] == ["hum", f"about {message['id']}"]
    assert (await demo.act("menu", command="no such", message=message["id"]))[0] == 422


async def test_private_answers_are_for_one_member(demo: House) -> None:
    await demo.act("slash", command="generate again", options={"track": "mine"})
    assert [message["content"] for message in await demo.seen(ANA)] == ["mine"]
    assert await demo.seen(BEN) == []


async def test_the_stream_tells_each_member_what_they_may_see(demo: House) -> None:
    async with demo.events(ANA) as ana, demo.events(BEN) as ben, asyncio.timeout(10):
        assert (await anext(ana), await anext(ben)) == ({"kind": "bot", "stage": "ended", "status": None},) * 2
        await demo.act("slash", command="generate again", options={"track": "mine"})
        await demo.act("say", content="hello", member=CLEO)
        told = [await anext(ana), await anext(ana), await anext(ben)]
    assert [event["message"]["content"] for event in told] == ["mine", "hello", "hello"]


async def test_a_deleted_message_is_told_by_its_id(deaf: House) -> None:
    songs = deaf.discord.world.guilds[2001].channels[3001]
    message = deaf.discord.say(deaf.discord.world.owner, songs, "oops")
    async with deaf.events(ANA) as events, asyncio.timeout(10):
        await anext(events)
        deaf.discord.delete(message)
        expected = {"kind": "message_deleted", "channel_id": SONGS, "message_id": str(message.id)}
        assert await anext(events) == expected


async def test_files_come_through_the_page_and_in_parts(demo: House) -> None:
    await demo.act("slash", command="generate slow")
    await demo.discord.until(lambda: len(demo.discord.messages(demo.discord.world.guilds[2001].channels[3001])) == 2)
    url = (await demo.seen())[0]["attachments"][0]["url"]
    assert urlsplit(url).netloc == ""
    assert await demo.get(url) == (200, "words")
    assert await demo.get(url, Range="bytes=1-2") == (206, "or")


async def test_silence_is_told_as_discord_tells_it(deaf: House) -> None:
    deaf.discord.limits.callback_ms = 100
    await deaf.publish([{"name": "sing", "description": "Sings"}])
    assert await deaf.act("slash", command="sing") == (200, {"failed": "The application did not respond"})


async def test_threads_stand_below_their_channels(deaf: House) -> None:
    guild = deaf.discord.world.guilds[2001]
    guild.add_channel(3009, "later", parent=guild.channels[3001])
    world = json.loads((await deaf.get(f"/api/world?member={CLEO}"))[1])
    names = [channel["name"] for channel in world["guilds"][0]["channels"]]
    assert names[:4] == ["songs", "late night ideas", "later", "lounge"]


async def test_lists_of_members_roles_and_channels_say_what_may_be_picked(deaf: House) -> None:
    row = {"type": 8, "custom_id": "where", "default_values": [{"id": LOUNGE, "type": "channel"}]}
    url = f"{deaf.discord.api_url}/channels/{SONGS}/messages"
    token = {"Authorization": f"Bot {deaf.discord.token}"}
    async with deaf.session.post(url, json={"components": [{"type": 1, "components": [row]}]}, headers=token) as answer:
        assert answer.status == 200, await answer.text()
    (message,) = await deaf.seen(CLEO)
    (select,) = message["components"][0]["components"]
    assert {"label": "#songs", "value": SONGS, "default": False} in select["options"]
    assert [option["value"] for option in select["options"] if option["default"]] == [LOUNGE]


async def test_members_see_only_their_own_guilds(deaf: House) -> None:
    world = (await deaf.get(f"/api/world?member={CLEO}"))[1]
    assert "The Attic" in world
    assert "The Cellar" not in world
    assert (await deaf.get(f"/api/channel?member={CLEO}&channel=3005"))[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
async def test_strangers_cannot_drive_it(deaf: House, headers: dict[str, str]) -> None:
    status, answer = await deaf.post("say", {"member": ANA, "channel": SONGS, "content": "spam"}, **headers)
    assert (status, answer) == (403, {"refused": "This page is for this machine only"})
    assert await deaf.seen() == []
    assert (await deaf.get("/api/world?member=1001", **headers))[0] == 403


async def test_a_post_without_origin_is_refused(deaf: House) -> None:
    body = {"member": ANA, "channel": SONGS, "content": "spam"}
    async with deaf.session.post(f"{deaf.origin}/api/say", json=body) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("slash", []),
        ("slash", {"member": ANA}),
        ("slash", {"member": "9", "channel": SONGS, "command": "help"}),
        ("press", {"member": ANA, "channel": SONGS, "message": "5", "custom_id": "x"}),
        ("submit", {"member": ANA, "channel": SONGS, "form": "5"}),
        ("say", {"member": ANA, "channel": LOUNGE, "content": " "}),
        ("music", {"next": "explode"}),
        ("music", {"credits": "many"}),
        ("music", {"days": 1000}),
        ("bot", {"do": "dance"}),
        ("language", {"member": ANA, "locale": "tlh"}),
    ],
)
async def test_what_makes_no_sense_is_refused(deaf: House, path: str, body: object) -> None:
    assert await deaf.post(path, body) == (400, {"refused": "That does not make sense here"})


async def test_the_page_may_load_nothing_from_elsewhere(deaf: House) -> None:
    async with deaf.session.get(deaf.origin) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert (await deaf.get("/page/main.js"))[0] == 200
        assert (await deaf.get("/page/../main.py"))[0] == 404
        assert "http" not in (await answer.text()).replace("http-equiv", "")


async def test_the_page_weighs_little_on_its_way(deaf: House) -> None:
    """Compressed, as browsers ask for it; what is read by people is told apart below."""
    names = ["", *(f"page/{path.name}" for path in PAGE.iterdir() if path.suffix != ".html")]
    weight = 0
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        for name in names:
            async with session.get(f"{deaf.origin}/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
                assert answer.status == 200
                weight += len(await answer.read())
    assert weight < 50_000


def test_the_page_is_small_and_plain() -> None:
    files = list(PAGE.iterdir())
    assert sum(path.stat().st_size for path in files) < 100_000
    assert [path.name for path in files if path.read_text().count("\n") > 300] == []
    assert [
        path.name
        for path in files
        if re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text())
    ] == []


async def test_every_module_is_loaded_at_once(deaf: House) -> None:
    _, index = await deaf.get("/")
    assert [path.name for path in PAGE.glob("*.js") if f'"/page/{path.name}"' not in index] == []
