"""What a member typed, handed back with a refusal, and read again from that very message when Correct is clicked.

The message is the only memory: a restart in between changes nothing.
"""

import re
from typing import Any

import discord
from discord.ui import View

from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, Request
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.moment import written
from bot.ui.parts import primary, row

QUOTED_AT_MOST = 200
FILE_BYTES_AT_MOST = 64 * 1024
CORRECT = r"m1:text:correct:(?P<mode>quick|custom|extend|lyrics):(?P<model>[A-Za-z0-9_.-]{1,40}):(?P<flags>[iv])"
"""Of an extension, `model` is the number of the song that is made longer."""

_CUSTOM = re.compile(r"\ATitle: ?(?P<title>[^\n]*)\nStyle: ?(?P<style>[^\n]*)(?:\n\n(?P<lyrics>.*))?\Z", re.DOTALL)

_EXTENSION = re.compile(
    r"\AContinue from: ?(?P<continue_at>[^\n]*)\nTitle: ?(?P<title>[^\n]*)\nStyle: ?(?P<style>[^\n]*)"
    r"(?:\n\n(?P<prompt>.*))?\Z",
    re.DOTALL,
)


def handed_back(words: str, request: Request, *, correctable: bool) -> Message:
    """The refusal `words` with the text of `request`: a short one as a quote, a longer one as a file."""
    text = text_of(request)
    if not text or not isinstance(request, QuickSong | CustomSong | Extension | LyricsIdea):
        return Message(words)
    return with_text(words, text, row(primary(texts.CORRECT, _correct_id(request))) if correctable else None)


def with_text(words: str, text: str, view: View | None = None) -> Message:
    content = f"{words} {texts.TEXT_BELOW}"
    if len(text) > QUOTED_AT_MOST:
        return Message(content, view=view, text_file=(texts.TEXT_IN_FILE, text))
    return Message(f"{content}\n{format.quote(text)}", view=view)


def text_of(request: Request) -> str:
    if isinstance(request, QuickSong | LyricsIdea):
        return request.prompt.strip()
    if isinstance(request, Extension) and not request.inherit:
        moment = written(request.continue_at) if request.continue_at else ""
        head = f"Title: {' '.join(request.title.split())}\nStyle: {' '.join(request.style.split())}"
        return f"Continue from: {moment}\n{head}\n\n{request.prompt.strip()}".rstrip()
    if not isinstance(request, CustomSong) or not (request.title or request.style or request.lyrics):
        return ""
    head = f"Title: {' '.join(request.title.split())}\nStyle: {' '.join(request.style.split())}"
    return f"{head}\n\n{request.lyrics.strip()}".rstrip()


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


def extension_from(text: str) -> dict[str, str]:
    """The fields of the form for a longer version; a text that was not made by `text_of` is what comes next."""
    found = _EXTENSION.match(text.replace("\r\n", "\n"))
    return {key: value or "" for key, value in found.groupdict().items()} if found else {"prompt": text}


async def text_in(message: discord.Message | None) -> str:
    """The text that a refusal of ours holds: its file, else its quote."""
    if message is None:
        return ""
    for attachment in message.attachments:
        if attachment.size <= FILE_BYTES_AT_MOST:
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
    try:
        return content[: FILE_BYTES_AT_MOST + 1].decode("utf-8-sig").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        return None
