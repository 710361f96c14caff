"""What the bot reports, by readable names, and the points at which it may be killed that follow from a run unhurt."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Moment = Literal["before", "in flight, not applied", "in flight, applied", "applied late", "after"]
"""`before`: nothing was written or sent. `after`: the commit is on the disk, the answer is read, nobody acted on it."""

ENDED = frozenset({"Done", "Cancelled", "Not made", "Unclear"})
"""How a status message begins that waits for nothing more."""
ONLY_FIRST = ("Discord PATCH /channels/{}/messages/{}", "commit shown", "commit looked")
"""Between the first and the last of these, which has a name of its own, their number depends on the machine's pace."""
POST = "Discord POST /channels/{}/messages"
ANSWER = "Discord POST /interactions/{}/{}/callback"


@dataclass(frozen=True)
class Event:
    """The `number`-th of its name in this life of the bot; `moment` is `arrived` where a stand-in tells it."""

    name: str
    moment: Literal["before", "after", "arrived"]
    number: int


@dataclass(frozen=True)
class Point:
    """Where a bot is killed."""

    name: str
    number: int
    moment: Moment

    def __str__(self) -> str:
        return f"{self.moment} {self.name} #{self.number}"

    @property
    def last(self) -> Event:
        """What must be the last that happened."""
        return Event(self.name, "arrived" if self.in_flight else self._side, self.number)

    @property
    def trigger(self) -> Event:
        """What makes the referee act: kill at once, or let the stand-in hold the call."""
        return Event(self.name, self._side, self.number)

    @property
    def in_flight(self) -> bool:
        return self.moment not in {"before", "after"}

    @property
    def _side(self) -> Literal["before", "after"]:
        return "after" if self.moment == "after" else "before"


@dataclass(frozen=True)
class Call:
    """`host` is `Discord`, `service` or `media`; `head` the bold word that the sent message begins with."""

    host: str
    method: str
    path: str
    head: str

    @property
    def name(self) -> str:
        if self.host == "media":
            return f"media {self.method} {self.path.rpartition('.')[2]}"
        ended = " (ended)" if self.method == "PATCH" and self.head in ENDED else ""
        return f"{self.host} {self.method} {_template(self.path)}{ended}"


@dataclass
class Record:
    """One life of the bot, as far as it was let go."""

    events: list[Event] = field(default_factory=list)
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _shows_end: bool = False

    def of(self, names: Sequence[str], moment: Literal["before", "after"]) -> list[Event]:
        """Count and keep what happens now; the transactions of one commit happen together."""
        made = []
        for plain in names:
            name = f"{plain} (ended)" if plain == "commit shown" and self._shows_end else plain
            self._counts[name, moment] += 1
            made.append(Event(name, moment, self._counts[name, moment]))
            if moment == "after" and name.startswith("Discord PATCH"):
                self._shows_end = name.endswith("(ended)")
        self.events += made
        return made

    def points(self) -> list[Point]:
        """The table: of each name the first and the last, all where there are two, in the order of their coming."""
        begun = [event for event in self.events if event.moment == "before"]
        counts = Counter(event.name for event in begun)
        found = (event for event in begun if event.number in _kept(event.name, counts[event.name]))
        return [Point(event.name, event.number, moment) for event in found for moment in moments(event.name)]


def moments(name: str) -> list[Moment]:
    """A read leaves nothing behind, so it is in flight in one way only; a post may reach Discord late."""
    if name.startswith("commit"):
        return ["before", "after"]
    if " GET " in name or "timestamped-lyrics" in name:
        return ["before", "in flight, applied", "after"]
    late: list[Moment] = ["applied late"] if name == POST else []
    return ["before", "in flight, not applied", "in flight, applied", *late, "after"]


def names_of(told: dict[str, Any], hosts: dict[str, str]) -> tuple[list[str], Call | None]:
    """From a report; `hosts` says what stands behind an address."""
    if told["what"] == "commit":
        return [f"commit {name}" for name in told["names"]], None
    host = hosts[told["host"]]
    if told["path"].startswith(("/media/", "/attachments/")):
        host = "media"
    path = told["path"].removeprefix("/api/v10" if host == "Discord" else "/api/v1")
    call = Call(host, told["method"], path, told["head"])
    return [call.name], call


def _kept(name: str, count: int) -> set[int]:
    return {1} if name in ONLY_FIRST else {1, count}


def _template(path: str) -> str:
    path = re.sub(r"/(interactions|webhooks)/\d+/[^/]+", r"/\1/{}/{}", path)
    return re.sub(r"/\d{4,}", "/{}", path)
