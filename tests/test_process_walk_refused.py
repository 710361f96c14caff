"""Walks that are refused before anything is spent: privately, in words, with numbers, and with the typed text."""

from pathlib import Path

import pytest

from bot.demo.discord.client_rules import ClientRefused
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.rules_components import walk as parts_of
from tests.walking import Walk, labels, private_words, shown, walk, words

FITTING = {"title": "Silver Drops", "style": "sad folk", "lyrics": "Rain on the tin roof tonight"}
SMALL = {"title": (81, 80), "style": (201, 200), "lyrics": (3001, 3000)}
NAMES = {"title": "title", "style": "style", "lyrics": "text of the lyrics"}
DOORS = "**Not on this server:** the owner has not opened it for songs. Nothing was charged."


async def test_whatever_is_too_long_is_refused_and_nothing_is_spent(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        quick = await show.command("generate quick", prompt="rain " * 80 + "!")
        said = "**Too long:** the idea has 401 characters, V4_5 takes 400; 1 must go. Nothing was charged."
        assert private_words(quick).startswith(said)
        assert [file.path.read_text() for file in shown(quick).attachments] == ["rain " * 80 + "!"]
        assert labels(shown(quick)) == ["Correct"]
        for field, (length, limit) in SMALL.items():
            typed = FITTING | {field: "x" * length}
            opened = await show.command("generate custom", model="V4")
            with pytest.raises(ClientRefused, match=f"{field}: {length} characters, . to {limit} are allowed"):
                await show.submit(opened, **typed)
            by_bot = await show.submit(unguarded(opened), **typed)
            said = f"the {NAMES[field]} has {length:,} characters, V4 takes {limit:,}; 1 must go. Nothing was charged."
            assert said in private_words(by_bot)
        await nothing_was_spent(show)


def unguarded(opened: Interaction) -> Interaction:
    """As in a client that does not keep to the lengths of the fields."""
    assert opened.modal is not None
    for part in parts_of(opened.modal["components"]):
        part.update({"max_length": 4000} if "max_length" in part else {})
    return opened


async def nothing_was_spent(show: Walk) -> None:
    assert [message.content for message in show.messages()] == []
    assert show.slowest < 3
    assert show.creates() == 0
    await show.look_back(used=0)


async def test_doors_that_are_closed_are_named(tmp_path: Path) -> None:
    async with walk(tmp_path, guilds_allowed="2001") as show:
        lounge = show.guild.channel("lounge")
        blind = await (await show.slash(lounge, "generate quick", prompt="a waltz in the lounge")).answered()
        assert "**The bot may not post here:** Attach Files is missing in <#3002>. Nothing" in private_words(blind)
        assert "> a waltz in the lounge" in words(blind)
        cellar = show.discord.world.guilds[2002].member("Ana")
        foreign = await (
            await show.slash(cellar.guild.channels[3005], "generate quick", cellar, prompt="a waltz in the cellar")
        ).answered()
        assert private_words(foreign).startswith(DOORS)
        form = await (await show.slash(cellar.guild.channels[3005], "generate custom", cellar)).answered()
        assert (form.modal, private_words(form)) == (None, DOORS)
        await nothing_was_spent(show)


async def test_managers_set_the_quota_and_an_empty_one_refuses_with_the_moment_of_the_next(tmp_path: Path) -> None:
    async with walk(tmp_path) as show:
        too_high = private_words(await show.command("quota set", show.ben, amount=241))
        assert too_high == "**Too high:** the owner allows 240. Nothing was changed."
        by_owner = await show.command("quota set", show.ana, amount=300)
        assert (
            private_words(by_owner)
            == "Set: 300 credits a month (was 240). It counts from now.\nEnough for 25 requests at 12."
        )
        stranger = private_words(await show.command("quota set", show.cleo, amount=200))
        assert stranger == "**For managers only:** this takes Manage Server. Nothing was changed."
        by_manager = await show.command("quota set", show.ben, amount=11.5, period="week")
        assert (
            private_words(by_manager)
            == "Set: 11.5 credits a week (was 300 a month). It counts from now.\nEnough for 0 requests at 12."
        )
        seen = private_words(await show.command("quota show", show.cleo))
        assert "**11.5 of 11.5 left** this week, enough for 0 requests at 12.\nNew credits come <t:" in seen
        refused = private_words(await show.command("generate quick", show.cleo, prompt="an empty purse"))
        assert refused.startswith(
            "**Not enough credits:** this takes 12, this server has 11.5 left. Nothing was charged."
        )
        assert "New credits come <t:" in refused
        await look_at_pages(show)
        await nothing_was_spent(show)


async def look_at_pages(show: Walk) -> None:
    """Also when Discord repeats the event: that is answered once and is no failure."""
    helping = await show.command("help", show.cleo)
    assert "**1. Ask.** </generate quick:" in private_words(helping)
    assert "**Limits (V4_5):** idea 400 characters, lyrics 5,000, style 1,000, title 80." in words(helping)
    waiting = await show.command("tasks", show.cleo)
    assert "Nothing is waiting or running here." in private_words(waiting)
    account = "Music service account: 1,000 credits"
    assert account in private_words(await show.command("credits", show.ben))
    newcomers = await show.command("credits", show.cleo)
    assert account not in private_words(newcomers)
    for answered in (helping, waiting, newcomers):
        show.discord.deliver_again(answered)
    show.refused.add(40060)
    await show.discord.requests.wait_for(("POST", "/callback$"), count=len(show.interactions) + 3)
