"""What the bot says and does of songs that the music service has deleted."""

import sqlite3
from pathlib import Path
from typing import Any

from bot.demo.discord.files import Attachment
from bot.demo.discord.messages import Message
from tests.test_process_walk_songs import opened
from tests.walking import PRICE, Walk, labels, private_words, shown, title_of, walk, words

DAY = 24 * 3600
KEPT_DAYS = 15
GONE = "**Gone at the music service** since <t:"


async def test_what_the_service_has_deleted_is_refused_and_posted_again_from_our_own_message(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        made = await show.command("generate quick", prompt="slow piano, rain on a tin roof")
        song, other = await show.until_songs(made)
        await show.press(song, "Lyrics")
        tracks = {title_of(each): await track_of(show, each) for each in (song, other)}
        await days_pass(show, KEPT_DAYS + 1)
        for asked in (
            await show.command("extend", track=tracks[title_of(song)], continue_at="0:02"),
            await show.command("wav", show.cleo, track=tracks[title_of(song)]),
            await show.command("lyrics timed", show.cleo, track=tracks[title_of(other)]),
            await show.press(song, "Extend"),
            await show.press(song, "WAV", show.cleo),
            await show.press(other, "Lyrics", show.cleo),
        ):
            assert private_words(asked).startswith(GONE)
            assert "Nothing was charged; the file in the channel stays." in words(asked)
        kept = await show.press(song, "Lyrics", show.cleo)
        assert f"## {title_of(song)}\n-# Lyrics with times" in private_words(kept)
        again = await posted_again(show, tracks[title_of(song)])
        look_at_copy(song, again)
        await gone_for_good(show, other, tracks[title_of(other)])
        await deleted_here(show, [song, again], tracks[title_of(song)])
        assert [show.music.calls.count(call) for call in ("extend", "wav", "timed-lyrics")] == [0, 0, 1]
        await show.look_back(used=PRICE)


async def track_of(show: Walk, song: Message) -> str:
    offered = await show.complete("wav", title_of(song))
    return next(value for name, value in offered.items() if name.startswith(f"{title_of(song)} · "))


async def days_pass(show: Walk, days: int) -> None:
    """While the bot is away: the service's clock goes on, and for the rows all was that much earlier."""
    await show.kill()
    show.music.clock.advance(days * DAY)
    with sqlite3.connect(show.folder / "minstrel.db") as rows:
        earlier = days * DAY * 1000
        rows.execute("UPDATE tracks SET created_at = created_at - ?, expires_at = expires_at - ?", (earlier, earlier))
    await show.start()


async def posted_again(show: Walk, track: str) -> Message:
    before = show.messages()
    page = await show.command("library")
    assert "-# 2 songs, newest first, page 1 of 1" in private_words(page)
    said = await show.select(shown(page), "Post one again in this channel", track)
    assert private_words(said).startswith("**Coming:**")
    [again] = await show.discord.until(lambda: [each for each in show.songs() if each not in before])
    return again


def look_at_copy(song: Message, again: Message) -> None:
    """The files are those of our own message; words and buttons say what is left."""
    (music, cover), (copy, copied_cover) = song.attachments, again.attachments
    assert (copy.name, copied_cover.name) == (music.name, cover.name)
    old, new = opened(song), opened(again)
    assert (new.info.length, audio_of(copy, new)) == (old.info.length, audio_of(music, old))
    assert copied_cover.path.read_bytes().startswith(b"\xff\xd8")
    assert old.tags.getall("SYLT") == []
    [timed] = new.tags.getall("SYLT")
    assert all(line in new.tags.getall("USLT")[0].text for line, _ in timed.text)
    assert "Gone at the music service since <t:" in again.embeds[0]["description"]
    assert "Play in the browser" not in again.embeds[0]["description"]
    assert again.embeds[0]["thumbnail"] == {"url": "attachment://cover.jpg"}
    assert labels(again) == ["Lyrics", "Extend", "WAV", "Again", "Delete"]


def audio_of(file: Attachment, read: Any) -> bytes:
    """What is behind the tags."""
    return file.path.read_bytes()[read.tags.size :]


async def gone_for_good(show: Walk, song: Message, track: str) -> None:
    """A moderator has deleted its message too; the bot finds out when it looks for the file."""
    show.discord.delete(song)
    show.refused.add(10008)
    page = await show.command("library")
    await show.select(shown(page), "Post one again in this channel", track)
    [notice] = await show.discord.until(lambda: [each for each in show.messages() if "**Gone:**" in each.content])
    assert f"deleted {title_of(song)} on <t:" in notice.content
    assert "no message here has its file. It was free." in notice.content


async def deleted_here(show: Walk, posted: list[Message], track: str) -> None:
    """By the bot itself, who knows from then on."""
    for message in posted:
        question = await show.press(message, "Delete")
        await show.press(shown(question), "Delete here")
    page = await show.command("library")
    assert "gone on <t:" in private_words(page)
    said = await show.select(shown(page), "Post one again in this channel", track)
    assert private_words(said).startswith("**Gone:** the music service deleted this song on <t:")
    assert words(said).endswith("no message here has it. Nothing was charged.")
