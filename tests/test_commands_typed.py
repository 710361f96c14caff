"""Typed text is never lost: whatever stops a request, and however early, gives it back."""

from types import SimpleNamespace

import discord
import pytest
from simcord import InteractionResult

from bot.ui.typed import FILE_BYTES_AT_MOST
from tests.command_house import House, house, reply
from tests.reading import file_of
from tests.test_commands_extend import filled
from tests.test_commands_forms import custom, parts

__all__ = ["house"]

VERSE = "[Verse 3]\n" + "More rain on the roof, and none of it on me\n" * 12


async def text_of(result: InteractionResult) -> str:
    """The file below a refusal."""
    assert reply(result).content.endswith(" Your text is below.")
    return (await file_of(reply(result), "your-text.txt")).decode()


async def test_the_rest_of_a_form_comes_back_when_its_file_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"status": 404, "reason": "Not Found"}

    async def gone(url: str) -> bytes:
        raise discord.NotFound(SimpleNamespace(**refused), "file gone")

    with monkeypatch.context() as broken:
        broken.setattr(house.env.bot.http, "get_from_cdn", gone)
        result = await custom(house, {"title": "T", "style": "slow " * 60, "file": ("words.txt", b"la la")})
    assert reply(result).content.startswith("**File not read:** Discord did not hand over the lyrics file.")
    shown = await house.ana.click(reply(result), label="Correct")
    assert filled(shown) == {"title": "T", "style": ("slow " * 60).strip()}


async def test_the_largest_lyrics_file_is_kept_through_correct_beside_the_longest_fields(house: House) -> None:
    song = {"title": "T" * 80, "style": "ü" * 1000, "file": ("words.txt", b"x" * FILE_BYTES_AT_MOST)}
    refused = await custom(house, song)
    assert reply(refused).content.startswith("**Too long:** the text of the lyrics has 65,536 characters")
    shown = await house.ana.click(reply(refused), label="Correct")
    assert filled(shown) == {"title": song["title"], "style": song["style"]}
    assert parts(shown)["lyrics"]["about"] == "Empty: the same lyrics (65,536 characters)."


async def test_an_idea_comes_back_when_discord_refuses_the_public_answer(house: House) -> None:
    house.env.inject_error("POST", "/interactions/*/callback", status=403, code=50013)
    result = await house.quick(VERSE[:390])
    assert await text_of(result) == VERSE[:390].strip()
    assert (await house.quota()).used == 0
