"""What a layout of the second Discord says and holds, walked from top to bottom."""

from typing import Any

from simcord import ResponseMessage

Part = dict[str, Any]


def words(message: ResponseMessage) -> str:
    return "\n".join(_texts_in(message.components))


def buttons_in(message: ResponseMessage) -> dict[str, Part]:
    """By their labels."""
    return _labelled(message.components)


async def file_of(message: ResponseMessage, ending: str) -> bytes:
    return await next(file for file in message.attachments if file.filename.endswith(ending)).read()


def _texts_in(parts: list[Part]) -> list[str]:
    found: list[str] = []
    for part in parts:
        found += [part["content"]] if "content" in part else _texts_in(part.get("components", []))
    return found


def _labelled(parts: list[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        found |= {part["label"]: part} if "label" in part else _labelled(part.get("components", []))
    return found
