"""The first line of the settings panel, in simcord: where the bot may do all that songs need."""

from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, OverwriteType

from tests.command_house import House, house, reply
from tests.reading import words

__all__ = ["house"]


async def panel(house: House) -> InteractionResult:
    return await house.manager.slash(house.songs, "settings show")


async def only_in(house: House, channel: Any) -> str:
    """What the panel says once songs are made there only."""
    shown = await panel(house)
    await house.manager.select(reply(shown), [channel], custom_id="m1:set:pick:channels")
    return words(reply(shown))


async def test_the_health_check_names_what_is_missing_where(house: House) -> None:
    shut = discord.PermissionOverwrite(attach_files=False, read_message_history=False)
    closed = house.guild.create_text_channel("closed", overwrites={house.bot_user: shut})
    said = words(reply(await panel(house)))
    assert f"**Ready in 2 of 3 channels.** In <#{closed.id}>, Attach Files, Read Message History are missing." in said
    assert "**Ready in 1 of 1 channel.**" in await only_in(house, house.songs)


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ((), "**Ready in 1 of 1 channel.**"),
        (("send_messages",), "**Ready in 1 of 1 channel.**"),  # to begin posts, which the bot never does
        (
            ("send_messages_in_threads",),
            "**Ready in 0 of 1 channel.** In <#{forum}>, Send Messages In Threads is missing.",
        ),
        (("attach_files",), "**Ready in 0 of 1 channel.** In <#{forum}>, Attach Files is missing."),
        (("view_channel",), "**Ready in 0 of 1 channel.** In <#{forum}>, View Channel is missing."),
    ],
)
async def test_a_forum_is_judged_by_what_its_posts_need(house: House, denied: tuple[str, ...], said: str) -> None:
    deny = discord.Permissions(**dict.fromkeys(denied, True)).value
    shut = Overwrite(house.bot_user.id, OverwriteType.MEMBER, deny=deny)
    made = house.env.backend.create_channel(house.guild.id, "music", type=ChannelType.FORUM, overwrites=[shut])
    forum = ChannelHandle(house.env, house.guild, made)
    assert f"{said.format(forum=forum.id)}\n" in await only_in(house, forum)


async def test_check_again_sees_what_was_put_right(house: House) -> None:
    shown = await panel(house)
    await house.restart()
    await house.manager.click(reply(shown), label="Check again")
    assert "**Ready in 2 of 2 channels.**" in words(reply(shown))
