"""What a member may be shown of a request: the row and what follows from other rows, gathered for the ui."""

from dataclasses import dataclass

from bot.models import Quota, State, Task, Track


@dataclass(frozen=True, slots=True)
class RequestView:
    """A snapshot of one request.

    `place` and `waiting` count the queue (1 is next in line). `usually_done_at` is start + median of this kind and model so
    far. `slow` says that the 90th percentile has passed; then `given_up_at` tells when it ends. `down_since` is set while
    the service does not take requests. `posted` counts songs that are in the channel, `songs` those that were made.
    """

    task: Task
    quota: Quota
    place: int = 0
    waiting: int = 0
    usually_done_at: int = 0
    slow: bool = False
    given_up_at: int = 0
    down_since: int | None = None
    tracks: tuple[Track, ...] = ()
    posted: int = 0

    @property
    def digest(self) -> str:
        """Changes exactly when something that people see has changed; clocks count by themselves."""
        task = self.task
        place = self.place if task.state is State.QUEUED else 0
        titles = "|".join(f"{track.title}{bool(track.stream_url)}" for track in self.tracks)
        parts = (task.state, task.stage, task.reason, task.given_back, place, self.slow, self.down_since, titles)
        return repr(parts)[:500]
