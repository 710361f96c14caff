"""Walks through a line that drops, a stop in the middle of work, and files that Discord does not take."""

import asyncio
from pathlib import Path

import aiohttp

from bot.demo.discord.log import RequestRecord
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import walk as parts_of
from tests.walking import PRICE, Walk, labels, walk, words

MIB = 1024 * 1024
CREATE_MESSAGE = ("POST", r"^/channels/\d+/messages$")


async def test_songs_come_through_a_dropped_line_and_what_was_asked_meanwhile_costs_nothing(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        running = await show.command("generate quick", prompt="a waltz through the storm")
        await show.music.wait_for("record-info")
        await show.discord.gateway.drop()
        unheard = await show.slash(show.songs_channel, "generate quick", prompt="is anybody there")
        show.discord.clock.advance(
            show.discord.limits.callback_ms / 1000 + 1
        )  # Discord has told the member that the bot did not respond
        await show.discord.gateway.wait_for(lambda: show.discord.gateway.resumes == 1)
        await show.discord.requests.wait_for(("POST", f"^/interactions/{unheard.id}/"))
        show.refused.add(10062)
        await show.until_songs(running)
        assert "**228 of 240 left**" in words(await show.command("credits"))
        assert (show.creates(), len(show.messages()), unheard.first_answer) == (1, 3, None)
        await show.look_back(used=PRICE)


async def test_a_stop_lets_end_what_is_in_hand_and_the_next_start_goes_on(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        posting = show.discord.faults.add(CREATE_MESSAGE, "hold-before")
        running = await show.command("generate quick", prompt="a waltz with an interval")
        await asyncio.wait_for(posting.hit.wait(), 60)
        answering = show.discord.faults.add(("POST", "/callback$"), "hold-before")
        last_moment = await show.slash(show.songs_channel, "generate quick", prompt="a waltz at the door")
        await asyncio.wait_for(answering.hit.wait(), 60)
        started, stopping = show.fair.seconds, asyncio.create_task(show.terminate())
        await show.until(lambda: told_to_stop(show), 60, "the bot to stop")
        answering.release()
        posting.release()
        assert await stopping == 0
        assert show.fair.seconds - started < 12
        assert len(show.songs()) == 1
        assert words(await last_moment.answered()).startswith("**Queued** · “a waltz at the door”")
        await show.slash(show.songs_channel, "generate quick", prompt="is anybody there now")
        await show.start()
        await show.until_songs(running)
        await show.until_songs(last_moment)
        assert (show.creates(), len(show.songs())) == (2, 4)
        await show.look_back(used=2 * PRICE)


async def told_to_stop(show: Walk) -> bool:
    return "Stopping" in show.log()


async def test_what_the_guild_does_not_take_as_a_file_goes_out_as_a_link(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        show.music.faults.add("media", "oversize", size=21 * MIB, when=lambda asked: asked["path"].endswith(".mp3"))
        show.guild.file_limit_override = 60_000  # less than every library believes
        show.refused.add(40005)
        answered = await show.command("generate quick", prompt="a waltz of some length")
        large, larger_than_thought = await show.until_songs(answered)
        assert "Too large for this server (21 of 10 MB). The link works until <t:" in large.embeds[0]["description"]
        assert "Too large for this server (0." in larger_than_thought.embeds[0]["description"]
        for song in (large, larger_than_thought):
            assert labels(song) == ["Download MP3", "Lyrics", "Extend", "WAV", "Again", "Delete"]
            assert [file.name for file in song.attachments] == ["cover.jpg"]
            assert await behind_the_link(song) == (200, "audio/mpeg")
        tries = [record for record in show.discord.requests.find(CREATE_MESSAGE) if with_song(record)]
        assert [(record.status, record.code) for record in tries] == [(413, 40005)]
        await show.until_says(answered, "Done")
        await show.look_back(used=PRICE)


def with_song(record: RequestRecord) -> bool:
    return any(name.endswith(".mp3") for name, _ in record.files)


async def behind_the_link(song: Message) -> tuple[int, str]:
    """What a browser gets for the button."""
    [url] = [part["url"] for part in parts_of(song.components) if part.get("label") == "Download MP3"]
    async with aiohttp.ClientSession(headers={"User-Agent": "Mozilla/5.0"}) as browser, browser.get(url) as answer:
        return answer.status, answer.content_type
