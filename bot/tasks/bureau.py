"""The bureau: what the owner of the bot sees and does. Whether it is the owner, the caller has checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import DAY, Clock
from bot.errors import MadeElsewhere, NotFound
from bot.models import Kind, Task
from bot.music_api.profiles import Profile
from bot.store.overview import Overview
from bot.store.store import Store

DAYS = 7
"""What is told of use, failures and pace is that of so many days."""


@dataclass(frozen=True, slots=True)
class Report:
    """`burned` is what the service has taken in `DAYS` days, in thousandths at its own prices."""

    overview: Overview
    burned: int


class Bureau:
    def __init__(self, store: Store, host: str, profile: Profile, clock: Clock) -> None:
        self._overviews = store.overviews
        self._host = host
        self._profile = profile
        self._clock = clock

    async def report(self) -> Report:
        overview = await self._overviews.since(self._clock.now() - DAYS * DAY)
        return Report(overview, burned(overview.made, self._profile))

    async def retry(self, task_id: int) -> Task | None:
        """Look at the service at once for a request whose fate is unknown.

        The request where nothing names it there: then it can only be sent anew. Raises `NotFound`, and
        `MadeElsewhere` where only another host could tell.
        """
        if await self._overviews.look_now(task_id, self._clock.now()) is not None:
            return None
        task = await self._overviews.unknown(task_id)
        if task is None:
            raise NotFound
        if task.host != self._host:
            raise MadeElsewhere
        return task

    async def send_anew(self, task_id: int) -> None:
        """A second create call, which the service may charge again: only where the owner was told so. For the guild it
        is free. Raises `NotFound`."""
        if await self._overviews.send_anew(task_id, self._clock.now()) is None:
            raise NotFound

    async def give_up(self, task_id: int) -> None:
        """Raises `NotFound`."""
        if await self._overviews.give_up(task_id) is None:
            raise NotFound


def burned(made: Mapping[Kind, int], profile: Profile) -> int:
    return sum(profile.prices[kind] * many for kind, many in made.items())


def days_left(left: int, burned_so_far: int) -> int | None:
    """For how many days `left` is enough at the pace of the last `DAYS`; None where nothing was used."""
    return left * DAYS // burned_so_far if burned_so_far > 0 else None
