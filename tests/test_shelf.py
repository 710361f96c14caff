"""The shelf: finding, extending and reading the guild's songs, against the music stand-in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, SECOND
from bot.errors import BadTime, Expired, MayNotPost, MediaLost, NoLyrics, NotFound, NoTimesYet
from bot.models import CustomSong, DeliveryKind, LyricsIdea, QuickSong, Reason, State
from bot.store.library import Song
from bot.store.words import Search, words_in
from bot.tasks import shelf as shelf_module
from bot.tasks.shelf import Longer
from tests.stores import CHANNEL, GUILD, OTHER_GUILD
from tests.workshop import Workshop, workshop


@pytest.fixture
async def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    monkeypatch.setattr(shelf_module, "BETWEEN_TRIES", 0.0)
    async with workshop(tmp_path) as opened:
        yield opened


async def song(shop: Workshop, title: str = "Tin Roof Rain", style: str = "lo-fi piano", member: int = 100) -> Song:
    """The first of the two songs of a request."""
    request = CustomSong(title=title, style=style, lyrics="[Verse]\nRain on the tin roof", model="V4_5")
    task_id = await shop.ask(request, member=member)
    await shop.until_over(task_id)
    return await shop.shelf.song((await shop.view(task_id)).tracks[0].id, GUILD)


async def titles(shop: Workshop, search: Search) -> list[str]:
    return [one.track.title for one in await shop.shelf.completions(search)]


# Finding


async def test_songs_are_found_by_the_beginnings_of_words_newest_first(shop: Workshop) -> None:
    await song(shop, "Tin Roof Rain")
    await song(shop, "Slow Gutter Waltz", "jazz, brushes")
    found = await titles(shop, Search(GUILD))
    assert [title[:4] for title in found] == ["Slow", "Slow", "Tin ", "Tin "]
    assert {title[:4] for title in await titles(shop, Search(GUILD, "roo TIN"))} == {"Tin "}
    assert {title[:4] for title in await titles(shop, Search(GUILD, "brush"))} == {"Slow"}
    assert await titles(shop, Search(GUILD, "roof brushes")) == await titles(shop, Search(GUILD, "oof")) == []


async def test_a_quick_song_is_found_by_its_idea(shop: Workshop) -> None:
    await shop.until_over(await shop.ask(QuickSong(prompt="a zebra in the rain", model="V4_5")))
    assert len(await titles(shop, Search(GUILD, "zebra"))) == 2


async def test_signs_that_look_like_patterns_find_nothing_more(shop: Workshop) -> None:
    await song(shop)
    for text in ("%", "_", "rain%", "' OR 1=1 --", "rain\U0010ffff"):
        assert await titles(shop, Search(GUILD, text)) in ([], await titles(shop, Search(GUILD, "rain")))
    assert await titles(shop, Search(GUILD, "' OR 1=1 --")) == []


async def test_songs_of_hidden_channels_are_in_no_list_count_or_choice(shop: Workshop) -> None:
    await song(shop)
    assert await shop.shelf.channels(GUILD) == {CHANNEL: CHANNEL}
    near = Search(GUILD, hidden=frozenset({CHANNEL * 10 + 1, 1}))
    assert ((await shop.shelf.page(near, 1)).total, len(await titles(shop, near))) == (2, 2)
    hidden = Search(GUILD, hidden=frozenset({CHANNEL, 1}))
    page = await shop.shelf.page(hidden, 1)
    assert (page.songs, page.total, await titles(shop, hidden)) == ((), 0, [])


async def test_songs_of_one_member(shop: Workshop) -> None:
    await song(shop, "Ana's", member=100)
    await song(shop, "Ben's", member=101)
    assert {title[:3] for title in await titles(shop, Search(GUILD, member_id=101))} == {"Ben"}
    assert (await shop.shelf.page(Search(GUILD, member_id=102), 1)).total == 0


async def test_pages_stay_within_what_there_is(shop: Workshop) -> None:
    assert (await shop.shelf.page(Search(GUILD), 5)).pages == 1
    first = await song(shop)
    page = await shop.shelf.page(Search(GUILD), 99, size=1)
    assert (page.number, page.pages, page.total, [one.track.id for one in page.songs]) == (2, 2, 2, [first.track.id])
    assert (await shop.shelf.page(Search(GUILD), -3, size=1)).number == 1


async def test_a_song_of_another_guild_is_not_there(shop: Workshop) -> None:
    found = await song(shop)
    (posted,) = found.posted
    assert posted.message_id is not None
    with pytest.raises(NotFound):
        await shop.shelf.song(found.track.id, OTHER_GUILD)
    with pytest.raises(NotFound):
        await shop.shelf.song_of_message(posted.message_id, OTHER_GUILD)
    assert (await shop.shelf.song_of_message(posted.message_id, GUILD)).track == found.track
    assert await titles(shop, Search(OTHER_GUILD)) == []
    assert not await shop.shelf.erase(found.track.id, OTHER_GUILD)


async def test_an_erased_song_is_gone_from_everything(shop: Workshop) -> None:
    found = await song(shop)
    assert await shop.shelf.erase(found.track.id, GUILD)
    assert (await shop.shelf.page(Search(GUILD), 1)).total == 1
    with pytest.raises(NotFound):
        await shop.shelf.song(found.track.id, GUILD)


# Once more


async def test_a_song_is_posted_again_as_often_as_somebody_asks_where_they_ask(shop: Workshop) -> None:
    found = await song(shop)
    for channel in (CHANNEL, CHANNEL + 1):
        await shop.shelf.post_again(found, channel, after_id=900 + channel)
    await shop.step(2)
    again = shop.courier.of(DeliveryKind.REPOST)
    assert all(parcel.delivery.after_id == 900 + parcel.delivery.channel_id for parcel in again)
    assert {parcel.delivery.channel_id for parcel in again} == {CHANNEL, CHANNEL + 1}
    assert all(parcel.track == found.track and not parcel.delivery.ping for parcel in again)
    assert all(parcel.posted and parcel.posted[0].message_id for parcel in again)
    posted = (await shop.shelf.song(found.track.id, GUILD)).posted
    kinds = [DeliveryKind.REPOST, DeliveryKind.REPOST, DeliveryKind.SONG]
    assert [one.kind for one in posted] == kinds, "newest first"


async def test_a_song_that_is_about_to_be_posted_again_is_not_owed_twice(shop: Workshop) -> None:
    found = await song(shop)
    for _ in range(3):
        await shop.shelf.post_again(found, CHANNEL)
    await shop.step(4)
    assert len(shop.courier.of(DeliveryKind.REPOST)) == 1
    await shop.shelf.post_again(found, CHANNEL)
    await shop.step(2)
    assert len(shop.courier.of(DeliveryKind.REPOST)) == 2


async def test_a_song_that_nobody_has_any_more_is_told_where_it_was_asked_for_each_time(shop: Workshop) -> None:
    found = await song(shop)
    for number in (1, 2):
        shop.courier.troubles.append(MediaLost("gone"))
        await shop.shelf.post_again(found, CHANNEL + 1, after_id=900 + number)
        await shop.step(3)
        notices = shop.courier.of(DeliveryKind.NOTICE)
        assert len(notices) == number
        assert (notices[-1].delivery.reason, notices[-1].delivery.channel_id) == (Reason.GONE, CHANNEL + 1)
        assert (notices[-1].track, notices[-1].delivery.ping) == (found.track, False)
        assert notices[-1].delivery.after_id == 900 + number
    assert shop.courier.of(DeliveryKind.REPOST) == []
    assert (await shop.task(found.task.id)).state is State.DELIVERED


async def test_a_song_asked_for_in_a_closed_channel_is_given_up_after_a_day_without_a_word(shop: Workshop) -> None:
    found = await song(shop)
    await shop.shelf.post_again(found, CHANNEL)
    for _ in range(40):
        shop.courier.troubles.append(MayNotPost())
        await shop.step()
        shop.pass_time(HOUR)
    shop.courier.troubles.clear()
    await shop.step(2)
    assert (shop.courier.of(DeliveryKind.REPOST), shop.courier.of(DeliveryKind.NOTICE)) == ([], [])


# Longer versions


async def test_a_longer_version_takes_what_is_not_given_from_its_source(shop: Workshop) -> None:
    found = await song(shop)
    request = shop.shelf.extension(found, Longer(style="jazz"))
    assert (request.inherit, request.style, request.title) == (False, "jazz", found.track.title)
    assert request.prompt == found.track.lyrics
    assert request.continue_at == (found.track.duration or 0) - SECOND
    assert request.model == found.task.model


@pytest.mark.parametrize("moment", [0, -1, 4_000_000])
async def test_a_moment_outside_of_the_song_is_refused_with_its_length(shop: Workshop, moment: int) -> None:
    found = await song(shop)
    with pytest.raises(BadTime) as refusal:
        shop.shelf.extension(found, Longer(continue_at=moment))
    assert refusal.value.length == found.track.duration


async def test_a_song_of_unknown_length_has_no_end_to_go_on_from(shop: Workshop) -> None:
    shop.music.faults.add("record-info", "null_duration", times=None)
    found = await song(shop)
    with pytest.raises(BadTime) as refusal:
        shop.shelf.extension(found, Longer(style="jazz"))
    assert refusal.value.length is None
    assert shop.shelf.extension(found, Longer(style="jazz", continue_at=1000)).continue_at == 1000
    assert shop.shelf.extension(found, Longer()).inherit


# Drafts and words in time


async def test_drafts_are_read_by_their_own_guild(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(LyricsIdea(prompt="rain")))
    read, drafts = await shop.shelf.drafts(task.id, GUILD)
    assert read.id == task.id
    assert drafts
    with pytest.raises(NotFound):
        await shop.shelf.drafts(task.id, OTHER_GUILD)
    with pytest.raises(NotFound):
        await shop.shelf.drafts((await song(shop)).task.id, GUILD)


async def test_words_in_time_are_asked_once_and_kept_for_good(shop: Workshop) -> None:
    found = await song(shop)
    shop.pass_time(10 * SECOND)
    words = await shop.shelf.timed_lyrics(found)
    assert words
    assert words[0].end >= words[0].start
    shop.pass_time(20 * DAY)
    assert await shop.shelf.timed_lyrics(found) == words
    assert shop.music.calls.count("timed-lyrics") == 1


async def test_words_go_with_a_song_that_is_posted_again(shop: Workshop) -> None:
    found = await song(shop)
    shop.pass_time(10 * SECOND)
    words = await shop.shelf.timed_lyrics(found)
    await shop.shelf.post_again(found, CHANNEL)
    await shop.step(2)
    [again] = shop.courier.of(DeliveryKind.REPOST)
    assert again.timed == words


async def test_words_that_are_not_aligned_yet_are_asked_for_three_times_and_not_kept(shop: Workshop) -> None:
    found = await song(shop)
    shop.music.faults.add("timed-lyrics", "empty_words", times=3)
    with pytest.raises(NoTimesYet):
        await shop.shelf.timed_lyrics(found)
    assert shop.music.calls.count("timed-lyrics") == 3
    shop.pass_time(10 * SECOND)
    assert await shop.shelf.timed_lyrics(found)


async def test_an_instrumental_has_no_words_and_nobody_is_asked(shop: Workshop) -> None:
    task_id = await shop.ask(QuickSong(prompt="slow piano", instrumental=True, model="V4_5"))
    await shop.until_over(task_id)
    found = await shop.shelf.song((await shop.view(task_id)).tracks[0].id, GUILD)
    with pytest.raises(NoLyrics):
        await shop.shelf.timed_lyrics(found)
    assert shop.music.calls.count("timed-lyrics") == 0


async def test_words_that_were_never_asked_for_are_gone_with_the_song(shop: Workshop) -> None:
    found = await song(shop)
    shop.pass_time(15 * DAY)
    with pytest.raises(Expired):
        await shop.shelf.timed_lyrics(found)


def test_words_are_folded_and_signs_without_spaces_stand_alone() -> None:
    assert words_in("Tin-Roof, RAIN rain ÉTÉ") == ("tin", "roof", "rain", "été")
    assert words_in("雨の歌 rain") == ("雨", "の", "歌", "rain")
    assert words_in("") == words_in("!?") == ()
