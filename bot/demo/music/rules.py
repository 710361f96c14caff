"""What the service refuses before it starts anything. A request refused here costs nothing."""

from typing import Any

from bot.demo.music.answers import Json, RefusedError
from bot.demo.music.house import House, Limits

WEIGHTS = ("styleWeight", "weirdnessConstraint", "audioWeight")


def check_generate(house: House, body: Json) -> None:
    _booleans(house, body, "customMode", "instrumental")
    limits = _model(house, body)
    _callback(house, body)
    _knobs(house, body)
    if not body["customMode"]:
        _text(house, body, "prompt", house.idea)
        return
    _text(house, body, "style", limits.style)
    _text(house, body, "title", limits.title)
    _text(house, body, "prompt", limits.lyrics, required=not body["instrumental"])


def check_extend(house: House, body: Json, source_model: str, source_seconds: float) -> None:
    _booleans(house, body, "defaultParamFlag")
    limits = _model(house, body)
    _callback(house, body)
    _knobs(house, body)
    if body["model"] != source_model:
        raise RefusedError(house.bad, "model must match the source track")
    if not body["defaultParamFlag"]:
        return
    _text(house, body, "prompt", limits.lyrics)
    _text(house, body, "style", limits.style)
    _text(house, body, "title", limits.title)
    at = body.get("continueAt")
    if isinstance(at, bool) or not isinstance(at, int | float):
        raise RefusedError(house.bad, "continueAt cannot be null")
    if not 0 < at < source_seconds:
        raise RefusedError(house.bad, "continueAt must be greater than 0 and less than the audio duration")


def check_lyrics(house: House, body: Json) -> None:
    _text(house, body, "prompt", house.lyrics_prompt)
    _callback(house, body)


def check_wav(house: House, body: Json) -> None:
    _text(house, body, "taskId", 100)
    _text(house, body, "audioId", 100)
    _callback(house, body)


def check_timed_lyrics(house: House, body: Json) -> None:
    _text(house, body, "taskId", 100)
    _text(house, body, "audioId", 100)


def _callback(house: House, body: Json) -> None:
    url = body.get("callBackUrl")  # presence is all that is checked; the small-b spelling does not count
    if not isinstance(url, str) or not url:
        raise RefusedError(house.bad, "Please enter callBackUrl.")


def _booleans(house: House, body: Json, *names: str) -> None:
    for name in names:
        if not isinstance(body.get(name), bool):
            raise RefusedError(house.bad, f"{name} cannot be null")


def _model(house: House, body: Json) -> Limits:
    model = body.get("model")
    if model is None or model == "":
        raise RefusedError(house.bad, "model cannot be null")
    if model not in house.models:
        raise RefusedError(house.bad, "The model is not supported")
    return house.models[model]


def _text(house: House, body: Json, name: str, limit: int, *, required: bool = True) -> None:
    text = body.get(name)
    if text is None or text == "":
        if required:
            raise RefusedError(house.bad, f"{name} cannot be null")
        return
    if not isinstance(text, str):
        raise RefusedError(house.bad, f"{name} must be a string")
    if len(text) > limit:
        raise RefusedError(house.too_long, f"The {name} is too long; at most {limit} characters")


def _knobs(house: House, body: Json) -> None:
    """The optional fields that newer documents add."""
    if body.get("vocalGender") not in {None, "m", "f"}:
        raise RefusedError(house.bad, "vocalGender must be m or f")
    if len(str(body.get("negativeTags") or "")) > 1000:
        raise RefusedError(house.too_long, "The negativeTags is too long; at most 1000 characters")
    if any(not _is_weight(body.get(name)) for name in WEIGHTS):
        raise RefusedError(house.bad, "weights must be between 0 and 1")


def _is_weight(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1)
