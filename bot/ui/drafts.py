"""Drafts of lyrics: one public message with pages. It is turned by who asked; others get a page of their own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.models import Draft, Task
from bot.tasks.ports import Parcel
from bot.ui import format, texts
from bot.ui.action import ID, Action
from bot.ui.lyrics_pages import fitting
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page, primary, turning

if TYPE_CHECKING:
    from bot.ui.services import Services

_IDEA, _TITLE, _NAME, _TEXT = 60, 80, 32, 3300
NUMBER = r"(?P<number>\d{1,4})"


def drafts_message(parcel: Parcel) -> Message:
    """What the worker posts. Raises `ValueError` for a parcel without drafts."""
    mention = parcel.task.member_id if parcel.delivery.ping else None
    return draft_page(parcel.task, parcel.drafts, parcel.delivery.id, 1, mention)


def draft_page(
    task: Task, drafts: Sequence[Draft], delivery_id: int, number: int, mention: int | None = None
) -> Message:
    """The draft `number`, counted from 1. Every button names the delivery: by that the message is found again."""
    if not drafts:
        raise ValueError("a message of drafts holds at least one")
    number = min(max(1, number), len(drafts))
    draft = drafts[number - 1]
    who = f"<@{mention}>" if mention is not None else format.member(task.member_name, _NAME)
    count = texts.DRAFT_OF.format(number=number, count=len(drafts))
    second = f"-# {count} · {texts.DRAFT_FOR.format(name=who)}"
    paging = [buttons(*turning(number, len(drafts), f"m1:drf:page:{delivery_id}:{{}}"))] if len(drafts) > 1 else []
    song = primary(texts.MAKE_A_SONG, f"m1:drf:song:{delivery_id}:{number}")
    file = grey(texts.AS_A_FILE, f"m1:drf:file:{delivery_id}:{number}")
    heading = f"## {texts.LYRICS_FOR.format(what=_what(task))}\n{second}"
    return Message(view=page(heading, *_text(draft), *paging, buttons(song, file)), mention=mention)


def draft_file(task: Task, drafts: Sequence[Draft], number: int) -> Message:
    number = min(max(1, number), len(drafts))
    draft = drafts[number - 1]
    name = f"{format.slug(draft.title or task.summary, task.id)}-draft-{number}.txt"
    words = texts.DRAFT_FILE.format(what=_what(task), number=number)
    return Message(words, files=((name, f"{draft.text.strip()}\n".encode()),))


def _text(draft: Draft) -> list[str]:
    """Title and words, and where they did not all fit, that the file has the rest."""
    title = format.name(draft.title, _TITLE)
    shown, whole = fitting(draft.text.strip(), _TEXT), format.lines(draft.text.strip())
    rest = [f"-# {texts.REST_IN_FILE}"] if len(shown) < len(whole) else []
    return ["\n".join(part for part in (f"**{title}**" if title else "", shown) if part) or texts.UNTITLED, *rest]


def _what(task: Task) -> str:
    return texts.IDEA.format(idea=format.name(task.summary, _IDEA))


class DraftPage(Action, template=rf"m1:drf:page:{ID}:{NUMBER}"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.drafts.turn(interaction, self.id_in_it, int(self.argument("number") or 1))


class DraftSong(Action, template=rf"m1:drf:song:{ID}:{NUMBER}"):
    """Opens the form of a custom song, filled with the draft, for anyone."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.drafts.open_song(interaction, self.id_in_it, int(self.argument("number") or 1))


class DraftFile(Action, template=rf"m1:drf:file:{ID}:{NUMBER}"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.drafts.give_file(interaction, self.id_in_it, int(self.argument("number") or 1))
