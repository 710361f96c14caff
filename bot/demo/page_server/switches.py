"""Behind the scenes: kill the bot, make the music service fail, let days pass there, and see what comes of it."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.demo.bot_process import BotEnded, BotProcess
from bot.demo.discord.checks import Json
from bot.demo.music import MusicStandIn
from bot.demo.music.faults import Fault
from bot.demo.page_server.events import bot_json
from bot.demo.page_server.guard import body_of, refusal

SLOWER = 5
MOST_DAYS = 100
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Failure:
    """`endpoint` and `kind` as the stand-in's faults name them."""

    words: str
    kind: str
    endpoint: str = "generate"
    options: dict[str, Any] = field(default_factory=dict)


FAILURES = {
    "fail": Failure("fails after it started", "fail"),
    "crash": Failure("cannot be started", "crash"),
    "vague": Failure("fails, and the service gives the credits back", "vague"),
    "sensitive": Failure("is refused for a word, after it started", "sensitive"),
    "refuse": Failure("is refused for its words at once", "refuse"),
    "broke": Failure("finds the service out of credits", "broke"),
    "busy": Failure("meets too many calls", "busy"),
    "cut": Failure("is taken, but the answer is lost", "cut", options={"applied": True}),
    "html": Failure("is answered with a web page", "html"),
    "http": Failure("is answered with HTTP 500", "http", options={"status": 500}),
    "never": Failure("never ends", "never"),
    "slow": Failure("takes five times as long", "slow"),
    "single": Failure("brings one song instead of two", "single"),
    "silent": Failure("is called done before there is a file", "silent"),
    "callback": Failure("is done, but marked as failed", "callback"),
    "gone": Failure("brings a file that is not there at first", "404", "media"),
    "half": Failure("brings half a file at first", "half", "media"),
}
"""What may become of the next request, in words for the page."""

SWITCHES = {
    "maintenance": "In maintenance",
    "slow": "Slow: songs take five times as long",
    "cut": "Cut off: no call is answered",
}
"""What is on or off, in words for the page."""


class Switches:
    def __init__(self, music: MusicStandIn, bot: BotProcess) -> None:
        self._music = music
        self._bot = bot
        self._speed = music.speed
        self._waiting: list[tuple[Fault, str]] = []
        self._cut: Fault | None = None
        self._days = 0.0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/music", self.show_music),
            web.post("/api/music", self.set_music),
            web.post("/api/bot", self.change_bot),
        ]

    async def show_music(self, _: web.Request) -> web.Response:
        return web.json_response(self._music_json())

    async def set_music(self, request: web.Request) -> web.Response:
        """Any of `maintenance`, `slow`, `cut` (bool), `credits`, `days` (numbers), `next` (a word of FAILURES)."""
        body = await body_of(request)
        if "maintenance" in body:
            self._music.maintenance = bool(body["maintenance"])
        if "slow" in body:
            self._music.speed = self._speed / SLOWER if body["slow"] else self._speed
        if "cut" in body:
            self._cut_line(bool(body["cut"]))
        if "credits" in body:
            self._music.credits = min(max(float(body["credits"]), 0.0), 1e6)
        if "next" in body:
            failure = FAILURES[str(body["next"])]
            self._waiting.append(
                (self._music.faults.add(failure.endpoint, failure.kind, **failure.options), failure.words)
            )
        if "days" in body:
            self._pass_days(float(body["days"]))
        return web.json_response(self._music_json())

    def _cut_line(self, cut: bool) -> None:
        """No call is answered until the line is whole again."""
        if self._cut is not None:
            self._music.faults.remove(self._cut)
        self._cut = self._music.faults.add("*", "cut", times=None) if cut else None

    def _pass_days(self, days: float) -> None:
        """At the music service alone: what it has kept too long is gone there, and nowhere else."""
        if not 0 <= days <= MOST_DAYS:
            raise ValueError
        self._music.clock.advance(days * DAY_SECONDS)
        self._days += days

    def _music_json(self) -> Json:
        left = list(self._music.faults)
        return {
            "maintenance": self._music.maintenance,
            "slow": self._music.speed < self._speed,
            "cut": self._cut is not None,
            "switches": SWITCHES,
            "credits": self._music.credits,
            "failures": {word: failure.words for word, failure in FAILURES.items()},
            "waiting": [words for fault, words in self._waiting if fault in left],
            "days": self._days,
            "retention_days": self._music.service.house.retention_days,
        }

    async def change_bot(self, request: web.Request) -> web.Response:
        """`do`: `kill` (SIGKILL), `stop` (SIGTERM) or `start`, which waits until it is ready."""
        body = await body_of(request)
        do = {"kill": self._bot.kill, "stop": self._bot.stop, "start": self._bot.start}[body["do"]]
        try:
            await do()
        except BotEnded as error:
            return refusal(503, str(error))
        return web.json_response(bot_json(self._bot))
