"""Writes what a song is into its MP3, so that it is still known when the file has left Discord."""

# mypy: disallow-untyped-calls=False
# (mutagen comes without types)

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutagen.apev2 import delete as delete_ape
from mutagen.id3 import APIC, COMM, ID3, SYLT, TCON, TDRC, TIT2, TPE1, TRCK, USLT, Encoding, PictureType
from mutagen.id3 import delete as delete_id3

_UNKNOWN = "XXX"  # the language code for "not known" in ID3


@dataclass(frozen=True, slots=True)
class Tags:
    """`timed` holds lines of lyrics with the millisecond they begin at. What is empty is left out."""

    title: str
    artist: str = ""
    style: str = ""
    comment: str = ""
    lyrics: str = ""
    number: str = ""
    year: str = ""
    timed: Sequence[tuple[str, int]] = ()


def write_tags(path: Path, tags: Tags, cover: Path | None = None) -> None:
    """Replace all tags of the MP3 at `path`. ID3 2.3, which every player and file manager reads.

    Blocks: call it in a thread. Raises OSError, mutagen.MutagenError and ValueError.
    """
    delete_id3(path)
    delete_ape(path)
    id3 = ID3()
    texts = {TIT2: tags.title, TPE1: tags.artist, TCON: tags.style, TRCK: tags.number, TDRC: tags.year}
    for frame, text in texts.items():
        if text:
            id3.add(frame(encoding=Encoding.UTF16, text=text))
    if tags.comment:
        id3.add(COMM(encoding=Encoding.UTF16, lang=_UNKNOWN, desc="", text=tags.comment))
    if tags.lyrics:
        id3.add(USLT(encoding=Encoding.UTF16, lang=_UNKNOWN, desc="", text=tags.lyrics))
    if tags.timed:  # format 2: milliseconds; type 1: lyrics
        id3.add(SYLT(encoding=Encoding.UTF16, lang=_UNKNOWN, format=2, type=1, desc="", text=list(tags.timed)))
    if cover is not None:
        picture = {"mime": "image/jpeg", "type": PictureType.COVER_FRONT, "desc": "Cover", "data": cover.read_bytes()}
        id3.add(APIC(encoding=Encoding.LATIN1, **picture))
    id3.update_to_v23()
    id3.save(path, v1=0, v2_version=3)
