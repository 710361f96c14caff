"""Two hundred members of one guild ask in the same instant, and there is room for 17: `python -m bench.limit`.

The real bot as a process, with all its work, against the stand-ins. Exactly 17 may be accepted; the others are refused
in private and told when new credits come.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from bench.load import PATIENCE, Times, ask
from bench.rivals import Rival, minstrel
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.world import User, World

MEMBERS, ROOM, PRICE = 200, 17, 12
MOST_MS = 1500.0


@dataclass(frozen=True)
class Outcome:
    """How the crowd was answered; `told` counts the private refusals that name the moment of new credits."""

    times: Times
    accepted: int
    told: int

    def faults(self, members: int, room: int) -> list[str]:
        found = [f"{self.accepted} accepted instead of {room}"] if self.accepted != room else []
        if self.told != members - room:
            found.append(f"{self.told} refused in private with the moment instead of {members - room}")
        if (p99 := self.times.quantile(0.99)) >= MOST_MS:
            found.append(f"p99 {p99:.0f} ms, {MOST_MS:.0f} is allowed")
        return found


async def main(rounds: int) -> bool:
    """Whether each round, with a new guild's worth of credits, kept within the limits."""
    times, faults = Times(), list[str]()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="minstrel-bench-") as name:
            async with minstrel(Path(name), crowd(MEMBERS), QUOTA_DEFAULT=str(ROOM * PRICE + PRICE - 1)) as rival:
                outcome = await rush(rival, MEMBERS)
        times.add(outcome.times)
        faults += outcome.faults(MEMBERS, ROOM)
    print(f"{MEMBERS} members at once, room for {ROOM}, {rounds} times: milliseconds to the first answer")
    print("".join(f"{f'p{share * 100:.0f}':>8}" for share in (0.5, 0.95, 0.99, 1.0)))
    print("".join(f"{times.quantile(share):8.1f}" for share in (0.5, 0.95, 0.99, 1.0)))
    print(f"\nExactly {ROOM} accepted each time." if not faults else f"\nNot within the limits: {'; '.join(faults)}.")
    return not faults


def crowd(members: int) -> World:
    """One guild with a channel, and another from which the bot is warmed up."""
    world = World(bot=User(4242, "Minstrel", bot=True), owner=User(1000, "Ana"))
    for number, seats in enumerate((members, 1)):
        guild = world.add_guild(100_000 + 10 * number, f"Guild {number}", world.owner)
        guild.add_channel(200_000 + number, "songs")
        for seat in range(seats):
            guild.add_member(world.add_user(300_000 + 100_000 * number + seat, f"Member {number}-{seat}"))
    return world


async def rush(rival: Rival, members: int) -> Outcome:
    warmer = next(seat for seat in rival.seats if seat[0].user.id >= 400_000)
    await (await ask(replace(rival, seats=[warmer]), 0)).answered(PATIENCE)
    everybody = replace(rival, seats=[seat for seat in rival.seats if seat is not warmer])
    asked = [await ask(everybody, number) for number in range(members)]
    await asyncio.gather(*(interaction.answered(PATIENCE) for interaction in asked), return_exceptions=True)
    times = [interaction.first_answer_ms for interaction in asked]
    answered = [time for time in times if time is not None]
    accepted = sum("**Queued**" in _said(interaction) for interaction in asked if not interaction.ephemeral)
    told = sum("New credits come <t:" in _said(interaction) for interaction in asked if interaction.ephemeral)
    return Outcome(Times(answered, members - len(answered)), accepted, told)


def _said(interaction: Interaction) -> str:
    """The first answer itself: the message may have been edited since."""
    body = interaction.first_answer or {}
    return str((body.get("data") or {}).get("content", ""))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.limit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often the crowd comes (3)")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 when a limit was not kept")
    given = parser.parse_args()
    kept = asyncio.run(main(given.rounds))
    sys.exit(1 if given.strict and not kept else 0)
