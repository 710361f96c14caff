"""`minstrel check` against stand-ins over sockets: what is well, and what is wrong in words."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.check import check
from bot.config import Settings
from bot.demo.discord.clock import MovableClock
from bot.demo.discord.permissions import BITS
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music.server import MusicStandIn
from tests.post_room import CELLAR, GUILD, SONGS

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def discords_addresses() -> Iterator[None]:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def discord(clock: MovableClock) -> AsyncIterator[DiscordStandIn]:
    async with await DiscordStandIn.start(clock=clock) as stand_in:
        yield stand_in


@pytest.fixture
async def environ(discord: DiscordStandIn, tmp_path: Path, port: int) -> AsyncIterator[dict[str, str]]:
    async with MusicStandIn(key="key-of-ours", credits=204.4) as music:
        yield {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "MUSIC_API_KEY": "key-of-ours",
            "MUSIC_API_URL": music.url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "HTTP_PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }


async def report(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = await check(Settings.load(environ, None))
    return status, capsys.readouterr().out


async def test_all_is_well(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    status, told = await report(environ, capsys)
    assert (status, told.count("ok      ")) == (0, 6), told
    assert "204.4 credits" in told
    assert "PUBLIC_URL leads here" in told


async def test_a_host_is_warned_of_nothing_that_is_well(environ: dict[str, str], tmp_path: Path) -> None:
    """discord.py would warn of what voice needs, and there is no voice here."""
    env = environ | {"PYTHONPATH": str(ROOT)}
    command = sys.executable, "-m", "bot", "check"
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=env, stdout=-1, stderr=-1)
    told, log = await asyncio.wait_for(process.communicate(), 60)
    assert (told.decode().count("ok      "), "WARNING" in log.decode()) == (6, False), log


async def test_the_invite_link_asks_for_six_permissions(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, told = await report(environ, capsys)
    assert "scope=bot+applications.commands&permissions=274878024704" in told


async def test_every_fault_is_told_and_nothing_secret(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {
        "DISCORD_TOKEN": "hunter2.not.a.token",
        "MUSIC_API_KEY": "hunter2",
        "DATABASE_URL": "sqlite:////dev/null/x",
    }
    status, told = await report(environ | wrong | {"PUBLIC_URL": environ["MUSIC_API_URL"]}, capsys)
    assert (status, told.count("FAILED  ")) == (1, 5), told
    assert "DISCORD_TOKEN is not accepted" in told
    assert "does not lead to HTTP_HOST" in told
    assert "hunter2" not in told


async def test_what_nobody_answers_is_told(
    environ: dict[str, str], port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = f"http://127.0.0.1:{port}"
    wrong = {"DISCORD_API_URL": f"{nowhere}/api/v10", "MUSIC_API_URL": nowhere, "PUBLIC_URL": "http://minstrel.invalid"}
    status, told = await report(environ | wrong, capsys)
    assert (status, told.count("FAILED  ")) == (1, 4), told


@pytest.mark.parametrize(("ahead", "told"), [(-3600, "fast"), (3600, "slow")])
async def test_a_clock_that_is_not_discords_is_told(
    environ: dict[str, str], clock: MovableClock, ahead: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.advance(ahead)
    status, report_ = await report(environ, capsys)
    assert status == 1
    assert re.search(rf"FAILED  Discord: the clock of this host is 3,[56]\d\d s {told}; set it by NTP", report_), (
        report_
    )


async def test_without_a_public_url_there_is_nothing_to_try(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = await report(environ | {"PUBLIC_URL": ""}, capsys)
    assert (status, "PUBLIC_URL is not set" in told) == (0, True)


async def test_a_model_that_the_profile_lacks_is_told(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = await report(environ | {"DEFAULT_MODEL": "V99"}, capsys)
    assert (status, "FAILED  Music service: DEFAULT_MODEL: apibox has" in told) == (1, True)


async def test_permissions_that_a_server_does_not_give_are_named(
    environ: dict[str, str], discord: DiscordStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    guild = discord.world.guilds[CELLAR]
    for role in (guild.everyone, *guild.members[discord.world.bot.id].roles):
        role.permissions &= ~(BITS["attach_files"] | BITS["read_message_history"])
    status, told = await report(environ, capsys)
    assert (status, "FAILED  Permissions: not all that songs need\n" in told) == (1, True), told
    assert f"\n        {guild.name} lacks Attach Files, Read Message History\n" in told


@pytest.mark.parametrize(
    ("channel", "denied", "said"),
    [
        (SONGS, (), "ok      Owner: OWNER_CHANNEL can be written to"),
        (SONGS, ("attach_files",), "ok      Owner: OWNER_CHANNEL can be written to"),
        (SONGS, ("send_messages",), "FAILED  Owner: OWNER_CHANNEL: the bot lacks Send Messages"),
        (SONGS, ("view_channel",), "FAILED  Owner: OWNER_CHANNEL: the bot may not see this channel"),
        (999, (), "FAILED  Owner: OWNER_CHANNEL: there is no such channel"),
    ],
)
async def test_the_owners_channel_is_tried(
    environ: dict[str, str],
    discord: DiscordStandIn,
    capsys: pytest.CaptureFixture[str],
    channel: int,
    denied: tuple[str, ...],
    said: str,
) -> None:
    guild = discord.world.guilds[GUILD]
    guild.channels[SONGS].deny(guild.members[discord.world.bot.id], *denied)
    status, told = await report(environ | {"OWNER_CHANNEL": str(channel)}, capsys)
    assert (status, f"{said}\n" in told) == (int(said.startswith("FAILED")), True), told
