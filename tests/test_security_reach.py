"""Ids in buttons, searches and options are wishes: whoever forges them reaches nothing, and nothing is written."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from discord import SelectOption
from discord.ui import Button, Select, View
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.store.library import Song
from bot.store.store import Store
from bot.store.words import Search
from bot.ui.register import ACTIONS
from tests.command_house import House, house, reply
from tests.reading import words
from tests.song_steps import made
from tests.stores import GUILD, database_url, store
from tests.workshop import Workshop, workshop

__all__ = ["database_url", "house", "store"]

OF_A_REQUEST = ("m1:req:cancel:{}", "m1:req:retry:{}", "m1:req:correct:{}", "m1:req:cancel:{}:5")
OF_A_SONG = tuple(f"m1:song:{verb}:{{}}" for verb in ("lyrics", "extend", "wav", "again", "delete", "erase", "purge"))
OF_LYRICS = ("m1:lyr:page:{}:2", "m1:lyr:again:{}", "m1:lyr:text:{}", "m1:lyr:post:{}")
OF_DRAFTS = ("m1:drf:page:{}:1", "m1:drf:song:{}:1", "m1:drf:file:{}:1")
IDS = (*OF_A_REQUEST, *OF_A_SONG, *OF_LYRICS, *OF_DRAFTS)
OF_MANAGERS = (
    *(f"m1:set:{what}" for what in ("limits", "words", "check", "gone", "show")),
    "m1:log:page:2",
    "m1:log:csv",
)
OF_THE_OWNER = (*(f"m1:own:{verb}:{{}}" for verb in ("retry", "anew", "giveup")), "m1:own:refresh")
SELECTS = ("m1:req:pick", "m1:lib:pick:1:0:", "m1:lyr:file:{}")
OF_SETTINGS = ("m1:set:pick:words", "m1:set:pick:log_channel", "m1:set:pick:model", "m1:set:pick:nothing")
INJECTIONS = (
    "'",
    '"',
    "';--",
    "' OR '1'='1",
    "x' UNION SELECT interaction_token FROM tasks --",
    "'; DROP TABLE tasks; --",
    "%",
    "_",
    "%' OR guild_id <> 1 --",
    "\\",
    "$1",
    ":guild_id",
    "\0",
    "*",
    "NEAR(",
    "🎵" * 20,
)


def all_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(path / "minstrel.db") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def told(result: InteractionResult) -> str:
    return reply(result).content or words(reply(result))


def forms_of(ids: Sequence[str]) -> Iterator[View]:
    """Messages of at most five buttons."""
    for start in range(0, len(ids), 5):
        view = View(timeout=None)
        for custom_id in ids[start : start + 5]:
            view.add_item(Button[Any](label=custom_id[:80], custom_id=custom_id))
        view.stop()
        yield view


async def clicked(house: House, who: MemberActor, channel_id: int, ids: Sequence[str]) -> list[InteractionResult]:
    """As if each stood on a message of the bot in that channel."""
    results = []
    for view in forms_of(ids):
        forged = await _posted(house, channel_id, view)
        for item in view.children:
            results.append(await who.click(forged, custom_id=item.custom_id))  # type: ignore[attr-defined]
    return results


async def _posted(house: House, channel_id: int, view: View) -> ResponseMessage:
    with house.env._bot_scope():
        sent = await house.env.bot.get_partial_messageable(channel_id).send("forged", view=view)
    return ResponseMessage(house.env, house.env.backend.get_message(channel_id, sent.id))


def test_every_kind_of_button_is_tried() -> None:
    tried = [id.format(7) for id in (*IDS, *OF_MANAGERS, *OF_THE_OWNER, *SELECTS, *OF_SETTINGS)]
    harmless = {"Requests", "Refresh", "CorrectText", "Keep", "OpenLibrary", "Turn", "SearchWords"}
    harmless |= {"HowItWorks", "KeepData"}
    of_the_clicker = {"PingMe", "Forget"}
    missed = {
        kind.__name__
        for kind in ACTIONS
        if not any(kind.__discord_ui_compiled_template__.fullmatch(id) for id in tried)
    }
    assert missed == harmless | of_the_clicker, "pages and forms that show only what the clicker may see"


@pytest.fixture
async def wanted(house: House) -> list[int]:
    """Ids of everything that Ana has on her server."""
    songs = await made(house)
    await house.ana.slash(house.songs, "lyrics write", prompt="rain")
    waiting = [task.id for task in await house.tasks()]
    for task_id in waiting:
        await house.shop.until_over(task_id)
    house.shop.music.maintenance = True
    await house.quick("waits")
    waiting += [task.id for task in await house.tasks()]
    posted = [parcel.delivery.id for parcel in house.shop.courier.posts.values()]
    return [*waiting, *posted, *(song.id for song in songs)]


async def test_nothing_of_another_server_is_reached_through_ids(
    house: House, wanted: list[int], tmp_path: Path
) -> None:
    other = house.env.create_guild("Other")
    channel = other.create_text_channel("songs")
    eve = other.add_member(house.env.create_user("eve"))
    before = all_rows(tmp_path)
    for number in wanted:
        for result in await clicked(house, eve, channel.id, [id.format(number) for id in IDS]):
            assert told(result).startswith(("**Not found:**", "**Not here:**")), told(result)
    assert all_rows(tmp_path) == before


async def test_another_member_cancels_deletes_and_corrects_nothing(
    house: House, wanted: list[int], tmp_path: Path
) -> None:
    before = all_rows(tmp_path)
    forbidden = [*OF_A_REQUEST, "m1:song:delete:{}", "m1:song:erase:{}", "m1:song:purge:{}"]
    for number in wanted:
        for result in await clicked(house, house.ben, house.songs.id, [id.format(number) for id in forbidden]):
            assert result.modal is None
            refusal = told(result)
            assert refusal.startswith(("**Not found:**", "**Not yours:**", "**Already")), refusal
    assert all_rows(tmp_path) == before


async def test_what_is_for_managers_or_the_owner_is_refused_whoever_else_clicks(
    house: House, wanted: list[int], tmp_path: Path
) -> None:
    before = all_rows(tmp_path)
    for result in await clicked(house, house.ana, house.songs.id, OF_MANAGERS):
        assert told(result).startswith("**For managers only:**"), told(result)
    for who in (house.ana, house.manager):
        for result in await clicked(house, who, house.songs.id, [id.format(wanted[0]) for id in OF_THE_OWNER]):
            assert told(result).startswith("**For the owner only:**"), told(result)
    for custom_id in OF_SETTINGS:
        result = await chosen(house, house.ana, custom_id, "1")
        assert told(result).startswith("**For managers only:**"), told(result)
    assert all_rows(tmp_path) == before


async def chosen(house: House, who: MemberActor, custom_id: str, value: str) -> InteractionResult:
    """As if a list with this value stood on a message of the bot."""
    view = View(timeout=None)
    view.add_item(Select[Any](custom_id=custom_id, options=[SelectOption(label="x", value=value)]))
    view.stop()
    return await who.select(await _posted(house, house.songs.id, view), [value], custom_id=custom_id)


@pytest.mark.parametrize("odd", ["0", "9" * 19, "٣", "0001", "1" * 18])
async def test_an_id_that_names_nothing_is_answered_in_words(house: House, tmp_path: Path, odd: str) -> None:
    before = all_rows(tmp_path)
    for result in await clicked(house, house.ana, house.songs.id, [id.format(odd) for id in IDS]):
        assert told(result).startswith("**Not found:**"), told(result)
    assert all_rows(tmp_path) == before


@pytest.mark.parametrize("value", ["0", "-1", "9" * 30, "' OR 1=1 --", "1;2", "٣"])
async def test_a_forged_choice_of_a_list_is_answered_in_words(house: House, tmp_path: Path, value: str) -> None:
    await made(house)
    before = all_rows(tmp_path)
    for custom_id in (SELECTS[0], SELECTS[1], SELECTS[2].format(5)):
        result = await chosen(house, house.ben, custom_id, value)
        assert result.response is not None
        assert "broke" not in told(result)
    assert all_rows(tmp_path) == before


async def found(store: Store, **asked: Any) -> list[Song]:
    return await store.library.search(Search(**asked), 25)


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
async def test_a_search_is_only_ever_words(tmp_path: Path, text: str) -> None:
    async with workshop(tmp_path) as shop:
        await _two_guilds(shop)
        before = all_rows(tmp_path)
        mine = await found(shop.store, guild_id=GUILD, text=text)
        assert {song.track.guild_id for song in mine} <= {GUILD}
        assert await found(shop.store, guild_id=3, text=text) == []
        assert await found(shop.store, guild_id=GUILD, text=text, member_id=666) == []
        assert await shop.store.library.count(Search(GUILD, text)) == len(mine)
        assert all_rows(tmp_path) == before


async def _two_guilds(shop: Workshop) -> None:
    for guild in (GUILD, 2):
        task_id = await shop.ask(guild=guild)
        view = await shop.desk.view(task_id, guild)
        assert view.task.guild_id == guild
    await shop.step()
    shop.music.finish()
    shop.pass_time(180_000)
    await shop.step(3)


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
async def test_postgresql_takes_the_same_searches(store: Store, text: str) -> None:
    assert await found(store, guild_id=GUILD, text=text) == []
    assert await store.guilds.setting(GUILD, text.replace("\0", "")) is None


@pytest.mark.parametrize("text", INJECTIONS[:7])
async def test_completion_and_options_take_hostile_text(house: House, tmp_path: Path, text: str) -> None:
    await made(house)
    before = all_rows(tmp_path)
    offered = await house.ana.autocomplete(house.songs, "wav", "track", text)
    assert "token" not in str([choice["name"] for choice in offered]).replace(text, "")
    assert len(offered) <= 3
    for command, options in (("wav", {"track": text}), ("extend", {"track": text}), ("lyrics timed", {"track": text})):
        result = await house.ana.slash(house.songs, command, **options)
        assert "broke" not in told(result), told(result)
    await house.ana.slash(house.songs, "library", search=text[:40], member=house.ben)
    assert all_rows(tmp_path) == before
