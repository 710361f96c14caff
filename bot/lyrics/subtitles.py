"""SRT and WebVTT, the formats of video players. Headings are left out: they would be shown as if they were sung."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from bot.lyrics.about import UNSEEN, About
from bot.lyrics.lines import Line, sung

# SRT has no escapes: its arrow, the tags that players know by habit, and times where readers look for them anywhere.
_LIKE_A_MARK = re.compile(r"(?<=--)(?=>)|(?<=<)(?=\s*[/A-Za-z])|(?<=\{)(?=\\)")
_LIKE_A_TIME = re.compile(r"(\d:\d{1,2})(?=[.,]\d)")


def srt(lines: Sequence[Line], _: About) -> Iterator[str]:
    for number, line in enumerate(sung(lines), 1):
        if number > 1:
            yield ""
        yield str(number)
        yield f"{_stamp(line.start, ',')} --> {_stamp(line.end, ',')}"
        yield _LIKE_A_MARK.sub(UNSEEN, _without_times(line.text))


def vtt(lines: Sequence[Line], _: About) -> Iterator[str]:
    yield "WEBVTT"
    for line in sung(lines):
        yield ""
        yield f"{_stamp(line.start, '.')} --> {_stamp(line.end, '.')}"
        yield escape(_without_times(line.text), quote=False)


def _stamp(moment: int, point: str) -> str:
    seconds, thousandths = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{point}{thousandths:03d}"


def _without_times(text: str) -> str:
    return _LIKE_A_TIME.sub(rf"\1{UNSEEN}", text)
