"""What an answer means: HTTP status and the code inside it, to one error of the tree."""

from dataclasses import dataclass

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
from bot.music_api.complaints import blames_credits, blames_words
from bot.music_api.profiles import Profile
from bot.music_api.wire import Json, text


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is the one inside the body, None where there was none; `retry_after` in milliseconds."""

    status: int
    code: int | None
    message: str
    data: object
    retry_after: int | None


def error_of(profile: Profile, where: str, answer: Answer, *, paid: bool) -> MusicApiError:
    """`paid`: the call could have cost credits; a free one is never refused for want of them by 429."""
    if answer.status >= 500:  # a gateway may answer so after the work began, whatever its body says
        return Unclear(f"{where}: HTTP {answer.status}")
    if answer.code is None or answer.code == 200:
        return _by_status(where, answer)
    if answer.code == 429:
        return _too_many_or_no_credits(profile, where, answer, paid)
    return _by_code(profile, where, answer, answer.code)


def _by_status(where: str, answer: Answer) -> MusicApiError:
    """Something in front of the service answered; only two of its words are plain."""
    if answer.status == 401:
        return KeyRefused(f"{where}: HTTP 401")
    if answer.status == 429:
        return RateLimited(f"{where}: HTTP 429", answer.retry_after)
    return Unclear(f"{where}: HTTP {answer.status} without a code")


def _too_many_or_no_credits(profile: Profile, where: str, answer: Answer, paid: bool) -> MusicApiError:
    """The one code that hosts use for two things: credits inside HTTP 200, a limiter where the status is 429 too."""
    said = f"{where}: code 429"
    limiter = answer.status == 429 or 429 not in profile.no_credits
    if paid and (blames_credits(answer.message) or not limiter):
        return OutOfCredits(said)
    return RateLimited(said, answer.retry_after)


def _by_code(profile: Profile, where: str, answer: Answer, code: int) -> MusicApiError:
    said = f"{where}: code {code}"
    if code in profile.no_credits or blames_credits(answer.message):
        return OutOfCredits(said)
    if code in profile.too_many:
        return RateLimited(said, answer.retry_after)
    if code == 409:
        return AlreadyExists(said, text(Json.of(answer.data).get("taskId")) or None)
    if code in profile.refused:
        return Refused(said, words=blames_words(answer.message))
    plain: dict[int, type[MusicApiError]] = {401: KeyRefused, 404: NotOurs, 455: Maintenance, 505: Refused}
    return plain.get(code, Unclear)(said)
