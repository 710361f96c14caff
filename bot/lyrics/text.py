"""The text of aligned words: put into one string, with the word that each character came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.music_api.wire import Word

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")
# Control characters, halves of surrogate pairs (no file can hold them), and marks that nobody sees but that turn the
# direction of what follows or sit between letters. Joiners and the tags of flags stay: scripts and emoji need them.
_DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# Scripts that put no space between words: Thai to Burmese, Khmer, Chinese, Japanese, full width forms.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_CLOSING = frozenset(",.!?;:)]}%…’'”»")
_OPENING = frozenset("([{“«¿¡")


@dataclass(frozen=True, slots=True)
class Joined:
    """`owners[n]` is the number of the word that the character `text[n]` belongs to."""

    text: str
    owners: Sequence[int]


def joined(words: Sequence[Word]) -> Joined:
    """All words in one text: one space at most between letters, no control characters, `\\n` for every break.

    What nobody sees belongs to the word before it, so that a word never begins with a space.
    """
    texts = [_clean(word.text) for word in words]
    tight = not any(text.startswith(" ") or text.endswith(" ") for text in texts)
    letters: list[str] = [""]  # the empty one stands before the first
    owners: list[int] = [0]
    for number, text in enumerate(texts):
        gap = " " if tight and _parted(letters[-1], text[:1]) else ""
        for letter in gap + text:
            if letter == " " and letters[-1] in {"", " ", "\n"}:
                continue
            letters.append(letter)
            owners.append(number if visible(letter) and not clings(letter) else owners[-1])
    return Joined("".join(letters), owners[1:])


def visible(text: str) -> bool:
    """Whether there is anything to see: neither spaces nor format characters alone."""
    return any(not letter.isspace() and unicodedata.category(letter) != "Cf" for letter in text)


def clings(letter: str) -> bool:
    """Whether this is a part of the sign before it: accents, joiners, variants, colours of skin."""
    return unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"} or "\U0001f3fb" <= letter <= "\U0001f3ff"


def _clean(text: str) -> str:
    return _SPACE.sub(" ", _DROPPED.sub("", _BREAK.sub("\n", text)))


def _parted(before: str, after: str) -> bool:
    """Whether a space belongs between two words of a service that sends none."""
    if not before or not after or before == "\n" or after == "\n":
        return False
    together = before in _OPENING or after in _CLOSING or clings(after)
    return not together and not (_UNSPACED.match(before) and _UNSPACED.match(after))
