"""The private page of `/tasks`: what waits and runs on this server, and the way to cancel what has not been sent."""

from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import Select

from bot.guild_rules import Pings
from bot.models import State
from bot.tasks.views import RequestView
from bot.ui import format, status, texts
from bot.ui.buttons import Refresh
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page

LINES, CHOICES = 10, 25


def requests_page(
    views: Sequence[RequestView],
    caps: tuple[int, int],
    pings: Pings,
    member_id: int,
    *,
    manager: bool,
    service: str = "",
) -> Message:
    """`views` are those that the member may see, in order; `service` says why new requests are not sent just now.

    `caps` is how many run at once, for the guild and for a member; `pings` what the reader has set.
    """
    service = service or texts.SERVICE_ANSWERS
    at_once = texts.CAPS.format(service=service, guild=caps[0], member=caps[1])
    parts: list[str | discord.ui.Item[Any]] = [texts.REQUESTS, at_once]
    parts += ["\n".join(_lines(view)) for view in views[:LINES]] or [texts.NOTHING_RUNS]
    if len(views) > LINES:
        parts.append(texts.AND_MORE.format(count=len(views) - LINES))
    may_cancel = [
        view for view in views if view.task.state is State.QUEUED and (manager or view.task.member_id == member_id)
    ]
    if may_cancel:
        parts.append(buttons(_select(may_cancel)))
    ping_me = texts.PING_ME.format(state=texts.PING_STATES[pings])
    parts.append(buttons(Refresh.button(), grey(ping_me, "m1:req:ping", "🔔")))
    return Message(view=page(*parts))


def _lines(view: RequestView) -> list[str]:
    who = format.member(view.task.member_name, 32)
    return [texts.REQUEST_LINE.format(what=status.what(view), name=who), "-# " + " · ".join(_second(view))]


def _second(view: RequestView) -> list[str]:
    queued = view.task.state is State.QUEUED
    line = [texts.LINE_PLACE.format(place=max(1, view.place)) if queued else texts.LINE_STATES[status.progress(view)]]
    if view.usually_done_at and not (status.is_waiting(view) or view.task.state is State.READY):
        line.append(texts.LINE_USUALLY.format(moment=format.stamp(view.usually_done_at)))
    if (link := status.link(view)) is not None:
        line.append(texts.LINE_LINK.format(link=link))
    return line


def _select(views: Sequence[RequestView]) -> Select[Any]:
    select: Select[Any] = Select(custom_id="m1:req:pick", placeholder=texts.CANCEL_ONE, min_values=1, max_values=1)
    for view in views[:CHOICES]:
        idea = format.plain(view.task.summary, 60) or texts.REQUEST.format(number=view.task.id)
        label = texts.PICK_LABEL.format(place=max(1, view.place), what=idea)
        select.add_option(label=format.cut(label, 100), value=str(view.task.id))
    return select
