"""The private page of `/owner`: the account at the service, use, failures, and requests whose fate nobody knows."""

from collections.abc import Callable
from typing import Any

import discord

from bot.store.overview import Overview
from bot.tasks.bureau import DAYS, Report, days_left
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.owner_buttons import OwnerAct, OwnerRefresh
from bot.ui.parts import buttons, page

NAME = 40
Named = Callable[[int], str]


def owner_page(report: Report, credits: tuple[int, int] | None, named: Named, said: str = "") -> Message:
    """`credits`: thousandths and the moment they were asked, None without an answer; `named` gives a guild's name;
    `said` is what the last click has done."""
    overview = report.overview
    head = [texts.OWNER, *([said] if said else []), *_account(report, credits)]
    failures = [
        texts.OWNER_FAILURE.format(why=texts.OWNER_WHY.get(reason, reason), count=format.number(count))
        for reason, count in overview.failures.items()
    ]
    nothing = texts.OWNER_NOTHING.format(days=DAYS)
    parts: list[str | discord.ui.Item[Any]] = [
        "\n".join(head),
        "\n".join([texts.OWNER_GUILDS, *(_guilds(overview, named) or [nothing])]),
        "\n".join([texts.OWNER_FAILURES, *(failures or [nothing])]),
        texts.OWNER_UNKNOWN if overview.unknown else f"{texts.OWNER_UNKNOWN}\n{texts.OWNER_NO_UNKNOWN}",
    ]
    for task in overview.unknown:
        moment, guild = format.stamp(task.ended_at or task.created_at), format.name(named(task.guild_id), NAME)
        parts.append(texts.OWNER_TASK.format(number=task.id, guild=guild, moment=moment))
        parts.append(buttons(OwnerAct.retry(task.id), OwnerAct.give_up(task.id)))
    return Message(view=page(*parts, buttons(OwnerRefresh.button())))


def _account(report: Report, credits: tuple[int, int] | None) -> list[str]:
    burn = texts.OWNER_BURN.format(burned=format.credits(report.burned), days=DAYS)
    if credits is None:
        return [texts.OWNER_SILENT, burn]
    left, asked_at = credits
    has = texts.OWNER_CREDITS.format(credits=format.credits(left), moment=format.stamp(asked_at))
    days = days_left(left, report.burned)
    if days is None:
        return [has, burn]
    return [has, f"{burn} {texts.plural(texts.OWNER_LEFT, days).format(count=format.number(days))}"]


def _guilds(overview: Overview, named: Named) -> list[str]:
    return [
        texts.plural(texts.OWNER_GUILD, use.requests).format(
            name=format.name(named(use.guild_id), NAME),
            count=format.number(use.requests),
            spent=format.credits(use.spent),
        )
        for use in overview.guilds
    ]
