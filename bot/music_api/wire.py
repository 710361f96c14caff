"""Answers of the service as frozen values. Reads what is there, whatever its type, and never fails on what is not."""

import json
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.models import CREDIT
from bot.music_api.complaints import blames_words


class Json(dict[str, Any]):
    """An object of the wire; camelCase when polled, snake_case in callbacks, so a look-up takes either."""

    @classmethod
    def of(cls, value: object) -> "Json":
        """The object, also from a string that holds one; empty for anything else."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return cls()
        return cls(value) if isinstance(value, dict) else cls()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            return self[key]
        return super().get(re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", key), default)

    def first(self, *keys: str) -> Any:
        return next((value for key in keys if (value := self.get(key))), None)


LONGEST_TEXT = 20_000
"""Characters; four times the longest lyrics that the service takes."""

MOST_TRACKS = 10
"""Each becomes a message, so a service gone mad must not fill a channel; it makes two at a time."""


def text(value: object) -> str:
    """Cut, and without NUL and halves of signs, which JSON can spell but databases and HTTP refuse."""
    found = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return found[:LONGEST_TEXT].replace("\0", "").encode(errors="replace").decode()


def number(value: object) -> float | None:
    """Also from a string. Python's JSON reader lets NaN and Infinity pass; they are no numbers here."""
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def milliseconds(value: object) -> int | None:
    """From seconds; None where there is no positive number."""
    seconds = number(value)
    return round(seconds * 1000) if seconds is not None and 0 < seconds < 1e6 else None


def thousandths(value: object) -> int | None:
    """Of a credit, from a number of credits that may be a fraction or a string."""
    credits_left = number(value)
    return round(credits_left * CREDIT) if credits_left is not None else None


def url(value: object) -> str:
    found = text(value).strip()
    return found if found.startswith(("https://", "http://")) else ""


class Status(StrEnum):
    """What the status word says; words that nobody documented count as running."""

    RUNNING = "running"
    TEXT = "text"
    FIRST = "first"
    SUCCESS = "success"
    CALLBACK = "callback"  # CALLBACK_EXCEPTION: says nothing about the songs
    WORDS = "words"
    FAILED = "failed"

    @classmethod
    def of(cls, word: object) -> "Status":
        word = text(word).upper()
        if word == "SENSITIVE_WORD_ERROR":
            return cls.WORDS
        if word.endswith("FAILED"):
            return cls.FAILED
        return _STATUSES.get(word, cls.RUNNING)


_STATUSES = {
    "TEXT_SUCCESS": Status.TEXT,
    "FIRST_SUCCESS": Status.FIRST,
    "SUCCESS": Status.SUCCESS,
    "COMPLETE": Status.SUCCESS,
    "COMPLETED": Status.SUCCESS,
    "CALLBACK_EXCEPTION": Status.CALLBACK,
}


@dataclass(frozen=True, slots=True)
class ServiceTrack:
    """A song as the service tells it; `duration` in milliseconds, URLs empty while there are none."""

    id: str
    title: str
    tags: str
    lyrics: str
    model_name: str
    duration: int | None
    audio_url: str
    stream_url: str
    image_url: str

    @classmethod
    def of(cls, item: Json) -> "ServiceTrack":
        return cls(
            id=text(item.get("id")),
            title=text(item.get("title")),
            tags=text(item.get("tags")),
            lyrics=text(item.first("prompt", "lyric", "lyrics")),
            model_name=text(item.get("modelName")),
            duration=milliseconds(item.get("duration")),
            audio_url=url(item.get("audioUrl")),
            stream_url=url(item.first("streamAudioUrl", "sourceStreamAudioUrl")),
            image_url=url(item.first("imageUrl", "sourceImageUrl")),
        )


@dataclass(frozen=True, slots=True)
class RecordInfo:
    """A look at a music task. `present` is False for the empty record that strangers and very new tasks get."""

    present: bool
    status: Status
    tracks: tuple[ServiceTrack, ...]

    @classmethod
    def of(cls, data: object) -> "RecordInfo":
        record = Json.of(data)
        response = Json.of(record.get("response"))
        items = response.get("sunoData")
        found = items[:MOST_TRACKS] if isinstance(items, list) else []
        tracks = tuple(ServiceTrack.of(Json.of(item)) for item in found)
        return cls(bool(text(record.get("taskId"))), _blamed(record, response), tracks)


def _blamed(record: Json, response: Json) -> Status:
    """A plain failure whose message speaks of words is one of words."""
    status = Status.of(record.get("status"))
    message = text(record.get("errorMessage")) or text(response.get("errorMessage"))
    return Status.WORDS if status is Status.FAILED and blames_words(message) else status


@dataclass(frozen=True, slots=True)
class Word:
    """`text` may carry a section mark and line breaks; times in milliseconds; `ok` as the service aligned it."""

    text: str
    start: int
    end: int
    ok: bool


def words_of(data: object) -> tuple[Word, ...]:
    items = Json.of(data).get("alignedWords")
    found = [Json.of(item) for item in items] if isinstance(items, list) else []
    return tuple(
        Word(
            text(item.get("word")),
            milliseconds(item.get("startS")) or 0,
            milliseconds(item.get("endS")) or 0,
            item.get("success") is not False,
        )
        for item in found
    )


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LyricsInfo:
    """A look at a lyrics task; drafts that came empty or failed are left out. `present` as for `RecordInfo`."""

    present: bool
    status: Status
    drafts: tuple[Draft, ...]

    @classmethod
    def of(cls, data: object) -> "LyricsInfo":
        record = Json.of(data)
        items = Json.of(record.get("response")).first("data", "lyricsData") or record.get("lyricsData")
        found = [Json.of(item) for item in items] if isinstance(items, list) else []
        drafts = (Draft(text(item.get("title")), text(item.get("text"))) for item in found[:MOST_TRACKS])
        status = _blamed(record, Json.of(record.get("response")))
        return cls(bool(text(record.get("taskId"))), status, tuple(draft for draft in drafts if draft.text.strip()))


@dataclass(frozen=True, slots=True)
class WavInfo:
    """A look at a WAV task; its state stands in `successFlag`, and the link comes with success at the earliest."""

    present: bool
    status: Status
    audio_url: str

    @classmethod
    def of(cls, data: object) -> "WavInfo":
        record = Json.of(data)
        found = Json.of(record.get("response")).first("audioWavUrl")
        return cls(bool(text(record.get("taskId"))), Status.of(record.first("successFlag", "status")), url(found))
