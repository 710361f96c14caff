"""What the host can watch at `/metrics`. The registry belongs to the object: every test and process has its own."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.models import CREDIT, DeliveryKind, DeliveryState, Reason, State, Task

FIRST_ANSWER_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Discord gives up on a command after three."""


class Metrics:
    """Labels hold names of ours only: never ids, texts or addresses."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._ended = Counter("minstrel_tasks_ended", "Tasks that ended", ["state", "reason"], registry=registry)
        self._calls = Counter("minstrel_service_calls", "Music service", ["endpoint", "outcome"], registry=registry)
        self._deliveries = Counter("minstrel_deliveries", "Messages posted", ["kind", "state"], registry=registry)
        self._given_back = Counter("minstrel_give_backs", "Prices given back", registry=registry)
        self._credits_back = Counter("minstrel_credits_given_back", "Credits given back", registry=registry)
        self._open = Gauge("minstrel_tasks_open", "Tasks that have not ended", ["state"], registry=registry)
        self._unsigned = Counter("minstrel_callbacks_unsigned", "Callbacks not signed by our key", registry=registry)
        self._first_answer = Histogram(
            "minstrel_first_answer_seconds", "Command to answer", buckets=FIRST_ANSWER_BUCKETS, registry=registry
        )

    def task_ended(self, state: State, reason: Reason | None = None) -> None:
        self._ended.labels(state.value, reason.value if reason else "none").inc()

    def service_call(self, endpoint: str, outcome: str) -> None:
        """`outcome` is `ok` or the name of the error's class."""
        self._calls.labels(endpoint, outcome).inc()

    def delivery(self, kind: DeliveryKind, state: DeliveryState) -> None:
        self._deliveries.labels(kind.value, state.value).inc()

    def ended(self, task: Task | None) -> None:
        """`task` as an arrow left it; None, where the arrow did not take effect, counts nothing."""
        if task is None:
            return
        self.task_ended(task.state, task.reason)
        if task.given_back and not task.late:
            self.given_back(task.price)

    def given_back(self, amount: int) -> None:
        """`amount` is in thousandths of a credit."""
        self._given_back.inc()
        self._credits_back.inc(amount / CREDIT)

    def open_tasks(self, counts: Mapping[str, int]) -> None:
        """How many tasks wait, are being sent, run, and are to be posted; states that are not named have none."""
        for state in (State.QUEUED, State.SUBMITTING, State.RUNNING, State.READY):
            self._open.labels(state.value).set(counts.get(state.value, 0))

    def unsigned_callback(self) -> None:
        self._unsigned.inc()

    def first_answer(self, seconds: float) -> None:
        self._first_answer.observe(seconds)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)
