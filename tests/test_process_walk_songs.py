"""Walks that end with songs, as the member who asked finds them in the channel."""

# mypy: disallow-untyped-calls=False
# (mutagen comes without types)

from pathlib import Path
from typing import Any

from mutagen.mp3 import MP3

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from tests.walking import PRICE, Walk, labels, shown, walk, words

IDEA = "slow piano, rain on a tin roof"
CHASE = "fast drums for a chase"
LYRICS = "[Verse]\nThe gutter counts the silver drops\n[Chorus]\nStay until the thunder stops"


async def test_quick_and_custom_each_end_with_two_playable_songs_and_one_charge(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        assert "**240 of 240 left** this month, enough for 20 requests at 12." in words(await show.command("credits"))
        quick = await show.command("generate quick", prompt=IDEA)
        custom = await show.custom(title="Silver Drops", style="sad folk, guitar", lyrics=LYRICS)
        without = await show.command("generate quick", show.cleo, prompt=CHASE, instrumental=True)
        for _ in range(2):
            show.discord.deliver_again(quick)  # Discord repeats an event now and then
            show.discord.deliver_again(custom)
        assert words(quick).startswith(f"**Queued** · “{IDEA}”\n12 credits taken; they come back if it fails.")
        for answered in (quick, custom, without):
            await show.until_songs(answered)
        for answered, left in ((quick, 204), (custom, 204), (without, 204)):
            said = await show.until_says(answered, "Done")
            assert f"\n2 songs below. 12 credits used, {left} left this month. New credits: <t:" in said
            assert (shown(answered).embeds, shown(answered).components) == ([], [])
        assert "**204 of 240 left**" in words(await show.command("credits"))
        look_at_songs(show, quick, custom, without)
        look_at_files(show, quick, custom, without)
        assert show.slowest < 3
        assert (show.creates(), len(show.songs())) == (3, 6)
        await show.look_back(used=3 * PRICE)


def look_at_songs(show: Walk, quick: Interaction, custom: Interaction, without: Interaction) -> None:
    """Each names song and length, shows idea, style, link and buttons; the first pings who asked."""
    pinged = [(notice.user.name, notice.message.reply_to) for notice in show.discord.notifications]
    assert sorted(pinged) == sorted([("Ana", shown(quick).id), ("Ana", shown(custom).id), ("Cleo", shown(without).id)])
    assert all("song 1 of 2" in notice.message.content for notice in show.discord.notifications)
    for answered, name, idea in ((quick, "Ana", f"> {IDEA}\n"), (custom, "Ana", ""), (without, "Cleo", "> fast")):
        first, second = show.songs_of(answered)
        assert first.content.startswith(f"<@{answered.user.id}> **")
        assert second.content.startswith("**")
        assert second.content.endswith(f" · 0:{round(opened(second).info.length):02d} · song 2 of 2")
        embed = first.embeds[0]
        assert embed["description"].startswith(idea or "Style: ")
        assert "[Play in the browser](http" in embed["description"]
        assert embed["footer"]["text"].startswith(f"For {name} · V4_5 · request ")
        buttons = ["Lyrics", "Extend", "WAV", "Again", "Delete"]
        assert labels(first) == (buttons[1:] if answered is without else buttons)
    assert all("**Silver Drops**" in song.content for song in show.songs_of(custom))


def look_at_files(show: Walk, quick: Interaction, custom: Interaction, without: Interaction) -> None:
    for answered, artist, idea in ((quick, "Ana", IDEA), (custom, "Ana", None), (without, "Cleo", CHASE)):
        for song in show.songs_of(answered):
            file = opened(song)
            assert file["TIT2"].text[0] in song.content
            assert file["TPE1"].text == [artist]
            assert file["APIC:Cover"].data.startswith(b"\xff\xd8")
            assert [comment.text for comment in file.tags.getall("COMM")] == ([[idea]] if idea else [])
    clips = show.music.service.clips.values()
    assert sung(show.songs_of(custom)[0]) == [LYRICS]
    assert sung(show.songs_of(quick)[0])[0] in [clip.lyrics for clip in clips]
    assert sung(show.songs_of(without)[0]) == []


def opened(song: Message) -> Any:
    return MP3(next(file.path for file in song.attachments if file.name.endswith(".mp3")))


def sung(song: Message) -> list[str]:
    return [frame.text for frame in opened(song).tags.getall("USLT")]
