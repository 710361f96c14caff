"""The nouns of Minstrel, without I/O.

Money is a whole number of thousandths of a credit, times are milliseconds since the epoch (UTC), and lengths of songs
are milliseconds. A `Task` is what members read as "request", a `Track` what they read as "song".
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.requests import (
    KIND_OF_MODE,
    CustomSong,
    Erased,
    Extension,
    Kind,
    LyricsIdea,
    QuickSong,
    Request,
    WavOf,
)

__all__ = [
    "KIND_OF_MODE",
    "CustomSong",
    "Erased",
    "Extension",
    "Kind",
    "LyricsIdea",
    "QuickSong",
    "Request",
    "WavOf",
]

CREDIT = 1000
"""Thousandths in one credit."""


class State(StrEnum):
    """Where a task stands; the arrows between them are drawn in docs/life-of-a-task.md."""

    QUEUED = "queued"
    SUBMITTING = "submitting"
    RUNNING = "running"
    READY = "ready"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far the service has come with a running task."""

    SENT = "sent"
    TEXT = "text"
    FIRST = "first"


class Reason(StrEnum):
    """Why a task waits or has ended; the ui has a sentence for each."""

    BUSY = "busy"  # waits: too many calls
    MAINTENANCE = "maintenance"  # waits
    UNREACHABLE = "unreachable"  # waits: the connection was never made
    WORDS = "words"  # failed: the service does not take the words
    REFUSED = "refused"  # failed: the service does not take the request for another cause
    SERVICE_EMPTY = "service_empty"  # failed: the service's account has no credits
    KEY_REFUSED = "key_refused"  # failed: the service does not take our key
    SERVICE_FAILED = "service_failed"  # failed: started, but could not be finished
    WAITED = "waited"  # failed: longer than WAIT_MAX in the queue
    MOVED = "moved"  # failed: the bot uses another host of the service since it was accepted
    DEADLINE = "deadline"  # failed: longer than DEADLINE at the service
    GIVEN_UP = "given_up"  # unknown, and the owner looks for it no longer
    UNCLEAR = "unclear"  # unknown: no usable answer to the create call
    MEMBER = "member"  # cancelled by the requester or a manager
    NOT_PROMISED = "not_promised"  # cancelled: the member never saw an answer
    UNSURE = "unsure"  # a notice: a song may or may not have been posted
    GONE = "gone"  # a notice: a song cannot be posted again, since nobody has its file any more
    DELETED = "deleted"  # failed, or a notice: the service deleted a song before it was posted
    ADDRESS = "address"  # failed, or a notice: the service keeps a song where we fetch nothing from
    CLOSED = "closed"  # failed, or a notice: the channel stayed closed to the bot for too long


class DeliveryKind(StrEnum):
    """What the worker posts; each is one row and one nonce."""

    SONG = "song"
    REPOST = "repost"  # a song once more, where somebody asked for it
    WAV = "wav"
    DRAFTS = "drafts"  # lyrics drafts, all in one message
    STATUS = "status"  # a status message that the command could not post itself, or that must be replaced
    NOTICE = "notice"  # a short reply that pings the requester after a late failure
    OWNER = "owner"  # a line for the host of the bot
    DIRECT = "direct"  # to the requester alone, once a request: what is made cannot be posted in the channel


class DeliveryState(StrEnum):
    PENDING = "pending"
    POSTED = "posted"
    UNSURE = "unsure"  # Discord never confirmed it and it cannot be looked up
    LOST = "lost"  # never posted: the file cannot be had any more, or the channel stayed closed


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it arrived from Discord, ready to be accepted or refused.

    `parent_id` is the channel that a thread belongs to; `open_parent_id` the same, where whoever sees that channel sees
    the thread. `role_ids` are the member's, everyone's among them.
    """

    interaction_id: int
    interaction_token: str
    guild_id: int
    channel_id: int
    member_id: int
    member_name: str
    locale: str
    request: Request
    parent_id: int | None = None
    open_parent_id: int | None = None
    role_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """One row of `tasks`, as read. `id` is the request number that members see."""

    id: int
    interaction_id: int
    interaction_token: str | None
    guild_id: int
    channel_id: int
    member_id: int
    member_name: str
    locale: str
    kind: Kind
    model: str
    request: Request
    profile: str
    host: str
    price: int
    period: str
    callback_key: str
    state: State
    stage: Stage
    reason: Reason | None
    version: int
    shown_version: int
    show_after: int
    show_failures: int
    shown_digest: str
    status_message_id: int | None
    status_replaced: bool
    deferred: bool
    service_task_id: str | None
    hinted_id: str | None
    created_at: int
    not_before: int
    sent_at: int | None
    next_poll_at: int | None
    looked_at: int | None
    ended_at: int | None
    given_back: bool
    source_track_id: int | None = None

    @property
    def late(self) -> bool:
        """Whether its songs come after the price was given back, and so are free."""
        return self.given_back and self.state in {State.READY, State.DELIVERED}

    @property
    def summary(self) -> str:
        """The member's own words for it: title in custom mode, else the idea."""
        match self.request:
            case CustomSong() | WavOf() as request:
                return request.title
            case Extension() as request:
                return request.title or request.source_title
            case QuickSong() | LyricsIdea() as request:
                return request.prompt
            case Erased():
                return ""


@dataclass(frozen=True, slots=True)
class Track:
    """One song of a task. `position` counts from 1. URLs are the service's and die at `expires_at`."""

    id: int
    task_id: int
    guild_id: int
    channel_id: int
    service_track_id: str
    position: int
    title: str
    style: str
    lyrics: str
    model: str
    duration: int | None
    audio_url: str
    stream_url: str
    image_url: str
    created_at: int
    expires_at: int
    parent_track_id: int | None = None
    wav_url: str = ""
    member_id: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of lyrics that the service has written."""

    position: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message the worker owes. `reason` words a notice.

    `ping` and `silent` (a mention without a sound) were decided when the row was written. `posted_by` is the member who
    had a song posted again. `after_id` is something in Discord that is older than the message; None where that is the
    task's command.
    """

    id: int
    task_id: int
    track_id: int | None
    guild_id: int
    channel_id: int
    kind: DeliveryKind
    state: DeliveryState
    reason: Reason | None
    ping: bool
    attempts: int
    first_attempt_at: int | None
    last_attempt_at: int | None
    not_before: int
    message_id: int | None
    created_at: int
    silent: bool = False
    after_id: int | None = None
    posted_by: int | None = None

    @property
    def nonce(self) -> str:
        """The same on every attempt and every rung of the size ladder; at most 25 characters."""
        return f"d{self.id}"


@dataclass(frozen=True, slots=True)
class Quota:
    """A guild's quota in the running period. `period` is day, week or month of `zone`; `resets_at` its end,
    and `begins_at` its first moment there, which lies ahead where another zone, set before, had come to it earlier.

    `amount` is all that may be used: `base`, which comes anew each period, with what was granted and carried over.
    """

    amount: int
    used: int
    period: str
    resets_at: int
    begins_at: int = 0
    zone: str = "UTC"
    base: int = 0
    granted: int = 0
    carried: int = 0
    carry: bool = False
    paused: bool = False

    @property
    def left(self) -> int:
        return max(0, self.amount - self.used)


@dataclass(frozen=True, slots=True)
class Share:
    """What one member may use of a guild's period, and has used.

    By the role `role_id`, where 0 stands for everybody's, or by a limit of their own (None).
    """

    amount: int
    used: int
    role_id: int | None

    @property
    def left(self) -> int:
        return max(0, self.amount - self.used)
