"""What members read of a request that came after its time, when the credits were back already, in simcord."""

from pathlib import Path

from bot.clock import HOUR, MINUTE
from bot.errors import Blind, PostLater
from bot.models import State
from tests.command_house import open_house, reply
from tests.song_steps import message, only_task


async def test_late_songs_that_discord_never_confirmed_have_cost_nothing_and_the_receipt_says_so(
    tmp_path: Path,
) -> None:
    async with open_house(tmp_path, deadline="30s") as house:
        asked = reply(await house.quick())
        task_id = (await only_task(house)).id
        await house.shop.until_over(task_id)
        assert (
            "The music service took too long. 12 credits are back." in message(house, house.songs.id, asked.id).content
        )
        house.shop.courier.troubles.extend(PostLater("cut", retry_after=5 * MINUTE) for _ in range(2))
        house.shop.courier.find_trouble = Blind()
        for _ in range(6 * HOUR // MINUTE):
            await house.shop.step()
            house.shop.pass_time(MINUTE)
            if (await house.shop.task(task_id)).state is State.DELIVERED:
                break
        await house.shop.until_over(task_id)
        assert (await house.quota()).used == 0
        said = message(house, house.songs.id, asked.id).content
        assert said.endswith("The songs were made, but Discord did not confirm them: your 12 credits stay back.")
