"""Embeds: the limit of each part, and 6000 characters over all."""

from datetime import datetime

from bot.demo.discord.checks import Json, integer, items, text, url
from bot.demo.discord.refusals import Form, Path

WEB = ("http", "https")
MEDIA = ("http", "https", "attachment")
TOTAL = 6000
SHOWN = ("title", "description", "fields", "author", "footer", "image", "thumbnail")


def check_embeds(form: Form, body: Json) -> list[Json]:
    embeds = items(form, body, "embeds", (), 10)
    total = sum(_check_embed(form, embed, ("embeds", index)) for index, embed in enumerate(embeds))
    if total > TOTAL:
        form.fault(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOTAL}")
    return embeds


def _check_embed(form: Form, embed: Json, path: Path) -> int:
    """Returns the characters that count towards the total."""
    size = len(text(form, embed, "title", path, 256)) + len(text(form, embed, "description", path, 4096))
    url(form, embed, "url", path, high=2048, schemes=WEB)
    integer(form, embed, "color", path, 0, 0xFFFFFF)
    _check_timestamp(form, embed, path)
    if not any(embed.get(part) for part in SHOWN):
        form.fault((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    for key, part, high in (("footer", "text", 2048), ("author", "name", 256)):
        value = embed.get(key)
        if isinstance(value, dict):
            size += len(text(form, value, part, (*path, key), high, required=True))
            url(form, value, "icon_url", (*path, key), high=2048, schemes=MEDIA)
            url(form, value, "url", (*path, key), high=2048, schemes=WEB)
    for key in ("image", "thumbnail"):
        value = embed.get(key)
        if isinstance(value, dict):
            url(form, value, "url", (*path, key), high=2048, schemes=MEDIA)
    for index, field in enumerate(items(form, embed, "fields", path, 25)):
        where = (*path, "fields", index)
        size += len(text(form, field, "name", where, 256, low=1, required=True))
        size += len(text(form, field, "value", where, 1024, low=1, required=True))
    return size


def _check_timestamp(form: Form, embed: Json, path: Path) -> None:
    value = embed.get("timestamp")
    try:
        if value is not None:
            datetime.fromisoformat(str(value))
    except ValueError:
        form.fault((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
