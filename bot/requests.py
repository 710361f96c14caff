"""What members may ask the music service for, as it is kept in rows."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What a task makes; prices and observed durations are kept by kind."""

    GENERATE = "generate"
    EXTEND = "extend"
    LYRICS = "lyrics"
    WAV = "wav"


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class QuickSong(_Request):
    """Non-custom mode: an idea; the service writes lyrics, title and style. `model` is empty until it is accepted,
    where the member has chosen none."""

    mode: Literal["quick"] = "quick"
    prompt: str
    instrumental: bool = False
    model: str


class CustomSong(_Request):
    """Custom mode: title and style, and unless instrumental the lyrics, sung word for word."""

    mode: Literal["custom"] = "custom"
    title: str
    style: str
    lyrics: str = ""
    instrumental: bool = False
    model: str


class Extension(_Request):
    """A longer version of a track. With no value given the source's own settings are inherited."""

    mode: Literal["extend"] = "extend"
    track_id: int
    audio_id: str
    source_title: str
    model: str
    inherit: bool = True
    prompt: str = ""
    style: str = ""
    title: str = ""
    continue_at: int = 0  # milliseconds into the source


class LyricsIdea(_Request):
    mode: Literal["lyrics"] = "lyrics"
    prompt: str


class WavOf(_Request):
    """`task_id` is the service's id of the music task, `audio_id` the track's, `track_id` ours."""

    mode: Literal["wav"] = "wav"
    track_id: int
    title: str
    task_id: str
    audio_id: str


class Erased(_Request):
    """What is left of a request whose member has been forgotten. It can neither be asked nor sent."""

    mode: Literal["erased"] = "erased"


Request = Annotated[QuickSong | CustomSong | Extension | LyricsIdea | WavOf | Erased, Field(discriminator="mode")]

KIND_OF_MODE = {
    "quick": Kind.GENERATE,
    "custom": Kind.GENERATE,
    "extend": Kind.EXTEND,
    "lyrics": Kind.LYRICS,
    "wav": Kind.WAV,
}
