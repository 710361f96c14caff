"""What an answer means: HTTP status and the code inside it, to one error of the tree."""

from bot.errors import (
    AlreadyExists,
    KeyRefused,
    Maintenance,
    MusicApiError,
    NotOurs,
    OutOfCredits,
    RateLimited,
    Refused,
    Unclear,
)
from bot.music_api.profiles import Profile
from bot.music_api.wire import Json, text

_WORDS = ("sensitive", "artist", "copyright", "moderat", "inappropriate", "prohibit", "policy", "reword", "profan")
"""Parts of the messages that come when words were the cause."""


def error_of(
    profile: Profile, where: str, code: int, message: str, data: object, retry_after: int | None
) -> MusicApiError:
    """`message` is the service's own; it is read, never passed on, for it may quote the member's text."""
    said, found = f"{where}: code {code}", message.lower()
    if code in profile.no_credits or ("credit" in found and "insufficient" in found):
        return OutOfCredits(said)
    if code in profile.too_many or code == 429:
        return RateLimited(said, retry_after)
    if code == 409:
        return AlreadyExists(said, _task_id(data))
    if code in profile.refused:
        return Refused(said, words=any(part in found for part in _WORDS))
    plain: dict[int, type[MusicApiError]] = {
        401: KeyRefused,
        403: KeyRefused,
        404: NotOurs,
        455: Maintenance,
        505: Refused,
    }
    return plain.get(code, Unclear)(said)


def _task_id(data: object) -> str | None:
    return text(Json.of(data).get("taskId")) or None
