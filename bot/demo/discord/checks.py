"""Small checks of one key of a body; each notes its fault in the form and returns a usable value or None."""

from typing import Any

from bot.demo.discord.refusals import Form, Path

Json = dict[str, Any]


def length(form: Form, path: Path, size: int, low: int, high: int) -> None:
    if size > high:
        form.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    elif size < low:
        code = "BASE_TYPE_REQUIRED" if size == 0 else "BASE_TYPE_BAD_LENGTH"
        form.fault(path, code, f"Must be between {low} and {high} in length.")


def text(form: Form, body: Json, key: str, path: Path, high: int, *, low: int = 0, required: bool = False) -> str:
    value = body.get(key)
    if value is None:
        if required:
            form.fault((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
        return ""
    if not isinstance(value, str):
        form.fault((*path, key), "STRING_TYPE_CONVERT", "Could not interpret the value as string.")
        return ""
    length(form, (*path, key), len(value), low, high)
    return value


def integer(
    form: Form, body: Json, key: str, path: Path, low: int, high: int, *, default: int | None = None
) -> int | None:
    value = body.get(key, default)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        form.fault((*path, key), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return default
    if not low <= value <= high:
        form.fault((*path, key), "NUMBER_TYPE_MAX", f"int value should be between {low} and {high}.")
    return value


def flag(form: Form, body: Json, key: str, path: Path, *, default: bool = False) -> bool:
    value = body.get(key, default)
    if value is None:
        return default
    if not isinstance(value, bool):
        form.fault((*path, key), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    return value is True


def items(form: Form, body: Json, key: str, path: Path, high: int, *, low: int = 0) -> list[Json]:
    """The objects of a list; entries that are no objects are faults and left out."""
    value = body.get(key)
    if value is None:
        value = []
    if not isinstance(value, list):
        form.fault((*path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if not low <= len(value) <= high:
        form.fault((*path, key), "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            form.fault((*path, key, index), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return [item for item in value if isinstance(item, dict)]


def url(form: Form, body: Json, key: str, path: Path, *, high: int, schemes: tuple[str, ...]) -> str:
    value = text(form, body, key, path, high)
    if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        allowed = ", ".join(f"'{scheme}'" for scheme in schemes)
        form.fault(
            (*path, key), "URL_TYPE_INVALID_SCHEME", f"Scheme is not supported. Scheme must be one of ({allowed})."
        )
    return value


def snowflake(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int) and value > 0:
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else None
