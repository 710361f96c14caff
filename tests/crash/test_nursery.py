"""The nursery keeps its word: its children are the real bot, and end as processes end."""

import signal
from pathlib import Path

from tests.crash.births import Birth, Nursery
from tests.crash.hands import Hands
from tests.processes import stage


async def test_a_bot_from_the_nursery_comes_online_and_dies_by_the_signal(tmp_path: Path) -> None:
    async with stage(tmp_path) as show, Nursery.open() as nursery:
        for number, status in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
            bot = await nursery.bear(Birth(tmp_path, show._environment(), tmp_path / "bot.log"))
            await show.until(show._online, 60, "the bot to come online")
            bot.signal(number)
            assert await bot.ended() == status
            await show.until(show._offline, 60, "the gateway to notice")


async def test_faults_in_the_settings_end_it_with_words_and_status_2(tmp_path: Path) -> None:
    async with Nursery.open() as nursery:
        bot = await nursery.bear(Birth(tmp_path, {"TIME_SCALE": "no"}, tmp_path / "bot.log"))
        assert await bot.ended() == 2
        assert "TIME_SCALE" in (tmp_path / "bot.log").read_text()


async def test_its_clock_follows_the_hands(tmp_path: Path) -> None:
    hands = Hands(tmp_path / "clock")
    async with stage(tmp_path) as show, Nursery.open() as nursery:
        bot = await nursery.bear(Birth(tmp_path, show._environment(), tmp_path / "bot.log", hands.path))
        await show.until(show._online, 60, "the bot to come online")
        hands.advance(3600)
        show.music.maintenance = True
        answered = await show.quick()
        await show.until_says(answered, "Waiting")
        assert await bot.kill() == -signal.SIGKILL
        async with show.books() as store:
            [view] = await store.showing.open_in_guild(show.guild.id, 0, 10)
        assert view.task.created_at - show.discord.clock.now() > 3_500_000
