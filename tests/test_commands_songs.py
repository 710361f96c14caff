"""The buttons under a song in simcord: Again and Delete, a restart later."""

import discord
import pytest
import simcord
from discord.utils import MISSING
from simcord import ResponseMessage

from bot.ui.buttons import Cancel
from bot.ui.notices import is_message_of
from bot.ui.parts import row
from bot.ui.song_buttons import UNDER_A_SONG
from tests.command_house import House, house, reply

__all__ = ["house"]


@pytest.fixture
async def song(house: House) -> ResponseMessage:
    """Ana's first song, posted as the courier posts it, in a bot that was started anew since."""
    await house.quick()
    (task,) = await house.tasks()
    await house.shop.until_over(task.id)
    (first, _) = house.shop.courier.songs
    delivery, _, _ = await house.desk.track_of_delivery(first.delivery.id, house.guild.id)
    await house.restart()
    return ResponseMessage(house.env, house.env.backend.get_message(delivery.channel_id, delivery.message_id or 0))


async def test_again_opens_the_filled_form_for_everybody(house: House, song: ResponseMessage) -> None:
    shown = await house.ben.click(song, label="Again")
    assert shown.modal is not None
    assert shown.modal["components"][0]["component"]["value"] == "slow piano, rain on a tin roof"
    await house.ben.submit_modal(shown, {"prompt": "slow piano, snow"})
    assert [(task.summary, task.member_name) for task in await house.tasks()] == [("slow piano, snow", "Ben")]


async def test_delete_asks_first_and_keep_keeps(house: House, song: ResponseMessage) -> None:
    asked = await house.ana.click(song, label="Delete")
    assert asked.ephemeral
    assert "for everyone?** The message and its file go. Credits are not given back." in reply(asked).content
    await house.ana.click(reply(asked), label="Keep")
    assert reply(asked).content == "**Kept.** Nothing was changed."
    assert house.env.backend.get_message(song.channel_id, song.id)


async def test_delete_here_deletes_the_message(house: House, song: ResponseMessage) -> None:
    asked = await house.ana.click(song, label="Delete")
    await house.ana.click(reply(asked), label="Delete here")
    assert reply(asked).content == "**Deleted.** The message and its file are gone."
    with pytest.raises(simcord.BackendError):
        house.env.backend.get_message(song.channel_id, song.id)


async def test_a_message_that_is_gone_already_counts_as_deleted(house: House, song: ResponseMessage) -> None:
    asked = await house.ana.click(song, label="Delete")
    house.env.inject_error("DELETE", "/channels/*/messages/*", status=404, code=10008)
    await house.ana.click(reply(asked), label="Delete here")
    assert reply(asked).content.startswith("**Deleted.**")


async def test_when_discord_does_not_delete_it_is_said(house: House, song: ResponseMessage) -> None:
    asked = await house.ana.click(song, label="Delete")
    house.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50013)
    await house.ana.click(reply(asked), label="Delete here")
    assert reply(asked).content.startswith("**Not deleted:**")


async def test_strangers_may_not_delete_but_managers_may(house: House, song: ResponseMessage) -> None:
    refused = await house.ben.click(song, label="Delete")
    assert reply(refused).content.startswith("**Not yours:**")
    asked = await house.manager.click(song, label="Delete")
    assert reply(asked).content.startswith("**Delete ")


async def test_a_song_of_another_server_is_not_found(house: House, song: ResponseMessage) -> None:
    other = house.env.create_guild("Other")
    channel = other.create_text_channel("songs")
    member = other.add_member(house.env.create_user("eve"))
    view = discord.ui.View.from_message(song.message)
    with house.env._bot_scope():
        sent = await house.env.bot.get_partial_messageable(channel.id).send("forged", view=view)
    forged = ResponseMessage(house.env, house.env.backend.get_message(channel.id, sent.id))
    for label in ("Again", "Delete"):
        result = await member.click(forged, label=label)
        assert reply(result).content.startswith("**Not found:**")


async def test_an_id_that_no_row_can_have_is_not_found(house: House) -> None:
    view = row(*(kind.of(9_999_999_999_999_999_999) for kind in UNDER_A_SONG), Cancel.of(9_999_999_999_999_999_999))
    with house.env._bot_scope():
        sent = await house.env.bot.get_partial_messageable(house.songs.id).send("forged", view=view or MISSING)
    forged = ResponseMessage(house.env, house.env.backend.get_message(house.songs.id, sent.id))
    for label in ("Again", "Delete", "Cancel"):
        result = await house.ana.click(forged, label=label)
        assert reply(result).content.startswith("**Not found:**")


async def test_a_posted_song_is_known_by_its_deliverys_id(house: House, song: ResponseMessage) -> None:
    first, second = house.shop.courier.songs
    assert is_message_of(song.message, first.delivery.id)
    assert not is_message_of(song.message, second.delivery.id)
