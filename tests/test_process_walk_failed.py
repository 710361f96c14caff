"""Walks whose songs are not made, or late: told in the public message, given back, and the books agree."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import HOUR
from bot.demo.discord.interactions import Interaction
from tests.processes import free_port
from tests.walking import PRICE, Walk, labels, private_words, shown, walk, words

DEFERRED = 5
BACK = "12 credits are back."


def says(word: str, idea: str) -> str:
    return f"**{word}** · “{idea}”\n"


async def asked(show: Walk, prompt: str) -> Interaction:
    return await show.command("generate quick", prompt=prompt)


async def test_every_way_of_failing_is_told_and_given_back(tmp_path: Path) -> None:
    async with walk(tmp_path, grace="1m") as show:
        lost = show.music.faults.add("generate", "cut", applied=True, when=lambda body: "lost" in body["prompt"])
        held = show.music.faults.add("generate", "hold", applied=True, when=lambda body: "held" in body["prompt"])
        failed = await asked(show, "fail please, a waltz")
        words_late, words_at_once = await asked(show, "sensitive please, a waltz"), await asked(show, "refuse please")
        unclear, patient = await asked(show, "a waltz that is lost"), await asked(show, "a waltz that is held")
        await asyncio.wait_for(held.arrived.wait(), 60)
        assert show.slowest < 3
        said = says("Not made", "fail please, a waltz")
        assert await show.until_says(failed, "Not made") == said + f"The music service could not finish it. {BACK}"
        assert "Trying again often works." in words(failed)
        for answered in (words_late, words_at_once):
            await words_were_refused(show, answered)
        said = await show.until_says(unclear, "Unclear")
        assert said.endswith(f"The music service did not say whether it took the request. {BACK}")
        assert labels(shown(unclear)) == labels(shown(failed)) == ["Try again"]
        held.release()
        await show.until_songs(patient)
        [line] = [message.content for message in show.discord.messages(show.discord.dm(show.ana.user))]
        assert line.startswith("**Unclear** · request ")
        assert (lost.used, held.used, show.creates(), len(show.songs())) == (1, 1, 5, 2)
        assert [notice.message.reply_to for notice in show.discord.notifications] == [shown(patient).id]
        await show.look_back(used=PRICE)


async def words_were_refused(show: Walk, answered: Interaction) -> None:
    """The text is seen no more, and Correct is offered."""
    said = await show.until_says(answered, "Refused for its words")
    assert said.endswith(f"does not take some words; artist names are a common cause. {BACK}")
    assert "please" not in words(answered)
    assert "Correct opens it for Ana alone." in words(answered)
    assert labels(shown(answered)) == ["Correct"]


async def test_a_page_that_waits_for_the_service_is_deferred_and_comes_without_its_answer(tmp_path: Path) -> None:
    async with walk(tmp_path, unhurried=False) as show:
        show.music.faults.add("credit", "hold")
        page = await show.command("credits")
        assert (page.first_answer or {}).get("type") == DEFERRED
        assert "account: no answer just now" in private_words(await page.settled())
        assert show.slowest < 3
        await show.look_back(used=0)


async def test_an_empty_account_is_told_once_holds_the_others_and_goes_on_when_it_is_filled(tmp_path: Path) -> None:
    async with walk(tmp_path, time_scale="400", deadline="2h") as show:
        show.music.credits = 11
        first = await asked(show, "the first waltz")
        said = await show.until_says(first, "Not made")
        assert said.endswith(f"The music service account has run out of credits. {BACK}")
        assert "The owner has been told." in words(first)
        second = await asked(show, "the second waltz")
        assert shown(second).content.startswith(says("Waiting", "the second waltz"))
        assert "run out of credits; the owner has been told.\nThe request keeps its place" in words(second)
        show.music.credits = 100
        await show.until_songs(second)
        [line] = [message.content for message in show.discord.messages(show.discord.dm(show.ana.user))]
        assert line.startswith("**The music service account has run out of credits.**")
        assert show.creates() == 2
        await show.look_back(used=PRICE)


async def test_maintenance_is_waited_for_up_to_wait_max_and_then_it_goes_on_by_itself(tmp_path: Path) -> None:
    async with walk(tmp_path, time_scale="400", deadline="2h") as show:
        show.music.maintenance = True
        first = await asked(show, "the first waltz")
        await show.until_says(first, "Waiting")
        assert "12 credits taken; they come back if it fails." in words(first)
        assert "closed for maintenance" in words(first)
        assert "goes on by itself; given up <t:" in words(first)
        wait_max_passes(show)
        said = await show.until_says(first, "Not made")
        assert said.endswith(f"The music service took no requests for too long. {BACK}")
        second = await asked(show, "the second waltz")
        await show.until_says(second, "Waiting")
        show.music.maintenance = False
        await show.until_songs(second)
        assert len(show.music.tasks) == 1
        await show.look_back(used=PRICE)


def wait_max_passes(show: Walk) -> None:
    """For the rows all was that much earlier."""
    with closing(sqlite3.connect(show.folder / "minstrel.db", timeout=60)) as rows, rows:
        rows.execute("UPDATE tasks SET created_at = created_at - ?", (6 * HOUR,))


async def test_songs_after_the_deadline_come_free(tmp_path: Path) -> None:
    port = str(free_port())
    async with walk(tmp_path, deadline="1m", public_url=f"http://127.0.0.1:{port}", http_port=port) as show:
        show.music.speed = 0.1
        answered = await asked(show, "a waltz that takes its time")
        said = await show.until_says(answered, "Not made")
        assert said.endswith(f"The music service took too long. {BACK}")
        assert "If songs turn up after all, they are posted here, free." in words(answered)
        show.music.finish()
        songs = await show.until_songs(answered)
        assert all(song.content.endswith("Late, so it is free: your 12 credits stay back.") for song in songs)
        said = await show.until_says(answered, "Done")
        assert said.endswith("2 songs below. Late, so they are free: your 12 credits stay back.")
        assert [notice.message for notice in show.discord.notifications] == songs[:1]
        await show.look_back(used=0)
