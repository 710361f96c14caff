"""The files that lyrics can be fetched as, and the form that tags of an MP3 take."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.lyrics import lrc, subtitles
from bot.lyrics.about import About
from bot.lyrics.lines import Line, sung


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is for people. `write` yields the file's lines without their ends."""

    name: str
    extension: str
    write: Callable[[Sequence[Line], About], Iterator[str]]

    def file(self, lines: Sequence[Line], about: About) -> bytes:
        """UTF-8 with a line feed after every line. Empty where the format has nothing to say without a sung line."""
        return "".join(f"{row}\n" for row in self.write(lines, about)).encode()


def txt(lines: Sequence[Line], _: About) -> Iterator[str]:
    """As lyrics are typed, so that the service takes them again: headings in brackets, after an empty line."""
    for number, line in enumerate(lines):
        if line.heading and number:
            yield ""
        yield f"[{line.text}]" if line.heading else line.text


def synced(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Sung lines with the millisecond they begin at, as a SYLT frame takes them."""
    return [(line.text, line.start) for line in sung(lines)]


FORMATS = {
    form.extension: form
    for form in (
        Format("LRC, line by line", "lrc", lrc.by_lines),
        Format("LRC, word by word", "words.lrc", lrc.by_words),
        Format("SRT", "srt", subtitles.srt),
        Format("VTT", "vtt", subtitles.vtt),
        Format("Text", "txt", txt),
    )
}
