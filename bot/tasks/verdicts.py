"""What a look at a task means. What it has brought decides, not the word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import Draft, Reason, Stage
from bot.music_api.wire import LyricsInfo, RecordInfo, ServiceTrack, Status, WavInfo
from bot.store.outcomes import NewDrafts, NewTrack, NewWav


@dataclass(frozen=True, slots=True)
class Underway:
    """Nothing to conclude yet; the tracks known so far."""

    stage: Stage
    tracks: tuple[NewTrack, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked for is there, and no more is coming."""

    brought: tuple[NewTrack, ...] | NewDrafts | NewWav


@dataclass(frozen=True, slots=True)
class Lost:
    """The service has failed for good, without a song."""

    reason: Reason


Verdict = Underway | Done | Lost


def verdict_on(info: RecordInfo) -> Verdict:
    """A success without all its files, and trouble with a callback without any, are not over yet."""
    tracks = _new_tracks(info.tracks)
    playable = sum(bool(track.audio_url) for track in tracks)
    if info.status in {Status.FAILED, Status.WORDS} and not playable:
        return Lost(Reason.WORDS if info.status is Status.WORDS else Reason.SERVICE_FAILED)
    if info.status in {Status.FAILED, Status.WORDS}:
        return Done(tracks)  # those without a file as well, so that it can be told that they are missing
    if info.status in {Status.SUCCESS, Status.CALLBACK} and playable and playable == len(tracks):
        return Done(tracks)
    return Underway(_stage(info, tracks), tracks)


def verdict_on_lyrics(info: LyricsInfo) -> Verdict:
    """Drafts count as soon as the service calls the task done, or has failed to tell us."""
    drafts = tuple(Draft(number, one.title, one.text) for number, one in enumerate(info.drafts, start=1))
    if drafts and info.status is not Status.RUNNING:
        return Done(NewDrafts(drafts))
    return _nothing_yet(info.status)


def verdict_on_wav(info: WavInfo) -> Verdict:
    if info.audio_url:
        return Done(NewWav(info.audio_url))
    return _nothing_yet(info.status)


def _nothing_yet(status: Status) -> Verdict:
    if status in {Status.FAILED, Status.WORDS}:
        return Lost(Reason.WORDS if status is Status.WORDS else Reason.SERVICE_FAILED)
    return Underway(Stage.SENT, ())


def _stage(info: RecordInfo, tracks: Sequence[NewTrack]) -> Stage:
    if any(track.audio_url or track.stream_url for track in tracks):
        return Stage.FIRST
    texts = info.status is Status.TEXT or any(track.title for track in tracks)
    return Stage.TEXT if texts else Stage.SENT


def _new_tracks(tracks: Sequence[ServiceTrack]) -> tuple[NewTrack, ...]:
    """The service sometimes names one clip twice; a title that is the clip's id is no title."""
    once = {track.id: track for track in tracks if track.id}
    return tuple(
        NewTrack(
            service_track_id=track.id,
            title="" if track.title == track.id else track.title,
            style=track.tags,
            lyrics=track.lyrics,
            model=track.model_name,
            duration=track.duration,
            audio_url=track.audio_url,
            stream_url=track.stream_url,
            image_url=track.image_url,
        )
        for track in once.values()
    )
