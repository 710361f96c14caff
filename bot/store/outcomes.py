"""What a finished task has brought, as rows: songs, drafts of lyrics, or the WAV of a song."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ids import new_id
from bot.models import DeliveryKind, Draft, Task, Track
from bot.store.intake import owe
from bot.store.rows import track_from
from bot.store.sql import Sql
from bot.store.words import words_in


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A song as the service tells it; `duration` in milliseconds, URLs empty while there are none."""

    service_track_id: str
    title: str
    style: str
    lyrics: str
    model: str
    duration: int | None
    audio_url: str
    stream_url: str
    image_url: str


@dataclass(frozen=True, slots=True)
class NewSongs:
    """`expires_at` is when the service deletes its files."""

    tracks: Sequence[NewTrack]
    expires_at: int


@dataclass(frozen=True, slots=True)
class NewDrafts:
    drafts: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class NewWav:
    url: str


Outcome = NewSongs | NewDrafts | NewWav


async def write(sql: Sql, task: Task, outcome: Outcome, now: int) -> None:
    """Write what the task has brought, and owe its messages. What is there already stays as it is."""
    match outcome:
        case NewSongs():
            await write_songs(sql, task, outcome, now)
        case NewDrafts():
            for draft in outcome.drafts:
                values = {"position": draft.position, "title": draft.title, "text": draft.text}
                await sql.one("insert_draft", task_id=task.id, **values)
            await owe(sql, task, DeliveryKind.DRAFTS, now, ping=True)
        case NewWav():
            track_id = task.source_track_id
            await sql.one("set_wav_url", track_id=track_id, wav_url=outcome.url)
            await owe(sql, task, DeliveryKind.WAV, now, track_id=track_id, ping=True)


async def write_songs(sql: Sql, task: Task, songs: NewSongs, now: int) -> None:
    """Upsert the tracks, and owe each that can be downloaded; the first one pings."""
    tracks = await _upsert(sql, task, songs, now)
    ready = [track for track in tracks if track.audio_url]
    owed = await sql.one("song_states", task_id=task.id)
    first = owed is None or not owed["songs"]
    for track in ready:
        await owe(sql, task, DeliveryKind.SONG, now, track_id=track.id, ping=first and track is ready[0])
    if ready:
        await sql.one("note_channel", guild_id=task.guild_id, channel_id=task.channel_id)


async def _upsert(sql: Sql, task: Task, songs: NewSongs, now: int) -> list[Track]:
    for track in songs.tracks:
        row = await sql.one(
            "upsert_track",
            track_id=new_id(now),
            task_id=task.id,
            guild_id=task.guild_id,
            channel_id=task.channel_id,
            member_id=task.member_id,
            parent_track_id=task.source_track_id,
            service_track_id=track.service_track_id,
            title=track.title,
            style=track.style,
            lyrics=track.lyrics,
            model=track.model,
            duration=track.duration,
            audio_url=track.audio_url,
            stream_url=track.stream_url,
            image_url=track.image_url,
            now=now,
            expires_at=songs.expires_at,
        )
        if row is not None and row["audio_url"]:
            await _index(sql, task, track_from(row))
    return [track_from(row) for row in await sql.all("tracks_of", task_id=task.id)]


async def _index(sql: Sql, task: Task, track: Track) -> None:
    for word in words_in(f"{track.title} {track.style} {task.summary}"):
        await sql.one("index_word", guild_id=track.guild_id, word=word, track_id=track.id)
