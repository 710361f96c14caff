"""Finding songs by words, on both databases: their rules of order differ, what is found must not."""

from dataclasses import replace

import asyncpg
import pytest

from bot.store import library
from bot.store.outcomes import NewSongs
from bot.store.store import Store
from bot.store.words import Search
from tests.store_steps import LATER, leased, running, song
from tests.stores import CHANNEL, GUILD, RULES, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]

PARENT = 9
TITLES = ["Tin Roof Rain", "Rainbow über Zürich", "雨の歌", "A Train", "rain"]


@pytest.fixture
async def shelf(store: Store) -> Store:
    """One song of each title, the last is the newest; the idea of each is "slow piano, rain on a tin roof"."""
    for number, title in enumerate(TITLES, start=1):
        now = LATER + number * 1000
        task_id = await running(store, number, now)
        lease = await leased(store, "poll", task_id, now)
        await store.following.ready(lease, NewSongs([song(title=title, style="")], now + 1), now)
        await store.leases.release(lease)
    return store


async def found(
    store: Store, text: str, many: int = 25, skip: int = 0, hidden: frozenset[int] = frozenset()
) -> list[str]:
    search = Search(GUILD, text, hidden=hidden)
    songs = [one.track.title for one in await store.library.search(search, many, skip)]
    assert len(songs) == max(0, min(many, await store.library.count(search) - skip))
    return songs


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("", TITLES[::-1]),
        ("RAI", TITLES[::-1]),  # in the idea of each
        ("rainb", ["Rainbow über Zürich"]),
        ("über", ["Rainbow über Zürich"]),
        ("zür rain", ["Rainbow über Zürich"]),
        ("雨", ["雨の歌"]),
        ("歌 雨", ["雨の歌"]),
        ("train roof", ["A Train"]),
        ("train zürich", []),
        ("ainbow", []),
    ],
)
async def test_words_find_the_same_songs_on_every_database(shelf: Store, text: str, titles: list[str]) -> None:
    assert await found(shelf, text) == titles


async def test_a_list_is_read_in_parts(shelf: Store) -> None:
    assert [title for skip in range(6) for title in await found(shelf, "", 1, skip)] == TITLES[::-1]


async def test_hidden_channels_are_told_apart_by_whole_numbers(shelf: Store) -> None:
    assert await found(shelf, "", hidden=frozenset({CHANNEL})) == []
    assert len(await found(shelf, "", hidden=frozenset({CHANNEL * 10, CHANNEL // 10}))) == len(TITLES)


async def test_a_public_thread_is_hidden_with_its_channel_from_the_first_request_that_tells_of_it(shelf: Store) -> None:
    in_thread = replace(asked(99), open_parent_id=PARENT)
    await shelf.intake.accept(in_thread, TERMS, LATER)
    assert await shelf.library.channels(GUILD) == {CHANNEL: PARENT}
    for text, many in (("", len(TITLES)), ("rainbow", 1)):
        assert await found(shelf, text, hidden=frozenset({PARENT})) == []
        assert len(await found(shelf, text, hidden=frozenset({CHANNEL}))) == many


async def test_what_the_newest_songs_do_not_have_is_looked_for_in_all(
    shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "NEWEST", 1)
    monkeypatch.setattr(library, "RARE", 0)
    assert await found(shelf, "roof", 1) == ["rain"]
    assert await found(shelf, "tin", 5) == TITLES[::-1]
    assert await found(shelf, "rainbow", 1) == ["Rainbow über Zürich"]
    assert await found(shelf, "zürich", 1) == ["Rainbow über Zürich"]


async def test_postgresql_orders_words_by_code_points_whatever_its_language(postgres_database: str) -> None:
    """A database made for English would sort `rain\U0010ffff`, the end of the range of `rain`, before `rainbow`."""
    async with Store.open(postgres_database, RULES, TERMS.host):
        connection = await asyncpg.connect(postgres_database)
        query = "SELECT collation_name FROM information_schema.columns WHERE (table_name, column_name) = ($1, $2)"
        try:
            assert await connection.fetchval(query, "track_words", "word") == "C"
        finally:
            await connection.close()
