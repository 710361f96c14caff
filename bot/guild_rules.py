"""What a guild's managers have set, and which requests that lets through. Guilds that have set nothing allow all."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bot.errors import BlockedWord, WrongChannel, WrongRole
from bot.models import Asked, CustomSong, Extension, LyricsIdea, QuickSong, Request

PINGS = "pings"


class Pings(StrEnum):
    """How the requester hears of a result; in order, the later the quieter."""

    ON = "on"
    QUIET = "quiet"  # a mention that makes no sound
    OFF = "off"


def quieter(*wishes: Pings) -> Pings:
    return max(wishes, key=list(Pings).index)


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """Empty and None stand for "nothing was set". `channels` and `roles` are ids, `words` what may not be sung of.

    The names of the fields are the names of the rows.
    """

    channels: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    models: tuple[str, ...] = ()
    model: str = ""
    per_guild: int | None = None
    per_member: int | None = None
    words: tuple[str, ...] = ()
    pings: Pings = Pings.ON
    language: str = ""
    artist: str = ""

    @classmethod
    def read(cls, rows: Mapping[str, str]) -> "GuildSettings":
        """From rows as `written` wrote them; other names belong to other parts."""
        return cls(**{name: _READ.get(name, str)(text) for name, text in rows.items() if name in NAMES})


def written(value: object) -> str:
    """A setting as its row holds it; empty stands for nothing, and is kept as no row at all."""
    if isinstance(value, frozenset):
        return " ".join(str(number) for number in sorted(value))
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None or value is Pings.ON else str(value)


NAMES = frozenset(field.name for field in fields(GuildSettings))


def _ids(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


_READ: dict[str, Callable[[str], Any]] = {
    "channels": _ids,
    "roles": _ids,
    "models": _lines,
    "words": _lines,
    "pings": Pings,
    "per_guild": int,
    "per_member": int,
}


def check(settings: GuildSettings, asked: Asked) -> None:
    """Raises `WrongChannel`, `WrongRole` or `BlockedWord` for the first rule that is not kept."""
    check_place(settings, asked.channel_id, asked.parent_id, asked.role_ids)
    word = blocked_word(settings.words, _typed(asked.request))
    if word is not None:
        raise BlockedWord(word)


def check_place(settings: GuildSettings, channel_id: int, parent_id: int | None, role_ids: frozenset[int]) -> None:
    """Where, and who. Threads belong to their channel, `parent_id`. Raises `WrongChannel` or `WrongRole`."""
    if settings.channels and not settings.channels & {channel_id, parent_id}:
        raise WrongChannel(tuple(sorted(settings.channels)))
    if settings.roles and not settings.roles & role_ids:
        raise WrongRole(tuple(sorted(settings.roles)))


def _typed(request: Request) -> tuple[str, ...]:
    """What the member has written, or has taken over from a song."""
    match request:
        case QuickSong() | LyricsIdea():
            return (request.prompt,)
        case CustomSong():
            return (request.title, request.style, request.lyrics)
        case Extension():
            return (request.title, request.style, request.prompt)
        case _:
            return ()


# Blocked words

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no spaces between words, or hang endings on them: there a word is found wherever it stands."""


def blocked_word(words: Collection[str], texts: Iterable[str]) -> str | None:
    """The first of `words` that stands in one of `texts` as a whole word, whatever its case and accents."""
    if not words:
        return None
    folded = [_folded(text) for text in texts]
    spaced = [f" {' '.join(_WORD.findall(text))} " for text in folded]
    for word in words:
        wanted = _folded(word)
        if _UNSPACED.search(word):
            found = any(wanted.strip() in text for text in folded)
        else:
            parts = " ".join(_WORD.findall(wanted))
            found = bool(parts) and any(f" {parts} " in text for text in spaced)
        if found:
            return word
    return None


def _folded(text: str) -> str:
    """Without marks above letters, and without signs that nobody sees."""
    plain = unicodedata.normalize("NFKD", text)
    unseen = [sign for sign in set(plain) if unicodedata.category(sign) == "Cf"]
    seen = plain.translate(dict.fromkeys(map(ord, unseen)))
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", seen).casefold())
