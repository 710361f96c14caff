"""A filled modal: from what a member entered to the `components` of a modal submit."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.discord.checks import Json
from bot.demo.discord.client_rules import ClientRefused, check_picked, check_text_input
from bot.demo.discord.files import Attachment
from bot.demo.discord.rules_components import (
    CHECKBOX,
    FILE_UPLOAD,
    RADIO,
    ROW,
    TEXT,
    TEXT_INPUT,
    assign_ids,
    walk,
)


def filled(modal: Json, values: Mapping[str, Any], files: Mapping[str, Sequence[Attachment]]) -> list[Json]:
    """`values` by custom_id: text, list of picked values, or bool; what is absent stays as the form had it."""
    parts: list[Json] = modal["components"]
    assign_ids(parts)
    known = {part["custom_id"] for part in walk(parts) if "custom_id" in part}
    unknown = (set(values) | set(files)) - known
    if unknown:
        raise ClientRefused(f"the form has no {', '.join(sorted(unknown))}")
    return [_part(part, values, files) for part in parts]


def _part(part: Json, values: Mapping[str, Any], files: Mapping[str, Sequence[Attachment]]) -> Json:
    head: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == TEXT:
        return head
    if part["type"] == ROW:
        return head | {"components": [_input(child, values, files) for child in part["components"]]}
    return head | {"component": _input(part["component"], values, files)}


def _input(part: Json, values: Mapping[str, Any], files: Mapping[str, Sequence[Attachment]]) -> Json:
    custom_id, kind = part["custom_id"], part["type"]
    head: Json = {"type": kind, "id": part["id"], "custom_id": custom_id}
    value = values.get(custom_id)
    if kind == TEXT_INPUT:
        return head | {"value": check_text_input(part, value)}
    if kind == FILE_UPLOAD:
        return head | {"values": check_picked(part, [str(item.id) for item in files.get(custom_id, ())])}
    if kind == CHECKBOX:
        return head | {"value": bool(part.get("default") if value is None else value)}
    preset = [option["value"] for option in part.get("options") or [] if option.get("default")]
    picked = preset if value is None else [value] if isinstance(value, str) else list(value)
    if kind == RADIO:
        return head | {"value": next(iter(check_picked(part, picked)), None)}
    return head | {"values": check_picked(part, picked)}
