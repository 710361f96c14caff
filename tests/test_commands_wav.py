"""`/wav` and its button in simcord: asked for once, shown ever after."""

from dataclasses import replace

import pytest
from simcord import InteractionResult, ResponseMessage

from bot.clock import DAY
from bot.errors import AlreadyAsked
from bot.models import DeliveryKind, State, Track, WavOf
from bot.ui import library_service
from bot.ui.errors import refusal
from tests.command_house import House, house, reply
from tests.song_steps import link, made, message, message_of_song, only_task

__all__ = ["house"]


async def wav(house: House, track: Track) -> InteractionResult:
    return await house.ben.slash(house.songs, "wav", track=str(track.id))


async def fetched(house: House, track: Track) -> ResponseMessage:
    """The message that brought Ben's WAV."""
    await wav(house, track)
    task = await only_task(house)
    assert (await house.shop.until_over(task.id)).state is State.DELIVERED
    posted = await house.shop.store.library.posted_wav(task.id)
    assert posted is not None
    return message(house, posted.channel_id, posted.message_id or 0)


async def test_a_wav_is_asked_for_in_public_and_says_its_price(house: House) -> None:
    first, _ = await made(house)
    result = await wav(house, first)
    assert not result.ephemeral
    assert reply(result).content == (f"**Queued** · “{first.title}”\n0.4 credits taken; they come back if it fails.")
    request = (await only_task(house)).request
    assert isinstance(request, WavOf)
    assert request.track_id == first.id


async def test_the_button_asks_for_the_same_and_the_wav_comes(house: House) -> None:
    first, _ = await made(house)
    shown = await message_of_song(house, first)
    await house.restart()
    await house.ben.click(shown, label="WAV")
    task = await only_task(house)
    await house.shop.until_over(task.id)
    (parcel,) = house.shop.courier.of(DeliveryKind.WAV)
    assert parcel.track is not None
    assert (parcel.track.id, bool(parcel.track.wav_url)) == (first.id, True)
    assert (await house.quota()).used == 12_400


async def test_while_it_is_under_way_the_way_to_it_is_shown_free(house: House) -> None:
    first, _ = await made(house)
    queued = await wav(house, first)
    again = await wav(house, first)
    assert again.ephemeral
    jump = link(house, reply(queued))
    expected = f"**Under way:** [go to the request]({jump}) for the WAV of {first.title}. Nothing was charged."
    assert reply(again).content == expected
    assert (await house.quota()).used == 12_400


async def test_what_was_made_before_is_linked_free_even_when_the_service_has_deleted_it(house: House) -> None:
    first, _ = await made(house)
    brought = await fetched(house, first)
    house.shop.pass_time(16 * DAY)
    again = await house.ana.click(await message_of_song(house, first), label="WAV")
    assert again.ephemeral
    jump = link(house, brought)
    assert reply(again).content == f"**Made already:** [go to the WAV of {first.title}]({jump}). Nothing was charged."


async def test_a_wav_whose_message_was_deleted_can_still_be_downloaded(house: House) -> None:
    first, _ = await made(house)
    brought = await fetched(house, first)
    asked = await house.ben.click(brought, label="Delete")
    labels = [button["label"] for row in reply(asked).components for button in row["components"]]
    assert labels == ["Delete here", "Keep"]  # the library has songs only
    await house.ben.click(reply(asked), label="Delete here")
    again = await wav(house, first)
    url = (await house.shop.shelf.song(first.id, house.guild.id)).track.wav_url
    assert reply(again).content.startswith(f"**Made already:** [download the WAV of {first.title}]({url}) until <t:")
    house.shop.pass_time(16 * DAY)
    assert reply(await wav(house, first)).content.startswith("**Made already:** its message is gone")


async def test_a_wav_whose_message_a_moderator_may_have_deleted_can_be_downloaded_as_well(house: House) -> None:
    first, _ = await made(house)
    jump = link(house, await fetched(house, first))
    url = (await house.shop.shelf.song(first.id, house.guild.id)).track.wav_url
    told = reply(await wav(house, first)).content
    head = f"**Made already:** [go to the WAV of {first.title}]({jump}), or [download it]({url}) until <t:"
    assert told.startswith(head)
    assert told.endswith(":D>. Nothing was charged.")


async def test_a_song_that_the_service_has_deleted_is_refused(house: House) -> None:
    first, _ = await made(house)
    house.shop.pass_time(16 * DAY)
    result = await wav(house, first)
    assert result.ephemeral
    assert reply(result).content.startswith("**Gone at the music service** since <t:")
    assert await house.tasks() == []


async def test_one_that_failed_is_given_back_and_tried_again_with_one_click(house: House) -> None:
    first, _ = await made(house)
    house.shop.music.faults.add("wav", "fail")
    queued = await wav(house, first)
    task = await only_task(house)
    assert (await house.shop.until_over(task.id)).state is State.FAILED
    assert (await house.quota()).used == 12_000
    again = await house.ben.click(reply(queued), label="Try again")
    assert reply(again).content.startswith("**Queued** · ")
    assert (await only_task(house)).source_track_id == first.id


async def test_a_status_that_is_not_posted_yet_is_told_by_its_channel(house: House) -> None:
    first, _ = await made(house)
    await wav(house, first)
    task = replace(await only_task(house), status_message_id=None)
    words = library_service._made_before(first, task, None, house.shop.clock.now(), lambda _: True)
    assert words == f"**Under way:** the WAV of {first.title} comes to <#{house.songs.id}>. Nothing was charged."


def test_two_who_ask_in_the_same_moment_are_told_the_request() -> None:
    assert refusal(AlreadyAsked(1042)).content == (
        "**Asked for already:** it comes with request 1042. Nothing was charged."
    )


@pytest.mark.parametrize("value", ["-", "0", "99999999999999999999", "no such song", "https://example.com/1/2/3"])
async def test_what_names_no_song_is_not_found(house: House, value: str) -> None:
    await made(house)
    result = await house.ana.slash(house.songs, "wav", track=value)
    assert reply(result).content.startswith("**Not found:**")
