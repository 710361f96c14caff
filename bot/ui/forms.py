"""Forms as members see them. Ids of the inputs are fixed; all that is needed to serve a form is in its own id.

Every opening has a fresh nonce: phones show the first text that was ever opened under an id.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from discord import TextStyle
from discord.ui import Checkbox, FileUpload, Label, Modal, TextInput

from bot.models import CustomSong, QuickSong
from bot.music_api.profiles import Limits
from bot.ui import format, texts

FIELD_HOLDS = 4000
_TITLE, _PLACEHOLDER = 45, 100


@dataclass(frozen=True, slots=True)
class Frame:
    """What every form shows around its fields. `left` is None while it is not known; `limits` are the model's."""

    model: str
    limits: Limits
    price: int
    left: int | None


def custom_form(frame: Frame, song: CustomSong, custom_id: str, *, kept: bool = False) -> Modal:
    """`song` fills the fields; `kept` says that lyrics too long for a field stay as they are when it is left empty."""
    limits = frame.limits
    fields = [
        _text(frame, "title", texts.TITLE, texts.TITLE_HELP, limits.title, song.title, texts.TITLE_HINT),
        _text(frame, "style", texts.STYLE_LABEL, texts.STYLE_HELP, limits.style, song.style, texts.STYLE_HINT),
    ]
    if not song.instrumental:
        fields += _lyrics(frame, song.lyrics, kept=kept)
    return _modal(frame, texts.FORM_CUSTOM, custom_id, fields)


def quick_form(frame: Frame, song: QuickSong, custom_id: str) -> Modal:
    limit = frame.limits.idea
    idea = _text(frame, "prompt", texts.IDEA_LABEL, texts.IDEA_HELP, limit, song.prompt, texts.IDEA_HINT)
    box: Checkbox[Modal] = Checkbox(custom_id="instrumental", default=song.instrumental)
    switch: Label[Modal] = Label(text=texts.INSTRUMENTAL, description=texts.INSTRUMENTAL_HELP, component=box)
    return _modal(frame, texts.FORM_QUICK, custom_id, [idea, switch])


def form_id(kind: str, *arguments: object) -> str:
    """`m1:form:{kind}:{argument}…:{nonce}`."""
    return ":".join(["m1", "form", kind, *map(str, arguments), secrets.token_hex(4)])


def _modal(frame: Frame, name: str, custom_id: str, fields: list[Label[Modal]]) -> Modal:
    modal = Modal(title=_title(frame, name), custom_id=custom_id)
    for field in fields:
        modal.add_item(field)
    modal.stop()  # served from its id alone, so discord.py need not remember it
    return modal


def _title(frame: Frame, name: str) -> str:
    price = format.credits(frame.price)
    shapes = [texts.FORM_TITLE_BARE, texts.FORM_TITLE_SHORT]
    if frame.left is not None:
        shapes.insert(0, texts.FORM_TITLE)
    left = format.credits(frame.left or 0)
    titles = [shape.format(form=name, model=frame.model, price=price, left=left) for shape in shapes]
    return next((title for title in titles if len(title) <= _TITLE), format.cut(titles[-1], _TITLE))


def _text(frame: Frame, key: str, label: str, help_text: str, limit: int, filled: str, hint: str) -> Label[Modal]:
    """One field. What was typed fits whole, even where it is too long; then the description says by how much."""
    description = help_text.format(limit=f"{limit:,}")
    if len(filled) > limit:
        over, length = f"{len(filled) - limit:,}", f"{len(filled):,}"
        description = texts.OVER.format(over=over, length=length, model=frame.model, limit=f"{limit:,}")
    field: TextInput[Modal] = TextInput(
        custom_id=key,
        style=TextStyle.short if key == "title" else TextStyle.paragraph,
        placeholder=format.cut(hint, _PLACEHOLDER),
        default=filled[:FIELD_HOLDS] or None,
        min_length=1,
        max_length=min(FIELD_HOLDS, max(limit, len(filled))),
        required=True,
    )
    return Label(text=label, description=format.cut(description, 100), component=field)


def _lyrics(frame: Frame, filled: str, *, kept: bool) -> list[Label[Modal]]:
    """The field and, where the model takes more than a field holds, a file; exactly one of the two is asked for."""
    limit = frame.limits.lyrics
    by_file, too_long = limit > FIELD_HOLDS, len(filled) > FIELD_HOLDS
    described = texts.LYRICS_HELP
    if too_long and kept:
        described = texts.LYRICS_KEPT.format(length=f"{len(filled):,}")
    elif limit < len(filled):
        over, length = f"{len(filled) - limit:,}", f"{len(filled):,}"
        described = texts.OVER.format(over=over, length=length, model=frame.model, limit=f"{limit:,}")
    most = min(FIELD_HOLDS, max(limit, len(filled)))
    field: TextInput[Modal] = TextInput(
        custom_id="lyrics",
        style=TextStyle.paragraph,
        placeholder=texts.LYRICS_HINT,
        default=None if too_long else filled or None,
        max_length=most,
        required=not (by_file or (too_long and kept)),
    )
    label = texts.LYRICS_LABEL.format(limit=f"{min(limit, FIELD_HOLDS):,}")
    fields: list[Label[Modal]] = [Label(text=label, description=format.cut(described, 100), component=field)]
    if by_file:
        upload: FileUpload[Any] = FileUpload(custom_id="file", required=False, min_values=0, max_values=1)
        bounds = texts.FILE_HELP.format(above=f"{FIELD_HOLDS + 1:,}", limit=f"{limit:,}")
        fields.append(Label(text=texts.FILE, description=bounds, component=upload))
    return fields
