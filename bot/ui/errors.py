"""Any error, as a private sentence: what happened, that nothing was charged, what to do next.

The command tree, buttons and forms all end in `report`. The log gets the trace with a number, members the number.
"""

import logging
import secrets
import time
import traceback
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot import errors
from bot.models import Extension, Request
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.replies import reply_privately
from bot.ui.typed import handed_back

log = logging.getLogger(__name__)

UNKNOWN_INTERACTION = 10062
ALREADY_ANSWERED = 40060
TOKEN_DEAD = frozenset({UNKNOWN_INTERACTION, 10015, 50027})
"""The time to answer is over; Discord counts it as abuse when such a token is used again."""

CORRECTABLE = (errors.TooLong, errors.Missing, errors.UnknownModel, errors.ModelNotAllowed, errors.BlockedWord)
"""The form that Correct opens mends these."""

MOST_NAMED = 10
"""Channels or roles that a sentence names."""


def sentence(error: errors.BotError) -> str | None:
    """The member's words for an error that was raised on purpose; None for one that is ours to mend."""
    match error:
        case errors.TooLong(field=field, length=length, limit=limit, model=model):
            return texts.TOO_LONG.format(
                field=texts.TOO_LONG_FIELDS.get(field, field),
                length=format.number(length),
                limit=format.number(limit),
                over=format.number(length - limit),
                model=model or texts.THE_SERVICE,
            )
        case errors.Missing(field=field):
            return texts.MISSING.format(field=texts.MISSING_FIELDS.get(field, field))
        case errors.UnknownModel(known=known):
            return texts.UNKNOWN_MODEL.format(known=", ".join(known))
        case errors.BotLacksPermissions(missing=missing, channel_id=channel):
            names = [texts.PERMISSIONS.get(name, name.replace("_", " ").title()) for name in missing]
            is_are = texts.plural(texts.IS_MISSING, len(names))
            return texts.MAY_NOT_POST.format(missing=", ".join(names), is_are=is_are, channel=channel)
        case errors.MusicApiError():
            return texts.SERVICE_SILENT
    told = _about_rules(error) or _about_settings(error) or _about_credits(error)
    return told or _about_songs(error) or _plain(error)


def _about_rules(error: errors.BotError) -> str | None:
    """What managers of the server have ruled out."""
    match error:
        case errors.WrongChannel(channels=channels):
            return texts.WRONG_CHANNEL.format(channels=named([f"<#{channel}>" for channel in channels]))
        case errors.WrongRole(roles=roles):
            return texts.WRONG_ROLE.format(roles=named([f"<@&{role}>" for role in roles]))
        case errors.ModelNotAllowed(allowed=allowed):
            return texts.MODEL_NOT_ALLOWED.format(known=", ".join(allowed))
        case errors.BlockedWord(word=word):
            return texts.BLOCKED_WORD.format(word=format.name(word, 40))
        case _:
            return None


def _about_settings(error: errors.BotError) -> str | None:
    match error:
        case errors.BadCount(low=low, high=high):
            return texts.BAD_COUNT.format(low=format.number(low), high=format.number(high))
        case errors.TooManyWords(count=count, length=length, most=most, room=room):
            numbers = {"count": count, "length": length, "most": most, "room": room}
            return texts.TOO_MANY_WORDS.format(**{key: format.number(value) for key, value in numbers.items()})
        case _:
            return None


def named(names: Sequence[str]) -> str:
    """At most ten by name."""
    shown = ", ".join(names[:MOST_NAMED])
    return texts.AND_OTHERS.format(named=shown, count=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else shown


def _about_songs(error: errors.BotError) -> str | None:
    match error:
        case errors.AlreadyAsked(task_id=task_id):
            return texts.ALREADY_ASKED.format(number=task_id)
        case errors.Expired(at=at):
            return texts.EXPIRED.format(date=format.stamp(at, "D"))
        case errors.BadTime(length=length):
            return texts.BAD_TIME.format(length=format.length(length)) if length else texts.BAD_TIME_UNKNOWN
        case _:
            return None


def _about_credits(error: errors.BotError) -> str | None:
    match error:
        case errors.NotEnoughCredits(price=price, left=left, resets_at=resets_at):
            shape = texts.NOT_ENOUGH
        case errors.ShareUsedUp() | errors.PeriodTooShort() as limited:
            return _about_limit(limited)
        case errors.HostLimitReached(price=price, resets_at=resets_at):
            shape, left = texts.HOST_LIMIT, 0
        case errors.BadNumber(low=low, high=high):
            return texts.BAD_NUMBER.format(low=format.credits(low), high=format.credits(high))
        case errors.QuotaTooHigh(allowed=allowed):
            return texts.QUOTA_TOO_HIGH.format(allowed=format.credits(allowed))
        case errors.GrantTooHigh(room=room, allowed=allowed):
            return texts.GRANT_TOO_HIGH.format(room=format.credits(room), allowed=format.credits(allowed))
        case _:
            return None
    return shape.format(
        price=format.credits(price),
        left=format.credits(left),
        moment=format.stamp(resets_at),
        date=format.stamp(resets_at, "f"),
    )


def _about_limit(error: errors.ShareUsedUp | errors.PeriodTooShort) -> str:
    if isinstance(error, errors.ShareUsedUp):
        return _about_share(error)
    return texts.PERIOD_TOO_SHORT.format(
        used=format.credits(error.used),
        period=texts.PERIODS[error.length],
        most=format.credits(error.most),
        every=texts.EVERY[error.shorter],
        moment=format.stamp(error.ends_at),
        date=format.stamp(error.ends_at, "f"),
    )


def _about_share(error: errors.ShareUsedUp) -> str:
    shape = {None: texts.SHARE_USED_UP, 0: texts.EVERYONE_SHARE_USED_UP}.get(error.role_id, texts.ROLE_SHARE_USED_UP)
    return shape.format(
        price=format.credits(error.price),
        used=format.credits(error.used),
        amount=format.credits(error.amount),
        role=error.role_id,
        moment=format.stamp(error.resets_at),
        date=format.stamp(error.resets_at, "f"),
    )


def _plain(error: errors.BotError) -> str | None:
    plain: dict[type[errors.BotError], str] = {
        errors.GuildNotAllowed: texts.NOT_ALLOWED,
        errors.QuotaPaused: texts.QUOTA_PAUSED,
        errors.UnknownZone: texts.UNKNOWN_ZONE,
        errors.NoShare: texts.NO_SHARE,
        errors.NotAManager: texts.NOT_A_MANAGER,
        errors.NotTheOwner: texts.NOT_THE_OWNER,
        errors.NotYours: texts.NOT_YOURS,
        errors.AlreadySent: texts.ALREADY_SENT,
        errors.NotFound: texts.NOT_FOUND,
        errors.MadeElsewhere: texts.MADE_ELSEWHERE,
        errors.NoLyrics: texts.NO_LYRICS,
        errors.NoTimesYet: texts.NO_TIMES_YET,
        errors.LyricsErased: texts.LYRICS_ERASED,
    }
    return plain.get(type(error))


class Told(errors.UserError):
    """A refusal that only the ui knows, already in the member's words.

    `request` holds what was typed; it is `correctable` where another text would be taken.
    """

    def __init__(self, words: str, request: Request | None = None, *, correctable: bool = True) -> None:
        super().__init__(words)
        self.words, self.request, self.correctable = words, request, correctable


async def report(interaction: discord.Interaction[Any], error: BaseException, typed: Request | str = "") -> None:
    """Answer `error` privately, with the text that was `typed`, if any. Raises nothing."""
    error = getattr(error, "original", error) if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(error, discord.HTTPException) and error.code in {*TOKEN_DEAD, ALREADY_ANSWERED}:
        why = "in time" if error.code in TOKEN_DEAD else "again: it came twice"
        log.warning("Interaction %s could not be answered %s", interaction.id, why)
        return
    try:
        await reply_privately(interaction, refusal(error, typed))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.warning("Interaction %s could not be told of a failure: %s", interaction.id, type(failure).__name__)


def refusal(error: BaseException, typed: Request | str = "") -> Message:
    """The private message for any error; logs those that nobody raised on purpose."""
    words = _words_for(error, typed)
    if words is None:
        number = f"{int(time.time()) % 46656:04X}-{secrets.token_hex(2).upper()}"
        foreseen = isinstance(error, errors.StoreError)
        log.error("Failure %s: %s", number, error if foreseen else _trace(error))
        words = (texts.NOT_SAVED if foreseen else texts.BROKE).format(id=number)
    if isinstance(error, Told) and error.request is not None:
        return handed_back(words, error.request, correctable=error.correctable)
    another_song = isinstance(error, errors.ModelNotAllowed) and isinstance(typed, Extension)
    return handed_back(words, typed, correctable=isinstance(error, CORRECTABLE) and not another_song)


def not_this_song(model: str, allowed: Sequence[str]) -> str:
    """Why a song is not made longer whose model the guild does not allow: no other could be chosen for it."""
    return texts.NOT_THIS_SONG.format(model=model, known=", ".join(allowed))


def _words_for(error: BaseException, typed: Request | str) -> str | None:
    if isinstance(error, errors.ModelNotAllowed) and isinstance(typed, Extension):
        return not_this_song(typed.model, error.allowed)
    if isinstance(error, Told):
        return error.words
    if isinstance(error, errors.BotError):
        return sentence(error)
    if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return texts.COMMAND_CHANGED
    return texts.TAKES_LONGER if isinstance(error, TimeoutError) else None


def _trace(error: BaseException) -> str:
    """Where it was raised, down the chain of causes, without other libraries' words: they may quote what was typed."""
    own = isinstance(error, (errors.BotError, discord.DiscordException))
    head = f"{type(error).__name__}: {error}" if own else type(error).__name__
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{head}\n{frames}" + (f"caused by {_trace(cause)}" if cause else "")
