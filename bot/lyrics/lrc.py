"""LRC, the format of music players: a stamp before each line, or before each word as well."""

import re
from collections.abc import Iterator, Sequence

from bot.lyrics.about import UNSEEN, About
from bot.lyrics.lines import Line, sung

# LRC has no escapes. A bracket right behind the stamp, or one before digits and a colon, would be read as a tag.
_LIKE_A_TAG = re.compile(r"(?<=[\[<])(?=\s*\d+\s*:)|^(?=\[)")


def by_lines(lines: Sequence[Line], about: About) -> Iterator[str]:
    """`[00:12.40]Rain on the roof`. Headings are left out: players would show them as if they were sung."""
    yield from _tags(about)
    for line in sung(lines):
        yield f"[{_stamp(line.start)}]{_plain(line.text)}"


def by_words(lines: Sequence[Line], about: About) -> Iterator[str]:
    """`[00:12.40]<00:12.40>Rain <00:12.90>on<00:13.20>`; the last stamp says when the line is over."""
    yield from _tags(about)
    for line in sung(lines):
        words = "".join(f"<{_stamp(word.start)}>{_plain(word.text)}" for word in line.words)
        yield f"[{_stamp(line.start)}]{words}<{_stamp(line.end)}>"


def _tags(about: About) -> Iterator[str]:
    for name, value in (("ti", about.title), ("ar", about.artist)):
        text = " ".join(value.split()).translate({ord("["): "(", ord("]"): ")"})
        if text:
            yield f"[{name}:{text}]"
    if about.length is not None:
        minutes, seconds = divmod(round(about.length / 1000), 60)
        yield f"[length:{minutes:02d}:{seconds:02d}]"


def _stamp(moment: int) -> str:
    """Minutes go on after the sixtieth: LRC knows no hours."""
    minutes, hundredths = divmod((moment + 5) // 10, 6000)
    return f"{minutes:02d}:{hundredths // 100:02d}.{hundredths % 100:02d}"


def _plain(text: str) -> str:
    return _LIKE_A_TAG.sub(UNSEEN, text)
