"""Every bad body is refused with Discord's code, and by the other judges that can tell."""

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
from simcord import BackendError
from simcord.backend import Backend
from simcord.http.router import dispatch

from tests.discord_bad_bodies import Bad, bad_bodies, button, row, select, text
from tests.discord_raw import RawBot, raw_bot
from tests.openapi_judge import judge, need_document

BAD = list(bad_bodies())
PATHS = {
    "post": ("POST", "/channels/1/messages"),
    "callback": ("POST", "/interactions/1/t/callback"),
    "offers": ("POST", "/interactions/1/t/callback"),
    "commands": ("PUT", "/applications/1/commands"),
}


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


def by(letter: str) -> list[Any]:
    return [pytest.param(bad, id=f"{bad.where}: {bad.name}") for bad in BAD if letter in bad.judges]


async def send(bot: RawBot, bad: Bad) -> tuple[int, Any]:
    if bad.where == "post":
        return await bot.post(bad.body)
    if bad.where == "commands":
        return await bot.call("PUT", f"/applications/{bot.stand_in.application_id}/commands", bad.body)
    interaction = await bot.asked()
    if bad.where == "offers":
        interaction = await bot.stand_in.autocomplete(bot.cleo, bot.songs, "sing", "text", "x")
    return await bot.callback(interaction, bad.body["type"], bad.body.get("data"))


def test_the_table_has_at_least_sixty_rows_of_different_names() -> None:
    assert len({(bad.where, bad.name) for bad in BAD}) == len(BAD) >= 60


@pytest.mark.parametrize("bad", by(""))
async def test_the_stand_in_refuses_with_discords_code(bot: RawBot, bad: Bad) -> None:
    status, answer = await send(bot, bad)
    assert (status, answer["code"]) == (400, bad.code), answer
    assert bot.stand_in.messages(bot.songs) == []
    if bad.code == 50035:
        assert "_errors" in json.dumps(answer["errors"])


@pytest.mark.parametrize("bad", by("o"))
def test_the_openapi_document_refuses_it_too(bad: Bad) -> None:
    need_document()
    assert judge(*PATHS[bad.where], bad.body)


@pytest.mark.parametrize("bad", by("s"))
def test_simcord_refuses_it_too(bad: Bad) -> None:
    backend = Backend()
    owner = backend.make_user("Ana")
    guild = backend.create_guild("Attic", owner_id=owner.id)
    channel = backend.create_channel(guild.id, "songs")
    interaction = backend.new_interaction(2, channel.id, owner.id, guild.id)
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    path = f"/channels/{channel.id}/messages" if bad.where == "post" else callback
    with pytest.raises(BackendError) as refused:
        dispatch(backend, "POST", path, json=deepcopy(bad.body))
    assert refused.value.status in (400, 404)


GOOD = [
    {"content": "x" * 2000, "nonce": "n" * 25, "enforce_nonce": True, "flags": 4096},
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096, "fields": [{"name": "n", "value": "v"}] * 25}]},
    {"components": [{"type": 1, "components": [button(str(n * 5 + m)) for m in range(5)]} for n in range(5)]},
    {"content": "<@1001>", "allowed_mentions": {"parse": [], "users": ["1001"], "replied_user": False}},
    {"flags": 1 << 15, "components": [{"type": 17, "components": [text("x" * 4000), row(select(25))]}]},
    {"flags": 1 << 15, "components": [{"type": 9, "components": [text()], "accessory": button()}]},
    {"content": "x", "message_reference": {"message_id": "77", "fail_if_not_exists": False}},
]


@pytest.mark.parametrize("body", GOOD)
async def test_a_body_at_the_limits_is_taken(bot: RawBot, body: dict[str, Any]) -> None:
    status, answer = await bot.post(body)
    assert status == 200, answer
    need_document()
    assert judge("POST", bot.messages, body) == []


@pytest.mark.parametrize("key", ["contnet", "embed", "ephemeral"])
def test_the_judge_notices_misspelt_keys(key: str) -> None:
    need_document()
    assert judge("POST", "/channels/1/messages", {"content": "x", key: "y"})


def test_the_judge_takes_what_discord_py_adds() -> None:
    need_document()
    attachments = [{"id": 0, "filename": "a.mp3"}, {"id": 5, "url": "https://a/b", "size": 3, "spoiler": False}]
    assert judge("PATCH", "/channels/1/messages/2", {"attachments": attachments, "embeds": [{"flags": 0}]}) == []
    assert judge("DELETE", "/channels/1/messages/2", None) == []
    assert judge("POST", "/channels/1/typing", {"x": 1}) == ["POST /channels/{channel_id}/typing takes no body"]
    with pytest.raises(LookupError):
        judge("POST", "/no/such/route", {})
