"""What a member may be shown of a request: the row and what follows from other rows, gathered for the ui."""

from dataclasses import dataclass
from hashlib import sha256

from bot.models import Quota, Reason, State, Task, Track

NEAR = 10
"""Places in the queue that are shown one by one."""


@dataclass(frozen=True, slots=True)
class RequestView:
    """A snapshot of one request.

    `place` and `waiting` count the guild's queue (1 is next in line). `usually_done_at` is start + median of this kind
    and model so far. `slow` says that the 90th percentile has passed; `given_up_at` tells when it ends in any case.
    `down_since` and `held` are set while new requests are held back, and say since when and why. `posted` counts the
    songs that are in the channel, `drafts` those of lyrics.
    """

    task: Task
    quota: Quota
    place: int = 0
    waiting: int = 0
    usually_done_at: int = 0
    slow: bool = False
    given_up_at: int = 0
    down_since: int | None = None
    held: Reason | None = None
    tracks: tuple[Track, ...] = ()
    posted: int = 0
    drafts: int = 0

    @property
    def digest(self) -> str:
        """Changes when something that people see has changed; clocks count by themselves.

        Far back in the queue a place counts in tens: Discord takes about one edit a second in a channel.
        """
        task = self.task
        place = self.place if self.place <= NEAR else -(-self.place // NEAR) * NEAR
        place = place if task.state is State.QUEUED else 0
        held = self.held if task.state is State.QUEUED else None
        titles = "|".join(f"{track.title}{bool(track.stream_url)}" for track in self.tracks)
        parts = (task.state, task.stage, task.reason, task.given_back, place, self.slow, held, titles)
        return sha256(repr(parts).encode()).hexdigest()[:16]
