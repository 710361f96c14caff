"""A gateway that asks to reconnect, forgets the session, or shuts the bot out, with the whole bot as a process."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from bot.clients import raise_fault
from bot.errors import Unreachable
from tests.processes import Stage, stage


async def ended(stage: Stage) -> tuple[int, str]:
    """Exit status and last line of a bot that ends by itself."""
    assert stage._bot is not None
    return await stage._bot.ended(), stage.log().splitlines()[-1]


async def test_songs_and_commands_go_on_after_every_sort_of_reconnect(tmp_path: Path) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        running, gateway = await show.quick(), show.discord.gateway
        await gateway.reconnect()
        await gateway.wait_for(lambda: gateway.resumes == 1)
        await gateway.invalidate(resumable=False)
        await gateway.wait_for(lambda: gateway.identifies == 2)
        await show.until_says(running, "Done")
        await show.until_says(await show.quick("another waltz"), "Done")
        assert (len(show.songs()), await show.terminate()) == (4, 0)


async def test_a_guild_that_took_the_bot_out_while_its_session_was_lost_is_noticed_when_a_new_one_begins(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        await show.until(lambda: left(tmp_path, {2001: False, 2002: False}), 60, "both guilds to be known")
        show.discord.world.guilds[2002].members.pop(show.discord.world.bot.id)
        await show.discord.gateway.invalidate(resumable=False)
        await show.until(lambda: left(tmp_path, {2001: False, 2002: True}), 60, "the clock of one guild to start")


async def left(folder: Path, wanted: dict[int, bool]) -> bool:
    with contextlib.closing(sqlite3.connect(f"file:{folder}/minstrel.db?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT guild_id, left_at IS NOT NULL FROM guilds")) == wanted


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "minstrel: DISCORD_TOKEN: Discord no longer accepts it; make a new one in the developer portal"),
        (4014, "minstrel: Discord does not allow this application the intents that the bot asks for"),
    ],
)
async def test_a_gateway_that_shuts_the_bot_out_ends_it_with_words(tmp_path: Path, code: int, words: str) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        await show.discord.gateway.close(code)
        status, last = await ended(show)
        assert (status, last) == (2, words)
        assert "Traceback" not in (tmp_path / "bot.log").read_text()


async def test_a_discord_that_is_down_at_the_start_is_told_in_words() -> None:
    gateway = asyncio.ensure_future(failing(aiohttp.ClientConnectionError()))
    await asyncio.wait({gateway})
    with pytest.raises(Unreachable, match="Discord cannot be reached"):
        raise_fault(gateway)


async def failing(error: Exception) -> None:
    raise error
