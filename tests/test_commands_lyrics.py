"""`/lyrics timed` and the Lyrics button in simcord: public and private, times ready or not, a restart later."""

import asyncio
from typing import Any

import discord
import pysubs2
import pytest
from simcord import InteractionResult, ResponseMessage

from bot.clock import DAY
from bot.lyrics.lines import lines_of, sung
from bot.music_api.wire import Word
from bot.store.library import Song
from bot.tasks import shelf
from bot.ui import format, lyrics_pages, replies
from tests.command_house import House, house, reply
from tests.reading import buttons_in, file_of, words

__all__ = ["house"]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "BETWEEN_TRIES", 0.01)


async def made(house: House, *, aligned: bool = True, **options: Any) -> ResponseMessage:
    """Ana's first song as it stands in the channel; `aligned`: the service knows the times when it is asked first."""
    await house.quick(**options)
    (task,) = await house.tasks()
    await house.shop.until_over(task.id)
    if not aligned:
        house.shop.music.faults.add("timed-lyrics", "empty_words", times=shelf.TRIES)
    parcel = house.shop.courier.songs[0]
    delivery, _, _ = await house.desk.track_of_delivery(parcel.delivery.id, house.guild.id)
    return ResponseMessage(house.env, house.env.backend.get_message(delivery.channel_id, delivery.message_id or 0))


async def song_of(house: House) -> Song:
    track = house.shop.courier.songs[0].track
    assert track is not None
    return await house.shop.shelf.song(track.id, house.guild.id)


async def keep(house: House, lines: int) -> None:
    """So many lines of the song, a second each, as if the service had told them."""
    rows: list[list[object]] = [[f"*line* {n}\n", n * 1000, n * 1000 + 500, True] for n in range(lines)]
    await house.shop.store.library.keep_timed_lyrics((await song_of(house)).track.id, rows, 1)


async def timed(house: House, **options: str) -> InteractionResult:
    return await house.ben.slash(house.songs, "lyrics timed", track=str((await song_of(house)).track.id), **options)


def _deferred(house: House) -> bool:
    """Whether the last answer began with "thinking", for all to see."""
    answer: Any = [entry.json for entry in house.env.http_requests if entry.path.endswith("/callback")][-1]
    return answer["type"] == 5 and not answer.get("data", {}).get("flags")


async def test_timed_lyrics_come_in_public_with_all_five_files(house: House) -> None:
    await made(house)
    result = await timed(house)
    assert not result.ephemeral
    song = await song_of(house)
    length = format.length(song.track.duration)
    head = f"## {song.track.title}\n-# Lyrics with times · {length} · asked for by Ben\n**Verse**\n`[0:00]` "
    assert words(reply(result)).startswith(head)
    endings = [file.filename.partition("-1.")[2] for file in reply(result).attachments]
    assert endings == ["lrc", "words.lrc", "srt", "vtt", "txt"]
    assert (await house.quota()).used == 12_000


async def test_with_a_format_only_that_file_comes(house: House) -> None:
    await made(house)
    result = await timed(house, format="srt")
    (file,) = reply(result).attachments
    subtitles = pysubs2.SSAFile.from_string((await file.read()).decode(), "srt")
    song = await song_of(house)
    lines = sung(lines_of(await house.shop.shelf.timed_lyrics(song)))
    assert [(event.start, event.plaintext) for event in subtitles] == [(line.start, line.text) for line in lines]


async def test_what_does_not_fit_is_in_the_files(house: House) -> None:
    await made(house)
    await keep(house, 300)
    result = await timed(house, format="txt")
    shown = words(reply(result)).count("`[")
    assert f"-# {300 - shown} more lines are in the files" in words(reply(result))
    assert len((await file_of(reply(result), "-1.txt")).splitlines()) == 300


async def test_times_are_asked_for_once_and_kept(house: House) -> None:
    await made(house)
    for _ in range(3):
        await timed(house)
    assert house.shop.music.calls.count("timed-lyrics") == 1


async def test_a_slow_service_is_waited_for_in_public(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await made(house)
    real = house.services.shelf.timed_lyrics

    async def slowly(song: Song) -> tuple[Word, ...]:
        await asyncio.sleep(0.5)
        return await real(song)

    monkeypatch.setattr(house.services.shelf, "timed_lyrics", slowly)
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.1)
    result = await timed(house)
    assert not result.ephemeral
    assert _deferred(house)
    assert len(reply(result).attachments) == 5


async def test_times_that_are_not_ready_show_the_plain_lyrics_to_the_asker_alone(house: House) -> None:
    await made(house, aligned=False)
    result = await timed(house)
    assert result.ephemeral
    assert "Times are not ready yet." in words(reply(result))
    first_line = (await song_of(house)).track.lyrics.splitlines()[1]
    assert first_line in words(reply(result))
    await house.ben.click(reply(result), label="Try again")
    assert "`[0:0" in words(reply(result))


async def test_what_is_told_after_a_public_wait_is_still_private(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.0)
    await made(house, aligned=False)
    result = await timed(house)
    assert result.response is None
    (told,) = result.followups
    assert told.ephemeral
    assert "Times are not ready yet." in words(told)


async def test_the_plain_lyrics_can_be_kept_as_a_text(house: House) -> None:
    await made(house, aligned=False)
    shown = await timed(house)
    given = await house.ben.click(reply(shown), label="As a file")
    assert given.ephemeral
    assert (await file_of(reply(given), ".txt")).decode().strip() == (await song_of(house)).track.lyrics.strip()


async def test_an_instrumental_has_no_lyrics_and_no_button_for_them(house: House) -> None:
    song = await made(house, instrumental=True)
    assert "Lyrics" not in buttons_in(song)
    result = await timed(house)
    assert result.ephemeral
    assert reply(result).content == "**No lyrics:** this song is instrumental. Nothing was charged."


async def test_a_service_that_is_down_is_told_in_private(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await made(house)
    house.shop.music.faults.add("timed-lyrics", "http", times=None, status=503)
    result = await timed(house)
    assert result.ephemeral
    assert reply(result).content.startswith("**The music service is not answering.** Nothing was charged.")
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.0)
    (told,) = (await timed(house)).followups
    assert told.ephemeral
    assert told.content.startswith("**The music service is not answering.**")


async def test_what_everybody_reads_meanwhile_is_in_the_language_that_managers_set(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made(house)
    await house.manager.slash(house.songs, "settings set", language="de")
    house.shop.music.faults.add("timed-lyrics", "http", times=None, status=503)
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.0)
    await timed(house)
    edits = [entry.json for entry in house.env.http_requests if entry.method == "PATCH" and "@original" in entry.path]
    assert isinstance(edits[-1], dict)
    assert edits[-1]["content"] == "Die Antwort ist nur für Ben."


async def test_after_the_service_has_deleted_the_song_only_kept_times_are_shown(house: House) -> None:
    song = await made(house)
    await timed(house)
    house.shop.pass_time(20 * DAY)
    assert not (await timed(house)).ephemeral
    assert "`[0:0" in words(reply(await house.ana.click(song, label="Lyrics")))


async def test_the_song_is_completed_by_its_title(house: House) -> None:
    await made(house)
    song = await song_of(house)
    choices = await house.ben.autocomplete(house.songs, "lyrics timed", "track", song.track.title[:4])
    assert str(song.track.id) in {choice["value"] for choice in choices}


async def test_an_unknown_song_is_told_in_private(house: House) -> None:
    result = await house.ben.slash(house.songs, "lyrics timed", track="no such song")
    assert result.ephemeral
    assert reply(result).content.startswith("**Not found:**")


async def test_the_button_opens_a_private_page_that_turns_after_a_restart(house: House) -> None:
    song = await made(house)
    await keep(house, 50)
    await house.restart()
    shown = await house.ben.click(song, label="Lyrics")
    assert shown.ephemeral
    first = words(reply(shown))
    labels = buttons_in(reply(shown))
    assert (labels["Back"]["disabled"], labels["Next"].get("disabled", False)) == (True, False)
    await house.restart()
    await house.ben.click(reply(shown), label="Next")
    assert words(reply(shown)) != first
    assert any(label.startswith("Page 2 of ") for label in buttons_in(reply(shown)))


async def test_the_button_shows_the_plain_lyrics_until_there_are_times(house: House) -> None:
    song = await made(house, aligned=False)
    shown = await house.ben.click(song, label="Lyrics")
    assert shown.ephemeral
    assert "Times are not ready yet." in words(reply(shown))


async def test_words_of_which_none_is_sung_are_no_lyrics(house: House) -> None:
    song = await made(house)
    await house.shop.store.library.keep_timed_lyrics((await song_of(house)).track.id, [["[Solo]\n", 0, 500, True]], 1)
    assert reply(await house.ben.click(song, label="Lyrics")).content.startswith("**No lyrics:**")


async def test_every_file_can_be_had_from_the_private_page(house: House) -> None:
    song = await made(house)
    shown = await house.ben.click(song, label="Lyrics")
    for ending in ("lrc", "words.lrc", "srt", "vtt", "txt"):
        given = await house.ben.select(reply(shown), [ending])
        assert given.ephemeral
        assert await file_of(reply(given), f"-1.{ending}")


async def test_post_in_this_channel_posts_for_everybody(house: House) -> None:
    song = await made(house)
    shown = await house.ben.click(song, label="Lyrics")
    posted = await house.ben.click(reply(shown), label="Post in this channel")
    assert not posted.ephemeral
    assert len(reply(posted).attachments) == 5


async def test_who_may_not_write_here_cannot_have_it_posted(house: House) -> None:
    await made(house)
    quiet = house.guild.create_text_channel(
        "quiet",
        overwrites={
            house.ben: discord.PermissionOverwrite(send_messages=False),
        },
    )
    with house.env._bot_scope():
        message = lyrics_pages.private_page(
            await song_of(house), await house.services.lyrics._lines(await song_of(house))
        )
        sent = await house.env.bot.get_partial_messageable(quiet.id).send(**message.sending())
    page = ResponseMessage(house.env, house.env.backend.get_message(quiet.id, sent.id))
    refused = await house.ben.click(page, label="Post in this channel")
    assert refused.ephemeral
    assert reply(refused).content.startswith("**Not in this channel:**")


async def test_a_page_of_another_servers_song_is_not_found(house: House) -> None:
    await made(house)
    other = house.env.create_guild("Other")
    channel = other.create_text_channel("songs")
    eve = other.add_member(house.env.create_user("eve"))
    message = lyrics_pages.private_page(await song_of(house), await house.services.lyrics._lines(await song_of(house)))
    with house.env._bot_scope():
        sent = await house.env.bot.get_partial_messageable(channel.id).send(**message.sending())
    forged = ResponseMessage(house.env, house.env.backend.get_message(channel.id, sent.id))
    assert reply(await eve.click(forged, label="Post in this channel")).content.startswith("**Not found:**")


async def test_an_erased_song_is_not_found(house: House) -> None:
    song = await made(house)
    await house.shop.shelf.erase((await song_of(house)).track.id, house.guild.id)
    assert reply(await house.ana.click(song, label="Lyrics")).content.startswith("**Not found:**")
