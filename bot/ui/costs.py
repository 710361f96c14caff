"""The sentence about money that every message owes."""

from bot.models import Quota, Task
from bot.ui import format, texts


def taken(task: Task) -> str:
    """While it goes on: the price is taken, or already back."""
    if not task.price:
        return texts.FREE
    return (texts.LATE_RUNNING if task.given_back else texts.TAKEN).format(price=format.credits(task.price))


def back(task: Task) -> str:
    return texts.BACK.format(price=format.credits(task.price)) if task.price else texts.NOTHING_CHARGED


def receipt(task: Task, quota: Quota, posted: int) -> str:
    """For a request that is done."""
    price = format.credits(task.price)
    if task.given_back and posted:
        return texts.plural(texts.SONGS_BELOW_LATE, posted).format(count=posted, price=price)
    shape = texts.plural(texts.SONGS_BELOW, posted) if posted else texts.SONGS_UNCONFIRMED
    return shape.format(count=posted, price=price, left=format.credits(quota.left), period=period(quota))


def period(quota: Quota) -> str:
    return texts.PERIODS.get(quota.period, quota.period)
