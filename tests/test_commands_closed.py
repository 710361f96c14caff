"""Where the member may not write: buttons work there as well, and do not lend the bot's right to write."""

import discord
import pytest
from simcord import InteractionResult
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from tests.command_house import House, house, reply
from tests.song_steps import made, message_of_song, only_task
from tests.test_commands_drafts import message_of

__all__ = ["house"]

REFUSED = "**Not in this channel:** you may not send messages here. Nothing was charged."


async def close(house: House) -> None:
    """From here on nobody but who administers writes in #songs, and the bot."""
    sending = discord.Permissions(send_messages=True).value
    for overwrite in (
        Overwrite(house.guild.id, OverwriteType.ROLE, deny=sending),
        Overwrite(house.bot_user.id, OverwriteType.MEMBER, allow=sending),
    ):
        house.env.backend.set_overwrite(house.songs.id, overwrite)
    await house.env.settle()


async def refused(house: House, result: InteractionResult, used: int) -> None:
    assert result.ephemeral
    assert result.modal is None
    assert reply(result).content.startswith(REFUSED)
    assert (await house.quota()).used == used


@pytest.mark.parametrize("label", ["WAV", "Again", "Extend"])
async def test_no_button_under_a_song_asks_for_anything_in_public_nor_opens_a_form(house: House, label: str) -> None:
    song = await message_of_song(house, (await made(house))[0])
    await close(house)
    await refused(house, await house.ben.click(song, label=label), used=12_000)
    await refused(house, await house.ana.click(song, label=label), used=12_000)


async def test_nor_does_a_draft_become_a_song(house: House) -> None:
    await house.ana.slash(house.songs, "lyrics write", prompt="a sea shanty")
    await house.shop.until_over((await only_task(house)).id)
    shown = message_of(house)
    used = (await house.quota()).used
    await close(house)
    await refused(house, await house.ben.click(shown, label="Make a song"), used)


async def test_a_form_that_was_open_before_is_refused_and_gives_back_what_was_typed(house: House) -> None:
    song = await message_of_song(house, (await made(house))[0])
    form = await house.ben.click(song, label="Again")
    await close(house)
    sent = await house.ben.submit_modal(form, {"prompt": "a waltz", "instrumental": False})
    await refused(house, sent, used=12_000)
    assert reply(sent).content == f"{REFUSED} Your text is below.\n> a waltz"


async def test_who_may_write_there_goes_on_as_before(house: House) -> None:
    song = await message_of_song(house, (await made(house))[0])
    await close(house)
    assert reply(await house.owner.click(song, label="WAV")).content.startswith("**Queued**")
