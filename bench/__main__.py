"""Run both bots in turns and print what members would have waited."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from bench.load import Times, at_once, steady
from bench.rivals import Rival, minimal, minstrel

RATE, BURST = 50, 200
MOST_RATIO, MOST_MS = 1.5, 3000.0
Load = Callable[[Rival], Awaitable[Times]]


async def main(rounds: int, seconds: float) -> bool:
    """Whether the bot kept within the limits: 1.5 times the minimal bot at 50/s, no answer after 3 s in the burst."""
    with tempfile.TemporaryDirectory(prefix="minstrel-bench-") as name:
        folder = Path(name)
        async with minstrel(folder) as ours, minimal(folder) as least:
            pair = (ours, least)
            for rival in pair:
                await steady(rival, RATE, 1)  # warm up; not counted
            even = await _in_turns(pair, rounds, lambda rival: steady(rival, RATE, seconds))
            burst = await _in_turns(pair, rounds, lambda rival: at_once(rival, BURST))
    _print(f"{RATE} commands a second", *even)
    _print(f"{BURST} commands at once", *burst)
    faults = [*_faults_when_steady(*even), *_faults_in_burst(burst[0])]
    print("\nWithin the limits." if not faults else f"\nNot within the limits: {'; '.join(faults)}.")
    return not faults


def _faults_when_steady(ours: Times, least: Times) -> Iterator[str]:
    for name, share in (("median", 0.5), ("p99", 0.99)):
        if (ratio := ours.quantile(share) / least.quantile(share)) > MOST_RATIO:
            yield f"{name} {ratio:.2f} times the minimal bot's, {MOST_RATIO} is allowed"
    if ours.unanswered:
        yield f"{ours.unanswered} commands without an answer"


def _faults_in_burst(ours: Times) -> Iterator[str]:
    if late := ours.unanswered + sum(time >= MOST_MS for time in ours.answered):
        yield f"{late} answers of the burst came too late or never"


async def _in_turns(pair: tuple[Rival, Rival], rounds: int, load: Load) -> tuple[Times, Times]:
    """Every second round begins with the other one, so that neither always has the quieter machine."""
    times = {rival.name: Times() for rival in pair}
    for number in range(rounds):
        for rival in pair if number % 2 == 0 else reversed(pair):
            times[rival.name].add(await load(rival))
            await asyncio.sleep(0.5)
    return times[pair[0].name], times[pair[1].name]


def _print(title: str, ours: Times, least: Times) -> None:
    print(f"\n{title}, {len(ours.answered) + ours.unanswered} each: milliseconds to the first answer")
    print(f"{'':10}{'minstrel':>10}{'minimal':>10}{'ratio':>8}")
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("most", 1.0)):
        mine, other = ours.quantile(share), least.quantile(share)
        print(f"{name:10}{mine:10.1f}{other:10.1f}{mine / other:8.2f}")
    if ours.unanswered or least.unanswered:
        print(f"{'no answer':10}{ours.unanswered:10}{least.unanswered:10}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each bot has its turn (5)")
    parser.add_argument("--seconds", type=float, default=4, help="how long a turn at the steady rate is (4)")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 when a limit was not kept")
    given = parser.parse_args()
    kept = asyncio.run(main(given.rounds, given.seconds))
    sys.exit(1 if given.strict and not kept else 0)
