"""What runs every second reads indexes, never a whole table: with 20,000 ended tasks, few rows are touched.

Without ANALYZE, for the bot never runs it.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.sql import SqliteSql, queries
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import queued
from tests.stores import RULES, TERMS, asked

ENDED = 20_000

EACH_SECOND = [
    "claim", "sends_since", "overdue_in_queue", "suspects", "unconfirmed", "to_poll", "to_post", "to_show",
    "count_by_state", "forgetting_due", "guilds_to_erase",
]  # fmt: skip
BY_KEY = [
    "task", "task_in_guild", "task_of_interaction", "tracks_of", "song_states", "delivery_in_guild", "delivery_due",
    "place", "durations", "hint", "hinted", "ready", "end_task", "started", "open_in_guild", "give_back", "audit_of",
    "used_by_member", "recount_guild", "recount_forgiven", "recount_member", "count_booking", "guild_counters",
    "mark_deleted", "forget_sends", "insert_delivery", "upsert_track", "track_in_guild", "family_of", "posted_of",
    "last_try", "delivery_of_message", "live_wav", "earlier_wav", "posted_wav", "drafts_of", "timed_lyrics",
    "song_channels", "songs_of_rare", "rarity", "pending_repost", "untold_in",
    "guild_settings_of", "wishes_of", "tasks_to_erase", "tasks_of_member", "cancel_of_member", "tasks_of_guild",
    "made_since", "unknown_task", "left_of_member", "erase_from_ledger", "ledger_of_task", "erase_acts",
    "words_of_track", "erase_from_grants", "counters_of_member", "fold_bookings", "grants_to", "booked_by",
    "unname_task", "bookings", "oldest_bookings", "use_by_time", "use_by_kind", "use_by_member", "to_log",
    "forgive_use", "note_forgiven", "unname_guild", "drop_bookings",
]  # fmt: skip
OF_THE_LIBRARY = ["songs", "count_songs", "nth_newest"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


@pytest.fixture
async def full(folder: Path) -> AsyncIterator[sqlite3.Connection]:
    """A database with one open task and many ended ones, as seen by another connection."""
    file = folder / "full.db"
    if not file.exists():
        async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
            await queued(store)
        _fill(file)
    with sqlite3.connect(file) as connection:
        connection.execute("ATTACH DATABASE ? AS live", (f"{file}.leases",))
        yield connection


def _fill(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(tasks)")]
        own = {"id": "n + 10000", "interaction_id": "n + 10000", "callback_key": "'key' || n", "state": "'delivered'",
               "shown_version": "version", "ready_at": f"{NOON} + n", "created_at": f"{NOON} - n",
               "guild_id": "n % 50"}  # fmt: skip
        values = ", ".join(own.get(column, f"t.{column}") for column in columns)
        numbers = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {ENDED})"
        connection.execute(f"{numbers} INSERT INTO tasks SELECT {values} FROM c, tasks t WHERE t.id < 10000")
        connection.execute(
            f"""{numbers} INSERT INTO deliveries (id, task_id, guild_id, channel_id, kind, state, ping, attempts,
            not_before, created_at) SELECT n, n + 10000, 1, n % 50, 'song', 'posted', 0, 1, 0, n FROM c"""
        )


def _plan(connection: sqlite3.Connection, query: str) -> list[str]:
    sql = getattr(queries("sqlite3"), query).sql
    names = set(re.findall(r"(?<!:):(\w+)", sql))
    rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(names, 1)).fetchall()
    return [row[3] for row in rows]


def _scans(plan: list[str]) -> list[str]:
    """Steps that walk a table, or an index of all its rows: whole, or (as IS NOT NULL is a range) nearly whole."""
    partial = ("tasks_to_poll", "tasks_to_show", "tasks_unconfirmed", "deliveries_pending")
    moments = ("sends_at", "tasks_ended", "guilds_left")  # what lies before or after one is what is asked for
    tables = "tasks|deliveries|tracks|ledger|sends|track_words|t|d|o"
    walks = rf"SCAN ({tables})\b|SEARCH \w+ USING .*INDEX \w+ \(\w+[<>]\?\)"
    return [step for step in plan if re.match(walks, step) and not any(name in step for name in partial + moments)]


@pytest.mark.parametrize("query", EACH_SECOND + BY_KEY)
def test_a_query_walks_no_table_of_ended_tasks(full: sqlite3.Connection, query: str) -> None:
    plan = _plan(full, query)
    assert _scans(plan) == [], plan


@pytest.mark.parametrize("query", [*EACH_SECOND, "open_in_guild", "place"])
def test_what_runs_each_second_touches_few_rows(full: sqlite3.Connection, query: str) -> None:
    """Counted by the virtual machine's own steps, which no plan can hide."""
    sql = getattr(queries("sqlite3"), query).sql
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    full.set_progress_handler(count, 100)
    values = dict.fromkeys(set(re.findall(r"(?<!:):(\w+)", sql)), NOON)
    full.execute(sql, values | {"guild_id": 1}).fetchall()
    full.rollback()
    assert steps < 20


def test_what_a_channel_is_to_get_next_is_read_off_an_index_however_much_waits_there(full: sqlite3.Connection) -> None:
    plan = _plan(full, "to_post")
    assert plan.count("USE TEMP B-TREE FOR ORDER BY") == 1, plan  # of the channels


@pytest.mark.parametrize("query", OF_THE_LIBRARY)
def test_the_library_is_searched_on_its_own_index_and_words_are_ranges(full: sqlite3.Connection, query: str) -> None:
    """Nothing is sorted but the few that are shown, and a word is never looked for in all of them."""
    plan = _plan(full, query)
    assert _scans(plan) == [], plan
    assert any("tracks_shelf (guild_id=?" in step for step in plan), plan
    words = [step for step in plan if "track_words" in step]
    assert all("(guild_id=? AND word>? AND word<?)" in step for step in words), plan
    assert len(words) == (0 if query == "nth_newest" else 3)


async def test_accepting_asks_nothing_twice_where_nothing_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []

    def heard(method: str) -> None:
        original = getattr(SqliteSql, method)

        async def listening(self: SqliteSql, query: str, **values: object) -> object:
            asked_for.append(query)
            return await original(self, query, **values)

        monkeypatch.setattr(SqliteSql, method, listening)

    async with Store.open(f"sqlite:///{tmp_path}/few.db", RULES, TERMS.host) as store:
        for method in ("one", "all", "run"):
            heard(method)
        await store.intake.accept(asked(), TERMS, NOON)
    twice = Counter(asked_for) - Counter(set(asked_for))
    assert (len(asked_for), twice) == (11, {"take": 1, "note": 1}), "the guild's counter and the host's"
