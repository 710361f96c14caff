"""Forms that come in. Read from the interaction's own data, so that one opened before a restart is served as well."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.errors import NotFound
from bot.models import CustomSong, LyricsIdea, QuickSong, Request
from bot.ui import replies, texts
from bot.ui.action import services_of
from bot.ui.errors import Told, report
from bot.ui.forms import FIELD_HOLDS
from bot.ui.library_page import Asking
from bot.ui.typed import (
    EXTENSION_FIELDS,
    FILE_BYTES_AT_MOST,
    extension_typed,
    request_from,
    text_in,
    uploaded_text,
)

if TYPE_CHECKING:
    from bot.ui.services import Services

_NEW = re.compile(r"m1:form:(?P<mode>custom|quick):(?P<model>[A-Za-z0-9_.-]{1,40}):(?P<flags>[ivk]+):[0-9a-f]+")
_EXTEND = re.compile(r"m1:form:extend:(?P<id>\d{1,19}):[0-9a-f]+")
_LYRICS = re.compile(r"m1:form:lyrics:[0-9a-f]+")
_DRAFT = re.compile(r"m1:form:draft:(?P<id>\d{1,19}):(?P<number>\d{1,4}):[0-9a-f]+")
_SEARCH = re.compile(r"m1:form:library:(?P<member>\d{1,19}):[0-9a-f]+")
_SETTINGS = re.compile(r"m1:form:settings:(?P<form>limits|words):[0-9a-f]+")
_AGAIN = re.compile(r"m1:form:again:(?P<id>\d{1,19}):[0-9a-f]+")

CUSTOM_FIELDS = ("title", "style", "lyrics")


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of a form by their inputs' ids, and the files that came with it."""

    values: dict[str, Any]
    files: list[dict[str, Any]]

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self.text(key) for key in keys}


def fields_of(data: dict[str, Any]) -> Fields:
    """Walks labels and rows alike."""
    values: dict[str, Any] = {}
    waiting = list(data.get("components", []))
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", [])
        if isinstance(part.get("component"), dict):
            waiting.append(part["component"])
        if "custom_id" in part:
            values[part["custom_id"]] = part.get("value", part.get("values"))
    attachments = data.get("resolved", {}).get("attachments", {})
    return Fields(values, [attachments[key] for key in values.get("file") or [] if key in attachments])


async def serve_form(interaction: discord.Interaction[Any]) -> None:
    """The listener of `on_interaction`; every other kind of interaction passes by."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if not custom_id.startswith("m1:form:"):
        return
    replies.begin(interaction)
    typed: Request | str = ""
    try:
        services, fields = services_of(interaction), fields_of(data)
        typed = _typed(custom_id, fields)
        if search := _SEARCH.fullmatch(custom_id):
            await services.library.turn(interaction, Asking.of(fields.text("search"), int(search["member"])))
            return
        if form := _SETTINGS.fullmatch(custom_id):
            await services.settings.save_form(interaction, form["form"], fields.text)
            return
        request = await _request(interaction, services, custom_id, fields)
        await services.accept(interaction, request)
    except Exception as error:  # the member always gets an answer
        await report(interaction, error, typed)


def _typed(custom_id: str, fields: Fields) -> Request | str:
    """What a form holds, for a refusal that comes before all else of its request is known."""
    if _SETTINGS.fullmatch(custom_id):
        return fields.text("words") or fields.text("artist")
    if _EXTEND.fullmatch(custom_id):
        return extension_typed(fields.texts(EXTENSION_FIELDS))
    if "prompt" in fields.values:
        return QuickSong(prompt=fields.text("prompt"), model="")
    return CustomSong.model_validate(fields.texts(CUSTOM_FIELDS) | {"model": ""})


async def _request(
    interaction: discord.Interaction[Any], services: "Services", custom_id: str, fields: Fields
) -> Request:
    if extend := _EXTEND.fullmatch(custom_id):
        extension = services.extending.request(interaction, extend["id"], fields.texts(EXTENSION_FIELDS))
        return await replies.patiently(interaction, extension)
    if _LYRICS.fullmatch(custom_id):
        return LyricsIdea(prompt=fields.text("prompt"))
    if found := _DRAFT.fullmatch(custom_id):
        drafted = services.drafts.song_of(interaction, int(found["id"]), int(found["number"]))
        return await _filled_in(interaction, fields, await replies.patiently(interaction, drafted))
    if again := _AGAIN.fullmatch(custom_id):
        earlier = await replies.patiently(interaction, services.request_again(interaction, int(again["id"])))
        return await _filled_in(interaction, fields, earlier)
    found = _NEW.fullmatch(custom_id)
    if found is None:
        raise NotFound
    text = await replies.patiently(interaction, text_in(interaction.message)) if "k" in found["flags"] else ""
    source = request_from(text, found["mode"], found["model"], "i" in found["flags"])
    return await _filled_in(interaction, fields, source)


async def _filled_in(
    interaction: discord.Interaction[Any], fields: Fields, source: QuickSong | CustomSong
) -> QuickSong | CustomSong:
    """`source` tells mode, model and the lyrics that are kept because no field could show them."""
    if isinstance(source, QuickSong):
        instrumental = fields.values.get("instrumental") is True
        return source.model_copy(update={"prompt": fields.text("prompt"), "instrumental": instrumental})
    typed = source.model_copy(update=fields.texts(CUSTOM_FIELDS))
    if fields.files:
        reading = _from_file(interaction.client, fields.files[0], typed)
        return typed.model_copy(update={"lyrics": await replies.patiently(interaction, reading)})
    if not typed.lyrics and len(source.lyrics) > FIELD_HOLDS:
        return typed.model_copy(update={"lyrics": source.lyrics})
    return typed


async def _from_file(client: discord.Client, file: dict[str, Any], typed: CustomSong) -> str:
    """The lyrics. Raises `Told` with the rest of the form, so that only the file is to be sent once more."""
    if typed.lyrics:
        raise Told(texts.LYRICS_TWICE, typed)
    try:
        text = await uploaded_text(client, file)
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        raise Told(texts.FILE_NOT_READ, typed) from None
    if text is None:
        raise Told(texts.NOT_A_TEXT.format(limit=FILE_BYTES_AT_MOST // 1024), typed)
    return text
