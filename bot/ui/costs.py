"""The sentence about money that every message owes."""

from bot.models import Kind, Quota, Task
from bot.tasks.views import RequestView
from bot.ui import format, texts


def taken(task: Task) -> str:
    """While it goes on: the price is taken, or already back."""
    if not task.price:
        return texts.FREE
    return format.priced(texts.LATE_RUNNING if task.given_back else texts.TAKEN, task.price)


def back(task: Task) -> str:
    return format.priced(texts.BACK, task.price) if task.price else texts.NOTHING_CHARGED


def receipt(view: RequestView) -> str:
    """For a request that is done."""
    task, quota, count = view.task, view.quota, _count(view)
    if task.given_back:
        words = _late(task.kind, count).format(count=count, cost=format.priced(texts.STAY_BACK, task.price))
    else:
        used = format.priced(texts.USED, task.price, left=format.credits(quota.left), period=period(quota))
        words = f"{_paid(task.kind, count).format(count=count, cost=used)} {renewal(quota)}"
    if not (count and view.missing):
        return words
    return f"{words}\n{texts.plural(texts.SONGS_MISSING, view.missing).format(count=view.missing)}"


def renewal(quota: Quota) -> str:
    """A date, for it is read long after as well."""
    return texts.NEW_CREDITS_ON.format(date=format.stamp(quota.resets_at, "f"))


def _count(view: RequestView) -> int:
    """Songs in the channel, or drafts in the one message that brings them all."""
    return view.drafts if view.task.kind is Kind.LYRICS and view.posted else view.posted


def _paid(kind: Kind, count: int) -> str:
    if not count:
        return texts.RESULT_UNCONFIRMED if kind in {Kind.LYRICS, Kind.WAV} else texts.SONGS_UNCONFIRMED
    if kind is Kind.WAV:
        return texts.WAV_BELOW
    return texts.plural(texts.DRAFTS_BELOW if kind is Kind.LYRICS else texts.SONGS_BELOW, count)


def _late(kind: Kind, count: int) -> str:
    if not count:
        return texts.RESULT_UNCONFIRMED_LATE if kind in {Kind.LYRICS, Kind.WAV} else texts.SONGS_UNCONFIRMED_LATE
    if kind is Kind.WAV:
        return texts.WAV_BELOW_LATE
    return texts.plural(texts.DRAFTS_BELOW_LATE if kind is Kind.LYRICS else texts.SONGS_BELOW_LATE, count)


def every(quota: Quota) -> str:
    return texts.EVERY.get(quota.period, quota.period)


def period(quota: Quota) -> str:
    return texts.PERIODS.get(quota.period, quota.period)
