"""State of the stand-in: accounts, tasks, clips, and time that passes over them. No HTTP here."""

import random
import uuid
from collections import defaultdict, deque
from collections.abc import Callable

from bot.demo.music.answers import RefusedError
from bot.demo.music.clock import MovableClock
from bot.demo.music.fates import ONCE
from bot.demo.music.house import House
from bot.demo.music.tasks import Clip, Task

DAY_MS = 86_400_000
CREATES, WINDOW_MS = 20, 10_000
MAINTENANCE_MS = 30_000
# How long real tasks were seen to take, in seconds.
DURATIONS = {"generate": (75, 120), "extend": (75, 120), "lyrics": (30, 60), "wav": (60, 90)}


class Service:
    """`credits` are thousandths by key. Stages are passed lazily: `pass_time` brings everything up to now."""

    def __init__(self, house: House, *, speed: float, seed: int, song_seconds: float) -> None:
        self.house = house
        self.clock = MovableClock()
        self.speed = speed
        self.song_seconds = song_seconds
        self.credits: dict[str, int] = {}
        self.tasks: dict[str, Task] = {}
        self.clips: dict[str, Clip] = {}
        self.maintenance = False
        self.maintenance_until = 0
        self.conflict_names_task = False
        self.on_stage: Callable[[Task, str], None] = lambda task, stage: None
        self._random = random.Random(seed)
        self._creates: dict[str, deque[int]] = defaultdict(deque)
        self._queries: dict[str, deque[int]] = defaultdict(deque)
        self._used_words: set[tuple[str, str]] = set()

    # -- time ---------------------------------------------------------------------------------------------------

    def pass_time(self) -> int | None:
        """Pass every stage that is due; return the moment of the next one, None when nothing is running."""
        upcoming: list[int] = []
        for task in [task for task in self.tasks.values() if not task.ended]:
            while (due := task.next_due()) and due[0] <= self.clock.now_ms():
                self._pass(task, *due)
            if due:
                upcoming.append(due[0])
        return min(upcoming, default=None)

    def _pass(self, task: Task, moment: int, stage: str) -> None:
        task.pass_stage(moment, stage)
        if task.ended and task.fate.refunds and not task.refunded:
            task.refunded = True
            self.credits[task.key] += task.price
        self.on_stage(task, stage)

    def lasting(self, kind: str, slowness: float) -> int:
        """Milliseconds that a new task will take."""
        return round(self._random.uniform(*DURATIONS[kind]) * 1000 * slowness / self.speed)

    def expired(self, created_ms: int) -> bool:
        return self.clock.now_ms() > created_ms + self.house.retention_days * DAY_MS

    # -- ids ----------------------------------------------------------------------------------------------------

    def new_task_id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def new_clip_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def new_seed(self) -> int:
        return self._random.getrandbits(32)

    # -- look-ups -----------------------------------------------------------------------------------------------

    def task(self, task_id: object, *kinds: str) -> Task:
        """The task of one of these kinds, whoever owns it."""
        task = self.tasks.get(task_id) if isinstance(task_id, str) else None
        if task is None or task.kind not in kinds or self.expired(task.created_ms):
            raise RefusedError(404, "The task does not exist")
        return task

    def finished_clip(self, key: str, clip_id: object) -> Clip:
        clip = self.clips.get(clip_id) if isinstance(clip_id, str) else None
        if clip is None or self.expired(clip.created_ms) or self.tasks[clip.task_id].key != key:
            raise RefusedError(404, "The audio does not exist")
        if not self.tasks[clip.task_id].shows_audio(clip, self.clock.now_ms()):
            raise RefusedError(self.house.bad, "The audio is not ready")
        return clip

    # -- gates --------------------------------------------------------------------------------------------------

    def check_open(self, key: str) -> None:
        """Refuse a create in maintenance, and the twenty-first in ten seconds; dropped, not queued."""
        now = self.clock.now_ms()
        if self.maintenance or now < self.maintenance_until:
            raise RefusedError(455, "The service is under maintenance. Please try again later.")
        if not _admits(self._creates[key], now, CREATES, WINDOW_MS / self.speed):
            raise self.too_many()

    def check_query(self, task_id: str) -> None:
        limit = self.house.queries_per_second
        if limit and not _admits(self._queries[task_id], self.clock.now_ms(), limit, 1000 / self.speed):
            raise self.too_many()

    def too_many(self) -> RefusedError:
        house = self.house
        return RefusedError(house.too_many, "Your call frequency is too high.", status=house.too_many_status)

    def no_credits(self) -> RefusedError:
        return RefusedError(self.house.no_credits, "The current credits are insufficient. Please top up.")

    def charge(self, key: str, price: int) -> None:
        if self.credits[key] < price:
            raise self.no_credits()
        self.credits[key] -= price

    def use_word(self, word: str | None, text: str) -> str | None:
        """The word, unless it works once for a text and has worked; starts maintenance when that is asked for."""
        if word in ONCE:
            if (word, text) in self._used_words:
                return None
            self._used_words.add((word, text))
        if word == "maintenance":
            self.maintenance_until = self.clock.now_ms() + round(MAINTENANCE_MS / self.speed)
        return word


def _admits(times: deque[int], now: int, limit: int, window: float) -> bool:
    while times and times[0] <= now - window:
        times.popleft()
    if len(times) >= limit:
        return False
    times.append(now)
    return True
