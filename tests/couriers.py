"""A courier without Discord: keeps what was shown and posted, and fails on demand."""

from collections import deque
from dataclasses import dataclass, field

from bot.models import DeliveryKind, Task
from bot.store.bookings import Untold
from bot.tasks.ports import Answered, Parcel
from bot.tasks.views import RequestView


@dataclass
class FakeCourier:
    """`posts` holds each message once, as Discord's nonce would have it; `troubles` are raised one by one."""

    posts: dict[int, Parcel] = field(default_factory=dict)
    shown: list[RequestView] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    troubles: deque[Exception] = field(default_factory=deque)
    show_troubles: deque[Exception] = field(default_factory=deque)
    answers: dict[int, Answered] = field(default_factory=dict)
    logged: list[Untold] = field(default_factory=list)
    log_troubles: deque[Exception] = field(default_factory=deque)
    find_trouble: Exception | None = None
    answer_trouble: Exception | None = None
    lands_all_the_same: bool = False
    warnings: list[tuple[int, int | None]] = field(default_factory=list)

    async def answer_of(self, task: Task) -> Answered | None:
        if self.answer_trouble:
            raise self.answer_trouble
        return self.answers.get(task.interaction_id)

    async def show(self, view: RequestView) -> None:
        if self.show_troubles:
            raise self.show_troubles.popleft()
        self.shown.append(view)

    async def post(self, parcel: Parcel) -> int:
        self.attempts.append(parcel.delivery.nonce)
        if self.troubles:
            if self.lands_all_the_same:
                self.posts[parcel.delivery.id] = parcel
            raise self.troubles.popleft()
        self.posts[parcel.delivery.id] = parcel
        return parcel.delivery.id

    async def log(self, untold: Untold) -> None:
        if self.log_troubles:
            raise self.log_troubles.popleft()
        self.logged.append(untold)

    async def warn_owner(self, left: int, days: int | None) -> None:
        if self.troubles:
            raise self.troubles.popleft()
        self.warnings.append((left, days))

    async def find(self, parcel: Parcel) -> int | None:
        if self.find_trouble:
            raise self.find_trouble
        return parcel.delivery.id if parcel.delivery.id in self.posts else None

    def of(self, kind: DeliveryKind) -> list[Parcel]:
        return [parcel for parcel in self.posts.values() if parcel.delivery.kind is kind]

    @property
    def songs(self) -> list[Parcel]:
        return self.of(DeliveryKind.SONG)
