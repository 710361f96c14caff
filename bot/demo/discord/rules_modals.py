"""Modals: title, custom_id, one to five parts, and the inputs inside labels."""

from bot.demo.discord.checks import Json, flag, integer, items, text
from bot.demo.discord.refusals import Form, Path
from bot.demo.discord.rules_components import (
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    check_custom_ids,
    check_options,
    check_select,
)

INPUT = 4000


def check_modal(form: Form, data: Json) -> None:
    path: Path = ("data",)
    text(form, data, "title", path, 45, low=1, required=True)
    text(form, data, "custom_id", path, 100, low=1, required=True)
    parts = items(form, data, "components", path, 5, low=1)
    for index, part in enumerate(parts):
        _check_part(form, part, (*path, "components", index))
    check_custom_ids(form, parts)


def _check_part(form: Form, part: Json, path: Path) -> None:
    kind = part.get("type")
    if kind == TEXT:
        text(form, part, "content", path, INPUT, low=1, required=True)
    elif kind == LABEL:
        text(form, part, "label", path, 45, low=1, required=True)
        text(form, part, "description", path, 100)
        child = part.get("component")
        if isinstance(child, dict):
            _check_input(form, child, (*path, "component"))
        else:
            form.fault((*path, "component"), "BASE_TYPE_REQUIRED", "This field is required")
    elif kind == ROW:
        for index, child in enumerate(items(form, part, "components", path, 1, low=1)):
            where = (*path, "components", index)
            text(form, child, "label", where, 45, low=1, required=True)
            if child.get("type") != TEXT_INPUT:
                form.fault((*where, "type"), "UNION_TYPE_CHOICES", "A row of a modal holds one text input")
            else:
                _check_text_input(form, child, where)
    else:
        form.fault((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')


def _check_input(form: Form, child: Json, path: Path) -> None:
    kind = child.get("type")
    flag(form, child, "required", path)
    if kind == TEXT_INPUT:
        _check_text_input(form, child, path)
    elif kind in SELECTS:
        check_select(form, child, path)
        if child.get("disabled"):
            form.fault((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "A select in a modal cannot be disabled")
    elif kind in (FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX):
        text(form, child, "custom_id", path, 100, low=1, required=True)
        if kind == FILE_UPLOAD:
            integer(form, child, "min_values", path, 0, 10)
            integer(form, child, "max_values", path, 1, 10)
        elif kind != CHECKBOX:
            check_options(form, child, path, 2 if kind == RADIO else 1, 10)
    else:
        form.fault((*path, "type"), "UNION_TYPE_CHOICES", "This component cannot stand in a label")


def _check_text_input(form: Form, child: Json, path: Path) -> None:
    text(form, child, "custom_id", path, 100, low=1, required=True)
    if integer(form, child, "style", path, 1, 2) is None:
        form.fault((*path, "style"), "BASE_TYPE_REQUIRED", "This field is required")
    least = integer(form, child, "min_length", path, 0, INPUT, default=0) or 0
    most = integer(form, child, "max_length", path, 1, INPUT, default=INPUT) or INPUT
    if least > most:
        form.fault((*path, "min_length"), "TEXT_INPUT_MIN_GREATER_THAN_MAX", "Must not exceed max_length")
    text(form, child, "placeholder", path, 100)
    text(form, child, "value", path, min(most, INPUT))
