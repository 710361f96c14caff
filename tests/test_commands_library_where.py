"""Where `/library` says that a song is, never more than is known, and where it posts one again, in simcord."""

from typing import Any

import discord
import pytest
from simcord import ResponseMessage

from bot.clock import HOUR, MINUTE
from bot.errors import Blind, MediaLost, MessageGone, PostLater
from bot.models import DeliveryKind
from tests.command_house import House, house, reply
from tests.reading import buttons_in, words
from tests.song_steps import made, message, only_task
from tests.test_security_reach import clicked

__all__ = ["house"]


async def places(house: House) -> list[str]:
    """What stands last in the second line of each song, the newest song first."""
    said = words(reply(await house.ana.slash(house.songs, "library"))).split("\n")
    return [line.rpartition(" · ")[2] for line in said[2:] if line.startswith("-# ")]


async def test_a_song_that_discord_never_confirmed_is_perhaps_not_posted_and_its_notice_leads_to_it(
    house: House,
) -> None:
    house.shop.courier.troubles.append(PostLater("cut", retry_after=5 * MINUTE))
    house.shop.courier.find_trouble = Blind()
    await house.quick()
    await house.shop.until_over((await only_task(house)).id, HOUR)
    second, first = await places(house)
    assert (first, second[:15]) == ("perhaps not posted", "[go to message]")
    (notice,) = (found for found in house.songs.history() if "**Perhaps posted:**" in found.content)
    assert "Discord did not confirm" in notice.content
    assert notice.content.endswith(". It is in `/library`; Post again is free.")
    await house.restart()
    opened = await house.ben.click(message(house, house.songs.id, notice.id), label="Library")
    assert opened.ephemeral
    assert words(reply(opened)).startswith("## Library\n-# 2 songs, newest first")


async def test_a_song_that_could_not_be_had_is_not_posted(house: House) -> None:
    house.shop.courier.troubles.append(MediaLost("gone"))
    await made(house)
    second, first = await places(house)
    assert (first, second[:15]) == ("not posted", "[go to message]")


async def test_songs_of_a_request_that_failed_are_not_posted(house: House) -> None:
    house.shop.courier.troubles.extend(MediaLost("gone") for _ in range(2))
    await house.quick()
    await house.shop.until_over((await only_task(house)).id)
    assert await places(house) == ["not posted", "not posted"]


async def test_a_song_that_somebody_deleted_at_once_is_deleted_from_the_channel(house: House) -> None:
    house.shop.courier.troubles.append(MessageGone())
    await made(house)
    second, first = await places(house)
    assert (first, second[:15]) == ("deleted from the channel", "[go to message]")


async def test_a_song_that_waits_for_its_channel_is_not_posted_yet(house: House) -> None:
    house.shop.courier.troubles.append(PostLater("5xx", retry_after=HOUR))
    await house.quick()
    task = await only_task(house)
    for _ in range(40):
        await house.shop.step()
        house.shop.pass_time(5_000)
    assert (await house.shop.task(task.id)).ended_at is None
    assert "not posted yet" in await places(house)


@pytest.mark.parametrize("thread", [False, True])
async def test_where_the_member_may_not_write_nothing_is_posted_again_in_their_stead(
    house: House, *, thread: bool
) -> None:
    first, _ = await made(house)
    shut = discord.PermissionOverwrite(send_messages=thread, send_messages_in_threads=not thread)
    open_ = discord.PermissionOverwrite(send_messages=True, send_messages_in_threads=True)
    rules: dict[Any, discord.PermissionOverwrite] = {house.guild.default_role: shut, house.bot_user: open_}
    news = house.guild.create_text_channel("news", overwrites=rules)
    cached = house.env.bot.get_channel(news.id)
    assert isinstance(cached, discord.TextChannel)
    with house.env._bot_scope():
        await cached.create_thread(name="today", type=discord.ChannelType.public_thread)
    shown = await house.ben.slash(news.threads[0] if thread else news, "library")
    select = reply(shown).components[0]["components"][-2]["components"][0]
    refused = await house.ben.select(reply(shown), [str(first.id)], custom_id=select["custom_id"])
    assert refused.ephemeral
    assert reply(refused).content == "**Not in this channel:** you may not send messages here. Nothing was charged."
    await house.shop.step(2)
    assert house.shop.courier.of(DeliveryKind.REPOST) == []


async def again_in_the_lounge(house: House) -> ResponseMessage:
    """Ana's song, which Ben has posted again."""
    first, _ = await made(house)
    shown = await house.ben.slash(house.lounge, "library")
    select = reply(shown).components[0]["components"][-2]["components"][0]
    await house.ben.select(reply(shown), [str(first.id)], custom_id=select["custom_id"])
    await house.shop.step(2)
    (posted,) = house.lounge.history()
    return message(house, house.lounge.id, posted.id)


async def test_whoever_posted_a_song_again_deletes_it_there_and_not_from_the_library(house: House) -> None:
    posted = await again_in_the_lounge(house)
    asked = await house.ben.click(posted, label="Delete")
    assert list(buttons_in(reply(asked))) == ["Delete here", "Keep"]
    await house.ben.click(reply(asked), label="Delete here")
    assert reply(asked).content == "**Deleted.** The message and its file are gone."
    assert list(house.lounge.history()) == []
    assert "2 songs" in words(reply(await house.ana.slash(house.songs, "library")))


async def test_a_song_posted_again_is_still_its_askers_and_no_strangers(house: House) -> None:
    posted = await again_in_the_lounge(house)
    cleo = house.guild.add_member(house.env.create_user("cleo"))
    assert reply(await cleo.click(posted, label="Delete")).content.startswith("**Not yours:**")
    asked = await house.ana.click(posted, label="Delete")
    assert list(buttons_in(reply(asked))) == ["Delete here", "Also from the library", "Keep"]
    purge = buttons_in(posted)["Delete"]["custom_id"].replace(":delete:", ":purge:")
    (also,) = await clicked(house, house.ben, house.lounge.id, [purge])  # a button that he was never shown
    assert reply(also).content.startswith("**Not yours:**")
    assert "2 songs" in words(reply(await house.ana.slash(house.songs, "library")))
