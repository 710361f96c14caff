"""How long the store takes to find songs in a guild that has 100,000 of them (SQLite): completion, and a page."""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.load import Times
from bot.models import Asked, QuickSong
from bot.store.intake import Terms
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from bot.store.words import Search, words_in

GUILD, MEMBERS, CHANNELS = 1, 50, 20
NOW = 1_764_000_000_000
MOST_MS = 20.0
TERMS = Terms(profile="apibox", host="music.example", price=12_000)
RULES = QuotaRules(default=240_000, period="month", maximum=240_000, total=None)
STYLES = ["lo-fi piano, rain", "upbeat synth pop", "slow acoustic folk", "dark techno, 130 bpm"]

TYPED = ["", "r", "ra", "rain", "lo-fi", "piano rain", "slow ga", "tavo", "tavo re", "nothingsuch", "rain nothingsuch"]
"""What members type: nothing yet, letters, words of a quarter of the songs, rare words, and misses."""


@dataclass(frozen=True)
class Found:
    """Milliseconds: for the 25 songs of a completion, and for a page of eight with the number of all."""

    completion: Times
    page: Times


async def main(songs: int, rounds: int) -> bool:
    """Whether 99 of 100 completions took less than 20 ms."""
    with tempfile.TemporaryDirectory(prefix="minstrel-bench-") as name:
        found = await measured(Path(name) / "library.db", songs, rounds)
    print(f"{songs:,} songs in one guild, {len(found.completion.answered)} completions: milliseconds at the store")
    print(f"{'':12}{'median':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    for title, times in (("completion", found.completion), ("page", found.page)):
        print(f"{title:12}" + "".join(f"{times.quantile(share):8.1f}" for share in (0.5, 0.95, 0.99, 1.0)))
    kept = found.completion.quantile(0.99) < MOST_MS
    print("\nWithin the limit." if kept else f"\nNot within the limit: {MOST_MS:g} ms for a completion at p99.")
    return kept


async def measured(file: Path, songs: int, rounds: int) -> Found:
    async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
        asked = Asked(1, "token", GUILD, 1, 1, "Ana", "en-US", QuickSong(prompt="rain", model="V4_5"))
        task_id = (await store.intake.accept(asked, TERMS, NOW)).task.id
        fill(file, task_id, songs)
        found = Found(Times(), Times())
        for search in list(searches()) * rounds:
            if search.member_id is None:
                found.completion.answered.append(await _timed(store.library.search(search, 25)))
            found.page.answered.append(await _timed(_page(store, search)))
        return found


async def _page(store: Store, search: Search) -> None:
    await store.library.count(search)
    await store.library.search(search, 8)


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return (time.perf_counter() - begun) * 1000


def searches() -> Iterator[Search]:
    """Each text for a member who sees all channels and one who does not; pages may show one member's songs."""
    for text in TYPED:
        yield Search(GUILD, text)
        yield Search(GUILD, text, hidden=frozenset({3, 4, 5}))
        yield Search(GUILD, text, member_id=7)


def fill(file: Path, task_id: int, songs: int) -> None:
    """Songs with made-up titles, indexed as the bot does it; the same on every run."""
    chance = random.Random(3)
    with sqlite3.connect(file) as connection:
        channels = [(GUILD, number) for number in range(1, CHANNELS + 1)]
        connection.executemany("INSERT INTO song_channels (guild_id, channel_id) VALUES (?, ?)", channels)
        for number in range(1, songs + 1):
            _add(connection, task_id, number, chance)


def _add(connection: sqlite3.Connection, task_id: int, number: int, chance: random.Random) -> None:
    title, style = _title(chance), chance.choice(STYLES)
    known: dict[str, object] = {
        "id": number, "task_id": task_id, "guild_id": GUILD, "channel_id": chance.randint(1, CHANNELS),
        "member_id": chance.randint(1, MEMBERS), "service_track_id": f"s{number}", "position": 1, "title": title,
        "style": style, "lyrics": "la " * 200, "model": "V4_5", "duration": 180_000, "audio_url": "https://x.example/a",
        "stream_url": "", "image_url": "", "created_at": NOW + number, "expires_at": NOW * 2,
    }  # fmt: skip
    names, holes = ", ".join(known), ", ".join(f":{name}" for name in known)
    connection.execute(f"INSERT INTO tracks ({names}) VALUES ({holes})", known)  # noqa: S608 - names of our own
    words = [(GUILD, word, number) for word in words_in(f"{title} {style}")]
    connection.executemany("INSERT INTO track_words (guild_id, word, track_id) VALUES (?, ?, ?)", words)


def _title(chance: random.Random) -> str:
    """Three words of two syllables."""
    return " ".join("".join(chance.choice("bdfgklmnrstv") + chance.choice("aeiou") for _ in "12") for _ in "123")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.library", description=__doc__)
    parser.add_argument("--songs", type=int, default=100_000, help="how many songs the guild has (100,000)")
    parser.add_argument("--rounds", type=int, default=10, help="how often each search is made (10)")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 when the limit was not kept")
    given = parser.parse_args()
    kept = asyncio.run(main(given.songs, given.rounds))
    sys.exit(1 if given.strict and not kept else 0)
