"""The gateway with the real discord.py: wrong token, drops, resume with replay, ops 7 and 9, compression."""

import asyncio
import json
import time

import aiohttp
import discord
import pytest

from bot.demo.discord.stand_in import DiscordStandIn
from tests.discord_client import ShardedTryClient, TryClient, running_client


async def ask(stand_in: DiscordStandIn) -> None:
    guild = stand_in.world.guilds[2001]
    interaction = await stand_in.slash(guild.member("Cleo"), guild.channel("songs"), "generate quick", {"prompt": "x"})
    await interaction.answered()


async def resumed(stand_in: DiscordStandIn, client: TryClient, count: int = 1) -> None:
    await stand_in.gateway.wait_for(lambda: stand_in.gateway.resumes >= count and bool(stand_in.gateway.connected))


async def test_a_wrong_token_is_refused_at_both_doors() -> None:
    async with await DiscordStandIn.start() as stand_in:
        with pytest.raises(discord.LoginFailure):
            async with running_client(stand_in, "wrong"):
                pass
        stand_in.gateway._token = "another"
        with pytest.raises(discord.ConnectionClosed) as closed:
            async with running_client(stand_in):
                pass
        assert closed.value.code == 4004


async def test_a_command_given_while_the_socket_was_down_comes_with_the_resume() -> None:
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in) as client:
        await stand_in.gateway.drop()
        await ask(stand_in)
        assert stand_in.gateway.resumes == 1
        assert len(client.seen) == 1
        assert stand_in.gateway.identifies == 1


async def test_op_7_makes_the_client_resume() -> None:
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in) as client:
        await stand_in.gateway.reconnect()
        await resumed(stand_in, client)
        await ask(stand_in)
        assert stand_in.gateway.identifies == 1


async def test_op_9_true_keeps_the_session_and_op_9_false_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_wait(*args: object, **kwargs: object) -> None:
        """discord.py waits 5 s before it identifies anew."""

    monkeypatch.setattr(discord.Client, "before_identify_hook", no_wait)
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in) as client:
        await stand_in.gateway.invalidate(resumable=True)
        await resumed(stand_in, client)
        await stand_in.gateway.invalidate(resumable=False)
        await stand_in.gateway.wait_for(lambda: stand_in.gateway.identifies == 2)
        await ask(stand_in)


async def test_a_repeated_event_arrives_twice() -> None:
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in) as client:
        guild = stand_in.world.guilds[2001]
        options = {"track": "1"}
        asked = await stand_in.slash(guild.member("Cleo"), guild.channel("songs"), "generate again", options)
        stand_in.deliver_again(asked)
        await stand_in.requests.wait_for(("POST", "/callback$"), count=2)
        assert [seen.id for seen in client.seen] == [asked.id, asked.id]
        assert asked.code == 40060


async def test_the_shared_zlib_stream_is_understood() -> None:
    async with await DiscordStandIn.start(compress=True) as stand_in, running_client(stand_in) as client:
        await asyncio.gather(*(ask(stand_in) for _ in range(5)))
        assert len(client.guilds) == 2


async def test_changes_of_a_guild_reach_the_client() -> None:
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in) as client:
        guild = stand_in.world.guilds[2001]
        guild.tier = 3
        stand_in.announce(guild)
        third = stand_in.world.add_guild(2003, "The Roof", stand_in.world.owner)
        stand_in.invite(third)
        stand_in.opened(third.add_channel(3009, "new", parent=None))
        stand_in.remove_from(stand_in.world.guilds[2002])
        await ask(stand_in)
        assert {guild.id: guild.premium_tier for guild in client.guilds} == {2001: 3, 2003: 0}
        assert client.get_channel(3009) is not None


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", 4002),
        ({"op": 99, "d": None}, 4001),
        ({"op": 3, "d": {}}, 4003),
        ({"op": 2, "d": {"token": "wrong", "intents": 1}}, 4004),
        ({"op": 2, "d": {"token": None, "intents": -1}}, 4013),
        ({"op": 2, "d": {"token": None, "intents": 1 << 15}}, 4014),
        ({"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}, 4004),
    ],
)
async def test_misuse_closes_the_socket_with_discords_code(sent: object, code: int) -> None:
    async with (
        await DiscordStandIn.start() as stand_in,
        aiohttp.ClientSession() as session,
        session.ws_connect(stand_in.gateway_url) as socket,
    ):
        assert json.loads(await socket.receive_str())["op"] == 10
        if isinstance(sent, dict) and isinstance(sent["d"], dict) and sent["d"].get("token", "") is None:
            sent["d"]["token"] = stand_in.token
        await socket.send_str(sent if isinstance(sent, str) else json.dumps(sent))
        await socket.receive(60)
        assert socket.close_code == code


async def test_heartbeats_are_acknowledged_and_an_unknown_session_is_not_resumed() -> None:
    """Not at once: discord.py notes in a thread when it asked, and would count from the heartbeat before."""
    async with (
        await DiscordStandIn.start() as stand_in,
        aiohttp.ClientSession() as session,
        session.ws_connect(stand_in.gateway_url) as socket,
    ):
        await socket.receive_str()
        asked = time.perf_counter()
        await socket.send_json({"op": 1, "d": None})
        assert json.loads(await socket.receive_str())["op"] == 11
        assert time.perf_counter() - asked > 0.02
        await socket.send_json({"op": 6, "d": {"token": stand_in.token, "session_id": "x", "seq": 1}})
        invalid = json.loads(await socket.receive_str())
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_messages_are_told_to_sessions_that_asked_for_them() -> None:
    async with (
        await DiscordStandIn.start() as stand_in,
        aiohttp.ClientSession() as session,
        session.ws_connect(stand_in.gateway_url) as socket,
    ):
        await socket.send_json({"op": 2, "d": {"token": stand_in.token, "intents": 1 | 1 << 9, "properties": {}}})
        names = [json.loads(await socket.receive_str())["t"] for _ in range(4)]
        assert names == [None, "READY", "GUILD_CREATE", "GUILD_CREATE"]
        guild = stand_in.world.guilds[2001]
        stand_in.delete(stand_in.say(guild.member("Cleo"), guild.channel("songs"), "hello"))
        events = [json.loads(await socket.receive_str()) for _ in range(2)]
        assert [event["t"] for event in events] == ["MESSAGE_CREATE", "MESSAGE_DELETE"]
        assert events[0]["d"]["content"] == "hello"
        await socket.send_json({"op": 2, "d": {"token": stand_in.token, "intents": 1}})
        await socket.receive()
        assert socket.close_code == 4005


async def test_a_sharded_client_asks_for_the_gateway_and_resumes_too() -> None:
    async with await DiscordStandIn.start() as stand_in, running_client(stand_in, kind=ShardedTryClient):
        assert stand_in.requests.find(("GET", "^/gateway/bot$"))
        await ask(stand_in)
        await stand_in.gateway.drop()
        await ask(stand_in)
        assert (stand_in.gateway.identifies, stand_in.gateway.resumes) == (1, 1)


async def test_messages_and_commands_outlive_the_bot() -> None:
    async with await DiscordStandIn.start() as stand_in:
        songs = stand_in.world.guilds[2001].channel("songs")
        async with running_client(stand_in):
            await ask(stand_in)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(stand_in), 0.05)
        async with running_client(stand_in) as client:
            await ask(stand_in)
            assert len(client.seen) == 1
        assert len(stand_in.messages(songs)) == 2
