"""`/library`, the choices of `track`, the menu of a message, and songs that leave the library, in simcord."""

import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot import i18n
from bot.clock import DAY, day_of
from bot.models import DeliveryKind
from bot.store.library import Song
from bot.tasks.shelf import Page
from bot.ui import format
from bot.ui.library_page import Asking, library_page
from bot.ui.tracks import complete_tracks
from tests.command_house import House, house, reply
from tests.crowds import crowd
from tests.measuring import unmeasured
from tests.reading import buttons_in, words
from tests.song_steps import link, made, message, message_of_song, only_task
from tests.ui_examples import NOW, TASK, TRACK, parcel

__all__ = ["house"]


async def library(house: House, **options: Any) -> InteractionResult:
    who: MemberActor = options.pop("who", house.ana)
    return await who.slash(house.songs, "library", **options)


async def choices(house: House, typed: str, who: MemberActor | None = None) -> list[dict[str, Any]]:
    return await (who or house.ana).autocomplete(house.songs, "wav", "track", typed)


def secret(house: House) -> ChannelHandle:
    hidden: dict[Any, discord.PermissionOverwrite] = {
        house.guild.default_role: discord.PermissionOverwrite(view_channel=False),
        house.bot_user: discord.PermissionOverwrite(view_channel=True),
    }
    return house.guild.create_text_channel("secret", overwrites=hidden)


async def in_secret(house: House) -> int:
    """A song of a channel that only the owner of the guild sees."""
    await house.quick("a surprise", who=house.owner, channel=secret(house))
    await house.shop.until_over((await only_task(house)).id)
    track = house.shop.courier.songs[-1].track
    assert track is not None
    return track.id


async def test_an_empty_library_says_how_to_fill_it(house: House) -> None:
    shown = await library(house)
    assert shown.ephemeral
    command = house.services.command_ids["generate"]
    assert words(reply(shown)) == f"## Library\nNo songs here yet. Make the first: </generate quick:{command}>."


async def test_songs_stand_newest_first_in_two_lines_each(house: House) -> None:
    first, second = await made(house)
    head, count, one, style, two, _ = words(reply(await library(house))).split("\n")
    assert (head, count) == ("## Library", "-# 2 songs, newest first, page 1 of 1")
    assert one == f"**1. {second.title}** · {format.length(second.duration)} · Ana · <t:{second.created_at // 1000}:d>"
    assert two.startswith(f"**2. {first.title}** · ")
    jump = link(house, await message_of_song(house, second))
    assert style == f"-# {second.style[:60]} · [go to message]({jump})"


async def test_pages_turn_in_place_and_survive_a_restart(house: House) -> None:
    for number in range(5):
        await made(house, f"idea {number}")
    shown = await library(house)
    assert "page 1 of 2" in words(reply(shown))
    assert buttons_in(reply(shown))["Back"]["disabled"]
    await house.restart()
    await house.ana.click(reply(shown), label="Next")
    assert "-# 10 songs, newest first, page 2 of 2\n**9. " in words(reply(shown))
    assert buttons_in(reply(shown))["Next"]["disabled"]
    await house.ana.click(reply(shown), label="Back")
    assert "page 1 of 2\n**1. " in words(reply(shown))


def test_a_member_that_nobody_can_be_is_anybody() -> None:
    assert Asking.read("1", "9" * 19, "") == Asking()


def test_the_nastiest_titles_still_fit_into_a_page() -> None:
    nasty = replace(TRACK, title="*" * 90, style="_" * 200, duration=3_723_000, member_id=2**62)
    posted = replace(parcel().delivery, message_id=2**62, channel_id=2**62, guild_id=2**62)
    song = Song(nasty, replace(TASK, member_name="~" * 32), (posted,))
    page = Page((song,) * 8, 1, 9, 70)
    shown = library_page(page, [(nasty, [nasty] * 300)] * 8, Asking.of("`" * 40), {}, NOW, lambda _: True)
    texts = [item.content for item in shown.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]  # type: ignore[union-attr]
    assert sum(map(len, texts)) <= 4000
    assert all("go to message" in text for text in texts[1:])


def test_songs_are_counted_in_the_readers_way_to_write_numbers() -> None:
    page = Page((Song(TRACK, TASK, ()),), 1, 155, 1234)
    with i18n.using("de"):
        shown = library_page(page, [(None, [])], Asking(), {}, NOW, lambda _: True)
    (first, *_) = (item.content for item in shown.view.walk_children() if isinstance(item, discord.ui.TextDisplay))  # type: ignore[union-attr]
    assert "-# 1.234 Songs" in first


async def test_a_longer_version_and_its_source_name_each_other(house: House) -> None:
    first, _ = await made(house)
    await house.ana.slash(house.songs, "extend", track=str(first.id), title="Longer Rain")
    await house.shop.until_over((await only_task(house)).id)
    text = words(reply(await library(house)))
    assert f" · longer version of “{first.title}” · " in text
    assert " · longer versions: 2 · " in text


async def test_one_can_be_posted_again_in_this_channel_with_live_buttons(house: House) -> None:
    first, _ = await made(house)
    picked = await house.ben.slash(house.lounge, "library")
    select = reply(picked).components[0]["components"][-2]["components"][0]
    assert select["placeholder"] == "Post one again in this channel"
    await house.restart()
    result = await house.ben.select(reply(picked), [str(first.id)], custom_id=select["custom_id"])
    assert result.ephemeral
    assert reply(result).content == f"**Coming:** {first.title} is posted in this channel in a moment. This is free."
    await house.shop.step(2)
    (parcel,) = house.shop.courier.of(DeliveryKind.REPOST)
    assert parcel.delivery.channel_id == house.lounge.id
    again = await message_of_song(house, first)
    assert (again.channel_id, again.message.mentions) == (house.lounge.id, [])
    assert (await house.ben.click(again, label="Extend")).modal is not None
    assert (await house.quota()).used == 12_000


async def test_where_the_bot_may_not_post_nothing_is_posted_again(house: House) -> None:
    first, _ = await made(house)
    closed: dict[Any, discord.PermissionOverwrite] = {
        house.guild.default_role: discord.PermissionOverwrite(attach_files=False)
    }
    quiet = house.guild.create_text_channel("quiet", overwrites=closed)
    shown = await house.ana.slash(quiet, "library")
    select = reply(shown).components[0]["components"][-2]["components"][0]
    result = await house.ana.select(reply(shown), [str(first.id)], custom_id=select["custom_id"])
    assert reply(result).content.startswith("**The bot may not post here:** Attach Files is missing")


async def test_a_message_that_was_deleted_is_told_and_so_is_a_song_that_is_gone(house: House) -> None:
    first, _ = await made(house)
    asked = await house.ana.click(await message_of_song(house, first), label="Delete")
    await house.ana.click(reply(asked), label="Delete here")
    assert " · deleted from the channel" in words(reply(await library(house)))
    house.shop.pass_time(16 * DAY)
    shown = await library(house)
    assert f" · gone on <t:{first.expires_at // 1000}:d>" in words(reply(shown))
    select = reply(shown).components[0]["components"][-2]["components"][0]
    result = await house.ana.select(reply(shown), [str(first.id)], custom_id=select["custom_id"])
    assert reply(result).content.startswith("**Gone:** the music service deleted this song on <t:")


async def test_also_from_the_library_takes_it_out(house: House) -> None:
    first, second = await made(house)
    asked = await house.ana.click(await message_of_song(house, first), label="Delete")
    await house.restart()
    await house.ana.click(reply(asked), label="Also from the library")
    assert reply(asked).content.endswith("and the library no longer has the song.")
    assert "-# 1 song, newest first" in words(reply(await library(house)))
    assert [choice["value"] for choice in await choices(house, "")] == [str(second.id)]
    result = await house.ana.slash(house.songs, "extend", track=str(first.id))
    assert reply(result).content.startswith("**Not found:**")


async def test_songs_of_hidden_channels_are_in_no_list_count_or_choice(house: House) -> None:
    await made(house)
    hidden = await in_secret(house)
    assert "-# 2 songs" in words(reply(await library(house)))
    assert "-# 4 songs" in words(reply(await library(house, who=house.owner)))
    assert str(hidden) not in [choice["value"] for choice in await choices(house, "")]
    assert str(hidden) in [choice["value"] for choice in await choices(house, "", house.owner)]
    for command in ("extend", "wav"):
        result = await house.ana.slash(house.songs, command, track=str(hidden))
        assert reply(result).content.startswith("**Not found:**")


async def test_choices_name_title_length_member_and_day(house: House) -> None:
    first, second = await made(house)
    found = await choices(house, first.title.split()[0])
    day = i18n.day(day_of(first.created_at, "UTC"))
    names = {f"{track.title} · {format.length(track.duration)} · Ana · {day}" for track in (first, second)}
    assert found
    assert {choice["name"] for choice in found} <= names


async def test_where_no_song_fits_the_choice_says_so_and_means_nothing(house: House) -> None:
    (only,) = await choices(house, "nothing like that")
    assert only["name"] == "No song fits; make one with /generate quick"
    result = await house.ana.slash(house.songs, "wav", track=only["value"])
    assert reply(result).content.startswith("**Not found:**")


async def test_choices_that_fail_are_an_empty_list(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(guild_id: int) -> dict[int, int]:
        raise OSError("disk")

    monkeypatch.setattr(house.services.shelf, "channels", broken)
    assert await choices(house, "") == []


async def test_song_options_offers_the_buttons_of_the_very_message(house: House) -> None:
    first, _ = await made(house)
    shown = await message_of_song(house, first)
    result = await house.ben.context_menu(house.songs, "Song options", shown)
    assert result.ephemeral
    assert reply(result).content == f"**{first.title}**: what next?"
    assert list(buttons_in(reply(result))) == ["Lyrics", "Extend", "WAV", "Again", "Delete"]
    await house.restart()
    assert (await house.ben.click(reply(result), label="Extend")).modal is not None


async def test_song_options_elsewhere_says_that_it_is_no_song(house: House) -> None:
    queued = await house.quick()
    said = await house.ana.send(house.songs, "hello")
    for other in (reply(queued), message(house, house.songs.id, said.id)):
        result = await house.ana.context_menu(house.songs, "Song options", other)
        assert (result.ephemeral, reply(result).content) == (True, "This is not a song from Minstrel.")


async def test_choices_take_less_than_100_ms_among_100_000_songs(house: House, tmp_path: Path) -> None:
    """Of the processor, so that other work does not count; by the clock: `python -m bench.library`."""
    await made(house)
    with unmeasured():
        crowd(tmp_path / "minstrel.db", 100_000)
    for typed in ("", "r", "rain", "nothing such", "slow gaa", "laa mii soo"):
        interaction: Any = SimpleNamespace(
            guild_id=house.guild.id, channel_id=house.songs.id, channel=None, guild=None, user=house.ana
        )
        took = []
        for _ in range(6):  # the best of them, for processors that are shared are slower as well
            started = time.process_time()
            found = await complete_tracks(house.services, interaction, typed)
            took.append(time.process_time() - started)
        assert min(took) < 0.1, typed
        assert 1 <= len(found) <= 25
        assert max(len(choice.name) for choice in found) <= 100
