"""Channels and roles that are set and then deleted, in simcord: the panel says so, and they can be taken off."""

from typing import Any

import pytest
from simcord import ChannelHandle, InteractionResult
from simcord.enums import ChannelType

from tests.command_house import House, house, reply
from tests.reading import buttons_in, words

__all__ = ["house"]

CHANNEL_GONE = "A channel that is set here is gone: choose another, or take it off."


async def panel(house: House) -> InteractionResult:
    return await house.manager.slash(house.songs, "settings show")


async def put(house: House, **options: Any) -> str:
    return reply(await house.manager.slash(house.songs, "settings set", **options)).content


async def delete(house: House, channel: ChannelHandle) -> None:
    house.env.backend.delete_channel(channel.id)
    await house.env.settle()


def picked(shown: InteractionResult, name: str) -> list[str]:
    """What the select has chosen."""
    rows = [part["components"] for part in reply(shown).components[0]["components"] if "components" in part]
    (select,) = (one for row in rows for one in row if one["custom_id"] == f"m1:set:pick:{name}")
    return [value["id"] for value in select.get("default_values", [])]


async def test_a_deleted_channel_is_named_as_gone_and_another_takes_its_place(house: House) -> None:
    studio = house.guild.create_text_channel("studio")
    await put(house, channel=studio)
    await delete(house, studio)
    shown = await panel(house)
    assert "**Ready in 0 of 1 channel.** 1 is gone." in words(reply(shown))
    assert f"Songs are made in no channel. {CHANNEL_GONE}" in words(reply(shown))
    assert picked(shown, "channels") == []
    assert await put(house, channel=house.songs) == f"**Saved.** Songs are made in <#{house.songs.id}> only."
    assert not (await house.quick()).ephemeral


async def test_what_is_gone_is_taken_off_by_a_button_and_the_rest_stays(house: House) -> None:
    studio, singers = house.guild.create_text_channel("studio"), house.guild.create_role("Singers")
    for channel in (studio, house.songs):
        await put(house, channel=channel)
    await put(house, role=singers, log_channel=studio)
    await delete(house, studio)
    house.env.backend.delete_role(house.guild.id, singers.id)
    shown = await panel(house)
    for said in (
        "**Ready in 1 of 2 channels.** 1 is gone.",
        f"Songs are made in <#{house.songs.id}> only. {CHANNEL_GONE}",
        "Nobody may make songs. A role that is set here is gone: choose another, or take it off.",
        "Credits are logged nowhere: the channel is gone.",
    ):
        assert said in words(reply(shown))
    assert (picked(shown, "channels"), picked(shown, "roles")) == ([str(house.songs.id)], [])
    assert picked(shown, "log_channel") == []
    await house.restart()
    await house.manager.click(reply(shown), label="Take off what is gone")
    said = f"**Saved.** Songs are made in <#{house.songs.id}> only. Everybody may make songs. Credits are logged in no"
    assert said in words(reply(shown))
    assert "Take off what is gone" not in buttons_in(reply(shown))
    assert not (await house.quick()).ephemeral


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (500, 0), (404, 0)])
async def test_a_channel_that_is_only_out_of_sight_is_not_gone(house: House, status: int, code: int) -> None:
    studio = house.guild.create_text_channel("studio")
    await put(house, channel=studio)
    await delete(house, studio)
    house.env.inject_error("GET", f"/channels/{studio.id}", status=status, code=code, times=10)
    said = words(reply(await panel(house)))
    assert f"Songs are made in <#{studio.id}> only." in said
    assert "gone" not in said


async def test_a_forum_can_be_put_on_the_list_and_taken_off_by_the_command(house: House) -> None:
    made = house.env.backend.create_channel(house.guild.id, "music", type=ChannelType.FORUM)
    forum = ChannelHandle(house.env, house.guild, made)
    assert await put(house, channel=forum) == f"**Saved.** Songs are made in <#{forum.id}> only."
    assert await put(house, channel=forum) == "**Saved.** Songs are made in every channel."


async def test_everyones_role_means_everybody(house: House) -> None:
    assert await put(house, role=house.guild.default_role) == "**Saved.** Everybody may make songs."
    assert not (await house.quick()).ephemeral


async def test_the_share_of_a_role_that_is_gone_is_told_no_more(house: House) -> None:
    temporary, singers = house.guild.create_role("Temporary"), house.guild.create_role("Singers")
    for role in (temporary, singers):
        await house.manager.slash(house.songs, "quota share role", role=role, amount=10.0)
    house.env.backend.delete_role(house.guild.id, temporary.id)
    await house.env.settle()
    said = words(reply(await house.manager.slash(house.songs, "quota show")))
    assert f"**Shares a month:** <@&{singers.id}> 10\n" in f"{said}\n"
