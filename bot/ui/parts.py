"""What messages are put together from: rows of buttons, pages, embeds, colours.

Buttons here are plain: a click is served from the id alone (`action.py`), so nothing has to be remembered.
"""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, Item, LayoutView, TextDisplay, View

from bot.ui import texts

GREY = 0x808A9A
VIOLET = 0x8B6CF0
AMBER = 0xBD7B12
RED = 0xD94F4F


def row(*items: Item[Any]) -> View | None:
    """Buttons under a classic message; None when there are none.

    The view is closed at once: clicks are served from their ids alone, so discord.py need not remember it.
    """
    if not items:
        return None
    view = View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def page(*parts: str | Item[Any]) -> LayoutView:
    """One container of texts and rows, from top to bottom."""
    container: Container[LayoutView] = Container(accent_colour=VIOLET)
    for part in parts:
        container.add_item(TextDisplay(part) if isinstance(part, str) else part)
    view = LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def buttons(*items: Item[Any]) -> ActionRow[LayoutView]:
    return ActionRow(*items)


def grey(label: str, custom_id: str, emoji: str | None = None, *, disabled: bool = False) -> Button[Any]:
    return Button(label=label, custom_id=custom_id, emoji=emoji, style=ButtonStyle.secondary, disabled=disabled)


def turning(number: int, pages: int, custom_id: str) -> list[Item[Any]]:
    """Back, where the reader is, Next. `custom_id` has a hole for the page; what cannot be clicked is told in words."""
    return [
        grey(texts.BACK_BUTTON, custom_id.format(number - 1), disabled=number <= 1),
        grey(texts.PAGE_OF.format(number=number, pages=pages), custom_id.format("here"), disabled=True),
        grey(texts.NEXT_BUTTON, custom_id.format(number + 1), disabled=number >= pages),
    ]


def primary(label: str, custom_id: str) -> Button[Any]:
    return Button(label=label, custom_id=custom_id, style=ButtonStyle.primary)


def danger(label: str, custom_id: str) -> Button[Any]:
    return Button(label=label, custom_id=custom_id, style=ButtonStyle.danger)


def link_button(label: str, url: str, *, row: int | None = None) -> Button[Any]:
    return Button(label=label, url=url, row=row)


def embed_of(lines: Sequence[str], colour: int, footer: str) -> discord.Embed:
    embed = discord.Embed(description="\n".join(line for line in lines if line), colour=colour)
    return embed.set_footer(text=footer)
