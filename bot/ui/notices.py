"""Short replies that the worker owes: to the member after a late failure, to the owner of the bot."""

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord.ui import Button

from bot import i18n
from bot.models import DeliveryKind, Kind, Reason, State
from bot.tasks.ports import Parcel
from bot.ui import costs, format, texts
from bot.ui.buttons import Requests, Retry
from bot.ui.direct import direct_message
from bot.ui.drafts import drafts_message
from bot.ui.library_buttons import OpenLibrary
from bot.ui.message import Message
from bot.ui.parts import row
from bot.ui.songs import song_message
from bot.ui.status import status_message
from bot.ui.wavs import wav_message

_DID_NOT_COME = {Reason.DELETED, Reason.ADDRESS, Reason.CLOSED, Reason.SERVICE_FAILED}


def message_of(parcel: Parcel, *, cover: bool = False, too_large: tuple[int, int] | None = None) -> Message:
    """Whatever the worker sends, by the kind of its delivery, in the language of the server."""
    with i18n.using(parcel.task.locale):
        return _message_of(parcel, cover, too_large)


def _message_of(parcel: Parcel, cover: bool, too_large: tuple[int, int] | None) -> Message:
    match parcel.delivery.kind:
        case DeliveryKind.SONG | DeliveryKind.REPOST:
            return song_message(parcel, cover=cover, too_large=too_large)
        case DeliveryKind.WAV:
            return wav_message(parcel, too_large=too_large)
        case DeliveryKind.DRAFTS:
            return drafts_message(parcel)
        case DeliveryKind.STATUS:
            return status_message(parcel.view, parcel.delivery.id)
        case DeliveryKind.NOTICE:
            return notice_message(parcel)
        case kind:
            return (direct_message if kind is DeliveryKind.DIRECT else owner_message)(parcel)


def notice_message(parcel: Parcel) -> Message:
    """Edits never notify anybody, so what went wrong late is told once more, to the one member."""
    task, delivery = parcel.task, parcel.delivery
    button = Requests.of(delivery.id)
    if delivery.reason is Reason.UNSURE:
        words, button = _unsure(parcel)
    elif delivery.reason is Reason.GONE:
        words = _gone(parcel)
    elif delivery.reason in _DID_NOT_COME and task.state is State.DELIVERED:
        words = _missing(parcel)
    else:
        shape = texts.NOTICE_UNCLEAR if task.state is State.UNKNOWN else texts.NOTICE_FAILED
        back = format.priced(texts.BACK, task.price) if task.price else texts.NOTICE_FREE
        words, button = shape.format(back=back), Retry.of(task.id, delivery.id)
    if not delivery.ping:
        return Message(words[:1].upper() + words[1:], view=row(button))
    return Message(f"<@{task.member_id}> {words}", view=row(button), mention=task.member_id)


def _unsure(parcel: Parcel) -> tuple[str, Button[Any]]:
    """With the way to what may not have come."""
    title, listed = _title(parcel), Requests.of(parcel.delivery.id)
    match parcel.task.kind:
        case Kind.WAV:
            return texts.NOTICE_UNSURE_WAV.format(title=title), listed
        case Kind.LYRICS:
            return texts.NOTICE_UNSURE_DRAFTS.format(title=title), listed
        case _:
            return texts.NOTICE_UNSURE.format(title=title), OpenLibrary.of(parcel.delivery.id)


def _title(parcel: Parcel) -> str:
    return format.name(parcel.track.title if parcel.track else parcel.task.summary, 100) or texts.UNTITLED


def _gone(parcel: Parcel) -> str:
    """Told where a song was to be posted again."""
    expired = parcel.track.expires_at if parcel.track else 0
    if not 0 < expired <= parcel.delivery.created_at:
        return texts.NOTICE_GONE_EARLY.format(title=_title(parcel))
    return texts.NOTICE_GONE.format(title=_title(parcel), date=format.stamp(expired, "D"))


def _missing(parcel: Parcel) -> str:
    """Told where one of several songs did not come."""
    task = parcel.task
    words = {Reason.DELETED: texts.NOTICE_DELETED, Reason.ADDRESS: texts.NOTICE_ADDRESS}
    shape = words.get(parcel.delivery.reason or Reason.CLOSED, texts.NOTICE_CLOSED)
    paid = task.price and not task.given_back
    kept = format.priced(texts.KEPT_FOR_OTHERS, task.price) if paid else texts.NOTHING_CHARGED
    return shape.format(title=_title(parcel), cost=kept)


def owner_message(parcel: Parcel) -> Message:
    """One line for the host, in English. Its last line names the delivery: a guild's button does not work elsewhere."""
    with i18n.using(i18n.ENGLISH):
        return _owner_message(parcel)


def _owner_message(parcel: Parcel) -> Message:
    task, reason = parcel.task, parcel.delivery.reason
    shape = {
        Reason.SERVICE_EMPTY: texts.OWNER_EMPTY,
        Reason.KEY_REFUSED: texts.OWNER_KEY,
        Reason.UNCLEAR: texts.OWNER_UNCLEAR,
        Reason.UNSURE: texts.OWNER_UNSURE,
        Reason.DELETED: texts.OWNER_LOST,
        Reason.ADDRESS: texts.OWNER_LOST,
        Reason.SERVICE_FAILED: texts.OWNER_LOST,
    }.get(reason or Reason.UNCLEAR, texts.OWNER_OTHER)
    name = (reason or Reason.UNCLEAR).replace("_", " ").capitalize()
    why = texts.OWNER_WHY.get(reason or Reason.UNCLEAR, "")
    words = shape.format(number=task.id, back=costs.back(task), reason=name, why=why)
    return Message(f"{words}\n{texts.NOTICE_NUMBER.format(number=parcel.delivery.id)}")


def few_credits(left: int, days: int | None) -> Message:
    """A line for the host, in English: `left` thousandths, enough for `days` where that can be told."""
    with i18n.using(i18n.ENGLISH):
        words = texts.OWNER_FEW.format(left=format.credits(left))
        pace = texts.OWNER_FEW_DAYS.format(days=format.number(days)) if days is not None else ""
        return Message(" ".join(part for part in (words, pace) if part))


def is_message_of(message: discord.Message, delivery_id: int) -> bool:
    """Whether a message of ours is the one that the delivery posted: a button's id or its last line names it."""
    last = message.content.rpartition("\n")[2]
    if last.startswith("-# ") and last.endswith(f" {delivery_id}"):  # in whatever language
        return True
    ids = (str(getattr(item, "custom_id", None) or "") for item in _items(message.components))
    return any(custom_id.startswith("m1:") and str(delivery_id) in custom_id.split(":")[3:] for custom_id in ids)


def _items(parts: Iterable[object]) -> Iterator[object]:
    """Buttons and selects, also those within the container of a layout."""
    for part in parts:
        yield part
        yield from _items(getattr(part, "children", ()))
