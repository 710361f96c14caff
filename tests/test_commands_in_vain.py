"""Nobody types in vain: what is known to stand against a request is said before its form opens."""

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.tasks.treasury import Manager
from tests.command_house import House, house, open_house, reply
from tests.reading import buttons_in
from tests.song_steps import made, message_of_song

__all__ = ["house"]

TYPED = {"title": "T", "style": "s", "lyrics": "la la la"}


async def custom(house: House, channel: Any = None, **options: Any) -> InteractionResult:
    return await house.ana.slash(channel or house.songs, "generate custom", **options)


async def sent_in_vain(house: House, form: InteractionResult) -> str:
    """What answers a form that was open before: always with the text."""
    result = await house.ana.submit_modal(form, TYPED)
    content = reply(result).content
    assert content.endswith("Your text is below.\n> Title: T\n> Style: s\n> \n> la la la")
    return content


async def test_no_form_opens_where_the_bot_lacks_a_right_for_songs(house: House) -> None:
    shut = discord.PermissionOverwrite(attach_files=False)
    channel = house.guild.create_text_channel("bare", overwrites={house.bot_user: shut})
    shown = await custom(house, channel)
    assert shown.modal is None
    assert reply(shown).content.startswith(
        f"**The bot may not post here:** Attach Files is missing in <#{channel.id}>. Nothing was charged."
    )


async def test_no_form_opens_while_spending_is_paused(house: House) -> None:
    before = await custom(house)
    await house.manager.slash(house.songs, "quota pause", state="on")
    shown = await custom(house)
    assert shown.modal is None
    assert reply(shown).content.startswith("**Paused:** a manager has stopped spending")
    assert (await sent_in_vain(house, before)).startswith("**Paused:**")


async def test_no_form_opens_for_more_than_the_server_or_the_member_has_left(house: House) -> None:
    song = await message_of_song(house, (await made(house))[0])
    await house.manager.slash(house.songs, "quota share member", member=house.ana, amount=13)
    shown = await custom(house)
    assert shown.modal is None
    assert reply(shown).content.startswith("**Your share is used up:** 12 of your 13 credits are used, this takes 12.")
    await house.manager.slash(house.songs, "quota set", amount=16)
    for label in ("Again", "Extend"):
        shown = await house.ben.click(song, label=label)
        assert shown.modal is None
        assert reply(shown).content.startswith("**Not enough credits:** this takes 12, this server has 4 left.")


async def test_no_form_opens_on_a_server_that_the_owner_has_not_opened(tmp_path: Path) -> None:
    async with open_house(tmp_path, guilds_allowed="77") as house:
        shown = await custom(house)
        assert shown.modal is None
        assert reply(shown).content.startswith("**Not on this server:** the owner has not opened it for songs.")


async def test_no_form_opens_for_a_model_that_the_server_does_not_allow(house: House) -> None:
    before = await custom(house, model="V5")
    await house.manager.slash(house.songs, "settings set", models="V4")
    shown = await custom(house, model="V5")
    assert shown.modal is None
    assert reply(shown).content == "**Not this model:** this server allows V4. Nothing was charged."
    refused = await house.ana.submit_modal(before, TYPED)
    assert reply(refused).content.startswith(
        "**Not this model:** this server allows V4. Nothing was charged. Your text"
    )
    corrected = await house.ana.click(reply(refused), label="Correct")
    assert corrected.modal is not None
    assert corrected.modal["title"].startswith("Custom song · V4 ·")
    assert reply(await house.ana.submit_modal(corrected, TYPED)).content.startswith("**Queued**")


async def test_a_song_of_a_model_that_is_no_longer_allowed_is_not_made_longer_and_it_says_why(house: House) -> None:
    first, _ = await made(house)
    song, why = await message_of_song(house, first), "**Not this song:** it was made with V4_5, and a longer version"
    before = await house.ana.click(song, label="Extend")
    await house.manager.slash(house.songs, "settings set", models="V4")
    shown = await house.ana.click(song, label="Extend")
    assert shown.modal is None
    assert reply(shown).content == f"{why} would be too; this server allows V4. Nothing was charged."
    by_command = await house.ana.slash(house.songs, "extend", track=str(first.id), prompt="more rain")
    by_form = await house.ana.submit_modal(before, {"prompt": "more rain"})
    for refused in (by_command, by_form):
        assert reply(refused).content.startswith(why)
        assert reply(refused).content.endswith("\n> more rain")
        assert "Correct" not in buttons_in(reply(refused))


async def test_a_slow_database_holds_up_no_form_and_the_rules_hold_when_it_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.desk.treasury.pause(Manager(house.guild.id, 1), True)
    await house.desk.office.change(house.guild.id, {"models": ("V4",)}, 1)

    async def slow(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(house.desk.office, "settings", slow)
    monkeypatch.setattr(house.desk, "quota", slow)
    shown = await custom(house)
    assert shown.modal is not None
    assert shown.modal["title"] == "Custom song · V4_5 · 12 credits"
    assert (await sent_in_vain(house, shown)).startswith("**Not this model:**")
