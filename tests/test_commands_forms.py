"""Forms in simcord: `/generate custom`, Correct, Try again and Again; also those opened before a restart."""

import asyncio
from typing import Any

import pytest
from simcord import InteractionResult

from bot.models import CustomSong, State
from bot.ui import replies, sent_forms
from tests.command_house import House, house, reply

__all__ = ["house"]

SONG = {"title": "Tin Roof Rain", "style": "lo-fi piano", "lyrics": "[Verse]\nRain on the tin roof"}


async def custom(house: House, values: dict[str, Any] | None = None, **options: Any) -> InteractionResult:
    shown = await house.ana.slash(house.songs, "generate custom", **options)
    return await house.ana.submit_modal(shown, SONG if values is None else values)


def parts(shown: InteractionResult) -> dict[str, dict[str, Any]]:
    """The fields of a form by their ids, each with its label's description."""
    assert shown.modal is not None
    labels = shown.modal["components"]
    return {label["component"]["custom_id"]: label["component"] | {"about": label["description"]} for label in labels}


async def test_the_custom_form_says_price_and_rest_and_its_song_is_queued(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom")
    assert shown.modal is not None
    assert shown.modal["title"] == "Custom song · V4_5 · 12 of 240 credits"
    assert list(parts(shown)) == ["title", "style", "lyrics", "file"]
    result = await house.ana.submit_modal(shown, SONG)
    assert reply(result).content.startswith("**Queued** · “Tin Roof Rain”\n12 credits taken")
    (task,) = await house.tasks()
    assert task.request == CustomSong.model_validate(SONG | {"model": "V4_5"})


async def test_an_instrumental_form_asks_for_no_lyrics(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom", instrumental=True, model="V3_5")
    assert list(parts(shown)) == ["title", "style"]
    assert parts(shown)["style"]["max_length"] == 200
    await house.ana.submit_modal(shown, {"title": "T", "style": "s"})
    (task,) = await house.tasks()
    assert task.request == CustomSong(title="T", style="s", instrumental=True, model="V3_5")


async def test_fields_hold_what_the_model_takes(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom", model="V4")
    assert {key: field["max_length"] for key, field in parts(shown).items()} == {
        "title": 80,
        "style": 200,
        "lyrics": 3000,
    }


async def test_a_form_opened_before_a_restart_is_served(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom")
    await house.restart()
    result = await house.ana.submit_modal(shown, SONG)
    assert reply(result).content.startswith("**Queued**")
    assert (await house.quota()).used == 12_000


async def test_lyrics_too_long_for_a_field_come_as_a_file(house: House) -> None:
    words = "la " * 1500
    await custom(house, {"title": "T", "style": "s", "file": ("words.txt", words.encode())})
    (task,) = await house.tasks()
    assert task.request.lyrics == words.strip()  # type: ignore[union-attr]


async def test_a_slow_file_is_answered_by_a_private_defer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(sent_forms, "uploaded_text", lambda client, file: asyncio.sleep(0.2, "la la"))
    result = await custom(house, {"title": "T", "style": "s", "file": ("words.txt", b"not read")})
    assert result.ephemeral
    (task,) = await house.tasks()
    assert (task.request.lyrics, task.deferred) == ("la la", True)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"la" * 2600, "**Too long:** the text of the lyrics has 5,200 characters, V4_5 takes 5,000; 200 must go."),
        (b"\xff\xfe\x00", "**Not a text file:** the lyrics file must be plain text of at most 64 KB, saved as UTF-8."),
        (b"x" * 70_000, "**Not a text file:** the lyrics file must be plain text of at most 64 KB, saved as UTF-8."),
        (b"  ", "**Something is missing:** the lyrics field is empty."),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_in_words(house: House, file: bytes, said: str) -> None:
    result = await custom(house, {"title": "T", "style": "s", "file": ("words.txt", file)})
    assert result.ephemeral
    assert reply(result).content.startswith(f"{said} Nothing was charged. Your text is below.")
    assert (await house.quota()).used == 0


async def test_field_and_file_together_are_refused_and_what_was_typed_comes_back(house: House) -> None:
    result = await custom(house, SONG | {"file": ("words.txt", b"other words")})
    assert reply(result).content.startswith("**Two lyrics:** the field and the file both hold some;")
    shown = await house.ana.click(reply(result), label="Correct")
    assert {key: field["value"] for key, field in parts(shown).items() if "value" in field} == SONG


async def test_lyrics_refused_at_5200_characters_are_kept_through_correct(house: House) -> None:
    words = "la " * 1733 + "x"  # 5,200
    refused = await custom(house, {"title": "T", "style": "s", "file": ("words.txt", words.encode())})
    shown = await house.ana.click(reply(refused), label="Correct")
    assert parts(shown)["lyrics"]["about"] == "Empty: the same lyrics (5,200 characters)."
    await house.restart()
    again = await house.ana.submit_modal(shown, {"title": "T2", "style": "s"})
    assert reply(again).content.startswith("**Too long:** the text of the lyrics has 5,200 characters")


async def test_try_again_opens_the_form_of_a_failed_request_for_the_asker_alone(house: House) -> None:
    song = SONG | {"lyrics": "fail please"}
    queued = await custom(house, song)
    (task,) = await house.tasks()
    assert (await house.shop.until_over(task.id)).state is State.FAILED
    stranger = await house.ben.click(reply(queued), label="Try again")
    assert reply(stranger).content.startswith("**Not yours:** only the member who asked may open this text.")
    shown = await house.ana.click(reply(queued), label="Try again")
    assert {key: field["value"] for key, field in parts(shown).items() if "value" in field} == song
    await house.ana.submit_modal(shown, SONG | {"title": "Second try"})
    assert [task.summary for task in await house.tasks()] == ["Second try"]


async def test_a_form_that_nobody_knows_is_told(house: House) -> None:
    shown = await house.ana.slash(house.songs, "generate custom")
    shown._interaction.modal["custom_id"] = "m1:form:again:99:abc"  # type: ignore[index]
    result = await house.ana.submit_modal(shown, SONG)
    assert reply(result).content.startswith("**Not found:**")
