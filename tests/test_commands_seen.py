"""Songs and WAVs whose latest message is in a channel that the asker cannot see, in simcord."""

from simcord import ChannelHandle, ResponseMessage

from bot.clock import DAY
from bot.models import DeliveryKind, Track
from tests.command_house import House, house, reply
from tests.reading import words
from tests.song_steps import link, made, message_of_song, only_task
from tests.test_commands_library import in_secret, library, secret

__all__ = ["house"]


async def posted_in(house: House, track: Track, channel: ChannelHandle) -> ResponseMessage:
    """The song once more."""
    song = await house.shop.shelf.song(track.id, house.guild.id)
    await house.shop.shelf.post_again(song, channel.id)
    house.shop.pass_time(1000)
    await house.shop.step(2)
    again = await message_of_song(house, track)
    assert again.channel_id == channel.id
    return again


async def wav_in(house: House, track: Track, channel: ChannelHandle) -> None:
    """Brought there."""
    await house.owner.slash(channel, "wav", track=str(track.id))
    await house.shop.until_over((await only_task(house)).id)
    assert house.shop.courier.of(DeliveryKind.WAV)[-1].delivery.channel_id == channel.id


async def wav_of(house: House, track: Track) -> str:
    result = await house.ben.slash(house.songs, "wav", track=str(track.id))
    assert result.ephemeral
    return reply(result).content or ""


async def test_the_library_links_the_latest_message_that_the_asker_sees(house: House) -> None:
    first, _ = await made(house)
    original = await message_of_song(house, first)
    hidden = await posted_in(house, first, secret(house))
    seen, all_of_it = words(reply(await library(house))), words(reply(await library(house, who=house.owner)))
    assert (link(house, original) in seen, link(house, hidden) in seen) == (True, False)
    assert (link(house, original) in all_of_it, link(house, hidden) in all_of_it) == (False, True)


async def test_a_song_that_only_a_hidden_message_carries_is_called_neither_gone_nor_deleted(
    house: House,
) -> None:
    """It can be posted here again."""
    first, _ = await made(house)
    original = await message_of_song(house, first)
    await posted_in(house, first, secret(house))
    asked = await house.ana.click(original, label="Delete")
    await house.ana.click(reply(asked), label="Delete here")
    house.shop.pass_time(16 * DAY)
    shown = words(reply(await library(house)))
    assert "Roof and Rain" in shown
    assert ("gone on" in shown, "deleted" in shown) == (False, False)


async def test_buttons_work_under_a_message_that_is_not_the_latest(house: House) -> None:
    track = (await house.shop.shelf.song(await in_secret(house), house.guild.id)).track
    shown = await posted_in(house, track, house.lounge)
    await posted_in(house, track, house.guild.channels["secret"])
    assert "**Not found:**" not in (reply(await house.ben.click(shown, label="Lyrics")).content or "")
    form = await house.ben.click(shown, label="Extend")
    sent = await house.ben.submit_modal(form, {"prompt": "[Verse 3]\nmy own new words"})
    assert (reply(sent).content or "").startswith("**Queued**")


async def test_a_wav_in_a_hidden_channel_is_downloaded_from_the_service_as_long_as_it_has_it(house: House) -> None:
    first, _ = await made(house)
    await wav_in(house, first, secret(house))
    url = (await house.shop.shelf.song(first.id, house.guild.id)).track.wav_url
    said = await wav_of(house, first)
    assert said.startswith(f"**Made already:** [download the WAV of {first.title}]({url}) until <t:")
    house.shop.pass_time(16 * DAY)
    assert await wav_of(house, first) == (
        f"**Made already:** the WAV of {first.title} is in a channel that you cannot see, and the music service has "
        "deleted its copy. Nothing was charged."
    )


async def test_a_wav_that_comes_to_a_hidden_channel_is_promised_as_a_download(house: House) -> None:
    first, _ = await made(house)
    await house.owner.slash(secret(house), "wav", track=str(first.id))
    assert await wav_of(house, first) == (
        f"**Under way:** the WAV of {first.title} comes to a channel that you cannot see. Ask again in a minute to "
        "download it. Nothing was charged."
    )
