"""What Discord's own client checks before anything reaches the bot."""

from typing import Any

from bot.demo.discord.checks import Json
from bot.demo.discord.files import Attachment
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import BUTTON, CHECKBOXES, RADIO, STRING_SELECT, walk
from bot.demo.discord.world import Channel, Member, Role

ENTITIES: dict[int, tuple[type, ...]] = {6: (Member,), 7: (Channel,), 8: (Role,), 9: (Member, Role), 11: (Attachment,)}


class ClientRefused(Exception):
    """The client would not let a member do this; no bot hears of it."""


def check_option(option: Json, value: Any) -> None:
    """Type, length, range and choices of one slash option's value."""
    name, kind = option["name"], option["type"]
    wanted: Any = {3: str, 4: int, 5: bool, 10: (int, float)}.get(kind)
    if wanted is not None and (not isinstance(value, wanted) or (kind in (4, 10) and isinstance(value, bool))):
        raise ClientRefused(f"{name}: {value!r} is of the wrong type")
    if kind in ENTITIES and not isinstance(value, ENTITIES[kind]):
        raise ClientRefused(f"{name}: {value!r} is of the wrong type")
    if kind == 3:
        low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        if not low <= len(value) <= high:
            raise ClientRefused(f"{name}: {len(value)} characters, {low} to {high} are allowed")
        if not value.strip():
            raise ClientRefused(f"{name}: empty")
    if kind in (4, 10):
        low, high = option.get("min_value"), option.get("max_value")
        if (low is not None and value < low) or (high is not None and value > high):
            raise ClientRefused(f"{name}: {value} is outside {low} to {high}")
    choices = option.get("choices") or []
    if choices and value not in [choice["value"] for choice in choices]:
        raise ClientRefused(f"{name}: {value!r} is not one of the choices")


def check_text_input(part: Json, value: str | None) -> str:
    """The text as it is sent ("" where left empty)."""
    typed = part.get("value") or "" if value is None else value
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    if not typed:
        if part.get("required", True):
            raise ClientRefused(f"{part['custom_id']}: this field is required")
        return ""
    if not low <= len(typed) <= high:
        raise ClientRefused(f"{part['custom_id']}: {len(typed)} characters, {low} to {high} are allowed")
    return typed


def check_picked(part: Json, values: list[str]) -> list[str]:
    """Number and existence of picked values (selects, radio groups, checkbox groups)."""
    required = part.get("required", True)
    least, most = part.get("min_values"), part.get("max_values")
    low = (1 if least is None else least) if required or values else 0
    high = most or (len(part.get("options") or []) if part["type"] == CHECKBOXES else 1)
    if not low <= len(values) <= high or len(set(values)) != len(values):
        raise ClientRefused(f"{part['custom_id']}: {len(values)} picked, {low} to {high} are allowed")
    offered = [option["value"] for option in part.get("options") or []]
    if part["type"] in (STRING_SELECT, RADIO, CHECKBOXES) and not set(values) <= set(offered):
        raise ClientRefused(f"{part['custom_id']}: not an option")
    return values


def find_component(message: Message, wanted: str) -> Json:
    """A component by custom_id or label, that can be used."""
    for component in walk(message.components):
        named = component.get("custom_id") == wanted or component.get("label") == wanted
        if not named or component.get("type") not in (2, 3, 5, 6, 7, 8):
            continue
        if component.get("disabled"):
            raise ClientRefused(f"{wanted} is disabled")
        if component["type"] == BUTTON and component.get("style") in (5, 6):
            raise ClientRefused(f"{wanted} is a link")
        return component
    raise ClientRefused(f"no component {wanted!r} in this message")
