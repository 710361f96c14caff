"""What a member, a manager or the owner can put right: a part of `errors`, where the whole tree is drawn."""

from bot.errors.root import BotError


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


class TooManyWords(UserError):
    """`count` blocked words that take `length` characters in all."""

    def __init__(self, count: int, length: int, most: int, room: int) -> None:
        super().__init__(f"{count} words with {length} characters; {most} with {room} is the most")
        self.count, self.length, self.most, self.room = count, length, most, room


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


class PeriodTooShort(UserError):
    """The running period of `length`, until `ends_at`, has used more than shorter ones would have had so far."""

    def __init__(self, length: str, shorter: str, used: int, most: int, ends_at: int) -> None:
        super().__init__(f"{used} are more than each {shorter} of {most} would have allowed")
        self.length, self.shorter, self.used, self.most, self.ends_at = length, shorter, used, most, ends_at


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


class MadeElsewhere(UserError):
    """At another host of the service than the one in use, whose key is not at hand."""


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
