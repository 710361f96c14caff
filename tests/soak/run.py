"""From the first request to the table: how many, how often killed, how much goes wrong, and what came of it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.soak.promises import Broken
from tests.soak.show import AT_ONCE, Soak, soak

PATIENCE = 240.0
"""Seconds for all to come to rest after the last request."""


@dataclass(frozen=True)
class Plan:
    """`minutes` bound the time in which is asked; `service` and `discord` are the shares of calls that go wrong."""

    seed: int
    tasks: int = 2000
    kills: int = 24
    minutes: float = 20.0
    service: float = 0.10
    discord: float = 0.05
    sabotage: str | None = None
    """The name of a promise that the bot is to break, so that the soak is seen to notice."""


Tell = Callable[[str], None]


async def run(plan: Plan, folder: Path, tell: Tell) -> list[Broken]:
    """What is broken. Tells the seed, how it goes, and a table at the end."""
    tell(f"seed {plan.seed}: {plan.tasks} requests, {plan.kills} kills")
    chance = random.Random(plan.seed)
    async with soak(folder, chance) as show:
        show.sabotage = plan.sabotage
        await show.be_born()
        show.let_things_go_wrong(plan.service, plan.discord)
        in_time = await _ask_and_kill(show, plan, chance, tell)
        progress = _progress(show, tell)
        settled = await show.settle(PATIENCE, progress)
        found = await show.promises()
        if not in_time:
            found.append(Broken("lost", f"only {show.rows.counts()[0]} requests in {plan.minutes} minutes"))
        if not settled:
            found.append(Broken("lost", f"{show.rows.owed()} things were still owed after {PATIENCE:.0f} s"))
        for line in table(show, found):
            tell(line)
    return found


async def _ask_and_kill(show: Soak, plan: Plan, chance: random.Random, tell: Tell) -> bool:
    """Whether all was asked in time. The kills are spread over the requests, at any instant."""
    deadline, progress = time.monotonic() + 60 * plan.minutes, _progress(show, tell)
    moments = sorted(chance.uniform(0.01, 0.99) * plan.tasks for _ in range(plan.kills))
    while (count := show.rows.counts())[0] < plan.tasks or moments:
        if time.monotonic() > deadline:
            return False
        progress()
        if moments and count[0] >= moments[0]:
            moments.pop(0)
            await asyncio.sleep(chance.uniform(0, 0.5))
            await show.die()
            await show.be_born()
        many = min(AT_ONCE - count[1], plan.tasks - count[0], 4)
        for _ in range(many):
            await show.ask()
        await asyncio.sleep(0.1 if many > 0 else 0.2)
    return True


def _progress(show: Soak, tell: Tell) -> Callable[[], None]:
    """Tells every ten seconds."""
    told = time.monotonic()

    def progress() -> None:
        nonlocal told
        if time.monotonic() - told > 10:
            told = time.monotonic()
            requests, still_open = show.rows.counts()
            tell(f"{told - show.began:5.0f} s  {requests} requests, {still_open} open, {show.kills} kills")

    return progress


def table(show: Soak, found: list[Broken]) -> list[str]:
    tasks, deliveries = show.rows.tasks(), show.rows.deliveries()
    states, broken = Counter(task.state for task in tasks), Counter(one.what for one in found)
    kinds = Counter(task.kind for task in tasks)
    reasons = Counter(f"{task.state}: {task.reason}" for task in tasks if task.state in {"failed", "unknown"})
    posted = Counter(delivery.state for delivery in deliveries if delivery.kind in {"song", "wav", "drafts"})
    service, discord = show.service_faults, show.discord_faults
    rows = {
        "requests": f"{len(tasks)} ({_said(kinds)})",
        "kills by SIGKILL": show.kills,
        "calls to the service": f"{service.calls}, {service.met.total()} went wrong in {len(service.met)} ways",
        "calls to Discord": f"{discord.calls}, {discord.met.total()} went wrong in {len(discord.met)} ways",
        "ended": _said(states),
        "not made": _said(reasons) or "none",
        "results": _said(posted),
        "charged": f"{show.rows.used() / 1000:.1f} credits",
        "lost": broken["lost"],
        "doubled": broken["doubled"],
        "ledger differs": broken["books"],
        "messages that say working": broken["working"],
        "seconds": f"{time.monotonic() - show.began:.0f}",
    }
    return [f"{name:<28}{value}" for name, value in rows.items()]


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())
