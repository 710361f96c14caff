"""The test's side of the nursery: bots are born in a few milliseconds instead of seconds."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Birth:
    """How a bot comes into the world. `environment` is all it gets; `clock` is the file of its `Hands`.

    `probe` is the socket of a referee to whom it reports, `sabotage` the name of one promise that it breaks, `part`
    what stands on its command line. `unhurried`: its parts of Discord's 3 seconds are as long as `hands` makes them.
    """

    folder: Path
    environment: Mapping[str, str]
    log: Path
    clock: Path | None = None
    probe: Path | None = None
    sabotage: str | None = None
    part: str = "run"
    unhurried: bool = False

    def request(self, number: int) -> bytes:
        paths = {name: str(value) if value else None for name, value in (("clock", self.clock), ("probe", self.probe))}
        given = {"folder": str(self.folder), "log": str(self.log), "environment": dict(self.environment)}
        words = {"id": number, "part": self.part, "sabotage": self.sabotage, "unhurried": self.unhurried}
        return json.dumps({**words, **given, **paths}).encode() + b"\n"


class Bot:
    """A process of its own."""

    def __init__(self) -> None:
        self.pid = 0
        self._born = asyncio.Event()
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def status(self) -> int | None:
        """Negative for a signal, as `subprocess` has it; None while it lives."""
        return self._ended.result() if self._ended.done() else None

    def signal(self, number: signal.Signals) -> None:
        if self.status is None:
            os.kill(self.pid, number)

    async def ended(self, within: float = 60) -> int:
        return await asyncio.wait_for(asyncio.shield(self._ended), within)

    async def kill(self) -> int:
        """SIGKILL: nothing in the bot gets a chance to tidy up. The exit status that its parent was told."""
        self.signal(signal.SIGKILL)
        return await self.ended()


@cache
def _mother() -> str:
    """Where the process listens that imports the bot, which takes a second or two, once for all tests of this one."""
    address = f"\0minstrel-nursery-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery", str(door.fileno())],
            pass_fds=[door.fileno()],
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)},  # what is killed tells no coverage
        )
    return address


class Nursery:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._bots: list[Bot] = []

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Nursery"]:
        """All bots die with it."""
        nursery = cls(*await asyncio.open_unix_connection(_mother()))
        listening = asyncio.create_task(nursery._listen(), name="nursery")
        try:
            yield nursery
        finally:
            nursery._writer.close()
            await listening

    async def bear(self, birth: Birth) -> Bot:
        bot = Bot()
        self._bots.append(bot)
        self._writer.write(birth.request(len(self._bots) - 1))
        await asyncio.wait_for(bot._born.wait(), 60)
        return bot

    async def _listen(self) -> None:
        while line := await self._reader.readline():
            told = json.loads(line)
            bot = self._bots[told["id"]]
            if "pid" in told:
                bot.pid = told["pid"]
                bot._born.set()
            else:
                bot._ended.set_result(told["status"])
