"""Numbers, moments and other people's text, as members read them. Pure functions without discord objects."""

import re
import unicodedata
from decimal import Decimal
from itertools import groupby, islice

from bot import i18n
from bot.models import CREDIT
from bot.ui import texts

_SPECIAL = re.compile(r"[\\*_~|`\[\]<>@]|:(?=//)|(?<=discord)\.|(?<=discordapp)\.", re.IGNORECASE)
# Discord ends a line at a lone CR as well, and leaves form feeds out before it looks for marks.
_AT_LINE_START = re.compile(r"(?:^|(?<=\r))(?P<space>[ \t\f\u2068]*)(?P<digits>\d*)(?P<mark>[#\-+.)])", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
MANY = 2
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # scripts and emoji are spelt with them
_MARKS = {"Mn", "Me"}
MOST_MARKS = 4
"""Marks on one letter: Burmese is spelt with so many, and more cover the lines above and below."""

_RIGHT_TO_LEFT = {"R", "AL"}
_APART, _APART_ENDS = "\u2068", "\u2069"


def credits(thousandths: int) -> str:
    """`12`, `0.4`, `1,025.6`, written as in the present language."""
    return i18n.number(Decimal(thousandths) / CREDIT)


def priced(forms: tuple[str, str], thousandths: int, **holes: str) -> str:
    """A sentence about so many credits, its `price`, in the form for that number; fractions take the one for many."""
    return of_credits(forms, thousandths).format(price=credits(thousandths), **holes)


def of_credits(forms: tuple[str, str], thousandths: int) -> str:
    """The form alone, where another hole than `price` holds the number."""
    whole, fraction = divmod(thousandths, CREDIT)
    return texts.plural(forms, MANY if fraction else whole)


def number(value: int) -> str:
    """`5,000`."""
    return i18n.number(value)


def length(milliseconds: int | None) -> str:
    """A song's length as `3:12`, from an hour on `1:02:03`; empty when unknown."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def stamp(moment: int, style: str = "R") -> str:
    """A moment that Discord renders for each reader; only in content, embed descriptions and text displays."""
    return f"<t:{moment // 1000}:{style}>"


def cut(text: str, most: int) -> str:
    """At most `most` characters, ending in … where something was left out."""
    return text if len(text) <= most else text[: max(0, most - 1)].rstrip() + "…"


def one_line(text: str) -> str:
    """Without line breaks, control characters, piles of marks, and marks that reverse the direction of what follows."""
    return " ".join(_seen(text).split())


def lines(text: str) -> str:
    """Other people's text of several lines, escaped, and without the marks that `one_line` leaves out."""
    return escape("\n".join(map(_seen, _LINE_END.sub("\n", text).split("\n"))))


def hides(text: str) -> bool:
    """Whether it holds marks that `lines` leaves out."""
    return any(_seen(line) != line for line in text.split("\n"))


def _seen(text: str) -> str:
    hidden = [sign for sign in set(text) if unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS]
    shown = text.translate(dict.fromkeys(map(ord, hidden), " ")) if hidden else text
    return _unstacked(shown) if any(unicodedata.category(sign) in _MARKS for sign in set(shown)) else shown


def _unstacked(text: str) -> str:
    runs = groupby(text, lambda sign: sign in _JOINERS or unicodedata.category(sign) in _MARKS)
    return "".join(sign for marks, run in runs for sign in (islice(run, MOST_MARKS) if marks else run))


def escape(text: str) -> str:
    """As typed, whatever it holds: no markup, mention, link, heading or list. Undone by `unescape`."""
    marked = _SPECIAL.sub(lambda found: "\\" + found[0], text)
    return _AT_LINE_START.sub(lambda found: f"{found['space']}{found['digits']}\\{found['mark']}", marked)


def unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def name(text: str, most: int) -> str:
    """Other people's text within a sentence: one line, cut, escaped."""
    return escape(plain(text, most))


def member(display_name: str, most: int) -> str:
    """`name`, also of somebody who has been forgotten."""
    return name(display_name, most) or texts.A_MEMBER


def plain(text: str, most: int) -> str:
    """Other people's text where Discord renders no markup: labels, footers, titles of forms, options.

    What is written from right to left is set apart, or it would draw the numbers and names beside it to its other side.
    """
    line = one_line(text)
    if most < 3 or not any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in line):
        return cut(line, most)
    return f"{_APART}{cut(line, most - 2)}{_APART_ENDS}"


def quote(text: str) -> str:
    """Each line as a `>` quote, escaped."""
    return "\n".join(f"> {line}" for line in escape(text).split("\n"))


def slug(title: str, request: int) -> str:
    """A file name's stem that Discord keeps as it is; `song-{request}` where no letter is left."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].rstrip("-") or f"song-{request}"


def megabytes(size: int) -> str:
    """`18.4` for bytes, as Discord counts them; no decimal where there is none."""
    return i18n.number(round(Decimal(size) / 2**20, 1))
