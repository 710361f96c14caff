"""SIGKILL at the worst moments, then a new start: one charge, one create call, each song once, nobody left waiting."""

import asyncio
from pathlib import Path

import pytest

from bot.clock import MINUTE
from tests.looking import rows_of
from tests.processes import Stage, free_port, stage

PRICE = 12_000
NEVER = 0.01
"""A speed at which a song ends when the test says so."""


async def finished(show: Stage) -> tuple[int, int, int]:
    """How many songs, create calls and thousandths of a credit it came to."""
    await asyncio.sleep(0.5)  # time for anything that would come twice
    assert await show.terminate() == 0
    return len(show.songs()), show.music.calls.count("generate"), await show.used()


def is_now(show: Stage, state: str) -> bool:
    with rows_of(show.folder / "minstrel.db") as rows:
        return rows.execute("SELECT state FROM tasks").fetchall() == [(state,)]


async def cancelled(show: Stage) -> bool:
    return is_now(show, "cancelled")


async def test_killed_while_queued_the_request_goes_on_after_the_start(tmp_path: Path) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        show.music.maintenance = True
        answered = await show.quick()
        await show.until_says(answered, "Waiting")
        await show.kill_while(lambda: is_now(show, "queued"))  # not in the middle of a try, which would be unclear
        refused = show.music.calls.count("generate")
        show.music.maintenance = False
        await show.start()
        await show.until_says(answered, "Done")
        assert await finished(show) == (2, refused + 1, PRICE)


async def test_killed_while_running_the_songs_come_after_the_start(tmp_path: Path) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        answered = await show.quick()
        await show.music.wait_for("record-info")
        await show.kill()
        await show.start()
        await show.until_says(answered, "Done")
        assert await finished(show) == (2, 1, PRICE)


@pytest.mark.parametrize("moment", ["hold-before", "hold-after"])
async def test_killed_while_posting_each_song_comes_once(tmp_path: Path, moment: str) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        fault = show.discord.faults.add(("POST", r"^/channels/\d+/messages$"), kind=moment)  # type: ignore[arg-type]
        answered = await show.quick()
        await asyncio.wait_for(fault.hit.wait(), 60)
        await show.kill()
        await show.start()
        await show.until_says(answered, "Done")
        assert await finished(show) == (2, 1, PRICE)


async def test_killed_while_posting_each_song_comes_once_also_after_the_nonce_is_forgotten(tmp_path: Path) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        fault = show.discord.faults.add(("POST", r"^/channels/\d+/messages$"), kind="hold-after")
        answered = await show.quick()
        await asyncio.wait_for(fault.hit.wait(), 60)
        await show.kill()
        show.discord.clock.advance(30 * MINUTE / 1000)
        await show.start()
        await show.until_says(answered, "Done")
        assert await finished(show) == (2, 1, PRICE)


async def test_killed_while_submitting_nothing_is_sent_again_and_the_member_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path, grace="2m") as show:
        await show.start()
        fault = show.music.faults.add("generate", "hold", applied=True)
        answered = await show.quick()
        await asyncio.wait_for(fault.arrived.wait(), 60)
        await show.kill()
        await show.start()
        said = await show.until_says(answered, "Unclear")
        assert "12 credits are back" in said
        assert await finished(show) == (0, 1, 0)


@pytest.mark.parametrize("applied", [True, False])
async def test_killed_while_submitting_a_callback_brings_the_songs(tmp_path: Path, applied: bool) -> None:
    port = free_port()
    grace = "8h" if applied else "8m"
    async with stage(tmp_path, grace=grace, public_url=f"http://127.0.0.1:{port}", http_port=str(port)) as show:
        await show.start()
        show.music.speed = NEVER
        fault = show.music.faults.add("generate", "hold", applied=applied)
        answered = await show.quick()
        await asyncio.wait_for(fault.arrived.wait(), 60)
        await show.kill()
        await show.start()
        show.music.finish()
        await show.until_says(answered, "Done" if applied else "Unclear")
        assert await finished(show) == ((2, 1, PRICE) if applied else (0, 1, 0))


async def test_a_callback_after_the_give_back_brings_the_songs_free(tmp_path: Path) -> None:
    port = free_port()
    settings = {"grace": "1s", "public_url": f"http://127.0.0.1:{port}", "http_port": str(port)}
    async with stage(tmp_path, **settings) as show:
        await show.start()
        show.music.speed = NEVER
        fault = show.music.faults.add("generate", "hold", applied=True)
        answered = await show.quick()
        await asyncio.wait_for(fault.arrived.wait(), 60)
        await show.kill()
        await show.start()
        await show.until_says(answered, "Unclear")
        show.music.finish()
        await show.until_says(answered, "Done")
        assert all("Late, so it is free" in song.content for song in show.songs())
        assert await finished(show) == (2, 1, 0)


@pytest.mark.parametrize(("moment", "outcome"), [("hold-before", (0, 0, 0)), ("hold-after", (2, 1, PRICE))])
async def test_killed_while_answering_the_row_is_repaired_by_what_the_member_saw(
    tmp_path: Path, moment: str, outcome: tuple[int, int, int]
) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        fault = show.discord.faults.add(("POST", r"/callback"), kind=moment)  # type: ignore[arg-type]
        command = await show.discord.slash(
            show.ana, show.songs_channel, "generate quick", {"prompt": "slow piano, rain on a tin roof"}
        )
        await asyncio.wait_for(fault.hit.wait(), 60)
        await show.kill()
        await show.start()
        if outcome[0]:
            await show.until_says(await command.answered(), "Done")
        else:
            await show.until(lambda: cancelled(show), 60, "the worker to look, ten seconds after the command")
        assert await finished(show) == outcome


async def test_a_second_process_on_the_same_database_leaves_with_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as show:
        await show.start()
        second = await show.launch()
        assert await second.ended() == 2
        assert "Another Minstrel uses" in (tmp_path / "bot.log").read_text()
