"""`/settings` that are refused or come slowly, in simcord: nothing that was set or typed is lost."""

import asyncio
from typing import Any

import discord
import pytest

from bot.errors import TooManyWords
from bot.guild_rules import GuildSettings
from bot.ui import opening
from tests.command_house import House, house, reply
from tests.reading import file_of

__all__ = ["house"]

LONG = [f"{number:03d}{'x' * 37}" for number in range(100)]
"""As many words as there may be, each as long as it may be: with a line break after each more than a field holds."""


async def put(house: House, **options: Any) -> str:
    return reply(await house.manager.slash(house.songs, "settings set", **options)).content


async def settings(house: House) -> GuildSettings:
    return await house.desk.office.settings(house.guild.id)


@pytest.mark.parametrize("wrong", ["a number", "a model", "a channel"])
async def test_where_one_change_is_refused_none_is_saved(house: House, wrong: str) -> None:
    shut = discord.PermissionOverwrite(send_messages=False)
    closed = house.guild.create_text_channel("closed", overwrites={house.bot_user: shut})
    refused = {"a number": ("per_guild", 999), "a model": ("models", "nonsense"), "a channel": ("log_channel", closed)}
    name, value = refused[wrong]
    await put(house, pings="off", artist="The Rains", words="rain, snow", **{name: value})
    assert await settings(house) == GuildSettings()
    assert await house.desk.treasury.log_channel(house.guild.id) is None
    assert await house.shop.store.guilds.audit(house.guild.id) == []


async def test_a_refused_command_hands_its_words_back(house: House) -> None:
    assert await put(house, words="rain, snow", per_guild=999) == (
        "**Not that number:** between 1 and 10. Nothing was changed. Your text is below.\n> rain, snow"
    )


async def test_where_one_field_of_the_limits_is_refused_none_is_saved(house: House) -> None:
    shown = await house.manager.slash(house.songs, "settings show")
    form = await house.manager.click(reply(shown), label="Limits")
    refused = await house.manager.submit_modal(form, {"per_guild": "5", "per_member": "99", "artist": "x"})
    assert reply(refused).content == (
        "**Not that number:** between 1 and 2. Nothing was changed. Your text is below.\n> x"
    )
    assert await settings(house) == GuildSettings()


async def test_a_log_channel_is_set_together_with_the_rest(house: House) -> None:
    said = await put(house, log_channel=house.lounge, artist="The Rains")
    assert f"Credits are logged in <#{house.lounge.id}>." in said
    assert (await settings(house)).artist == "The Rains"
    assert await house.desk.treasury.log_channel(house.guild.id) == house.lounge.id


async def test_too_many_words_are_refused_and_handed_back_as_a_file(house: House) -> None:
    await put(house, words="rain")
    shown = await house.manager.slash(house.songs, "settings show")
    form = await house.manager.click(reply(shown), label="Blocked words")
    text = ", ".join(f"w{number}" for number in range(101))
    refused = await house.manager.submit_modal(form, {"words": text})
    assert reply(refused).content == (
        "**Too many words:** 101 words with 394 characters; 100 words with 4,000 characters is the most. "
        "Nothing was changed. Your text is below."
    )
    assert (await file_of(reply(refused), ".txt")).decode() == text
    assert (await settings(house)).words == ("rain",)


async def test_more_words_than_the_form_shows_are_refused(house: House) -> None:
    with pytest.raises(TooManyWords):
        await house.desk.office.change(house.guild.id, {"words": tuple(LONG)}, house.manager.id)
    assert (await settings(house)).words == ()


async def test_the_most_words_stand_whole_in_the_form_and_stay_when_it_is_sent_untouched(house: House) -> None:
    most = [*LONG[:97], "a" * 23]
    assert len("\n".join(most)) == 4000
    await house.desk.office.change(house.guild.id, {"words": tuple(most)}, house.manager.id)
    shown = await house.manager.slash(house.songs, "settings show")
    form = await house.manager.click(reply(shown), label="Blocked words")
    assert form.modal is not None
    await house.manager.submit_modal(form, {"words": form.modal["components"][0]["component"]["value"]})
    assert (await settings(house)).words == tuple(most)


@pytest.mark.parametrize("form", ["Limits", "Blocked words"])
async def test_a_form_waits_for_what_is_set_for_sent_empty_it_would_take_it_away(
    house: House, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    await put(house, per_guild=3, artist="The Rains", words="rain")
    shown = await house.manager.slash(house.songs, "settings show")
    settings_of = house.desk.office.settings

    async def slow(guild_id: int) -> GuildSettings:
        await asyncio.sleep(2 * opening.PATIENCE)
        return await settings_of(guild_id)

    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    monkeypatch.setattr(house.desk.office, "settings", slow)
    opened = await house.manager.click(reply(shown), label=form)
    assert opened.modal is not None
    fields = [label["component"] for label in opened.modal["components"]]
    held = {field["custom_id"]: field.get("value", "") for field in fields}
    assert (
        held
        == {
            "Limits": {"per_guild": "3", "per_member": "", "artist": "The Rains"},
            "Blocked words": {"words": "rain"},
        }[form]
    )
