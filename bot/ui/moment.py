"""A moment of a song as members write it: `1:23`, `1:02:03`, or seconds such as `83` and `83.5`."""

import re

_WRITTEN = re.compile(
    r"(?:(?P<hours>[0-9]{1,2}):(?P<of_hour>[0-5]?[0-9]):(?P<of_minute>[0-5][0-9])"
    r"|(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-5][0-9])"
    r"|(?P<all>[0-9]{1,6}))"
    r"(?:[.,](?P<fraction>[0-9]{1,3}))?\s*s?",
    re.ASCII,
)


def moment_of(text: str) -> int:
    """Milliseconds. Raises `ValueError` for a text that is no moment."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a moment")
    parts = {key: int(value or 0) for key, value in found.groupdict().items() if key != "fraction"}
    minutes = 60 * parts["hours"] + parts["of_hour"] + parts["minutes"]
    seconds = 60 * minutes + parts["of_minute"] + parts["seconds"] + parts["all"]
    return 1000 * seconds + int((found["fraction"] or "0").ljust(3, "0"))


def written(milliseconds: int) -> str:
    """As `moment_of` reads it, never later than the moment itself; at most 8 characters below ten hours."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
