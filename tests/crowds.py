"""A guild with very many songs."""

import random
import sqlite3
from pathlib import Path

from bot.store.words import words_in

_STYLES = ("lo-fi piano, rain", "upbeat synth pop", "slow acoustic folk", "dark techno, 130 bpm")


def crowd(file: Path, songs: int) -> None:
    """Copies of the oldest song in the file under made-up titles, indexed as the bot does it."""
    chance = random.Random(3)
    with sqlite3.connect(file) as connection:
        first = connection.execute("SELECT MIN(id), guild_id FROM tracks").fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(tracks)")]
        own = {"id": ":id", "service_track_id": "'s' || :id", "title": ":title", "style": ":style"}
        chosen = ", ".join(own.get(column, column) for column in columns)
        for number in range(1, songs + 1):
            title = " ".join(
                "".join(chance.choices("bdfgklmnrst", k=1) + chance.choices("aeiou") * 2) for _ in range(3)
            )
            made = {"id": number, "title": title, "style": chance.choice(_STYLES), "first": first[0]}
            connection.execute(f"INSERT INTO tracks SELECT {chosen} FROM tracks WHERE id = :first", made)
            words = [(first[1], word, number) for word in words_in(f"{title} {made['style']}")]
            connection.executemany("INSERT INTO track_words (guild_id, word, track_id) VALUES (?, ?, ?)", words)
