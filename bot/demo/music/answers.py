"""The envelope of every answer, and the refusal that rules raise."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """`{"code", "msg", "data"}`; business errors keep HTTP status 200 and tell in `code`."""

    data: Any = None
    code: int = 200
    msg: str = "success"
    status: int = 200

    def envelope(self) -> Json:
        return {"code": self.code, "msg": self.msg, "data": self.data}


class RefusedError(Exception):
    """A rule says no; nothing was started and nothing was charged."""

    def __init__(self, code: int, msg: str, *, data: Any = None, status: int = 200) -> None:
        super().__init__(msg)
        self.answer = Answer(data, code, msg, status)
