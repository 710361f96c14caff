"""Every error that Minstrel raises on purpose. A class exists because someone handles it differently.

BotError
├── ConfigError                 the settings cannot be used; the text is for the host
├── StoreError                  the database cannot be used; the text is for the host
│   └── LeaseLost               another worker has taken the row; drop what is in hand
├── UserError                   something that the member can put right; `ui` has the words
│   ├── TooLong, Missing, UnknownModel, BadNumber, BadCount
│   ├── NotEnoughCredits, HostLimitReached, GuildNotAllowed, QuotaTooHigh
│   ├── BotLacksPermissions, NotAManager, NotTheOwner, NotYours
│   ├── WrongChannel, WrongRole, ModelNotAllowed, BlockedWord      what a guild's managers have ruled out
│   ├── NotFound, AlreadySent, AlreadyAsked
│   └── Expired, BadTime, NoLyrics, NoTimesYet, LyricsErased
├── MusicApiError               the music service
│   ├── Refused                 it does not take the content (`words`: because of its words)
│   ├── OutOfCredits, KeyRefused
│   ├── RateLimited, Maintenance, NotConnected      nothing was started; try later
│   ├── AlreadyExists           the WAV was made before
│   ├── NotOurs                 it does not know this task under our key
│   └── Unclear                 no usable answer: a create may or may not have happened
└── CourierError                Discord, as the worker sees it
    ├── PostLater               not now (limit, 5xx, network); it may have been posted all the same
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


class BadCount(UserError):
    """A whole number outside its bounds."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(f"between {low} and {high}")
        self.low, self.high = low, high


class NotEnoughCredits(UserError):
    def __init__(self, price: int, left: int, resets_at: int) -> None:
        super().__init__(f"takes {price}, {left} left")
        self.price, self.left, self.resets_at = price, left, resets_at


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


class BotLacksPermissions(UserError):
    """`missing` holds discord.py's names of permissions, such as `attach_files`."""

    def __init__(self, missing: tuple[str, ...], channel_id: int) -> None:
        super().__init__(", ".join(missing))
        self.missing, self.channel_id = missing, channel_id


class NotAManager(UserError):
    pass


class NotTheOwner(UserError):
    """Only who owns the application may."""


class NotYours(UserError):
    pass


class WrongChannel(UserError):
    """`channels` are those where managers want songs to be made."""

    def __init__(self, channels: tuple[int, ...]) -> None:
        super().__init__(f"{len(channels)} channels are open")
        self.channels = channels


class WrongRole(UserError):
    """`roles` are those whose members may make songs."""

    def __init__(self, roles: tuple[int, ...]) -> None:
        super().__init__(f"{len(roles)} roles may")
        self.roles = roles


class ModelNotAllowed(UserError):
    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(f"allowed models: {', '.join(allowed)}")
        self.allowed = allowed


class BlockedWord(UserError):
    """`word` as the managers have written it. It stands in no log."""

    def __init__(self, word: str) -> None:
        super().__init__("a blocked word")
        self.word = word


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


class LyricsErased(UserError):
    """Who made the song has had its words erased."""


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
    """`retry_after` is in milliseconds, None when Discord named no time."""

    def __init__(self, text: str, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class MayNotPost(CourierError):
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
