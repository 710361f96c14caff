"""What a lyrics file may say about the song."""

from dataclasses import dataclass

UNSEEN = "\u200b"  # set within marks that must not be read as a part of the format; lyrics themselves never hold it


@dataclass(frozen=True, slots=True)
class About:
    """`length` in milliseconds, None when unknown."""

    title: str = ""
    artist: str = ""
    length: int | None = None
