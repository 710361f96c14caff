"""What a member typed, handed back with a refusal, and read again from that very message when Correct is clicked.

The message is the only memory: a restart in between changes nothing.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from typing import Any

import discord

from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, Request
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.moment import written
from bot.ui.parts import primary, row

QUOTED_AT_MOST = 200
FILE_BYTES_AT_MOST = 64 * 1024
HANDED_BACK_AT_MOST = 2 * FILE_BYTES_AT_MOST
"""Bytes of a refusal's own file: the largest lyrics, and what the fields beside them hold."""

EXTENSION_FIELDS = ("continue_at", "prompt", "style", "title")
"""Ids of the inputs of the form for a longer version, and names of the command's options."""

CORRECT = r"m1:text:correct:(?P<mode>quick|custom|extend|lyrics):(?P<model>[A-Za-z0-9_.-]{1,40}):(?P<flags>[iv])"
"""Of an extension, `model` is the number of the song that is made longer."""

_HEADS = ("Continue from:", "Title:", "Style:")
_CUSTOM = re.compile(r"\ATitle: ?(?P<title>[^\n]*)\nStyle: ?(?P<style>[^\n]*)(?:\n\n(?P<lyrics>.*))?\Z", re.DOTALL)

_EXTENSION = re.compile(
    r"\A(?:Continue from: ?(?P<continue_at>[^\n]*)(?:\n|\Z))?(?:Title: ?(?P<title>[^\n]*)(?:\n|\Z))?"
    r"(?:Style: ?(?P<style>[^\n]*)(?:\n|\Z))?(?:(?:\A|\n)(?P<prompt>.*))?\Z",
    re.DOTALL,
)


class TypedExtension(Extension):
    """One that was refused, with the moment as it was typed: it may be none."""

    moment: str = ""


def handed_back(words: str, typed: Request | str, *, correctable: bool) -> Message:
    """The refusal `words` with what was typed, whole: a short text as a quote, a longer one as a file.

    So is one with hidden marks, which would have their force in a message.
    """
    text = typed if isinstance(typed, str) else text_of(typed)
    if not text:
        return Message(words)
    content = f"{words} {texts.TEXT_BELOW}"
    view = None
    if correctable and isinstance(typed, QuickSong | CustomSong | Extension | LyricsIdea):
        view = row(primary(texts.CORRECT, _correct_id(typed)))
    if len(text) > QUOTED_AT_MOST or format.hides(text):
        return Message(content, view=view, text_file=(texts.TEXT_IN_FILE, text))
    return Message(f"{content}\n{format.quote(text)}", view=view)


def text_of(request: Request) -> str:
    if isinstance(request, QuickSong | LyricsIdea):
        return request.prompt.strip()
    if isinstance(request, Extension) and not request.inherit:
        return _extension_text(request)
    if not isinstance(request, CustomSong) or not (request.title or request.style or request.lyrics):
        return ""
    head = f"Title: {' '.join(request.title.split())}\nStyle: {' '.join(request.style.split())}"
    return f"{head}\n\n{request.lyrics.strip()}".rstrip()


def _extension_text(request: Extension) -> str:
    """Without heads of what is empty; an empty line sets off what comes next where it could be taken for a head."""
    moment = written(request.continue_at) if request.continue_at else ""
    if isinstance(request, TypedExtension):
        moment = request.moment
    given = zip(_HEADS, (moment, request.title, request.style), strict=True)
    head = "\n".join(f"{name} {' '.join(value.split())}" for name, value in given if value.strip())
    prompt = request.prompt.strip()
    return f"{head}\n\n{prompt}".rstrip() if head or prompt.startswith(_HEADS) else prompt


def _correct_id(request: QuickSong | CustomSong | Extension | LyricsIdea) -> str:
    if isinstance(request, LyricsIdea):
        return "m1:text:correct:lyrics:-:v"
    if isinstance(request, Extension):
        return f"m1:text:correct:extend:{request.track_id}:v"
    model = re.sub(r"[^A-Za-z0-9_.-]", "-", request.model)[:40] or "-"
    return f"m1:text:correct:{request.mode}:{model}:{'i' if request.instrumental else 'v'}"


def request_from(text: str, mode: str, model: str, instrumental: bool) -> QuickSong | CustomSong:
    """The other direction of `text_of`; a text that was not made by it becomes the lyrics."""
    if mode == "quick":
        return QuickSong(prompt=text, instrumental=instrumental, model=model)
    found = _CUSTOM.match(text.replace("\r\n", "\n"))
    parts = {key: value or "" for key, value in found.groupdict().items()} if found else {"lyrics": text}
    return CustomSong(
        title=parts.get("title", ""),
        style=parts.get("style", ""),
        lyrics=parts["lyrics"],
        instrumental=instrumental,
        model=model,
    )


def extension_typed(values: Mapping[str, str], track_id: int = 0) -> Extension:
    """What was typed for a longer version, to be handed back; without `track_id` when its song is not known."""
    given = {key: values.get(key, "").strip() for key in EXTENSION_FIELDS}
    source = {"track_id": track_id, "audio_id": "", "source_title": "", "model": ""}
    typed = {"inherit": not any(given.values()), "moment": given.pop("continue_at")}
    return TypedExtension.model_validate(source | typed | given)


def extension_from(text: str) -> dict[str, str]:
    """The fields of the form for a longer version; a text that was not made by `text_of` is what comes next."""
    found = _EXTENSION.match(text.replace("\r\n", "\n"))
    return {key: (value or "").strip() for key, value in found.groupdict().items()} if found else {"prompt": text}


async def text_in(message: discord.Message | None) -> str:
    """The text that a refusal of ours holds: its file, else its quote."""
    if message is None:
        return ""
    for attachment in message.attachments:
        if attachment.size <= HANDED_BACK_AT_MOST:
            return (await attachment.read()).decode("utf-8", "replace")
    return unquoted(message.content)


def unquoted(content: str) -> str:
    lines = [line[1:].removeprefix(" ") for line in content.split("\n") if line.startswith(">")]
    return format.unescape("\n".join(lines))


async def uploaded_text(client: discord.Client, payload: dict[str, Any]) -> str | None:
    """The text of a file that came with a form; None when it is too large or not text."""
    if int(payload.get("size", 0)) > FILE_BYTES_AT_MOST:
        return None
    content = await client.http.get_from_cdn(payload["url"])
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"  # "Unicode" on Windows
    try:
        return content[: FILE_BYTES_AT_MOST + 1].decode(encoding).replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        return None
