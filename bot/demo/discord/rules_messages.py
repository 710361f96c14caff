"""A message's body: what may be in it and what it must be as a whole."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.discord.checks import Json, flag, integer, items, length, snowflake, text
from bot.demo.discord.refusals import Form, Refused
from bot.demo.discord.rules_components import FILE, GALLERY, THUMBNAIL, check_components, walk
from bot.demo.discord.rules_embeds import check_embeds

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, VOICE, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 13, 1 << 15
MAY_SET = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2
CONTENT = 2000


@dataclass
class Draft:
    """A checked message as it would stand: of a new one, or of an old one with the edit's keys laid over it."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    flags: int = 0
    names: list[str] = field(default_factory=list)
    """Names of the files that it will have, kept and new."""

    @property
    def v2(self) -> bool:
        return bool(self.flags & V2)


def check_message(form: Form, body: Json, draft: Draft) -> Draft:
    """Lay `body` over `draft` and note every fault; keys that are absent stay as they were."""
    flags = integer(form, body, "flags", (), 0, (1 << 31) - 1)
    if (flags or 0) & VOICE:
        raise Refused(501, 0, "The stand-in knows no voice messages")
    if "content" in body:
        draft.content = text(form, body, "content", (), CONTENT)
    if "embeds" in body:
        draft.embeds = check_embeds(form, body)
    _check_loose_parts(form, body)
    if "components" in body:
        draft.components = check_components(form, body, v2=draft.v2)
    elif draft.v2:
        check_components(form, {"components": draft.components}, v2=True)
    if draft.v2:
        _check_layout_alone(form, body, draft)
    _check_references(form, draft)
    return draft


def _check_loose_parts(form: Form, body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is not None and (isinstance(nonce, bool) or not isinstance(nonce, (str, int))):
        form.fault(("nonce",), "NONCE_TYPE_INVALID", "Nonce must be a string or an integer")
    elif nonce is not None:
        length(form, ("nonce",), len(str(nonce)), 0, 25)
    flag(form, body, "tts", ())
    flag(form, body, "enforce_nonce", ())
    if body.get("poll") or body.get("sticker_ids"):
        raise Refused(501, 0, "The stand-in knows neither polls nor stickers")
    _check_allowed_mentions(form, body.get("allowed_mentions"))


def _check_allowed_mentions(form: Form, value: Any) -> None:
    if value is None:
        return
    path = ("allowed_mentions",)
    if not isinstance(value, dict):
        form.fault(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    if not all(isinstance(value.get(key) or [], list) for key in ("parse", "users", "roles")):
        form.fault(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    parse = value.get("parse") or []
    for kind in parse:
        if kind not in ("users", "roles", "everyone"):
            form.fault((*path, "parse"), "BASE_TYPE_CHOICES", "Value must be one of ('everyone', 'roles', 'users').")
    _check_listed(form, value, parse)


def _check_listed(form: Form, value: Json, parse: list[Any]) -> None:
    """Explicit ids: not beside `parse` of the same kind, at most 100, snowflakes."""
    path = ("allowed_mentions",)
    for kind in ("users", "roles"):
        listed = value.get(kind) or []
        if listed and kind in parse:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.fault(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
        if len(listed) > 100:
            form.fault((*path, kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if any(snowflake(item) is None for item in listed):
            form.fault((*path, kind), "NUMBER_TYPE_COERCE", "Value is not snowflake.")


def _check_layout_alone(form: Form, body: Json, draft: Draft) -> None:
    for key, value in (("content", draft.content), ("embeds", draft.embeds), ("poll", body.get("poll"))):
        if value:
            message = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.fault((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _check_references(form: Form, draft: Draft) -> None:
    """`attachment://name` in a component must name a file of the message."""
    for component in walk(draft.components):
        for url in media_urls(component):
            if url.startswith("attachment://") and url.removeprefix("attachment://") not in draft.names:
                message = f"The referenced attachment '{url}' was not found"
                form.fault(("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)


def media_urls(component: Json) -> list[str]:
    return [str(media.get("url", "")) for media in medias(component)]


def medias(component: Json) -> list[Json]:
    """The media objects of one component (thumbnail, gallery, file)."""
    kind = component.get("type")
    if kind == THUMBNAIL:
        found = [component.get("media")]
    elif kind == FILE:
        found = [component.get("file")]
    elif kind == GALLERY:
        found = [item.get("media") for item in component.get("items") or [] if isinstance(item, dict)]
    else:
        found = []
    return [media for media in found if isinstance(media, dict)]


def refuse_empty(draft: Draft) -> None:
    if not (draft.content.strip() or draft.embeds or draft.components or draft.names):
        raise Refused(400, 50006, "Cannot send an empty message")


def check_uploads(form: Form, body: Json, uploads: dict[int, str], kept: dict[int, str]) -> tuple[list[int], list[str]]:
    """Which old attachments stay, and all names: `attachments` is the full list where given, else nothing goes."""
    listed = items(form, body, "attachments", (), 10)
    if len(uploads) > 10 or ("attachments" not in body and len(uploads) + len(kept) > 10):
        form.fault(("attachments",), "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 10 in length.")
    if body.get("attachments") is None:
        return list(kept), [*kept.values(), *uploads.values()]
    stay: list[int] = []
    for index, item in enumerate(listed):
        number = int(item["id"]) if str(item.get("id", "")).isdecimal() else -1
        text(form, item, "description", ("attachments", index), 1024)
        if number in kept:
            stay.append(number)
        elif number not in uploads:
            message = "Attachment data not found"
            form.fault(("attachments", index), "MESSAGE_ATTACHMENT_NOT_FOUND", message)
    return stay, [*(kept[number] for number in stay), *uploads.values()]
