"""Aligned words as the store keeps them: one row of text, start, end and whether it was aligned."""

from collections.abc import Sequence

from bot.music_api.wire import Word


def words_of_rows(rows: Sequence[Sequence[object]]) -> tuple[Word, ...]:
    return tuple(Word(str(text), _number(start), _number(end), bool(ok)) for text, start, end, ok in rows)


def rows_of_words(words: Sequence[Word]) -> list[list[object]]:
    return [[word.text, word.start, word.end, word.ok] for word in words]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
