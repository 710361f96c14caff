"""What the tasks room needs from outside, as protocols: `delivery` makes the Courier, tests bring small fakes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.models import Delivery, Draft, Task, Track
from bot.music_api.wire import Word
from bot.store.bookings import Untold
from bot.tasks.views import RequestView


@dataclass(frozen=True, slots=True)
class Answered:
    """How the member was answered. `private`: by a private defer, so the status message is still owed."""

    message_id: int | None
    private: bool


class Bar(StrEnum):
    """What keeps the bot from posting in a channel."""

    RIGHTS = "rights"  # some are missing
    CHANNEL = "channel"  # it is no longer there
    THREAD = "thread"  # it is locked
    GUILD = "guild"  # the bot is no longer in it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Closure:
    """`missing` holds discord.py's names of permissions."""

    bar: Bar
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that one message is made of. `siblings` are the task's songs, in order.

    `timed` are the song's words where the service was asked for them; `posted` are the messages of ours that carry the
    song, newest first, from which its file can still be had when the service has deleted its copy. `source` is the
    latest message that carries what the song extends, of the same channel if there is one. `closure` is what a direct
    message tells of the channel. `artist` is the name that the guild has set for all its songs.
    """

    delivery: Delivery
    task: Task
    view: RequestView
    track: Track | None = None
    siblings: tuple[Track, ...] = ()
    drafts: tuple[Draft, ...] = ()
    timed: tuple[Word, ...] = ()
    posted: tuple[Delivery, ...] = ()
    source: Delivery | None = None
    closure: Closure | None = None
    artist: str = ""


class Courier(Protocol):
    """Discord as the worker sees it. Every method may raise `PostLater`; none repeats a write by itself."""

    async def answer_of(self, task: Task) -> Answered | None:
        """Look up the first answer to the task's interaction: @original while the token lives, then the history.

        None when there is none and, by Discord's clock, none can come any more. Raises `Blind` when the history cannot
        be read.
        """
        ...

    async def show(self, view: RequestView) -> None:
        """Edit the message `view.task.status_message_id`. Raises `MessageGone`, `MessageTooOld`, `MayNotPost`."""
        ...

    async def post(self, parcel: Parcel) -> int:
        """Post the parcel with its delivery's nonce and return the message's id.

        Raises `MessageGone` when the nonce's first message was posted and then deleted, `MayNotPost`, `MediaLost`.
        """
        ...

    async def log(self, untold: Untold) -> None:
        """Tell bookings in a guild's log channel. Raises `MayNotPost`."""
        ...

    async def warn_owner(self, left: int, days: int | None) -> None:
        """Tell the host that the service's account has `left` thousandths, enough for `days` at the present pace."""
        ...

    async def find(self, parcel: Parcel) -> int | None:
        """Look for the parcel's message, which is none for the owner, among all that is newer than what asked for it.

        None when it is surely not there. Raises `Blind` when the history cannot be read, `MayNotPost` when the channel
        is closed or gone.
        """
        ...
