"""What the music service and Discord answer: a part of `errors`, where the whole tree is drawn."""

from bot.errors.root import BotError


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


class MediaBarred(MediaLost):
    pass


class Blind(CourierError):
    pass
