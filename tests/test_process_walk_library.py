"""The walk from one song to all that can be made of it, across a kill in the middle."""

import re
from pathlib import Path

import pysubs2

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from tests.processes import SCALE
from tests.test_process_walk_buttons import choices
from tests.walking import PRICE, Walk, filled, labels, private_words, shown, title_of, walk, words

IDEA = "slow piano, rain on a tin roof"
VERSE = "[Verse 3]\nThe gutter counts the silver drops\nand nobody is keeping score"
KEEPER = "a lighthouse keeper who is afraid of the dark"
SONG_BUTTONS = ["Lyrics", "Extend", "WAV", "Again", "Delete"]
SMALL = 400
"""Price of drafts and of a WAV."""


async def test_all_that_can_be_made_of_a_song_is_made_and_its_buttons_outlive_the_bot(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        song = (await show.until_songs(await show.command("generate quick", prompt=IDEA)))[0]
        longer = await extend(show, song)
        drafts = await write(show)
        await fetch(show, song)
        await look_at_longer(show, song, longer)
        await time_lyrics(show, song)
        form = await show.press(song, "Extend", show.ben)
        draft_form = await make_of_draft(show, drafts)
        again, page = await post_again(show, song)
        await show.kill()
        await show.start()
        sent = [await show.submit(form, continue_at="2"), await show.submit(draft_form, style="sea shanty, accordion")]
        for old in (song, again):
            await press_all(show, old)
        await search_again(show, page)
        for answered in sent:
            await show.until_songs(answered)
        await look_at_sent(show, song, drafts)
        assert (show.creates(), show.music.calls.count("extend"), show.music.calls.count("wav")) == (2, 2, 1)
        await show.look_back(used=4 * PRICE + 2 * SMALL)


async def extend(show: Walk, song: Message) -> Interaction:
    """The song is chosen from what is offered while its title is typed."""
    title = title_of(song)
    offered = await show.complete("extend", title[:5].lower())
    [(name, track)] = [(name, value) for name, value in offered.items() if name.startswith(f"{title} · ")]
    assert re.fullmatch(rf"{re.escape(title)} · 0:\d\d · Ana · \d{{1,2}} [A-Z][a-z]{{2,3}}", name)
    assert await show.complete("wav", "zzzz") == {"No song fits; make one with /generate quick": "-"}
    for moment, said in (("9:59", "**Not inside the song:** it is 0:"), ("soon", "**Not a time:** write where")):
        refused = await show.command("extend", track=track, continue_at=moment, prompt=VERSE)
        assert private_words(refused).startswith(said)
        assert "Nothing was charged." in words(refused)
        assert all(line.lstrip("[").rstrip("]") in words(refused) for line in VERSE.splitlines())
    longer = await show.command("extend", track=track, continue_at="0:03", prompt=VERSE, title="Longer Rain")
    assert words(longer).startswith("**Queued** · “Longer Rain”\n12 credits taken; they come back if it fails.")
    return longer


async def look_at_longer(show: Walk, song: Message, longer: Interaction) -> None:
    first, second = await show.until_songs(longer)
    link = f"https://discord.com/channels/{show.guild.id}/{song.channel.id}/{song.id}"
    assert first.content.startswith("<@1001> **Longer Rain** · 0:")
    assert first.embeds[0]["description"].startswith(f"Extends [{title_of(song)}]({link}) from 0:03\n")
    assert labels(first) == labels(second) == SONG_BUTTONS
    [call] = show.music.calls.of("extend")
    told = {key: call.body[key] for key in ("defaultParamFlag", "continueAt", "prompt", "title", "model")}
    asked = {"defaultParamFlag": True, "continueAt": 3, "prompt": VERSE, "title": "Longer Rain", "model": "V4_5"}
    assert told == asked


async def write(show: Walk) -> Message:
    """Drafts: their asker turns the page for all, others for themselves."""
    asked = await show.command("lyrics write", prompt=KEEPER)
    assert "0.4 credits taken; they come back if it fails." in words(asked)
    [drafts] = await show.until_replies(asked, "Make a song")
    assert "3 drafts below. 0.4 credits used" in await show.until_says(asked, "Done")
    assert f"## Lyrics for “{KEEPER}”\n-# Draft 1 of 3 · for <@1001>" in words(drafts)
    await show.press(drafts, "Next")
    assert "-# Draft 2 of 3" in words(drafts)
    copy = await show.press(drafts, "Next", show.cleo)
    assert "-# Draft 3 of 3" in private_words(copy)
    await show.press(shown(copy), "Back", show.cleo)
    assert "-# Draft 2 of 3" in words(copy)
    assert "-# Draft 2 of 3" in words(drafts)
    [file] = shown(await show.press(drafts, "As a file", show.ben)).attachments
    assert (file.name.endswith("-draft-2.txt"), file.path.read_text().strip()) == (True, draft(show, 2)["text"].strip())
    return drafts


def draft(show: Walk, number: int) -> dict[str, str]:
    [task] = [task for task in show.music.tasks.values() if task.kind == "lyrics"]
    return task.drafts[number - 1]


async def make_of_draft(show: Walk, drafts: Message) -> Interaction:
    form = await show.press(drafts, "Make a song", show.cleo)
    second = draft(show, 2)
    assert filled(form) == {"title": second["title"], "style": None, "lyrics": second["text"].strip()}
    return form


async def fetch(show: Walk, song: Message) -> None:
    """The second who asks joins; later ones are shown where it is."""
    title = title_of(song)
    [track] = (await show.complete("wav", title)).values()
    show.music.speed = 0.1  # the second is to come before it is made
    asked = await show.command("wav", track=track)
    joined = private_words(await show.command("wav", show.ben, track=track))
    show.music.speed = SCALE
    show.music.finish()
    assert joined.startswith("**Under way:**")
    assert f"the WAV of {title}" in joined
    assert joined.endswith("Nothing was charged.")
    [wav] = await show.until_replies(asked, "Delete")
    assert "The WAV is below. 0.4 credits used" in await show.until_says(asked, "Done")
    assert wav.content.startswith(f"<@1001> **{title}** · WAV · 0:")
    assert [file.path.read_bytes()[:4] for file in wav.attachments] == [b"RIFF"]
    link = f"https://discord.com/channels/{show.guild.id}/{wav.channel.id}/{wav.id}"
    said = private_words(await show.press(song, "WAV", show.cleo))
    assert said.startswith(f"**Made already:** [go to the WAV of {title}]({link}), or [download it](http")
    assert said.endswith(":D>. Nothing was charged.")


async def time_lyrics(show: Walk, song: Message) -> None:
    """For all with five files, for one alone in private; the service is asked once."""
    link = f"https://discord.com/channels/{show.guild.id}/{song.channel.id}/{song.id}"
    public = await (await show.command("lyrics timed", track=link)).settled()
    lines = re.findall(r"^`\[\d:\d\d\]` (.+)$", words(public), re.M)
    assert not public.ephemeral
    assert lines
    assert f"## {title_of(song)}\n-# Lyrics with times · 0:" in words(public)
    files = {file.name.partition(".")[2]: file.path.read_text() for file in shown(public).attachments}
    assert list(files) == ["lrc", "words.lrc", "srt", "vtt", "txt"]
    for extension in ("srt", "vtt"):
        assert [event.text for event in pysubs2.SSAFile.from_string(files[extension], format_=extension)] == lines
    assert all(line in files["txt"] and line in files["lrc"] for line in lines)
    page = await show.press(song, "Lyrics", show.cleo)
    assert f"## {title_of(song)}\n-# Lyrics with times · 0:" in private_words(page)
    [file] = shown(await show.select(shown(page), "Get it as a file", "srt", member=show.cleo)).attachments
    assert file.path.read_text() == files["srt"]
    posted = await (await show.press(shown(page), "Post in this channel", show.cleo)).settled()
    assert (posted.ephemeral, "asked for by Cleo" in words(posted)) == (False, True)
    assert show.music.calls.count("timed-lyrics") == 1


async def post_again(show: Walk, song: Message) -> tuple[Message, Interaction]:
    title = title_of(song)
    page = await show.command("library", search=title)
    assert f"newest first, page 1 of 1 · “{title}”" in private_words(page)
    assert re.search(rf"^\*\*\d\. {re.escape(title)}\*\* · 0:\d\d · Ana · ", words(page), re.M)
    assert "longer versions: 2" in words(page)
    pings = len(show.discord.notifications)
    before = show.messages()
    [track] = (await show.complete("wav", title)).values()
    assert track in choices(page)
    said = await show.select(shown(page), "Post one again in this channel", track)
    assert private_words(said).startswith(f"**Coming:** {title} is posted in this channel in a moment.")
    [again] = await show.discord.until(lambda: [each for each in show.songs() if each not in before])
    assert again.content.startswith(f"**{title}** · 0:")
    assert (labels(again), len(show.discord.notifications)) == (SONG_BUTTONS, pings)
    return again, page


async def press_all(show: Walk, song: Message) -> None:
    """Each button of a message from before the kill, and those of its menu."""
    title = title_of(song)
    menu = await show.menu(song, show.cleo)
    assert private_words(menu) == f"**{title}**: what next?"
    for message in (song, shown(menu)):
        assert f"## {title}\n" in private_words(await show.press(message, "Lyrics", show.cleo))
        form = await show.press(message, "Extend", show.cleo)
        assert set(filled(form).values()) == {None}
        assert private_words(await show.press(message, "WAV", show.cleo)).startswith("**Made already:**")
        assert filled(await show.press(message, "Again", show.cleo)) == {"prompt": IDEA}
        said = private_words(await show.press(message, "Delete", show.cleo))
        assert said.startswith("**Not yours:** only the member who asked, or a manager, may do this.")


async def search_again(show: Walk, page: Interaction) -> None:
    """The page of before the kill turns; what is searched for is typed into a form."""
    form = await show.press(shown(page), "Search")
    found = await show.submit(form, search="Longer Rain")
    assert "2 songs, newest first, page 1 of 1 · “Longer Rain”" in words(found)
    nothing = await show.submit(await show.press(shown(page), "Search"), search="zither")
    assert "Nothing fits “zither”." in words(nothing)
    await show.press(shown(page), "Show all")
    assert "songs, newest first, page 1 of 1\n" in words(page)


async def look_at_sent(show: Walk, song: Message, drafts: Message) -> None:
    body = show.music.calls.of("extend")[-1].body
    assert (body["defaultParamFlag"], body["continueAt"]) == (True, 2)
    assert show.music.calls.of("generate")[-1].body["prompt"] == draft(show, 2)["text"].strip()
    elsewhere = private_words(await show.menu(drafts))
    assert elsewhere == "This is not a song from Minstrel."
    question = await show.press(song, "Delete")
    assert labels(shown(question)) == ["Delete here", "Also from the library", "Keep"]
    await show.press(shown(question), "Also from the library")
    assert song.deleted
    left = private_words(await show.command("library"))
    assert "-# 7 songs, newest first, page 1 of 1\n" in left
    assert f"longer version of “{title_of(song)}”" not in left
