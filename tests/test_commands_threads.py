"""Songs that were made in threads and posts of forums, which archive themselves after a while, in simcord."""

from typing import Any

import discord
import pytest
from discord import ChannelType
from simcord import ChannelHandle, MemberActor

from bot.models import Track
from tests.command_house import House, house, reply
from tests.reading import words
from tests.song_steps import link, message_of_song, only_task
from tests.test_commands_library import choices, library, secret

__all__ = ["house"]


async def thread_of(house: House, channel: ChannelHandle, kind: ChannelType = ChannelType.public_thread) -> Any:
    """The newest thread of the channel, as simcord has it."""
    cached = house.env.bot.get_channel(channel.id)
    assert isinstance(cached, discord.TextChannel)
    with house.env._bot_scope():
        await cached.create_thread(name="jam", type=kind)
    return channel.threads[-1]


async def post_of_forum(house: House) -> Any:
    """Ana's."""
    forum = house.guild.create_forum_channel("jams")
    house.env.backend.create_thread(forum.id, "jam", house.ana.id)
    await house.env.settle()
    return forum.threads[-1]


async def archive(house: House, thread: Any) -> None:
    """Discord tells of it once, and from then on no more."""
    guild = house.env.bot.get_guild(house.guild.id)
    assert guild is not None
    cached = guild.get_thread(thread.id)
    assert cached is not None
    with house.env._bot_scope():
        await cached.edit(archived=True)
    await house.env.settle()
    assert guild.get_channel_or_thread(thread.id) is None


async def song_in(house: House, place: Any, who: MemberActor | None = None) -> Track:
    """The second of two songs, which were asked for there."""
    await house.quick("piano in a thread", channel=place, who=who or house.ana)
    await house.shop.until_over((await only_task(house)).id)
    track = house.shop.courier.songs[-1].track
    assert track is not None
    return track


async def said_of(house: House, track: str) -> str:
    return reply(await house.ben.slash(house.songs, "lyrics timed", track=track)).content or ""


@pytest.mark.parametrize("in_forum", [False, True])
async def test_songs_of_a_public_thread_stay_in_the_library_when_it_is_archived(house: House, in_forum: bool) -> None:
    thread = await (post_of_forum(house) if in_forum else thread_of(house, house.songs))
    track = await song_in(house, thread)
    jump = link(house, await message_of_song(house, track))
    await archive(house, thread)
    shown = words(reply(await library(house, who=house.ben)))
    assert "-# 2 songs, newest first" in shown
    assert f"[go to message]({jump})" in shown
    assert str(track.id) in [choice["value"] for choice in await choices(house, "", house.ben)]
    for named in (str(track.id), jump, track.title):
        assert not (await said_of(house, named)).startswith("**Not found:**")


async def test_songs_of_an_archived_thread_stay_hidden_from_who_cannot_see_its_channel(house: House) -> None:
    hidden = secret(house)
    thread = await thread_of(house, hidden)
    track = await song_in(house, thread, house.owner)
    await archive(house, thread)
    assert "No songs here yet" in words(reply(await library(house)))
    assert str(track.id) not in [choice["value"] for choice in await choices(house, "")]
    assert (await said_of(house, str(track.id))).startswith("**Not found:**")
    assert "-# 2 songs" in words(reply(await library(house, who=house.owner)))


async def test_songs_of_a_private_thread_stay_hidden(house: House) -> None:
    thread = await thread_of(house, house.songs, ChannelType.private_thread)
    track = await song_in(house, thread, house.owner)
    assert "No songs here yet" in words(reply(await library(house)))
    await archive(house, thread)
    assert "No songs here yet" in words(reply(await library(house)))
    assert str(track.id) not in [choice["value"] for choice in await choices(house, "piano")]
    assert (await said_of(house, str(track.id))).startswith("**Not found:**")


async def test_a_request_that_waits_in_an_archived_thread_is_listed(house: House) -> None:
    thread = await thread_of(house, house.songs)
    await house.quick("piano in a thread", channel=thread)
    await archive(house, thread)
    assert "piano in a thread" in words(reply(await house.ben.slash(house.songs, "tasks")))


async def test_a_song_that_was_posted_again_in_a_thread_is_linked_there_when_it_is_archived(house: House) -> None:
    track = await song_in(house, house.songs)
    thread = await thread_of(house, house.lounge)
    shown = await house.ben.slash(thread, "library")
    select = reply(shown).components[0]["components"][-2]["components"][0]
    await house.ben.select(reply(shown), [str(track.id)], custom_id=select["custom_id"])
    await house.shop.step(2)
    again = await message_of_song(house, track)
    assert again.channel_id == thread.id
    await archive(house, thread)
    assert f"[go to message]({link(house, again)})" in words(reply(await library(house)))


@pytest.mark.parametrize("kind", [ChannelType.public_thread, ChannelType.private_thread])
async def test_who_asks_inside_of_a_thread_finds_its_songs_whatever_discord_has_told(
    house: House, kind: ChannelType
) -> None:
    thread = await thread_of(house, house.songs, kind)
    await song_in(house, thread, house.owner)
    guild = house.env.bot.get_guild(house.guild.id)
    assert guild is not None
    guild._channels.clear()
    guild._threads.clear()
    assert "-# 2 songs" in words(reply(await house.owner.slash(thread, "library")))
