"""Forms as members see them. Ids of the inputs are fixed; all that is needed to serve a form is in its own id.

Every opening has a fresh nonce: phones show the first text that was ever opened under an id.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discord import TextStyle
from discord.ui import Checkbox, FileUpload, Label, Modal, TextInput

from bot.models import CustomSong, QuickSong, Track
from bot.music_api.profiles import Limits
from bot.ui import format, texts

FIELD_HOLDS = 4000
MOMENT = 8
"""Characters of the longest moment: `1:02:03`, and one to spare."""

_TITLE, _PLACEHOLDER = 45, 100


@dataclass(frozen=True, slots=True)
class Frame:
    """What every form shows around its fields. `left` is None while it is not known; `limits` are the model's."""

    model: str
    limits: Limits
    price: int
    left: int | None


def custom_form(frame: Frame, song: CustomSong, custom_id: str, *, kept: bool = False, note: str = "") -> Modal:
    """`song` fills the fields; `kept` says that lyrics too long for a field stay as they are when it is left empty.

    `note` stands where the lyrics are described.
    """
    limits = frame.limits
    fields = [
        _text(frame, "title", texts.TITLE, texts.TITLE_HELP, limits.title, song.title, texts.TITLE_HINT),
        _text(frame, "style", texts.STYLE_LABEL, texts.STYLE_HELP, limits.style, song.style, texts.STYLE_HINT),
    ]
    if not song.instrumental:
        fields += _lyrics(frame, song.lyrics, kept=kept, note=note)
    return modal(_title(frame, texts.FORM_CUSTOM), custom_id, fields)


def quick_form(frame: Frame, song: QuickSong, custom_id: str) -> Modal:
    limit = frame.limits.idea
    idea = _text(frame, "prompt", texts.IDEA_LABEL, texts.IDEA_HELP, limit, song.prompt, texts.IDEA_HINT)
    box: Checkbox[Modal] = Checkbox(custom_id="instrumental", default=song.instrumental)
    switch: Label[Modal] = Label(text=texts.INSTRUMENTAL, description=texts.INSTRUMENTAL_HELP, component=box)
    return modal(_title(frame, texts.FORM_QUICK), custom_id, [idea, switch])


def extend_form(frame: Frame, source: Track, filled: Mapping[str, str], custom_id: str) -> Modal:
    """`filled` holds texts by the fields' ids; a field left empty means "as the source has it"."""
    length = format.length(source.duration)
    moment_help = texts.CONTINUE_HELP.format(length=length) if length else texts.CONTINUE_HELP_UNKNOWN
    hints = {key: format.plain(text, _PLACEHOLDER) for key, text in (("style", source.style), ("title", source.title))}
    limits, text = frame.limits, filled.get
    fields = [
        _optional("continue_at", texts.CONTINUE_LABEL, moment_help, texts.CONTINUE_HINT, MOMENT, text("continue_at")),
        _optional("prompt", texts.NEXT_LABEL, texts.NEXT_HELP, texts.NEXT_HINT, limits.lyrics, text("prompt")),
        _optional("style", texts.STYLE_LABEL, texts.AS_BEFORE, hints["style"], limits.style, text("style")),
        _optional("title", texts.TITLE, texts.AS_BEFORE, hints["title"], limits.title, text("title")),
    ]
    return modal(_extend_title(frame, source.title), custom_id, fields)


def lyrics_form(frame: Frame, prompt: str, limit: int, custom_id: str) -> Modal:
    """For drafts of lyrics, which no model of ours makes; `limit` is the service's for the prompt."""
    idea = _text(frame, "prompt", texts.IDEA_LABEL, texts.LYRICS_IDEA_HELP, limit, prompt, texts.IDEA_HINT)
    return modal(_title(frame, texts.FORM_LYRICS), custom_id, [idea])


def search_form(custom_id: str, longest: int, filled: str) -> Modal:
    field = _optional("search", texts.SEARCH_LABEL, texts.SEARCH_HELP, texts.SEARCH_HINT, longest, filled)
    return modal(texts.FORM_SEARCH, custom_id, [field])


def form_id(kind: str, *arguments: object) -> str:
    """`m1:form:{kind}:{argument}…:{nonce}`."""
    return ":".join(["m1", "form", kind, *map(str, arguments), secrets.token_hex(4)])


def modal(title: str, custom_id: str, fields: list[Label[Modal]]) -> Modal:
    """Cut to what Discord shows as a title."""
    modal = Modal(title=format.cut(title, _TITLE), custom_id=custom_id)
    for field in fields:
        modal.add_item(field)
    modal.stop()  # served from its id alone, so discord.py need not remember it
    return modal


def _title(frame: Frame, name: str) -> str:
    price = format.credits(frame.price)
    bare = [texts.FORM_TITLE_BARE, texts.FORM_TITLE_SHORT] if frame.model else [texts.FORM_TITLE_SHORT]
    shapes = [format.of_credits(shape, frame.price) for shape in bare]
    if frame.left is not None:
        shapes.insert(0, format.of_credits(texts.FORM_TITLE if frame.model else texts.FORM_TITLE_PLAIN, frame.left))
    left = format.credits(frame.left or 0)
    titles = [shape.format(form=name, model=frame.model, price=price, left=left) for shape in shapes]
    return next((title for title in titles if len(title) <= _TITLE), format.cut(titles[-1], _TITLE))


def _extend_title(frame: Frame, title: str) -> str:
    """Price and rest stand whole; the song's title is cut to what they leave."""
    if frame.left is None:
        shape = format.of_credits(texts.FORM_TITLE_SHORT, frame.price)
    else:
        shape = format.of_credits(texts.FORM_EXTEND_TITLE, frame.left)
    numbers = {"price": format.credits(frame.price), "left": format.credits(frame.left or 0)}
    room = _TITLE - len(shape.format(form=texts.FORM_EXTEND.format(title=""), **numbers))
    song = format.plain(title, max(room, 1)) or format.cut(texts.UNTITLED, max(room, 1))
    return shape.format(form=texts.FORM_EXTEND.format(title=song), **numbers)


def _optional(key: str, label: str, described: str, hint: str, limit: int, filled: str | None) -> Label[Modal]:
    """A field that may stay empty. What was typed fits whole."""
    field: TextInput[Modal] = TextInput(
        custom_id=key,
        style=TextStyle.paragraph if key in {"prompt", "style"} else TextStyle.short,
        placeholder=hint or None,
        default=(filled or "")[:FIELD_HOLDS] or None,
        max_length=min(FIELD_HOLDS, max(limit, len(filled or ""))),
        required=False,
    )
    return Label(text=label, description=format.cut(described, 100), component=field)


def _text(frame: Frame, key: str, label: str, help_text: str, limit: int, filled: str, hint: str) -> Label[Modal]:
    """One field. What was typed fits whole, even where it is too long; then the description says by how much."""
    description = help_text.format(limit=format.number(limit))
    if len(filled) > limit:
        over, length = format.number(len(filled) - limit), format.number(len(filled))
        model = frame.model or texts.THE_SERVICE
        description = texts.OVER.format(over=over, length=length, model=model, limit=format.number(limit))
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


def _lyrics(frame: Frame, filled: str, *, kept: bool, note: str) -> list[Label[Modal]]:
    """The field and, where the model takes more than a field holds, a file; exactly one of the two is asked for."""
    limit = frame.limits.lyrics
    by_file, too_long = limit > FIELD_HOLDS, len(filled) > FIELD_HOLDS
    described = note or texts.LYRICS_HELP
    if too_long and kept and not note:
        described = texts.LYRICS_KEPT.format(length=format.number(len(filled)))
    elif limit < len(filled):
        over, length = format.number(len(filled) - limit), format.number(len(filled))
        described = texts.OVER.format(over=over, length=length, model=frame.model, limit=format.number(limit))
    most = min(FIELD_HOLDS, max(limit, len(filled)))
    field: TextInput[Modal] = TextInput(
        custom_id="lyrics",
        style=TextStyle.paragraph,
        placeholder=texts.LYRICS_HINT,
        default=None if too_long else filled or None,
        max_length=most,
        required=not (by_file or (too_long and kept)),
    )
    label = texts.LYRICS_LABEL.format(limit=format.number(min(limit, FIELD_HOLDS)))
    fields: list[Label[Modal]] = [Label(text=label, description=format.cut(described, 100), component=field)]
    if by_file:
        upload: FileUpload[Any] = FileUpload(custom_id="file", required=False, min_values=0, max_values=1)
        bounds = texts.FILE_HELP.format(above=format.number(FIELD_HOLDS + 1), limit=format.number(limit))
        fields.append(Label(text=texts.FILE, description=bounds, component=upload))
    return fields
