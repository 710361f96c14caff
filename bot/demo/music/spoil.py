"""Faults in the data of an answer: each function takes the true data and returns what is told instead."""

import json
import re
from collections.abc import Callable
from typing import Any

from bot.demo.music.answers import Answer, Json
from bot.demo.music.faults import Fault

Spoiler = Callable[[Json, Fault], Json]
LINKS = ("audioUrl", "sourceAudioUrl")


def spoil(answer: Answer, fault: Fault) -> Json:
    """The envelope as the fault leaves it."""
    envelope = answer.envelope()
    if fault.kind == "no_data":
        del envelope["data"]
    elif fault.kind == "null_data":
        envelope["data"] = None
    elif fault.kind == "snake_case":
        envelope["data"] = _snake(envelope["data"])
    elif fault.kind == "other_types":
        envelope["data"] = _other_types(envelope["data"])
    elif fault.kind in SPOILERS and isinstance(envelope["data"], dict):
        envelope["data"] = SPOILERS[fault.kind](dict(envelope["data"]), fault)
    return envelope


def _in_tracks(change: Callable[[Json], Json]) -> Spoiler:
    def spoiler(data: Json, fault: Fault) -> Json:
        response = data.get("response")
        if isinstance(response, dict) and "sunoData" in response:
            data["response"] = {**response, "sunoData": [change(dict(track)) for track in response["sunoData"]]}
        return data

    return spoiler


def _rename(old: str, new: str) -> Callable[[Json], Json]:
    return lambda fields: {new if name == old else name: value for name, value in fields.items()}


def _without_audio(data: Json, fault: Fault) -> Json:
    data = _in_tracks(lambda track: {**track, **dict.fromkeys(LINKS, ""), "streamAudioUrl": ""})(data, fault)
    if isinstance(data.get("response"), dict) and "audioWavUrl" in data["response"]:
        data["response"] = {}
    return _with_status(data, "SUCCESS")


def _with_status(data: Json, word: str) -> Json:
    return {**data, "successFlag" if "successFlag" in data else "status": word}


def _lower_case(data: Json, fault: Fault) -> Json:
    word = data.get("status") or data.get("successFlag") or ""
    return _with_status(data, fault.option("word", str(word).lower()))


def _callback_exception(data: Json, fault: Fault) -> Json:
    kept = data if fault.option("audio", True) else _without_audio(data, fault)
    return _with_status(kept, "CALLBACK_EXCEPTION")


def _track_list(change: Callable[[list[Json]], list[Json]]) -> Spoiler:
    def spoiler(data: Json, fault: Fault) -> Json:
        response = data.get("response")
        if isinstance(response, dict) and response.get("sunoData"):
            data["response"] = {**response, "sunoData": change(list(response["sunoData"]))}
        return data

    return spoiler


def _empty_draft(data: Json, fault: Fault) -> Json:
    response = data.get("response")
    if isinstance(response, dict) and response.get("data"):
        first = {**response["data"][0], "text": "", "status": "failed", "errorMessage": "no text"}
        data["response"] = {**response, "data": [first, *response["data"][1:]]}
    return data


def _lyrics_data(data: Json, fault: Fault) -> Json:
    if isinstance(data.get("response"), dict):
        data["response"] = _rename("data", "lyricsData")(data["response"])
    return data


def _response_string(data: Json, fault: Fault) -> Json:
    return {**data, "response": json.dumps(data.get("response"))}


def _other_types(value: Any) -> Any:
    """Numbers as strings, string dates as numbers; words and links stay."""
    if isinstance(value, dict):
        return {name: _other_types(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_other_types(part) for part in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower(): _snake(part) for name, part in value.items()}
    return [_snake(part) for part in value] if isinstance(value, list) else value


SPOILERS: dict[str, Spoiler] = {
    "no_task_id": lambda data, fault: {name: value for name, value in data.items() if name != "taskId"},
    "null_response": lambda data, fault: {**data, "response": None},
    "response_string": _response_string,
    "no_audio": _without_audio,
    "status": lambda data, fault: _with_status(data, fault.option("word", "GENERATING")),
    "lower_case": _lower_case,
    "callback_exception": _callback_exception,
    "null_duration": _in_tracks(lambda track: {**track, "duration": None}),
    "title_is_id": _in_tracks(lambda track: {**track, "title": track["id"]}),
    "no_prompt": _in_tracks(lambda track: {name: value for name, value in track.items() if name != "prompt"}),
    "lyric_key": _in_tracks(_rename("prompt", "lyric")),
    "twin_clip": _track_list(lambda tracks: [tracks[0], *tracks]),
    "one_track": _track_list(lambda tracks: tracks[:1]),
    "empty_record": lambda data, fault: dict.fromkeys(data),
    "empty_words": lambda data, fault: {**data, "alignedWords": []},
    "empty_draft": _empty_draft,
    "lyrics_data": _lyrics_data,
}
