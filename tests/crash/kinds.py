"""The five kinds of request, each as a member asks for it."""

from dataclasses import dataclass

from bot.demo.discord.interactions import Interaction
from tests.crash import seeds
from tests.crash.ordeal import Ordeal
from tests.crash.promises import Broken, broken, broken_reading


@dataclass(frozen=True)
class Kind:
    """`endpoint` is where the service is asked to make it, which may happen once. `seeded`: it is about a song."""

    name: str
    command: str
    endpoint: str
    seeded: bool = False

    async def prepare(self, show: Ordeal) -> dict[str, str]:
        """The options of the command."""
        return {"track": await seeds.song(show)} if self.seeded else {"prompt": seeds.IDEA.prompt}

    async def ask(self, show: Ordeal, options: dict[str, str]) -> Interaction:
        return await show.ask(self.command, **options)

    async def resume(self, show: Ordeal, options: dict[str, str]) -> None:
        """What the member does when the bot is back: nothing, for the bot goes on by itself."""

    async def finish(self, show: Ordeal, *, blind: bool = False) -> list[Broken]:
        """When the last bot is up: wait until all has come to rest, and look at what came of it."""
        await show.settle()
        return await broken(show, show.asked[0], self.endpoint, blind=blind)


@dataclass(frozen=True)
class Reading(Kind):
    """Free, and never written down before it is done: after a crash the member asks again."""

    async def resume(self, show: Ordeal, options: dict[str, str]) -> None:
        await self.ask(show, options)

    async def finish(self, show: Ordeal, *, blind: bool = False) -> list[Broken]:
        await show.drive(lambda: not show.member_waits())
        await show.settle()
        return await broken_reading(show, show.asked)


GENERATE = Kind("generate", "generate quick", "generate")
EXTEND = Kind("extend", "extend", "extend", seeded=True)
LYRICS = Kind("lyrics", "lyrics write", "lyrics")
WAV = Kind("wav", "wav", "wav", seeded=True)
TIMED = Reading("timed lyrics", "lyrics timed", "timed-lyrics", seeded=True)
