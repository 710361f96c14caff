"""The archive: what is kept about a member of a guild, told as JSON piece by piece, or erased; and of which guilds."""

import json
import logging
from collections.abc import AsyncIterator, Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from bot.clock import Clock
from bot.models import Task, Track
from bot.store.privacy import Forgetting, Kept
from bot.store.store import Store

log = logging.getLogger(__name__)

SECRET = {"interaction_id", "interaction_token", "callback_key", "member_id", "guild_id"}
"""Of no use to the member, or told once at the head of the file."""

OF_THE_WORKER = {"version", "shown_version", "shown_digest", "show_after", "show_failures", "not_before"}
MOMENTS = {
    *("created_at", "sent_at", "next_poll_at", "looked_at", "ended_at"),
    *("expires_at", "first_attempt_at", "last_attempt_at", "at"),
}
IN_THOUSANDTHS = {"price", "amount", "used"}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """`running`: something is still at the service, and is erased as soon as it has ended."""

    erased: int
    cancelled: tuple[Task, ...]
    running: bool


class Archive:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._privacy = store.privacy
        self._retention = store.retention
        self._clock = clock

    async def export(self, guild_id: int, member_id: int) -> AsyncIterator[str]:
        """One JSON document in pieces of some requests each, so that memory does not grow with the history."""
        about = await self._privacy.about(guild_id, member_id)
        head: dict[str, Any] = {"server": str(guild_id), "member": str(member_id)}
        head |= {"made_at": _moment(self._clock.now())} | {name: [*map(_told, rows)] for name, rows in about.items()}
        lines = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items())
        yield "{\n" + ",\n".join(lines) + ',\n"requests": ['
        after, first = 0, True
        while portion := await self._privacy.kept(guild_id, member_id, after):
            for kept in portion:
                yield ("\n" if first else ",\n") + json.dumps(_request(kept), ensure_ascii=False)
                first = False
            after = portion[-1].task.id
        yield "\n]\n}\n"

    async def forget(self, guild_id: int, member_id: int) -> Forgotten:
        """Cancel what waits, give it back, and erase all that has ended; what runs is erased by the worker later."""
        forgetting, cancelled = await self._privacy.begin(guild_id, member_id, self._clock.now())
        erased = await self.erase(forgetting)
        ended = await self._privacy.finish(forgetting, self._clock.now())
        return Forgotten(erased, tuple(cancelled), running=not ended)

    async def guild_joined(self, guild_id: int) -> None:
        """The clock of a guild that comes back stops."""
        await self._retention.present(guild_id)

    async def guild_left(self, guild_id: int) -> None:
        await self._retention.left(guild_id, self._clock.now())

    async def compare_guilds(self, guild_ids: Collection[int]) -> None:
        """All that the bot is in: the clock starts for those that it was taken out of while it was away."""
        for guild_id in await self._retention.compare(guild_ids, self._clock.now()):
            log.info("The bot is not in guild %d any more; its rows stay for a while", guild_id)

    async def may_greet(self, guild_id: int) -> bool:
        """True once a guild."""
        return await self._retention.greet(guild_id, self._clock.now())

    async def erase(self, forgetting: Forgetting) -> int:
        """All that can be erased now, portion by portion; how many requests that were."""
        erased = 0
        while portion := await self._privacy.erase_some(forgetting, self._clock.now()):
            erased += portion
        return erased


def _request(kept: Kept) -> dict[str, Any]:
    task = asdict(kept.task) | {"request": kept.task.request.model_dump()}
    return {
        **_told(task),
        "songs": [_song(track, kept.timed.get(track.id)) for track in kept.tracks],
        "drafts": [asdict(draft) for draft in kept.drafts],
        "messages": [_told(post) for post in kept.posts],
        "credits": [_told(booking) for booking in kept.bookings],
    }


def _song(track: Track, timed: str | None) -> dict[str, Any]:
    return _told(asdict(track)) | {"timed_lyrics": json.loads(timed) if timed else None}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Ids as text, for other programs round large numbers; moments as ISO 8601."""
    return {_name(key): _value(key, value) for key, value in row.items() if key not in SECRET | OF_THE_WORKER}


def _name(key: str) -> str:
    return f"{key}_in_thousandths" if key in IN_THOUSANDTHS else key


def _value(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in MOMENTS:
        return _moment(value)
    return str(value) if key == "id" or key.endswith("_id") else value


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
