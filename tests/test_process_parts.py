"""The gateway and workers as processes of their own on one PostgreSQL, each of which may be away or die."""

import asyncio
from pathlib import Path

from bot.demo.discord.interactions import Interaction
from tests.crash.births import Bot
from tests.processes import free_port
from tests.shifts import Shifts, shifts

PRICE = 12_000
LONGER_THAN_A_LEASE = 40
POSTS = ("POST", r"^/channels/\d+/messages$")


async def comes_once(show: Shifts, answered: Interaction, *living: Bot) -> None:
    """Two songs, one create call, one price, also when all has come to rest."""
    await show.until_says(answered, "Done")
    await asyncio.sleep(0.5)
    show.pass_time(LONGER_THAN_A_LEASE)
    await asyncio.sleep(0.5)
    assert (len(show.songs()), show.music.calls.count("generate")) == (2, 1)
    await show.end(*living)
    assert await show.used() == PRICE


async def test_what_the_gateway_accepts_a_worker_makes_and_posts(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        parts = [await show.begin("gateway"), await show.begin("worker")]
        await show.until(lambda: show.all_ready(2), 60, "both to be ready")
        assert len(show.discord.gateway.connected) == 1
        await comes_once(show, await show.quick(), *parts)


async def test_requests_wait_for_a_worker_and_can_be_cancelled_meanwhile(
    tmp_path: Path, postgres_database: str
) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        gateway = await show.begin("gateway")
        wanted, unwanted = await show.quick(), await show.quick("a waltz for the bin")
        assert unwanted.message is not None
        await (await show.discord.press(show.ana, unwanted.message, "Cancel")).answered()
        assert show.status(unwanted).startswith("**Cancelled**")
        assert show.status(wanted).startswith("**Queued**")
        await comes_once(show, wanted, gateway, await show.begin("worker"))


async def test_a_worker_goes_on_where_another_one_was_killed(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        gateway, first = await show.begin("gateway"), await show.begin("worker")
        posting = show.discord.faults.add(POSTS, "hold-after")
        answered = await show.quick()
        await asyncio.wait_for(posting.hit.wait(), 60)
        await first.kill()
        posting.release()
        second = await show.begin("worker")
        show.pass_time(LONGER_THAN_A_LEASE)
        await comes_once(show, answered, gateway, second)


async def test_two_workers_share_the_work_and_double_none_of_it(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database, running_per_member="9") as show:
        parts = [await show.begin(part) for part in ("gateway", "worker", "worker")]
        asked = [await show.quick(f"waltz number {number}") for number in range(3)]
        for answered in asked:
            await show.until_says(answered, "Done")
        assert (len(show.songs()), show.music.calls.count("generate")) == (6, 3)
        await show.end(*parts)
        assert await show.used() == 3 * PRICE


async def test_songs_come_while_the_gateway_is_away_and_their_buttons_work_when_it_is_back(
    tmp_path: Path, postgres_database: str
) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        gateway, worker = await show.begin("gateway"), await show.begin("worker")
        answered = await show.quick()
        await show.end(gateway)
        await show.until_says(answered, "Done")
        gateway = await show.begin("gateway")
        asked = await (await show.discord.press(show.ana, show.songs()[0], "Again")).answered()
        assert asked.modal is not None
        await comes_once(show, answered, gateway, worker)


async def test_a_callback_that_reaches_the_gateway_makes_a_worker_look(tmp_path: Path, postgres_database: str) -> None:
    """At this pace two polls are a minute apart, and a song takes seconds."""
    settings = {
        "database_url": postgres_database,
        "time_scale": "0.25",
        "public_url": f"http://127.0.0.1:{(port := free_port())}",
    }
    async with shifts(tmp_path, **settings) as show:
        parts = [await show.begin("gateway", http_port=str(port)), await show.begin("worker")]
        answered = await show.quick()
        await show.until_says(answered, "Done", 45)
        await show.end(*parts)
        assert (len(show.songs()), await show.used()) == (2, PRICE)
