"""The referee hears what the bot is about to do, lets it go on, and strikes where it was told to."""

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from tests.crash.events import Call, Event, Point, Record, names_of

ENDPOINTS = {
    "/generate": "generate",
    "/generate/extend": "extend",
    "/generate/record-info": "record-info",
    "/generate/get-timestamped-lyrics": "timed-lyrics",
    "/lyrics": "lyrics",
    "/lyrics/record-info": "lyrics-info",
    "/wav/generate": "wav",
    "/wav/record-info": "wav-info",
}


class Referee:
    """`on_event` is called with each event that is let go. A bot that was struck gets no answer any more."""

    def __init__(self, discord: DiscordStandIn, music: MusicStandIn, on_event: Callable[[Event], None]) -> None:
        self._discord, self._music, self._on_event = discord, music, on_event
        self._hosts = {discord.files.host: "Discord", music.media_host: "service"}
        self.lines = 0
        """How many bots are on the line; a dead one hangs up."""
        self.late: list[Callable[[], None]] = []
        """Lets go the calls that Discord is to take later."""
        self.begin()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """At `line`, a socket for probes, whose path must be short."""
        folder = Path(tempfile.mkdtemp(prefix="referee"))
        self.line = folder / "line"
        server = await asyncio.start_unix_server(self._listen, self.line)
        try:
            yield
        finally:
            server.close()
            shutil.rmtree(folder)

    def begin(self, aim: Point | None = None) -> None:
        """From here on a new record is written, and the bot is struck at `aim`."""
        self.record = Record()
        self.struck = asyncio.Event()
        self._aim = aim
        self._open: set[str] = set()
        self._heard_at = asyncio.get_running_loop().time()

    def idle(self) -> float:
        """Seconds since anything happened; 0 while a call is under way."""
        return 0.0 if self._open else asyncio.get_running_loop().time() - self._heard_at

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        with suppress(ConnectionError):
            while line := await reader.readline():
                if not self.struck.is_set() and self._goes_on(json.loads(line)):
                    writer.write(b"g")
        self.lines -= 1
        writer.close()

    def _goes_on(self, told: dict[str, Any]) -> bool:
        self._heard_at = asyncio.get_running_loop().time()
        names, call = names_of(told, self._hosts)
        events = self.record.of(names, told["when"])
        if call:
            (self._open.add if told["when"] == "before" else self._open.discard)(call.name)
        if self._aim and self._aim.trigger in events:
            if not self._aim.in_flight or call is None:
                self.record.events.remove(self._aim.last)
                self.record.events.append(self._aim.last)
                self.struck.set()
                return False
            self._hold(self._aim, call)
        for event in events:
            self._on_event(event)
        return True

    def _hold(self, point: Point, call: Call) -> None:
        """Before the call is sent: the stand-in will hold it, and tell when it has come."""
        applied = point.moment == "in flight, applied"
        if call.host == "Discord":
            kind = {"applied late": "late"}.get(point.moment, "hold-after" if applied else "hold-before")
            fault = self._discord.faults.add((call.method, f"^{re.escape(call.path)}$"), kind)  # type: ignore[arg-type]
            arrived = fault.hit
            if kind == "late":
                self.late.append(fault.release)
        else:
            endpoint = "media" if call.host == "media" else ENDPOINTS[call.path]
            arrived = self._music.faults.add(endpoint, "hold", applied=applied).arrived
        self._waiting = asyncio.create_task(self._strike(point, arrived), name="referee")

    async def _strike(self, point: Point, arrived: asyncio.Event) -> None:
        await arrived.wait()
        self.record.events.append(point.last)
        self.struck.set()
