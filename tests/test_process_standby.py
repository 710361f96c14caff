"""Two processes that could answer members: one does, the other stands by, and takes over when the first has gone."""

import signal
from pathlib import Path

from tests.crash.births import Bot
from tests.shifts import Shifts, shifts

LONGER_THAN_THE_LEASE = 40


async def stands_by(show: Shifts) -> Bot:
    """A second gateway, that has seen the first."""
    second = await show.bear("gateway")

    async def seen() -> bool:
        return "standing by" in show.log()

    await show.until(seen, 60, "the second to see the first")
    return second


async def takes_over(show: Shifts) -> None:
    """It answers, and it alone."""

    async def connected() -> bool:
        return len(show.discord.gateway.connected) == 1

    await show.until(connected, 60, "the second to connect")
    answered = await show.quick()
    assert show.status(answered).startswith("**Queued**")
    assert len(show.discord.gateway.connected) == 1


async def test_a_second_gateway_is_ready_and_connects_when_the_first_stops(
    tmp_path: Path, postgres_database: str
) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        first = await show.begin("gateway")
        second = await stands_by(show)
        await show.until(lambda: show.all_ready(2), 20, "both to be ready")
        assert len(show.discord.gateway.connected) == 1
        await show.end(first)
        await takes_over(show)
        await show.end(second)


async def test_a_gateway_that_was_killed_is_followed_when_its_lease_is_over(
    tmp_path: Path, postgres_database: str
) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        first = await show.begin("gateway")
        second = await stands_by(show)
        await first.kill()
        show.pass_time(LONGER_THAN_THE_LEASE)
        await takes_over(show)
        await show.end(second)


async def test_a_gateway_that_had_gone_silent_ends_and_says_why(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        first = await show.begin("gateway")
        second = await stands_by(show)
        first.signal(signal.SIGSTOP)
        show.pass_time(LONGER_THAN_THE_LEASE)

        async def both() -> bool:
            return len(show.discord.gateway.connected) == 2

        await show.until(both, 60, "the second to connect")
        first.signal(signal.SIGCONT)
        assert await first.ended(60) == 3
        assert "another process answers members now" in show.log()
        await takes_over(show)
        await show.end(second)


async def test_a_gateway_that_stands_by_stops_as_asked(tmp_path: Path, postgres_database: str) -> None:
    async with shifts(tmp_path, database_url=postgres_database) as show:
        first = await show.begin("gateway")
        await show.end(await stands_by(show), first)
