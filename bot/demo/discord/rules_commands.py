"""Application commands: names, options, choices, nesting, sizes."""

from typing import Any

from bot.demo.discord.checks import Json, flag, integer, items, text
from bot.demo.discord.refusals import Form, Path, Refused, invalid

SUB, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
VALUE_TYPES = {STRING: (str,), INTEGER: (int,), NUMBER: (int, float)}
LOCALES = frozenset(
    (
        "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
        "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
    )
)  # fmt: skip
MOST_COMMANDS = {1: 100, 2: 15, 3: 15}
MOST_OPTIONS, MOST_CHARACTERS = 25, 8000


def check_commands(commands: Any) -> list[Json]:
    """A whole bulk overwrite; raises what Discord answers."""
    if not isinstance(commands, list) or not all(isinstance(command, dict) for command in commands):
        raise invalid((), "LIST_TYPE_CONVERT", "A list of commands is needed")
    for kind, most in MOST_COMMANDS.items():
        if sum(command.get("type", 1) == kind for command in commands) > most:
            raise Refused(400, 30032, f"Maximum number of application commands reached ({most}).")
    form = Form()
    seen: set[tuple[object, object]] = set()
    for index, command in enumerate(commands):
        check_command(form, command, (index,))
        key = (command.get("type", 1), command.get("name"))
        if key in seen:
            message = "Application command names must be unique"
            form.fault((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    form.raise_if_faulty()
    return commands


def check_command(form: Form, command: Json, path: Path) -> None:
    kind = integer(form, command, "type", path, 1, 4, default=1)
    if kind == 1:
        _check_name(form, command, path)
        text(form, command, "description", path, 100, low=1, required=True)
        _check_options(form, command, path, depth=0)
        if _characters(command) > MOST_CHARACTERS:
            message = f"Command exceeds maximum size ({MOST_CHARACTERS})"
            form.fault(path, "APPLICATION_COMMAND_TOO_LARGE", message)
    else:
        text(form, command, "name", path, 32, low=1, required=True)
        if command.get("description"):
            form.fault((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Must be empty")
    _check_locales(form, command, path)
    rights = command.get("default_member_permissions")
    if rights is not None and not str(rights).isdecimal():
        form.fault((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", "Value is not a permission set.")
    for key, most in (("contexts", 2), ("integration_types", 1)):
        for value in command.get(key) or []:
            if value not in range(most + 1):
                form.fault((*path, key), "BASE_TYPE_CHOICES", f"Value must be at most {most}.")


def _check_name(form: Form, body: Json, path: Path) -> None:
    name = text(form, body, "name", path, 32, low=1, required=True)
    if name and (name != name.lower() or not all(letter.isalnum() or letter in "-_'" for letter in name)):
        form.fault((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_locales(form: Form, body: Json, path: Path) -> None:
    for key, high in (("name_localizations", 32), ("description_localizations", 100)):
        value = body.get(key) or {}
        for locale in value:
            where = (*path, key)
            if locale not in LOCALES:
                form.fault((*where, locale), "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')
            text(form, value, locale, where, high, low=1)


def _check_options(form: Form, body: Json, path: Path, *, depth: int) -> None:
    options = items(form, body, "options", path, MOST_OPTIONS)
    optional_seen = False
    names: set[str] = set()
    for index, option in enumerate(options):
        where = (*path, "options", index)
        _check_name(form, option, where)
        text(form, option, "description", where, 100, low=1, required=True)
        _check_locales(form, option, where)
        if option.get("name") in names:
            message = "Option name already exists"
            form.fault((*where, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        names.add(str(option.get("name")))
        required = flag(form, option, "required", where)
        if required and optional_seen:
            message = "Required options must be placed before non-required options"
            form.fault((*where, "required"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not required
        _check_option_type(form, option, where, depth)
    nested = [option.get("type") in (SUB, GROUP) for option in options]
    if any(nested) and not all(nested):
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.fault((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)


def _check_option_type(form: Form, option: Json, path: Path, depth: int) -> None:
    kind = integer(form, option, "type", path, 1, 11)
    if kind is None:
        form.fault((*path, "type"), "BASE_TYPE_REQUIRED", "This field is required")
    elif kind in (SUB, GROUP):
        if depth > 1 or (kind == GROUP and depth > 0):
            form.fault((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
        _check_options(form, option, path, depth=depth + 1)
    else:
        _check_limits(form, option, path, kind)
        _check_choices(form, option, path, kind)


def _check_limits(form: Form, option: Json, path: Path, kind: int) -> None:
    least = integer(form, option, "min_length", path, 0, 6000)
    most = integer(form, option, "max_length", path, 1, 6000)
    if (least is not None or most is not None) and kind != STRING:
        form.fault((*path, "max_length"), "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID", "Only strings have a length")
    low, high = option.get("min_value"), option.get("max_value")
    for lower, upper in ((least, most), (low, high)):
        if lower is not None and upper is not None and lower > upper:
            form.fault(path, "APPLICATION_COMMAND_OPTIONS_MIN_GREATER_THAN_MAX", "The minimum exceeds the maximum")


def _check_choices(form: Form, option: Json, path: Path, kind: int) -> None:
    choices = items(form, option, "choices", path, 25)
    if choices and kind not in VALUE_TYPES:
        form.fault((*path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "This type has no choices")
    if flag(form, option, "autocomplete", path) and (choices or kind not in VALUE_TYPES):
        message = "Autocomplete and choices are mutually exclusive"
        form.fault((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
    check_choice_list(form, choices, (*path, "choices"), kind)


def check_choice_list(form: Form, choices: list[Json], path: Path, kind: int, *, unique: bool = True) -> None:
    """Choices of an option, or (not `unique`) of an autocomplete answer."""
    names: set[str] = set()
    for index, choice in enumerate(choices):
        name = text(form, choice, "name", (*path, index), 100, low=1, required=True)
        if unique and name in names:
            message = "Option choice names must be unique"
            form.fault((*path, index, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message)
        names.add(name)
        value = choice.get("value")
        if isinstance(value, bool) or not isinstance(value, VALUE_TYPES.get(kind, (str, int, float))):
            form.fault((*path, index, "value"), "BASE_TYPE_REQUIRED", "A value of the option's type is required")
        elif isinstance(value, str):
            text(form, choice, "value", (*path, index), 100, low=1)


def _characters(body: Json) -> int:
    """Names, descriptions and values, with the longest translation of each, nested ones too."""
    total = 0
    for key in ("name", "description"):
        translations = (body.get(f"{key}_localizations") or {}).values()
        total += max((len(str(value)) for value in (body.get(key) or "", *translations)), default=0)
    value = body.get("value")
    total += len(value) if isinstance(value, str) else 0
    return total + sum(_characters(child) for key in ("options", "choices") for child in body.get(key) or [])
