"""Members who ask: evenly, so many a second whatever the bot does, or all at once."""

import asyncio
import time
from dataclasses import dataclass, field

from bench.rivals import Rival
from bot.demo.discord.interactions import Interaction

PATIENCE = 10.0
"""Seconds to wait for an answer; Discord takes none after three."""


@dataclass
class Times:
    """Milliseconds from INTERACTION_CREATE to the accepted first answer; `unanswered` were refused or never came."""

    answered: list[float] = field(default_factory=list)
    unanswered: int = 0

    def add(self, others: "Times") -> None:
        self.answered += others.answered
        self.unanswered += others.unanswered

    def quantile(self, share: float) -> float:
        """The least time that `share` of the answers did not exceed."""
        ordered = sorted(self.answered)
        return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)] if ordered else float("inf")


async def steady(rival: Rival, rate: float, seconds: float) -> Times:
    """Asks at fixed moments: a slow bot meets as many commands as a fast one."""
    begun, asked = time.perf_counter(), list[Interaction]()
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        asked.append(await ask(rival, number))
    return await _times(asked)


async def at_once(rival: Rival, many: int) -> Times:
    return await _times([await ask(rival, number) for number in range(many)])


async def ask(rival: Rival, number: int) -> Interaction:
    member, channel = rival.seats[number % len(rival.seats)]
    return await rival.discord.slash(member, channel, "generate quick", {"prompt": f"slow piano, rain {number}"})


async def _times(asked: list[Interaction]) -> Times:
    await asyncio.gather(*(interaction.answered(PATIENCE) for interaction in asked), return_exceptions=True)
    times = [interaction.first_answer_ms for interaction in asked]
    answered = [time for time in times if time is not None]
    return Times(answered, len(times) - len(answered))
