"""The private page of `/help`, and the line about the account at the music service."""

from collections.abc import Collection, Mapping
from typing import Any

import discord

from bot.models import Kind, Quota
from bot.tasks.desk import Desk
from bot.ui import costs, format, texts
from bot.ui.errors import named
from bot.ui.message import Message
from bot.ui.parts import buttons, page
from bot.ui.settings_buttons import OpenSettings


def account_line(credits: tuple[int, int] | None) -> str:
    """The service's account: thousandths and the moment it was asked, None when there was no answer."""
    if credits is None:
        return texts.ACCOUNT_SILENT
    left, asked_at = credits
    return texts.ACCOUNT.format(credits=format.credits(left), moment=format.stamp(asked_at))


def help_page(
    desk: Desk,
    model: str,
    quota: Quota | None,
    command_ids: Mapping[str, int],
    *,
    manager: bool = False,
    elsewhere: Collection[int] = (),
) -> Message:
    """Numbers come from the profile, the guild and the model. `quota` is None when it is not known; `elsewhere` are the
    channels where songs are made, if this is none of them."""
    limits = desk.profile.limits(model)
    mention = {name.split()[-1]: command(name, command_ids) for name in _NAMED}
    numbers = {"idea": limits.idea, "lyrics": limits.lyrics, "style": limits.style, "title": limits.title}
    return Message(
        view=page(
            texts.HELP.format(
                **mention,
                **{key: format.number(number) for key, number in numbers.items()},
                where=_where(elsewhere),
                model=model,
                days=desk.profile.retention_days,
                cost=_cost(desk.price(Kind.GENERATE), desk.price(Kind.WAV), quota),
            ),
            *(for_managers(command_ids) if manager else []),
        )
    )


def _where(elsewhere: Collection[int]) -> str:
    channels = named([f"<#{id}>" for id in sorted(elsewhere)])
    return texts.HELP_THERE.format(channels=channels) if elsewhere else texts.HELP_HERE


def for_managers(ids: Mapping[str, int]) -> tuple[str, discord.ui.Item[Any]]:
    said = texts.HELP_MANAGERS.format(settings=command("settings show", ids), share=command("quota share role", ids))
    return said, buttons(OpenSettings.button())


_NAMED = ("generate quick", "generate custom", "lyrics write", "library", "tasks", "credits", "privacy show")


def command(name: str, ids: Mapping[str, int]) -> str:
    """A command that can be clicked; in backticks while its id is not known."""
    root = ids.get(name.split(maxsplit=1)[0])
    return f"</{name}:{root}>" if root else f"`/{name}`"


def _cost(price: int, wav: int, quota: Quota | None) -> str:
    prices = {"price": format.credits(price), "wav": format.credits(wav)}
    if quota is None:
        return texts.HELP_COST_UNKNOWN.format(**prices)
    left, amount = format.credits(quota.left), format.credits(quota.amount)
    return texts.HELP_COST.format(**prices, left=left, amount=amount, period=costs.period(quota))
