"""`/extend` in simcord: the command, the button with its form, refusals before anything is spent, and the choices."""

from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from bot.clock import DAY
from bot.models import Extension, QuickSong, State
from bot.ui.moment import moment_of, written
from tests.command_house import House, house, reply
from tests.song_steps import link, made, message_of_song, only_task

__all__ = ["house"]


async def extend(house: House, track: str, **options: Any) -> InteractionResult:
    who: MemberActor = options.pop("who", house.ana)
    return await who.slash(options.pop("channel", house.songs), "extend", track=track, **options)


def filled(shown: InteractionResult) -> dict[str, str]:
    assert shown.modal is not None
    parts = [label["component"] for label in shown.modal["components"]]
    return {part["custom_id"]: part["value"] for part in parts if part.get("value")}


@pytest.mark.parametrize(
    ("text", "moment"),
    [("1:23", 83_000), ("1:02:03", 3_723_000), ("83", 83_000), ("83.5", 83_500), (" 0:07 ", 7_000), ("75 s", 75_000)],
)
def test_a_moment_is_read_as_members_write_it(text: str, moment: int) -> None:
    assert moment_of(text) == moment
    assert moment_of(written(moment)) == moment // 1000 * 1000


@pytest.mark.parametrize("text", ["", "soon", "1:60", "1:2:3:4", "-5", "1:5", "٣", "1::2", "9" * 20])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        moment_of(text)


async def test_the_track_alone_inherits_all(house: House) -> None:
    first, _ = await made(house)
    result = await extend(house, str(first.id))
    assert reply(result).content.startswith(f"**Queued** · “{first.title}”\n12 credits taken")
    request = (await only_task(house)).request
    assert isinstance(request, Extension)
    assert (request.inherit, request.track_id, request.model) == (True, first.id, "V4_5")


async def test_any_value_takes_the_rest_from_the_source(house: House) -> None:
    first, _ = await made(house)
    await extend(house, str(first.id), continue_at="0:02", style="slower, strings")
    request = (await only_task(house)).request
    assert isinstance(request, Extension)
    assert (request.inherit, request.continue_at, request.style) == (False, 2_000, "slower, strings")
    assert (request.title, request.prompt) == (first.title, first.lyrics)


async def test_a_longer_version_says_what_it_extends(house: House) -> None:
    first, _ = await made(house)
    await extend(house, str(first.id), continue_at="0:02", title="Longer Rain")
    task = await only_task(house)
    assert (await house.shop.until_over(task.id)).state is State.DELIVERED
    parcel = house.shop.courier.songs[-1]
    assert parcel.track is not None
    assert parcel.track.parent_track_id == first.id
    message = await message_of_song(house, parcel.track)
    source = await message_of_song(house, first)
    line = (message.message.embeds[0].description or "").split("\n")[0]
    assert line == f"Extends [{first.title}]({link(house, source)}) from 0:02"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"continue_at": "soon"}, "**Not a time:** write where to go on as 1:23, 1:02:03 or in seconds"),
        (
            {"continue_at": "9:59"},
            "**Not inside the song:** it is 0:09 long, so go on from a moment between start and end.",
        ),
        (
            {"continue_at": "0"},
            "**Not inside the song:** it is 0:09 long, so go on from a moment between start and end.",
        ),
        ({"title": "T" * 81}, "**Too long:** the title has 81 characters, V4_5 takes 80; 1 must go."),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_spent(
    house: House, options: dict[str, str], said: str
) -> None:
    first, _ = await made(house)
    result = await extend(house, str(first.id), **options)
    assert result.ephemeral
    assert reply(result).content.startswith(said)
    assert "Nothing was charged." in reply(result).content
    assert (await house.quota()).used == 12_000


async def test_a_song_that_the_service_has_deleted_is_refused(house: House) -> None:
    first, _ = await made(house)
    shown = await message_of_song(house, first)
    house.shop.pass_time(16 * DAY)
    for result in (await extend(house, str(first.id)), await house.ana.click(shown, label="Extend")):
        assert reply(result).content.startswith(f"**Gone at the music service** since <t:{first.expires_at // 1000}:D>")


async def test_what_was_typed_for_a_song_that_is_gone_comes_back_without_a_button(house: House) -> None:
    first, _ = await made(house)
    house.shop.pass_time(16 * DAY)
    result = await extend(house, str(first.id), prompt="[Verse 3]\nMore rain")
    assert reply(result).content.endswith("below.\n> \\[Verse 3\\]\n> More rain")
    assert reply(result).components == []


async def test_refused_words_come_back_and_correct_fills_the_form(house: House) -> None:
    first, _ = await made(house)
    given = {"continue_at": "9:59", "prompt": "[Verse 3]\nMore rain", "title": "Longer Rain"}
    refused = await extend(house, str(first.id), **given)
    assert "> Continue from: 9:59" in reply(refused).content
    await house.restart()
    shown = await house.ana.click(reply(refused), label="Correct")
    assert filled(shown) == given
    await house.ana.submit_modal(shown, given | {"continue_at": "3"})
    request = (await only_task(house)).request
    assert isinstance(request, Extension)
    assert (request.continue_at, request.prompt, request.title) == (3_000, given["prompt"], "Longer Rain")


async def test_the_button_opens_a_form_that_is_served_after_a_restart(house: House) -> None:
    first, _ = await made(house)
    shown = await house.ben.click(await message_of_song(house, first), label="Extend")
    assert shown.modal is not None
    assert shown.modal["title"] == f"Extend {first.title} · 12 of 228 credits"
    labels = [(label["label"], label["component"]["custom_id"]) for label in shown.modal["components"]]
    assert [key for _, key in labels] == ["continue_at", "prompt", "style", "title"]
    assert not any(label["component"]["required"] for label in shown.modal["components"])
    await house.restart()
    await house.ben.submit_modal(shown, {"continue_at": "2", "prompt": "", "style": "", "title": ""})
    task = await only_task(house)
    assert isinstance(task.request, Extension)
    assert (task.member_name, task.request.continue_at) == ("Ben", 2_000)


async def test_again_under_a_longer_version_opens_the_same_form_filled(house: House) -> None:
    first, _ = await made(house)
    await extend(house, str(first.id), continue_at="0:02", title="Longer Rain")
    await house.shop.until_over((await only_task(house)).id)
    parcel = house.shop.courier.songs[-1]
    assert parcel.track is not None
    shown = await house.ana.click(await message_of_song(house, parcel.track), label="Again")
    assert filled(shown) == {"continue_at": "0:02", "title": "Longer Rain"}


async def test_try_again_under_one_that_failed_opens_the_form_too(house: House) -> None:
    first, _ = await made(house)
    queued = await extend(house, str(first.id), prompt="fail please")
    task = await only_task(house)
    assert (await house.shop.until_over(task.id)).state is State.FAILED
    shown = await house.ana.click(reply(queued), label="Try again")
    assert filled(shown)["prompt"] == "fail please"


async def test_an_instrumental_needs_words_where_values_are_given(house: House) -> None:
    await house.ana.slash(house.songs, "generate quick", prompt="rain", instrumental=True)
    task = await only_task(house)
    assert isinstance(task.request, QuickSong)
    await house.shop.until_over(task.id)
    track = house.shop.courier.songs[-1].track
    assert track is not None
    assert track.lyrics == ""
    result = await extend(house, str(track.id), style="faster")
    assert reply(result).content.startswith("**Something is missing:** this song has no lyrics of its own")


async def test_a_song_is_found_by_id_link_message_and_title(house: House) -> None:
    first, _ = await made(house)
    shown = await message_of_song(house, first)
    jump = link(house, shown)
    for value in (str(first.id), jump, f"<{jump}>", str(shown.id), first.title.upper()):
        await extend(house, value)
        task = (await house.tasks())[-1]
        assert isinstance(task.request, Extension), value
    assert len(await house.tasks()) == 5
