"""Messages as Discord's JSON, with fresh links, seen by the bot."""

from copy import deepcopy
from typing import TYPE_CHECKING

from bot.demo.discord.checks import Json
from bot.demo.discord.clock import iso
from bot.demo.discord.files import Attachment, Files, attachment_json
from bot.demo.discord.messages import Message, Messages
from bot.demo.discord.payloads import timestamp, user_json
from bot.demo.discord.rules_components import CONTAINER, FILE, SELECTS, SEPARATOR, THUMBNAIL, walk
from bot.demo.discord.rules_messages import medias

if TYPE_CHECKING:
    from bot.demo.discord.interactions import Interaction

DEFAULTS: dict[int, Json] = {
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def message_json(
    files: Files, messages: Messages, message: Message, *, nonce: bool = False, nested: bool = False
) -> Json:
    """`nonce` only where the sender is answered: fetched messages carry none."""
    body: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": message.type,
        "author": user_json(message.author),
        "content": message.content,
        "timestamp": iso(message.created_ms),
        "edited_timestamp": timestamp(message.edited_ms),
        "tts": False,
        "pinned": False,
        "mention_everyone": message.mention_everyone,
        "mentions": [user_json(user) for user in message.mentions],
        "mention_roles": [str(role_id) for role_id in message.mention_roles],
        "attachments": [attachment_json(files, item, ephemeral=message.ephemeral) for item in message.attachments],
        "embeds": [_embed_json(files, embed, message.attachments) for embed in message.embeds],
        "components": _components_json(files, message),
        "flags": message.flags,
    }
    if nonce and message.nonce is not None:
        body["nonce"] = message.nonce
    if message.interaction is not None:
        body |= _interaction_part(message.interaction)
    if message.reply_to is not None:
        body |= _reply_part(files, messages, message, nested)
    return body


def _interaction_part(interaction: "Interaction") -> Json:
    application = str(interaction.application_id)
    return {
        "application_id": application,
        "webhook_id": application,
        "interaction_metadata": interaction.metadata(),
    } | ({"interaction": interaction.legacy_metadata()} if interaction.type == 2 else {})


def _reply_part(files: Files, messages: Messages, message: Message, nested: bool) -> Json:
    reference: Json = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(message.reply_to)}
    if message.channel.guild is not None:
        reference["guild_id"] = str(message.channel.guild.id)
    if nested:
        return {"message_reference": reference}
    target = messages.get(message.channel.id, message.reply_to or 0)
    shown = message_json(files, messages, target, nested=True) if target else None
    return {"message_reference": reference, "referenced_message": shown}


def _resolved(files: Files, url: str, attachments: list[Attachment]) -> tuple[str, Attachment | None]:
    name = url.removeprefix("attachment://")
    found = next((item for item in attachments if url != name and item.name == name), None)
    return (files.link(found), found) if found else (url, None)


def _embed_json(files: Files, embed: Json, attachments: list[Attachment]) -> Json:
    body = {"type": "rich"} | {key: value for key, value in deepcopy(embed).items() if value is not None}
    for field in body.get("fields") or []:
        field.setdefault("inline", False)
    for key, part in (("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url")):
        media = body.get(key)
        if isinstance(media, dict) and media.get(part):
            url, _ = _resolved(files, media[part], attachments)
            media |= {part: url, f"proxy_{part}": url}
    return body


def _complete(component: Json) -> None:
    """Discord answers with every key that has a default, and leaves out what was sent as null."""
    for key in [key for key, value in component.items() if value is None]:
        del component[key]
    for key, value in DEFAULTS.get(component.get("type", 0), {}).items():
        component.setdefault(key, value)
    for item in component.get("items") or []:
        for key, value in DEFAULTS[THUMBNAIL].items():
            item.setdefault(key, value)


def _components_json(files: Files, message: Message) -> list[Json]:
    components = deepcopy(message.components)
    for component in walk(components):
        _complete(component)
        for media in medias(component):
            url, attachment = _resolved(files, str(media.get("url", "")), message.attachments)
            media |= {"id": str(component.get("id", 0)), "url": url, "proxy_url": url}
            if attachment is not None:
                media |= {"content_type": attachment.content_type, "attachment_id": str(attachment.id)}
            if component.get("type") == FILE and attachment is not None:
                component |= {"name": attachment.name, "size": attachment.size}
    return components
