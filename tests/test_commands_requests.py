"""`/tasks` and Cancel in simcord: what waits and runs, seen and stopped only by those who may."""

from typing import Any

import discord
from simcord import InteractionResult

from bot.models import State
from tests.command_house import House, house, reply

__all__ = ["house"]


def words(page: InteractionResult) -> str:
    """All texts of a page."""
    (container,) = reply(page).components
    return "\n".join(part["content"] for part in container["components"] if part["type"] == 10)


async def test_the_page_is_private_and_says_when_nothing_runs(house: House) -> None:
    page = await house.ana.slash(house.songs, "tasks")
    assert page.ephemeral
    assert words(page) == (
        "## Waiting and running\n-# The music service answers. At once: 2 for you, 10 for this server.\n"
        "Nothing is waiting or running here."
    )


async def test_requests_stand_in_order_with_place_time_and_link(house: House) -> None:
    first = await house.quick("slow piano")
    await house.quick("ska about # laundry", who=house.ben)
    page = words(await house.ana.slash(house.songs, "tasks"))
    link = f"https://discord.com/channels/{house.guild.id}/{house.songs.id}/{reply(first).id}"
    assert "**“slow piano”** · Ana\n-# place 1 · usually done <t:" in page
    assert f"R> · [go to message]({link})" in page
    assert "**“ska about # laundry”** · Ben\n-# place 2 · " in page


async def test_a_member_may_choose_their_own_and_the_page_is_redrawn(house: House) -> None:
    await house.quick("mine")
    await house.quick("not mine", who=house.ben)
    page = await house.ana.slash(house.songs, "tasks")
    (mine, _) = await house.tasks()
    await house.ana.select(reply(page), [str(mine.id)], custom_id="m1:req:pick")
    assert "“mine”" not in words(page)
    assert [task.summary for task in await house.tasks()] == ["not mine"]
    assert (await house.quota()).used == 12_000


async def test_a_manager_may_choose_any(house: House) -> None:
    await house.quick("one")
    await house.quick("two", who=house.ben)
    page = await house.manager.slash(house.songs, "tasks")
    options = reply(page).components[0]["components"][-2]["components"][0]["options"]
    assert [option["label"] for option in options] == ["Place 1 · one", "Place 2 · two"]


async def test_refresh_shows_what_came_since(house: House) -> None:
    page = await house.ana.slash(house.songs, "tasks")
    await house.quick("came later")
    await house.restart()
    await house.ana.click(reply(page), label="Refresh")
    assert "“came later”" in words(page)


async def test_requests_of_hidden_channels_are_not_listed(house: House) -> None:
    hidden: dict[Any, discord.PermissionOverwrite] = {
        house.guild.default_role: discord.PermissionOverwrite(view_channel=False),
        house.bot_user: discord.PermissionOverwrite(view_channel=True),
    }
    secret = house.guild.create_text_channel("secret", overwrites=hidden)
    await house.owner.slash(secret, "generate quick", prompt="a surprise")
    assert "surprise" not in words(await house.ana.slash(house.songs, "tasks"))
    assert "surprise" in words(await house.owner.slash(house.songs, "tasks"))


async def test_requests_of_private_threads_are_for_those_who_manage_them(house: House) -> None:
    cached = house.env.bot.get_channel(house.lounge.id)
    assert isinstance(cached, discord.TextChannel)
    with house.env._bot_scope():
        await cached.create_thread(name="secret", type=discord.ChannelType.private_thread)
    (thread,) = house.lounge.threads
    await house.owner.slash(thread, "generate quick", prompt="a surprise")
    assert "surprise" not in words(await house.ana.slash(house.songs, "tasks"))
    assert "surprise" in words(await house.owner.slash(house.songs, "tasks"))


async def test_a_request_that_is_gone_cannot_be_chosen(house: House) -> None:
    await house.quick()
    page = await house.ana.slash(house.songs, "tasks")
    (task,) = await house.tasks()
    await house.shop.step()
    result = await house.ana.select(reply(page), [str(task.id)], custom_id="m1:req:pick")
    assert reply(result).ephemeral
    assert reply(result).content.startswith("**Already sent:**")


async def test_cancel_gives_the_credits_back_and_the_message_tells_it(house: House) -> None:
    queued = await house.quick()
    await house.restart()
    await house.ana.click(reply(queued), label="Cancel")
    assert reply(queued).content == "**Cancelled** · “slow piano, rain on a tin roof”\n12 credits are back."
    assert reply(queued).components == []
    assert reply(queued).embeds == []
    assert (await house.quota()).used == 0


async def test_a_stranger_may_not_cancel_but_a_manager_may(house: House) -> None:
    queued = await house.quick()
    refused = await house.ben.click(reply(queued), label="Cancel")
    assert refused.ephemeral
    assert reply(refused).content.startswith("**Not yours:** only the member who asked, or a manager,")
    assert await house.states() == [State.QUEUED]
    await house.manager.click(reply(queued), label="Cancel")
    assert await house.states() == []


async def test_what_was_sent_cannot_be_cancelled(house: House) -> None:
    queued = await house.quick()
    await house.shop.step()
    result = await house.ana.click(reply(queued), label="Cancel")
    assert reply(result).content == ("**Already sent:** the music service is working on it and cannot be stopped.")
    assert (await house.quota()).used == 12_000
