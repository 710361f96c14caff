"""A worker that stands still for longer than its leases, as under SIGSTOP, and wakes up as if nothing had been."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.demo.discord.faults import Kind
from tests.shifts import Shifts, shifts

PRICE = 12_000
LONGER_THAN_A_LEASE = 40
POSTS = ("POST", r"^/channels/\d+/messages$")


async def done(show: Shifts) -> tuple[int, int]:
    """How many songs are in the channel and how many creates were sent, when all has come to rest."""
    await asyncio.sleep(1)
    show.pass_time(LONGER_THAN_A_LEASE)
    await asyncio.sleep(1)
    return len(show.songs()), show.music.calls.count("generate")


async def test_alone_on_its_file_it_goes_on_where_it_stood(tmp_path: Path) -> None:
    async with shifts(tmp_path, grace="1h") as show:
        bot = await show.begin()
        sending = show.music.faults.add("generate", "hold", applied=True)
        answered = await show.quick()
        await asyncio.wait_for(sending.arrived.wait(), 60)
        bot.signal(signal.SIGSTOP)
        show.pass_time(LONGER_THAN_A_LEASE)
        sending.release()
        await asyncio.sleep(0.5)
        bot.signal(signal.SIGCONT)
        await show.until_says(answered, "Done")
        assert await done(show) == (2, 1)
        await show.end(bot)
        assert await show.used() == PRICE


async def test_on_postgres_another_worker_does_not_send_again_what_it_was_sending(
    tmp_path: Path, postgres_database: str
) -> None:
    async with shifts(tmp_path, database_url=postgres_database, grace="1h") as show:
        gateway, first = await show.begin("gateway"), await show.begin("worker")
        sending = show.music.faults.add("generate", "hold", applied=True)
        answered = await show.quick()
        await asyncio.wait_for(sending.arrived.wait(), 60)
        first.signal(signal.SIGSTOP)
        second = await show.begin("worker")
        show.pass_time(LONGER_THAN_A_LEASE)
        await asyncio.sleep(1)
        first.signal(signal.SIGCONT)
        sending.release()
        await show.until_says(answered, "Done")
        assert await done(show) == (2, 1)
        await show.end(gateway, first, second)
        assert await show.used() == PRICE


@pytest.mark.parametrize("moment", ["hold-before", "hold-after"])
async def test_on_postgres_another_worker_takes_over_a_post_and_it_comes_once(
    tmp_path: Path, postgres_database: str, moment: Kind
) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        gateway, first = await show.begin("gateway"), await show.begin("worker")
        posting = show.discord.faults.add(POSTS, moment)
        answered = await show.quick()
        await asyncio.wait_for(posting.hit.wait(), 60)
        first.signal(signal.SIGSTOP)
        second = await show.begin("worker")
        show.pass_time(LONGER_THAN_A_LEASE)
        await show.until_says(answered, "Done")
        first.signal(signal.SIGCONT)
        posting.release()
        assert await done(show) == (2, 1)
        await show.end(gateway, first, second)
        assert await show.used() == PRICE


async def test_being_told_to_stop_twice_cuts_nothing_short(tmp_path: Path) -> None:
    async with shifts(tmp_path) as show:
        bot = await show.begin()
        posting = show.discord.faults.add(POSTS, "hold-before")
        await show.quick()
        await asyncio.wait_for(posting.hit.wait(), 60)
        for _ in range(2):
            bot.signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
        posting.release()
        assert await bot.ended() == 0
        assert len(show.songs()) == 1
        assert "Traceback" not in show.log()
