"""Behind the scenes: end and start the bot's process, and make the music service fail."""

from aiohttp import web

from bot.demo.bot_process import BotEnded, BotProcess
from bot.demo.discord.checks import Json
from bot.demo.music import MusicStandIn
from bot.demo.page_server.events import bot_json
from bot.demo.page_server.guard import body_of, refusal

FAILURES = {
    "fail": "fails after it started",
    "sensitive": "is refused for a word, after it started",
    "refuse": "is refused for its words at once",
    "broke": "finds the service out of credits",
    "busy": "meets too many calls",
    "single": "brings one song instead of two",
    "slow": "takes five times as long",
    "cut": "is taken, but the answer is lost",
}
"""What may become of the next request, in words for the page."""


class Switches:
    def __init__(self, music: MusicStandIn, bot: BotProcess) -> None:
        self._music = music
        self._bot = bot

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/music", self.show_music),
            web.post("/api/music", self.set_music),
            web.post("/api/bot", self.change_bot),
        ]

    async def show_music(self, _: web.Request) -> web.Response:
        return web.json_response(self._music_json())

    async def set_music(self, request: web.Request) -> web.Response:
        """Any of `maintenance` (bool), `credits` (number), `next` (a word of FAILURES)."""
        body = await body_of(request)
        if "maintenance" in body:
            self._music.maintenance = bool(body["maintenance"])
        if "credits" in body:
            self._music.credits = min(max(float(body["credits"]), 0.0), 1e6)
        if "next" in body:
            self._fail_next(str(body["next"]))
        return web.json_response(self._music_json())

    def _fail_next(self, word: str) -> None:
        if word not in FAILURES:
            raise ValueError(word)
        if word == "cut":
            self._music.faults.add("generate", "cut", applied=True)
        else:
            self._music.faults.add("generate", word)

    def _music_json(self) -> Json:
        waiting = [FAILURES[fault.kind] for fault in self._music.faults if fault.kind in FAILURES]
        return {
            "maintenance": self._music.maintenance,
            "credits": self._music.credits,
            "failures": FAILURES,
            "waiting": waiting,
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
