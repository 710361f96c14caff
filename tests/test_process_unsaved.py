"""The whole bot on a full disk, a locked file and a database server that falls over: members are told, nothing is lost.

Before, a song is running; afterwards it comes, and so does the next.
"""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.demo.discord.interactions import Interaction
from tests.postgres_server import away
from tests.processes import SCALE
from tests.shifts import Shifts, shifts
from tests.small_disk import LimitedFiles, SmallDisk, mounted

PRICE = 12_000
AT_ONCE, DEFERRED = 4, 5
"""Types of a first answer."""


async def refused(show: Shifts, first: int = AT_ONCE) -> None:
    """A command that comes now is answered within Discord's 3 seconds, and ends in a private sentence."""
    show.music.finish()
    command = await show.discord.slash(show.ana, show.songs_channel, "generate quick", {"prompt": "is there room"})
    answered = await command.answered()

    async def told() -> bool:
        return answered.message is not None and not answered.message.loading

    await show.until(told, 60, "a sentence instead of the defer")
    assert (answered.first_answer or {}).get("type") == first
    assert answered.message is not None
    assert answered.message.content.startswith("**The bot cannot save anything just now.** Nothing was charged.")
    assert answered.message.ephemeral


async def running(show: Shifts) -> Interaction:
    """A song that the service works on, and its bot knows of; it is made when the test says so."""
    show.music.speed = 0.1
    answered = await show.quick()
    await show.music.wait_for("record-info")
    show.music.speed = SCALE
    return answered


async def goes_on(show: Shifts, before: Interaction) -> None:
    await show.until_says(before, "Done")  # what could not be stored just then is left alone for half a minute
    await show.until_says(await show.quick(), "Done")
    assert (len(show.songs()), show.music.calls.count("generate")) == (4, 2)


async def command(show: Shifts, *words: str) -> tuple[int | None, str]:
    """The exit status and all that is said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=show.folder, env=show._environment(), stdout=-1, stderr=-1
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, (out + err).decode()


async def test_on_a_full_disk_members_are_told_and_all_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 16) as done:
        disk = (SmallDisk if done else LimitedFiles)(tmp_path / "disk")
        async with shifts(tmp_path, database_url=f"sqlite:///{disk.path}/minstrel.db") as show:
            bot = await show.begin()
            disk.pid, before = bot.pid, await running(show)
            with disk.full():
                await refused(show)
                assert await command(show, "ledger", "--check") == (0, "Ledger equals counters.\n")
                status, said = await command(show, "backup", str(disk.path / "copy.db"))
                assert (status, "cannot be copied" in said, "Traceback" in said) == (2, True, False) or not done
                assert show.songs() == []
            await goes_on(show, before)
            await show.end(bot)
            assert await show.used() == 2 * PRICE


async def test_a_file_that_another_program_locks_for_longer_than_anybody_waits(tmp_path: Path) -> None:
    async with shifts(tmp_path) as show:
        show.unhurried = False
        bot = await show.begin()
        before = await running(show)
        with closing(sqlite3.connect(tmp_path / "minstrel.db", isolation_level=None, timeout=20)) as shell:
            shell.execute("BEGIN EXCLUSIVE")
            await refused(show, DEFERRED)
            assert (await command(show, "ledger", "--check"))[0] == 0
            shell.execute("ROLLBACK")
        await goes_on(show, before)
        await show.end(bot)
        assert await show.used() == 2 * PRICE


async def test_a_database_server_that_falls_over_in_the_middle(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        bot = await show.begin()
        before = await running(show)
        with away(postgres_database):
            await refused(show)
            status, said = await command(show, "ledger", "--check")
            assert (status, said) == (3, "minstrel: PostgreSQL cannot be reached: FileNotFoundError\n")
        await goes_on(show, before)
        await show.end(bot)
        assert await show.used() == 2 * PRICE
