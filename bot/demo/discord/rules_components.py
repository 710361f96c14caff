"""Components of messages: classic rows and, with the V2 flag, layouts."""

from collections.abc import Iterator

from bot.demo.discord.checks import Json, flag, integer, items, text, url
from bot.demo.discord.refusals import Form, Path

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = (
    12,
    13,
    14,
    17,
    18,
    19,
    21,
    22,
    23,
)
SELECTS = (STRING_SELECT, 5, 6, 7, 8)
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
LAYOUT = (*IN_CONTAINER, CONTAINER)
MOST, MOST_TEXT = 40, 4000


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component in order, nested ones too."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([component[key] for key in ("accessory", "component") if isinstance(component.get(key), dict)])


def assign_ids(components: list[Json]) -> None:
    """Discord numbers the components that came without an id, in order."""
    taken = {component.get("id") for component in walk(components)}
    free = (number for number in range(1, 10_000) if number not in taken)
    for component in walk(components):
        if not component.get("id"):
            component["id"] = next(free)


def check_components(form: Form, body: Json, *, v2: bool) -> list[Json]:
    components = items(form, body, "components", (), MOST if v2 else 5)
    for index, component in enumerate(components):
        _check(form, component, ("components", index), LAYOUT if v2 else (ROW,))
    check_custom_ids(form, components)
    every = list(walk(components))
    if len(every) > MOST:
        message = f"The total number of components cannot exceed {MOST}"
        form.fault(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(len(str(part.get("content") or "")) for part in every if part.get("type") == TEXT) > MOST_TEXT:
        message = f"The total displayable text size cannot exceed {MOST_TEXT}"
        form.fault(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    return components


def check_custom_ids(form: Form, components: list[Json]) -> None:
    seen: set[object] = set()
    for component in walk(components):
        custom_id = component.get("custom_id")
        if custom_id is not None and custom_id in seen:
            form.fault(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        seen.add(custom_id)


def _check(form: Form, component: Json, path: Path, allowed: tuple[int, ...]) -> None:
    kind = component.get("type")
    if kind not in allowed:
        choices = ", ".join(str(number) for number in allowed)
        form.fault((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({choices}).')
    elif kind == ROW:
        _check_row(form, component, path)
    elif kind == CONTAINER:
        integer(form, component, "accent_color", path, 0, 0xFFFFFF)
        flag(form, component, "spoiler", path)
        for index, child in enumerate(items(form, component, "components", path, MOST, low=1)):
            _check(form, child, (*path, "components", index), IN_CONTAINER)
    elif kind == SECTION:
        _check_section(form, component, path)
    else:
        _check_leaf(form, component, path)


def _check_row(form: Form, row: Json, path: Path) -> None:
    children = items(form, row, "components", path, 5, low=1)
    selects = [child for child in children if child.get("type") in SELECTS]
    if selects and len(children) > 1:
        form.fault(
            (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the width"
        )
    for index, child in enumerate(children):
        where = (*path, "components", index)
        if child.get("type") == BUTTON:
            check_button(form, child, where)
        elif child.get("type") in SELECTS:
            check_select(form, child, where)
        else:
            form.fault(
                (*where, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).'
            )


def check_button(form: Form, button: Json, path: Path) -> None:
    style = integer(form, button, "style", path, 1, 6, default=0)
    text(form, button, "label", path, 80)
    flag(form, button, "disabled", path)
    if style == 6:
        if not button.get("sku_id") or button.get("custom_id") or button.get("label"):
            form.fault((*path, "sku_id"), "BASE_TYPE_REQUIRED", "A premium button has an SKU and nothing else")
        return
    if not button.get("label") and not button.get("emoji"):
        form.fault(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
    if style == 5:
        if not url(form, button, "url", path, high=512, schemes=("http", "https", "discord")):
            form.fault((*path, "url"), "BASE_TYPE_REQUIRED", "A url is required")
        if button.get("custom_id"):
            message = "A custom id and url cannot both be specified"
            form.fault((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
        return
    if button.get("url"):
        form.fault((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", "Only link buttons have a url")
    if not text(form, button, "custom_id", path, 100):
        form.fault((*path, "custom_id"), "BASE_TYPE_REQUIRED", "A custom id is required")
    if not style:
        form.fault((*path, "style"), "BASE_TYPE_REQUIRED", "This field is required")


def check_select(form: Form, select: Json, path: Path) -> None:
    text(form, select, "custom_id", path, 100, low=1, required=True)
    text(form, select, "placeholder", path, 150)
    least = integer(form, select, "min_values", path, 0, 25, default=1) or 0
    most = integer(form, select, "max_values", path, 1, 25, default=1) or 1
    if least > most:
        form.fault((*path, "min_values"), "SELECT_COMPONENT_MIN_GREATER_THAN_MAX", "Must not exceed max_values")
    if select.get("type") == STRING_SELECT:
        options = check_options(form, select, path, 1, 25)
        if len(options) < most and select.get("max_values"):
            form.fault(
                (*path, "max_values"), "SELECT_COMPONENT_MAX_GREATER_THAN_OPTIONS", "More than there are options"
            )


def check_options(form: Form, component: Json, path: Path, low: int, high: int) -> list[Json]:
    options = items(form, component, "options", path, high, low=low)
    seen: set[str] = set()
    for index, option in enumerate(options):
        where = (*path, "options", index)
        text(form, option, "label", where, 100, low=1, required=True)
        text(form, option, "description", where, 100)
        value = text(form, option, "value", where, 100, low=1, required=True)
        if value in seen:
            message = "The specified option value is already used"
            form.fault((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(value)
    return options


def _check_section(form: Form, section: Json, path: Path) -> None:
    for index, child in enumerate(items(form, section, "components", path, 3, low=1)):
        _check(form, child, (*path, "components", index), (TEXT,))
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        form.fault((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    elif accessory.get("type") == BUTTON:
        check_button(form, accessory, (*path, "accessory"))
    else:
        _check(form, accessory, (*path, "accessory"), (THUMBNAIL,))


def _check_leaf(form: Form, component: Json, path: Path) -> None:
    kind = component["type"]
    if kind == TEXT:
        text(form, component, "content", path, MOST_TEXT, low=1, required=True)
    elif kind == THUMBNAIL:
        text(form, component, "description", path, 1024)
        _check_media(form, component, "media", path, ("http", "https", "attachment"))
    elif kind == GALLERY:
        for index, item in enumerate(items(form, component, "items", path, 10, low=1)):
            where = (*path, "items", index)
            text(form, item, "description", where, 1024)
            _check_media(form, item, "media", where, ("http", "https", "attachment"))
    elif kind == FILE:
        _check_media(form, component, "file", path, ("attachment",))
    elif kind == SEPARATOR:
        integer(form, component, "spacing", path, 1, 2)
        flag(form, component, "divider", path)


def _check_media(form: Form, component: Json, key: str, path: Path, schemes: tuple[str, ...]) -> None:
    media = component.get(key)
    if not isinstance(media, dict) or not media.get("url"):
        form.fault((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        url(form, media, "url", (*path, key), high=2048, schemes=schemes)
