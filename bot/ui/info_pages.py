"""The private pages that only tell: `/credits`, `/quota`, `/help`."""

from collections.abc import Mapping

from bot.models import Kind, Quota
from bot.tasks.desk import Desk
from bot.ui import costs, format, texts
from bot.ui.message import Message
from bot.ui.parts import buttons, page
from bot.ui.settings_controls import OpenSettings


def credits_page(quota: Quota, price: int, account: str | None = None) -> Message:
    """`price` is that of one request; `account` a line that only managers get."""
    return Message(
        view=page("\n".join([texts.CREDITS, _left(quota, price), _new(quota)]), *([account] if account else []))
    )


def account_line(credits: tuple[int, int] | None) -> str:
    """The service's account: thousandths and the moment it was asked, None when there was no answer."""
    if credits is None:
        return texts.ACCOUNT_SILENT
    left, asked_at = credits
    return texts.ACCOUNT.format(credits=format.credits(left), moment=format.stamp(asked_at))


def quota_set(before: Quota, after: Quota) -> Message:
    was = format.credits(before.amount)
    if before.period != after.period:
        was = texts.QUOTA_WAS_OTHER.format(amount=was, every=costs.every(before))
    return Message(texts.QUOTA_SET.format(amount=format.credits(after.amount), every=costs.every(after), before=was))


def help_page(
    desk: Desk, model: str, quota: Quota | None, command_ids: Mapping[str, int], *, manager: bool = False
) -> Message:
    """Numbers come from the profile, the guild and the model. `quota` is None when it is not known."""
    limits = desk.profile.limits(model)
    mention = {name.split()[-1]: command(name, command_ids) for name in _NAMED}
    numbers = {"idea": limits.idea, "lyrics": limits.lyrics, "style": limits.style, "title": limits.title}
    return Message(
        view=page(
            texts.HELP.format(
                **mention,
                **{key: format.number(number) for key, number in numbers.items()},
                model=model,
                days=desk.profile.retention_days,
                cost=_cost(desk.price(Kind.GENERATE), desk.price(Kind.WAV), quota),
            ),
            *([buttons(OpenSettings.button())] if manager else []),
        )
    )


_NAMED = ("generate quick", "generate custom", "lyrics write", "library", "tasks", "credits", "privacy show")


def command(name: str, ids: Mapping[str, int]) -> str:
    """A command that can be clicked; in backticks while its id is not known."""
    root = ids.get(name.split(maxsplit=1)[0])
    return f"</{name}:{root}>" if root else f"`/{name}`"


def _left(quota: Quota, price: int) -> str:
    count = quota.left // price if price else 0
    shape = texts.plural(texts.LEFT, count) if price else texts.LEFT_FREE
    left, amount = format.credits(quota.left), format.credits(quota.amount)
    return shape.format(left=left, amount=amount, period=costs.period(quota), count=count, price=format.credits(price))


def _new(quota: Quota) -> str:
    moment, date = format.stamp(quota.resets_at), format.stamp(quota.resets_at, "f")
    return texts.NEW_CREDITS.format(moment=moment, date=date)


def _cost(price: int, wav: int, quota: Quota | None) -> str:
    prices = {"price": format.credits(price), "wav": format.credits(wav)}
    if quota is None:
        return texts.HELP_COST_UNKNOWN.format(**prices)
    left, amount = format.credits(quota.left), format.credits(quota.amount)
    return texts.HELP_COST.format(**prices, left=left, amount=amount, period=costs.period(quota))
