"""Every error that Minstrel raises on purpose. A class exists because someone handles it differently.

BotError
├── ConfigError                 the settings cannot be used; the text is for the host
├── StoreError                  the database cannot be used; the text is for the host
│   └── LeaseLost               another worker has taken the row; drop what is in hand
├── UserError                   something that the member can put right; `ui` has the words
│   ├── TooLong, Missing, UnknownModel, BadNumber
│   ├── NotEnoughCredits, ShareUsedUp, HostLimitReached, QuotaPaused, GuildNotAllowed
│   ├── QuotaTooHigh, GrantTooHigh, UnknownZone, NoShare
│   ├── BotLacksPermissions, NotAManager, NotYours
│   ├── NotFound, AlreadySent, AlreadyAsked
│   └── Expired, BadTime, NoLyrics, NoTimesYet
├── MusicApiError               the music service
│   ├── Refused                 it does not take the content (`words`: because of its words)
│   ├── OutOfCredits, KeyRefused
│   ├── RateLimited, Maintenance, NotConnected      nothing was started; try later
│   ├── AlreadyExists           the WAV was made before
│   ├── NotOurs                 it does not know this task under our key
│   └── Unclear                 no usable answer: a create may or may not have happened
└── CourierError                Discord, as the worker sees it
    ├── PostLater               not now (limit, 5xx, network); it may have been posted all the same
    │   ├── MediaLater          the song's file cannot be had now
    │   └── Blocked             not now, whatever is asked
    ├── MayNotPost              the channel is closed to the bot; `missing` names the permissions
    ├── MessageGone             the message, or the channel, is no longer there
    ├── MessageTooOld           Discord does not edit it any more
    ├── MediaLost               the song's file cannot be had and never will
    └── Blind                   the history cannot be read, so nothing can be told from it
"""


class BotError(Exception):
    """The root."""


class ConfigError(BotError):
    pass


class StoreError(BotError):
    pass


class LeaseLost(StoreError):
    pass


class UserError(BotError):
    """Holds numbers and names only, never what the member typed."""


class TooLong(UserError):
    def __init__(self, field: str, length: int, limit: int, model: str) -> None:
        super().__init__(f"{field}: {length} characters, {model} takes {limit}")
        self.field, self.length, self.limit, self.model = field, length, limit, model


class Missing(UserError):
    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is empty")
        self.field = field


class UnknownModel(UserError):
    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(f"known models: {', '.join(known)}")
        self.known = known


class BadNumber(UserError):
    """A number outside its bounds; `low` and `high` are in thousandths of a credit."""

    def __init__(self, field: str, low: int, high: int) -> None:
        super().__init__(f"{field}: between {low} and {high}")
        self.field, self.low, self.high = field, low, high


class NotEnoughCredits(UserError):
    def __init__(self, price: int, left: int, resets_at: int) -> None:
        super().__init__(f"takes {price}, {left} left")
        self.price, self.left, self.resets_at = price, left, resets_at


class ShareUsedUp(UserError):
    """The limit of each member with the role `role_id` (0: of everybody), or one of the member's own (None)."""

    def __init__(self, price: int, used: int, amount: int, resets_at: int, role_id: int | None) -> None:
        super().__init__(f"takes {price}, {used} of {amount} used")
        self.price, self.used, self.amount, self.resets_at, self.role_id = price, used, amount, resets_at, role_id


class QuotaPaused(UserError):
    """A manager has switched spending off."""


class HostLimitReached(UserError):
    """`QUOTA_TOTAL`, the host's cap over all guilds, is used up."""

    def __init__(self, price: int, resets_at: int) -> None:
        super().__init__(f"takes {price}")
        self.price, self.resets_at = price, resets_at


class GuildNotAllowed(UserError):
    """The guild is not among `GUILDS_ALLOWED`."""


class QuotaTooHigh(UserError):
    def __init__(self, allowed: int) -> None:
        super().__init__(f"the owner allows {allowed}")
        self.allowed = allowed


class GrantTooHigh(UserError):
    """`room` is what a manager may still grant in this period, within the `allowed` of the owner."""

    def __init__(self, room: int, allowed: int) -> None:
        super().__init__(f"{room} of {allowed} may be granted")
        self.room, self.allowed = room, allowed


class UnknownZone(UserError):
    """No time zone has this name."""


class NoShare(UserError):
    """There is no limit that a grant to this member could be added to."""


class BotLacksPermissions(UserError):
    """`missing` holds discord.py's names of permissions, such as `attach_files`."""

    def __init__(self, missing: tuple[str, ...], channel_id: int) -> None:
        super().__init__(", ".join(missing))
        self.missing, self.channel_id = missing, channel_id


class NotAManager(UserError):
    pass


class NotYours(UserError):
    pass


class NotFound(UserError):
    pass


class AlreadySent(UserError):
    pass


class AlreadyAsked(UserError):
    """The same was asked for before; `task_id` is the request that brings it."""

    def __init__(self, task_id: int) -> None:
        super().__init__(f"request {task_id}")
        self.task_id = task_id


class Expired(UserError):
    """The service has deleted its copy; `at` says when."""

    def __init__(self, at: int) -> None:
        super().__init__("expired")
        self.at = at


class BadTime(UserError):
    """`continue_at` must lie inside the song; `length` is the song's, in milliseconds, None where nobody knows."""

    def __init__(self, length: int | None) -> None:
        super().__init__("outside of the song")
        self.length = length


class NoLyrics(UserError):
    """The song is instrumental."""


class NoTimesYet(UserError):
    """The service has not aligned the words yet."""


class MusicApiError(BotError):
    """Text: what was asked and the code that came; never a key, a prompt or lyrics."""


class Refused(MusicApiError):
    """The content was refused. `words`: for its words; else for another fault of the request."""

    def __init__(self, text: str, *, words: bool = False) -> None:
        super().__init__(text)
        self.words = words


class OutOfCredits(MusicApiError):
    pass


class KeyRefused(MusicApiError):
    pass


class RateLimited(MusicApiError):
    """`retry_after` is in milliseconds, None when the service named no time."""

    def __init__(self, text: str, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Maintenance(MusicApiError):
    pass


class NotConnected(MusicApiError):
    """The connection was never made, so nothing can have been started."""


class AlreadyExists(MusicApiError):
    """`service_task_id` is the older task's id where the answer named it."""

    def __init__(self, text: str, service_task_id: str | None = None) -> None:
        super().__init__(text)
        self.service_task_id = service_task_id


class NotOurs(MusicApiError):
    pass


class Unclear(MusicApiError):
    pass


class CourierError(BotError):
    pass


class PostLater(CourierError):
    """`retry_after` is in milliseconds, None when Discord named no time. `refused`: surely nothing was posted."""

    def __init__(self, text: str, retry_after: int | None = None, *, refused: bool = False) -> None:
        super().__init__(text)
        self.retry_after, self.refused = retry_after, refused


class Blocked(PostLater):
    """Discord has shut this address out for a while, whatever is asked."""


class MediaLater(PostLater):
    def __init__(self, text: str, retry_after: int | None = None) -> None:
        super().__init__(text, retry_after, refused=True)


class MayNotPost(CourierError):
    """Discord's plain no: surely nothing was posted."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        super().__init__(", ".join(missing) or "channel closed")
        self.missing = missing


class MessageGone(CourierError):
    pass


class MessageTooOld(CourierError):
    pass


class MediaLost(CourierError):
    pass


class Blind(CourierError):
    pass
