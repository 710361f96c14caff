"""What a song can be found by: words in lower case, and single signs for scripts that put no spaces between words."""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 60
LONGEST = 40
TERMS = 3
"""Words of a search that count; more do not make it any narrower for people."""

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[぀-ヿ㐀-鿿가-힯฀-๿]")


def words_in(text: str) -> tuple[str, ...]:
    """Each word once, in order."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: dict[str, None] = {}
    for word in _WORD.findall(folded):
        signs = _UNSPACED.findall(word)
        for part in signs or [word[:LONGEST]]:
            found[part] = None
    return tuple(found)[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Search:
    """Songs of a guild: by words, by member, without those of `hidden` channels. Nothing given fits all."""

    guild_id: int
    text: str = ""
    member_id: int | None = None
    hidden: frozenset[int] = frozenset()

    def values(self) -> dict[str, object]:
        """For the queries `songs` and `count_songs`: each word is the range of all that begin with it.

        The longest first: it is the rarest as a rule, and what it rules out need not be looked at for the others.
        """
        terms = [*sorted(words_in(self.text)[:TERMS], key=len, reverse=True), "", "", ""]
        ranges: dict[str, object] = {}
        for number in range(TERMS):
            ranges[f"word{number + 1}"] = terms[number]
            ranges[f"end{number + 1}"] = f"{terms[number]}\U0010ffff" if terms[number] else ""
        hidden = "".join(f"{channel}," for channel in sorted(self.hidden))
        shared = {"guild_id": self.guild_id, "member_id": self.member_id or 0, "hidden": f",{hidden}" if hidden else ""}
        return shared | ranges
