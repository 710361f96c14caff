"""Failures on demand: what is to go wrong, where, and how often.

`faults.add("generate", "cut", applied=True)` spoils the next create call; the kinds are listed below, options in
brackets.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.demo.music.answers import Json
from bot.demo.music.fates import FATES, REFUSALS

CREATES = ("generate", "extend", "lyrics", "wav")
QUERIES = ("record-info", "lyrics-info", "wav-info", "credit", "timed-lyrics")
ENDPOINTS = frozenset((*CREATES, *QUERIES, "media", "*"))

# Instead of the true answer, which is not worked out at all unless `applied=True`.
INSTEAD = {
    "code": "another code inside HTTP 200 [code, msg, data]",
    "http": "an HTTP status [status, body, retry_after]",
    "html": "a page instead of JSON",
    "redirect": "302 to another place [to]",
    "empty": "HTTP 200 and no body",
    "list": "JSON that is no object",
    "cut": "the connection is cut without an answer",
    "hold": "no answer until release(), or until the caller hangs up",
}
# On the way of the true answer.
ON_THE_WAY = {
    "truncated": "half of the body, then the connection ends",
    "wrong_type": "right body, wrong content type [content_type]",
    "slow": "later [seconds]",
    "huge": "as long as one likes [size]",
}
# In the data of the true answer.
IN_DATA = {
    "null_data": "data is null",
    "no_data": "data is missing",
    "no_task_id": "data without the task id",
    "null_response": "response is null",
    "response_string": "response is a string that holds JSON",
    "no_audio": "SUCCESS, but no audio link, nor a WAV link",
    "status": "another status word [word]",
    "lower_case": "the status in lower case [word]",
    "callback_exception": "CALLBACK_EXCEPTION [audio]",
    "other_types": "numbers as strings, strings as numbers",
    "null_duration": "duration is null",
    "title_is_id": "the title is the track's id",
    "twin_clip": "the same clip twice",
    "one_track": "only the first track",
    "no_prompt": "tracks without prompt",
    "lyric_key": "lyrics under the key `lyric`",
    "snake_case": "keys in snake_case",
    "empty_record": "a record with nothing in it, as strangers see it",
    "empty_words": "no aligned words",
    "empty_draft": "the first draft has no text",
    "lyrics_data": "drafts under the key lyricsData",
}
# In files.
IN_MEDIA = {
    "404": "not found",
    "403": "forbidden",
    "500": "server error",
    "half": "shorter than Content-Length says",
    "zero": "HTTP 200 and nothing in it",
    "page": "a page instead of the file",
    "mime": "another content type [content_type]",
    "drip": "a little at a time [seconds]",
    "hold": "half of it, and the rest at release()",
    "oversize": "the file over and over [size]",
    "redirect": "302 to another place [to]",
}
# What becomes of the task, or why its create call is refused: the words of `fates`.
IN_FATE = frozenset((*FATES, *REFUSALS)) - {"unclear"}


@dataclass(eq=False)
class Fault:
    """`times` None is for ever. `arrived` is set once a held request is here; `release` lets its answer go."""

    endpoint: str
    kind: str
    times: int | None
    task_id: str | None
    when: Callable[[Json], bool] | None
    options: dict[str, Any]
    used: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def applied(self) -> bool:
        """Whether the request does its work although the answer is spoilt."""
        return bool(self.options.get("applied", self.kind not in INSTEAD))

    @property
    def word(self) -> str | None:
        return self.kind if self.kind in IN_FATE else None

    def option(self, name: str, default: Any) -> Any:
        return self.options.get(name, default)

    def release(self) -> None:
        self.released.set()

    async def until_released(self, request: web.Request) -> None:
        """Or until the caller has hung up."""
        while not self.released.is_set() and is_alive(request):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.released.wait(), 0.02)


def is_alive(request: web.Request) -> bool:
    """Whether there is still somebody to answer."""
    return request.transport is not None and not request.transport.is_closing()


class Faults:
    """The faults that wait for their turn; the first that fits is used."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._waiting)

    def add(
        self,
        endpoint: str,
        kind: str,
        times: int | None = 1,
        *,
        task_id: str | None = None,
        when: Callable[[Json], bool] | None = None,
        **options: Any,
    ) -> Fault:
        """`when` looks at the body of the request; `task_id` is the one asked for."""
        known = IN_MEDIA if endpoint == "media" else {**INSTEAD, **ON_THE_WAY, **IN_DATA, **dict.fromkeys(IN_FATE, "")}
        if endpoint not in ENDPOINTS or kind not in known:
            raise ValueError(f"no fault {kind!r} at {endpoint!r}")
        fault = Fault(endpoint, kind, times, task_id, when, options)
        self._waiting.append(fault)
        return fault

    def take(self, endpoint: str, body: Json) -> Fault | None:
        for fault in self._waiting:
            named = fault.endpoint == endpoint or (fault.endpoint == "*" and endpoint != "media")
            if named and self._fits(fault, body):
                fault.used += 1
                if fault.times is not None and fault.used >= fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def remove(self, fault: Fault) -> None:
        """Stop it, whether or not it was used; held requests are let go."""
        fault.release()
        if fault in self._waiting:
            self._waiting.remove(fault)

    def clear(self) -> None:
        for fault in list(self._waiting):
            self.remove(fault)

    @staticmethod
    def _fits(fault: Fault, body: Json) -> bool:
        if fault.task_id is not None and body.get("taskId") != fault.task_id:
            return False
        return fault.when is None or fault.when(body)
