"""`python -m tests.soak`, or `make soak`: exit status 1 where a promise was broken, with what broke."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests.crash.sabotage import SABOTAGES
from tests.soak.run import Plan, run

SHOWN = 40


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Thousands of requests, many deaths.")
    parser.add_argument("--tasks", type=int, default=Plan.tasks)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--minutes", type=float, default=Plan.minutes, help="in which all must have been asked")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="for the same dice again")
    parser.add_argument("--keep", type=Path, help="an empty folder for the bot's database and log")
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), help="a promise that the bot is to break")
    given = parser.parse_args()
    plan = Plan(given.seed, given.tasks, given.kills, given.minutes, sabotage=given.sabotage)
    with tempfile.TemporaryDirectory(prefix="minstrel-soak-") as folder:
        found = asyncio.run(run(plan, given.keep or Path(folder), _tell))
    for one in found[:SHOWN]:
        _tell(f"BROKEN  {one.what}: {one.words}")
    _tell(f"{len(found)} promises broken" if found else "All promises held.")
    return 1 if found else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
