"""Walks along the buttons: cancel, try again, correct, again, delete; and forms that outlive the bot's process."""

import asyncio
from pathlib import Path
from typing import Any

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import walk as parts_of
from tests.walking import PRICE, Walk, filled, labels, private_words, shown, walk, words

LYRICS = "[Verse]\nRain on the tin roof"
LONG = "rain " * 80 + "!"
NOT_YOURS = "**Not yours:** only the member who asked"


async def test_what_waits_can_be_cancelled_by_who_asked_and_by_nobody_else(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        show.music.maintenance = True
        first = await show.command("generate quick", prompt="a waltz for the bin")
        second = await show.command("generate quick", prompt="another for the bin")
        assert private_words(await show.press(shown(first), "Cancel", show.cleo)).startswith(NOT_YOURS)
        assert words(first).startswith(("**Queued**", "**Waiting**"))
        await cancel(show, first)
        said = await show.until_says(first, "Cancelled")
        assert said == "**Cancelled** · “a waltz for the bin”\n12 credits are back."
        assert shown(first).components == shown(first).embeds == []
        page = await waiting_page(show)
        assert "**“another for the bin”** · Ana" in private_words(page)
        assert "a waltz for the bin" not in words(page)
        await cancel_all(show)
        said = await show.until_says(second, "Cancelled")
        assert said.endswith("12 credits are back.")
        assert "Nothing is waiting or running here." in words(await show.command("tasks", show.ben))
        assert show.music.tasks == {}
        await show.look_back(used=0)


async def cancel(show: Walk, waiting: Interaction) -> None:
    """Again where the click meets one of the tries that are made while the service is in maintenance."""
    for _ in range(20):
        if not words(await show.press(shown(waiting), "Cancel")).startswith("**Already sent:**"):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("every click met a try")


async def cancel_all(show: Walk) -> None:
    for _ in range(20):
        page = await waiting_page(show)
        await show.select(shown(page), "m1:req:pick", *choices(page))
        if "Nothing is waiting or running here." in words(page):
            return
    raise AssertionError("every pick met a try")


async def waiting_page(show: Walk) -> Interaction:
    """`/tasks` with something to pick: while one of the tries is made there is nothing."""
    for _ in range(20):
        page = await show.command("tasks")
        if selects(page):
            return page
        await asyncio.sleep(0.1)
    raise AssertionError("every page met a try")


def selects(page: Interaction) -> list[dict[str, Any]]:
    return [part for part in parts_of(shown(page).components) if part["type"] == 3]


def choices(page: Interaction) -> list[str]:
    [select] = selects(page)
    return [option["value"] for option in select["options"]]


async def test_forms_opened_before_the_bot_was_killed_work_after_its_start(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        failed = await show.command("generate quick", prompt="fail please, a polka", instrumental=True)
        made = await show.custom(title="Tin Roof Rain", style="slow piano", lyrics=LYRICS)
        forms = await opened(show, failed, (await show.until_songs(made))[0])
        question = await show.press(show.songs_of(made)[0], "Delete")
        await show.kill()
        await show.start()
        await delete(show, question)
        sent = [
            await show.submit(forms[0], prompt="a polka that works"),
            await show.submit(forms[1], prompt=LONG[:-1]),
            await show.submit(forms[2]),
            await show.submit(forms[3], title="No Voice", style="slow harp"),
        ]
        for answered in sent:
            await show.until_songs(answered)
        assert [last_body(show, key) for key in ("a polka that works", "Tin Roof Rain", "No Voice")] == [
            {"instrumental": True, "model": "V4_5", "prompt": "a polka that works"},
            {"instrumental": False, "model": "V4_5", "style": "slow piano", "prompt": LYRICS},
            {"instrumental": True, "model": "V4", "style": "slow harp"},
        ]
        assert show.songs_of(sent[2])[0].embeds[0]["footer"]["text"].startswith("For Ben · V4_5 · request ")
        assert show.creates() == 6
        await show.look_back(used=5 * PRICE)


async def opened(show: Walk, failed: Interaction, song: Message) -> list[Interaction]:
    """Try again, Correct, Again by another member, and a new one; each filled with what there was."""
    too_long = await show.command("generate quick", prompt=LONG)
    await show.until_says(failed, "Not made")
    refused = await show.press(shown(failed), "Try again", show.cleo)
    assert private_words(refused).startswith("**Not yours:** only the member who asked may open this text.")
    retry, correct = await show.press(shown(failed), "Try again"), await show.press(shown(too_long), "Correct")
    again = await show.press(song, "Again", show.ben)
    assert [filled(form) for form in (retry, correct, again)] == [
        {"prompt": "fail please, a polka"},
        {"prompt": LONG},
        {"title": "Tin Roof Rain", "style": "slow piano", "lyrics": LYRICS},
    ]
    return [retry, correct, again, await show.command("generate custom", show.cleo, model="V4", instrumental=True)]


def last_body(show: Walk, key: str) -> dict[str, object]:
    """What the last create call with this title or idea asked the service for."""
    calls = [call.body for call in show.music.calls.of("generate")]
    body = [body for body in calls if key in (body.get("title"), body.get("prompt"))][-1]
    told = ("instrumental", "model", "style", "prompt")
    return {name: body[name] for name in told if body.get(name) not in (None, "")}


async def delete(show: Walk, question: Interaction) -> None:
    """Asked before the kill, done after the start; others may not, and Keep changes nothing."""
    assert private_words(question).startswith("**Delete Tin Roof Rain for everyone?**")
    assert labels(shown(question)) == ["Delete here", "Also from the library", "Keep"]
    [song, other] = show.songs()[:2]
    assert private_words(await show.press(song, "Delete", show.cleo)).startswith(NOT_YOURS)
    assert private_words(await show.press(shown(await show.press(other, "Delete")), "Keep")).startswith("**Kept.**")
    await show.press(shown(question), "Delete here")
    assert words(question) == "**Deleted.** The message and its file are gone."
    assert (song.deleted, other.deleted) == (True, False)
