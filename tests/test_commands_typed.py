"""Typed text is never lost: whatever stops a request, and however early, gives it back."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.errors import StoreError
from bot.models import CustomSong
from bot.ui.typed import FILE_BYTES_AT_MOST
from tests.command_house import House, house, reply
from tests.reading import file_of
from tests.song_steps import made, message_of_song
from tests.test_commands_extend import extend, filled
from tests.test_commands_forms import SONG, custom, parts

__all__ = ["house"]

VERSE = "[Verse 3]\n" + "More rain on the roof, and none of it on me\n" * 12


async def text_of(result: InteractionResult) -> str:
    """The file below a refusal."""
    assert reply(result).content.endswith(" Your text is below.")
    return (await file_of(reply(result), "your-text.txt")).decode()


async def test_what_was_typed_for_a_title_that_names_no_song_comes_back(house: House) -> None:
    await made(house)
    result = await extend(house, "no such song", continue_at="1:05", prompt=VERSE, title="Longer Rain")
    assert reply(result).content.startswith("**Not found:**")
    text = await text_of(result)
    assert text == f"Continue from: 1:05\nTitle: Longer Rain\n\n{VERSE.strip()}"
    assert reply(result).components == []  # no other text would find the song


async def test_a_moment_that_is_none_stands_in_the_form_that_corrects_it(house: House) -> None:
    first, _ = await made(house)
    refused = await extend(house, str(first.id), continue_at="2m45")
    assert reply(refused).content.startswith("**Not a time:**")
    assert reply(refused).content.endswith("Your text is below.\n> Continue from: 2m45")
    assert filled(await house.ana.click(reply(refused), label="Correct")) == {"continue_at": "2m45"}


async def test_what_was_typed_into_the_form_of_a_song_erased_meanwhile_comes_back(house: House) -> None:
    first, _ = await made(house)
    shown = await house.ana.click(await message_of_song(house, first), label="Extend")
    await house.shop.shelf.erase(first.id, house.guild.id)
    result = await house.ana.submit_modal(shown, {"prompt": VERSE})
    assert reply(result).content.startswith("**Not found:**")
    assert VERSE.strip() in await text_of(result)


async def test_an_idea_sent_again_comes_back_from_a_database_that_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await made(house)
    shown = await house.ben.click(await message_of_song(house, first), label="Again")

    async def full(*_: Any) -> None:
        raise StoreError("The database failed: database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(house.desk, "view", full)
        result = await house.ben.submit_modal(shown, {"prompt": VERSE[:390]})
    assert reply(result).content.startswith("**The bot cannot save anything just now.**")
    assert await text_of(result) == VERSE[:390].strip()


async def test_a_form_that_nobody_knows_gives_its_text_back(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom")
    shown._interaction.modal["custom_id"] = "m1:form:again:99:abc"  # type: ignore[index]
    result = await house.ana.submit_modal(shown, SONG | {"lyrics": VERSE})
    assert await text_of(result) == f"Title: {SONG['title']}\nStyle: {SONG['style']}\n\n{VERSE.strip()}"


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


async def test_an_artist_comes_back_where_the_number_beside_it_is_none(house: House) -> None:
    page = await house.manager.slash(house.songs, "settings show")
    shown = await house.manager.click(reply(page), label="Limits")
    result = await house.manager.submit_modal(shown, {"per_guild": "ten", "per_member": "2", "artist": "The Attic"})
    assert reply(result).content == (
        "**Not that number:** between 1 and 10. Nothing was changed. Your text is below.\n> The Attic"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_a_lyrics_file_is_read_as_editors_save_it(house: House, encoding: str) -> None:
    words = "Regen auf dem Dach\n雨"
    file = ("words.txt", words.replace("\n", "\r\n").encode(encoding))
    await custom(house, {"title": "T", "style": "slow", "file": file})
    (task,) = await house.tasks()
    assert isinstance(task.request, CustomSong)
    assert task.request.lyrics == words


async def test_a_list_of_too_many_blocked_words_comes_back(house: House) -> None:
    page = await house.manager.slash(house.songs, "settings show")
    shown = await house.manager.click(reply(page), label="Blocked words")
    words = "\n".join(f"word{number}" for number in range(101))
    result = await house.manager.submit_modal(shown, {"words": words})
    assert reply(result).content == (
        "**Too many words:** 101 words with 697 characters; 100 words with 4,000 characters is the most. "
        "Nothing was changed. Your text is below."
    )
    assert await text_of(result) == words
