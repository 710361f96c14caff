"""The page of `/credits` and `/quota show`: what is left, what it was used for, and a picture of that."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.ui import MediaGallery

from bot import i18n
from bot.models import Quota, Share
from bot.store.bookings import Day, Use
from bot.store.managing import SetShare
from bot.ui import chart, costs, format, texts
from bot.ui.message import Message
from bot.ui.parts import page

log = logging.getLogger(__name__)

PICTURE = "credits.png"
MOST_ALT = 1024
MOST_SHARES = 12


@dataclass(frozen=True, slots=True)
class Credits:
    """All that the page tells. `price` is that of one request; `shares` and `account` only for managers."""

    quota: Quota
    price: int
    use: Use | None = None
    share: Share | None = None
    shares: Sequence[SetShare] = ()
    guild_id: int = 0
    account: str | None = None


async def drawn_page(credits: Credits) -> Message:
    """With the picture; text alone where drawing fails or nothing was used."""
    use = credits.use
    if use is None or not use.days:
        return credits_page(credits)
    try:
        drawn = await asyncio.to_thread(picture, credits.quota, use)
    except Exception:
        log.exception("The picture of a quota could not be drawn")
        return credits_page(credits)
    return credits_page(credits, drawn)


def credits_page(credits: Credits, drawn: bytes | None = None) -> Message:
    """The days are told by the picture's description, or else in words."""
    parts: list[str | discord.ui.Item[Any]] = ["\n".join(_head(credits))]
    if credits.use is not None:
        parts.append("\n".join(_used_for(credits.quota, credits.use, days=drawn is None)))
    if drawn is not None and credits.use is not None:
        gallery: MediaGallery[Any] = MediaGallery()
        gallery.add_item(media=f"attachment://{PICTURE}", description=alt_text(credits.quota, credits.use))
        parts.append(gallery)
    if credits.shares:
        parts.append(_shares(credits))
    if credits.account:
        parts.append(credits.account)
    return Message(view=page(*parts), files=((PICTURE, drawn),) if drawn is not None else ())


def _head(credits: Credits) -> list[str]:
    quota, share = credits.quota, credits.share
    bound = share is not None and share.left < quota.left  # then the requests are counted beside the share
    lines = [texts.CREDITS, left(quota, 0 if bound else credits.price), new_credits(quota)]
    if quota.paused:
        lines.insert(1, texts.IS_PAUSED)
    if share is not None:
        lines.append(_own(share, credits.price if bound else 0))
    added = ((texts.OF_IT_GRANTED, quota.granted), (texts.OF_IT_CARRIED, quota.carried))
    return lines + [shape.format(credits=format.credits(amount)) for shape, amount in added if amount]


def _own(share: Share, price: int) -> str:
    count = share.left // price if price else 0
    shape = texts.plural(texts.YOUR_SHARE_LEAVES, count) if price else texts.YOUR_SHARE
    used, amount = format.credits(share.used), format.credits(share.amount)
    return shape.format(used=used, amount=amount, count=format.number(count), price=format.credits(price))


def left(quota: Quota, price: int) -> str:
    """What the server has left; without a price, nothing of requests."""
    count = quota.left // price if price else 0
    shape = texts.plural(texts.LEFT, count) if price else texts.LEFT_FREE
    rest, amount = format.credits(quota.left), format.credits(quota.amount)
    return shape.format(
        left=rest, amount=amount, period=costs.period(quota), count=format.number(count), price=format.credits(price)
    )


def new_credits(quota: Quota) -> str:
    moment, date = format.stamp(quota.resets_at), format.stamp(quota.resets_at, "f")
    return texts.NEW_CREDITS.format(moment=moment, date=date)


def _used_for(quota: Quota, use: Use, *, days: bool) -> list[str]:
    if not use.kinds and not use.days:
        return [texts.NOTHING_USED.format(period=costs.period(quota))]
    kinds = [(texts.KINDS.get(kind, kind), amount) for kind, amount in use.kinds]
    members = [(format.member(name, 32), amount) for name, amount in use.members]
    lines = [
        (texts.BY_KIND.format(kinds=_list(kinds)), bool(kinds)),
        (texts.BY_MEMBER.format(members=_list(members)), bool(members)),
        (texts.BY_DAY.format(days=_days(use.days)), days and bool(use.days)),
    ]
    return [line for line, wanted in lines if wanted]


def _list(rows: Sequence[tuple[str, int]]) -> str:
    return " · ".join(texts.USED_BY.format(who=who, credits=format.credits(amount)) for who, amount in rows)


def alt_text(quota: Quota, use: Use) -> str:
    used, amount = format.credits(quota.used), format.credits(quota.amount)
    words = texts.ALT_CHART.format(period=costs.period(quota), days=_days(use.days), used=used, amount=amount)
    return format.cut(words, MOST_ALT)


def _days(days: Sequence[Day]) -> str:
    told = [(shape, day.number, amount) for day in days for shape, amount in _parts(day) if amount]
    return "; ".join(shape.format(credits=format.credits(amount), day=number) for shape, number, amount in told)


def _parts(day: Day) -> tuple[tuple[str, int], tuple[str, int]]:
    return (texts.DAY_USED, day.kept), (texts.DAY_BACK, day.back)


def _shares(credits: Credits) -> str:
    shown = [
        texts.USED_BY.format(who=who_has(share, credits.guild_id), credits=format.credits(share.amount))
        for share in credits.shares[:MOST_SHARES]
    ]
    if more := len(credits.shares) - len(shown):
        shown.append(texts.SHARES_MORE.format(count=more))
    return texts.SHARES.format(every=costs.every(credits.quota), shares=" · ".join(shown))


def who_has(share: SetShare, guild_id: int) -> str:
    if share.scope == "member":
        return f"<@{share.scope_id}>"
    return texts.EVERY_MEMBER if share.scope_id == guild_id else f"<@&{share.scope_id}>"


def picture(quota: Quota, use: Use) -> bytes:
    """A PNG. Where the font lacks the letters of the present language, the few words are English."""
    if chart.can_draw(texts.CHART_USED + "".join(texts.KINDS.values())):
        return _drawn(quota, use)
    with i18n.using(i18n.ENGLISH):
        return _drawn(quota, use)


def _drawn(quota: Quota, use: Use) -> bytes:
    kinds = [(texts.KINDS.get(kind, kind), amount) for kind, amount in use.kinds]
    members = [
        (name if chart.can_draw(name := format.one_line(who) or texts.A_MEMBER) else f"{place}.", amount)
        for place, (who, amount) in enumerate(use.members, start=1)
    ]
    today = next((day.kept for day in use.days if day.number == use.today), 0)
    title = texts.CHART_USED.format(used=format.credits(quota.used), amount=format.credits(quota.amount))
    bars = chart.Bars([(day.number, day.kept, day.back) for day in use.days], use.today, use.length)
    room = chart.MOST_ROWS - len(kinds)
    return chart.draw(title, bars, format.credits(today), _rows(kinds), _rows(members[:room]))


def _rows(rows: Sequence[tuple[str, int]]) -> chart.Rows:
    return chart.Rows([(name, amount, format.credits(amount)) for name, amount in rows])
