"""Searching on the page of `/library`, in simcord: the form, the member, and what the buttons' ids carry of it."""

import pytest

from bot.ui.library_page import Asking
from tests.command_house import House, house, reply
from tests.reading import words
from tests.song_steps import made
from tests.test_commands_extend import filled
from tests.test_commands_library import library

__all__ = ["house"]


async def test_the_form_searches_and_show_all_ends_it(house: House) -> None:
    await made(house, "slow piano")
    await made(house, "loud drums")
    shown = await library(house)
    form = await house.ana.click(reply(shown), label="Search")
    await house.ana.submit_modal(form, {"search": "drums"})
    assert "-# 2 songs, newest first, page 1 of 1 · “drums”" in words(reply(shown))
    form = await house.ana.click(reply(shown), label="Search")
    await house.ana.submit_modal(form, {"search": "*trumpet*"})
    assert words(reply(shown)) == "## Library\nNothing fits “\\*trumpet\\*”."
    await house.ana.click(reply(shown), label="Show all")
    assert "-# 4 songs" in words(reply(shown))


async def test_the_form_opens_with_the_words_that_the_page_searches_for(house: House) -> None:
    await made(house)
    shown = await library(house, search="ra*n ü", member=house.ana)
    form = await house.ana.click(reply(shown), label="Search")
    assert filled(form) == {"search": "ra*n ü"}
    await house.ana.submit_modal(form, {"search": "tin"})
    assert "page 1 of 1 · asked for by Ana · “tin”" in words(reply(shown))


async def test_a_button_of_before_that_names_no_words_opens_the_form_as_well(house: House) -> None:
    await made(house)
    shown = await library(house, search="rain")
    found = house.env.backend.get_message(reply(shown).channel_id, reply(shown).id)
    button = found.components[0]["components"][-1]["components"][-1]
    assert button["custom_id"].startswith("m1:lib:search:0:")
    button["custom_id"] = "m1:lib:search:0"
    assert filled(await house.ana.click(reply(shown), custom_id="m1:lib:search:0")) == {}


async def test_a_search_by_member_keeps_to_the_member(house: House) -> None:
    await made(house)
    assert "-# 2 songs, newest first, page 1 of 1 · asked for by Ana\n" in words(
        reply(await library(house, member=house.ana))
    )
    assert words(reply(await library(house, member=house.ben))) == "## Library\nNothing by this member is here."


@pytest.mark.parametrize("text", ["rain", "雨" * 60, "😀é" * 40, "a:b:c*", ""])
def test_a_search_fits_into_an_id_and_comes_back_whole(text: str) -> None:
    asking = Asking.of(text, 2**63 - 1, 99_999)
    custom_id = asking.id("page")
    assert len(custom_id) <= 100
    _, _, _, number, member, search = custom_id.split(":")
    assert Asking.read(number, member, search) == asking


async def test_a_forged_search_shows_all_instead_of_failing(house: House) -> None:
    await made(house)
    shown = await library(house)
    for search in ("A", "____", "-", "gICAgA"):
        found = house.env.backend.get_message(reply(shown).channel_id, reply(shown).id)
        button = found.components[0]["components"][-1]["components"][-2]
        button |= {"custom_id": f"m1:lib:page:7:0:{search}", "disabled": False}
        result = await house.ana.click(reply(shown), custom_id=f"m1:lib:page:7:0:{search}")
        assert "## Library" in words(reply(result))
