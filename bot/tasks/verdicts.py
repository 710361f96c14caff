"""What a look at a task means. The tracks decide, not the word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import Reason, Stage
from bot.music_api.wire import RecordInfo, ServiceTrack, Status
from bot.store.following import NewTrack


@dataclass(frozen=True, slots=True)
class Underway:
    """Nothing to conclude yet; the tracks known so far."""

    stage: Stage
    tracks: tuple[NewTrack, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """At least one song is there, and no more are coming."""

    tracks: tuple[NewTrack, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """The service has failed for good, without a song."""

    reason: Reason


Verdict = Underway | Done | Lost


def verdict_on(info: RecordInfo) -> Verdict:
    """A success without all its files, and trouble with a callback without any, are not over yet."""
    tracks = _numbered(info.tracks)
    playable = tuple(track for track in tracks if track.audio_url)
    if info.status in {Status.FAILED, Status.WORDS} and not playable:
        return Lost(Reason.WORDS if info.status is Status.WORDS else Reason.SERVICE_FAILED)
    if info.status in {Status.FAILED, Status.WORDS}:
        return Done(playable)
    if info.status in {Status.SUCCESS, Status.CALLBACK} and playable and len(playable) == len(tracks):
        return Done(playable)
    return Underway(_stage(info, tracks), tracks)


def _stage(info: RecordInfo, tracks: Sequence[NewTrack]) -> Stage:
    if any(track.audio_url or track.stream_url for track in tracks):
        return Stage.FIRST
    texts = info.status is Status.TEXT or any(track.title for track in tracks)
    return Stage.TEXT if texts else Stage.SENT


def _numbered(tracks: Sequence[ServiceTrack]) -> tuple[NewTrack, ...]:
    """The service sometimes names one clip twice; a title that is the clip's id is no title."""
    once = {track.id: track for track in tracks if track.id}
    return tuple(
        NewTrack(
            service_track_id=track.id,
            position=position,
            title="" if track.title == track.id else track.title,
            style=track.tags,
            lyrics=track.lyrics,
            model=track.model_name,
            duration=track.duration,
            audio_url=track.audio_url,
            stream_url=track.stream_url,
            image_url=track.image_url,
        )
        for position, track in enumerate(once.values(), start=1)
    )
