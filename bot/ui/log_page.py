"""The log of credits: as a private page, as lines for a log channel, and as CSV."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from bot.models import CREDIT
from bot.store.bookings import Booked
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page

MOST_ROWS = 50_000
"""Of a CSV file, about five megabytes: less than Discord takes anywhere."""

HEADINGS = ("time", "entry", "credits", "member_id", "member", "by_id", "request", "why", "period")


def log_page(bookings: Sequence[Booked], number: int, more: bool) -> Message:
    newer = grey(texts.LOG_NEWER, f"m1:log:page:{number - 1}", disabled=number <= 1)
    older = grey(texts.LOG_OLDER, f"m1:log:page:{number + 1}", disabled=not more)
    row = buttons(newer, older, grey(texts.LOG_AS_CSV, "m1:log:csv"))
    if not bookings:
        return Message(view=page(f"{texts.LOG}\n{texts.LOG_EMPTY}", *([row] if number > 1 else [])))
    head = f"{texts.LOG}\n{texts.LOG_PAGE.format(page=number)}"
    lines = "\n".join(f"{line(booked)}\n-# {format.stamp(booked.at, 'f')}" for booked in bookings)
    return Message(view=page(head, lines, row))


def channel_message(bookings: Sequence[Booked]) -> Message:
    """Each booking as a line; nobody is pinged."""
    return Message("\n".join(f"{line(booked)} · {format.stamp(booked.at, 'f')}" for booked in bookings))


def line(booked: Booked) -> str:
    shapes = {
        "take": texts.LOG_TAKE,
        "settle": texts.LOG_SETTLE,
        "give_back": texts.LOG_GIVE_BACK,
        "grant": texts.LOG_GRANT_TO if booked.member_id else texts.LOG_GRANT,
        "reset": texts.LOG_RESET,
        "carry": texts.LOG_CARRY,
    }
    why = texts.LOG_REASONS.get(booked.why, booked.why) or texts.LOG_REASONS["service_failed"]
    return shapes[booked.entry].format(
        credits=format.credits(abs(booked.amount)),
        kind=texts.KINDS.get(booked.why, booked.why) or texts.KINDS["generate"],
        why=why,
        who=format.name(booked.member_name, 32) or _mention(booked.member_id),
        member=booked.member_id,
        actor=_mention(booked.actor_id),
        number=booked.task_id,
    )


def _mention(member_id: int) -> str:
    return f"<@{member_id}>" if member_id else texts.A_MEMBER  # who was forgotten


async def log_file(bookings: AsyncIterator[Booked]) -> Message:
    """The newest of them as a CSV file for spreadsheets, in English for machines."""
    text, count, cut = io.StringIO(), 0, False
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    async for booked in bookings:
        if cut := count >= MOST_ROWS:
            break
        writer.writerow(_cells(booked))
        count += 1
    shape = texts.LOG_FILE_CUT if cut else texts.plural(texts.LOG_FILE, count)
    content = text.getvalue().encode("utf-8-sig")  # so that spreadsheets read names in every script
    return Message(shape.format(count=format.number(count)), files=(("credits.csv", content),))


def _cells(booked: Booked) -> list[object]:
    """Ids as text: spreadsheets round long numbers."""
    moment = datetime.fromtimestamp(booked.at / 1000, UTC)
    return [
        f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        booked.entry,
        Decimal(booked.amount) / CREDIT,
        _id(booked.member_id),
        _cell(booked.member_name),
        _id(booked.actor_id),
        booked.task_id or "",
        booked.why,
        booked.period,
    ]


def _id(number: int) -> str:
    return f"id {number}" if number else ""


def _cell(text: str) -> str:
    """Other people's text, so that no spreadsheet takes it for a formula."""
    line = format.one_line(text)
    return f"'{line}" if line[:1] in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"} else line
