"""What must hold when all has come to rest: nothing lost, nothing doubled, books that agree, nobody left waiting."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import walk as parts_of
from bot.demo.music.tasks import Task
from tests.crash.promises import WORKING
from tests.soak.rows import DeliveryRow, TaskRow

RESULTS = {"song", "wav", "drafts"}
SAID = tuple(words.split(" · ")[0] for words in WORKING)


@dataclass(frozen=True)
class Broken:
    what: Literal["lost", "doubled", "working", "books"]
    words: str


@dataclass(frozen=True)
class Outcome:
    """All that is left to see: the bot's rows, the service's tasks, the messages in all channels.

    `vanished` is how many files the service said were gone for good, `used` what the counters say.
    """

    tasks: Sequence[TaskRow]
    deliveries: Sequence[DeliveryRow]
    made: Iterable[Task]
    messages: Sequence[Message]
    vanished: int
    used: int


def broken(outcome: Outcome) -> list[Broken]:
    return [*_creates(outcome), *_ends(outcome), *_deliveries(outcome), *_charges(outcome), *_messages(outcome)]


def _creates(outcome: Outcome) -> Iterator[Broken]:
    """The key in the callback's address tells whose task it is."""
    keys = {task.callback_key: task.id for task in outcome.tasks}
    for key, count in Counter(task.callback_url.rpartition("/")[2] for task in outcome.made).items():
        if count > 1:
            yield Broken("doubled", f"request {keys.get(key)} was made {count} times at the service")
        if key not in keys:
            yield Broken("lost", f"a task was made at the service for nobody: {key[:4]}…")


def _ends(outcome: Outcome) -> Iterator[Broken]:
    for task in outcome.tasks:
        if task.state not in {"delivered", "failed", "cancelled", "unknown"}:
            yield Broken("lost", f"request {task.id} is still {task.state}")
    for interaction, count in Counter(task.interaction_id for task in outcome.tasks).items():
        if count > 1:
            yield Broken("doubled", f"{count} requests of the command {interaction}")


def _deliveries(outcome: Outcome) -> Iterator[Broken]:
    carried = Counter(number for message in outcome.messages for number in _numbers(message))
    gone = 0
    for delivery in outcome.deliveries:
        count = carried[delivery.id]
        if delivery.state in {"pending", "unsure"}:
            yield Broken("lost", f"the {delivery.kind} {delivery.id} of request {delivery.task_id} is {delivery.state}")
        if count > 1:
            yield Broken("doubled", f"the {delivery.kind} {delivery.id} was posted {count} times")
        if delivery.kind in RESULTS and delivery.state == "posted" and count == 0:
            yield Broken("lost", f"the {delivery.kind} {delivery.id} counts as posted and is not there")
        gone += delivery.kind in RESULTS and delivery.state == "lost"
    if gone > outcome.vanished:
        yield Broken("lost", f"{gone} results were given up, though only {outcome.vanished} were gone")
    brought = {delivery.task_id for delivery in outcome.deliveries if delivery.kind in RESULTS}
    for task in outcome.tasks:
        if task.state == "delivered" and task.id not in brought:
            yield Broken("lost", f"request {task.id} is delivered and has brought nothing")


def _numbers(message: Message) -> set[int]:
    """The ids in the buttons of a message."""
    ids = (str(part.get("custom_id", "")).split(":") for part in parts_of(message.components))
    return {int(piece) for pieces in ids for piece in pieces if piece.isdecimal()}


def _charges(outcome: Outcome) -> Iterator[Broken]:
    for task in outcome.tasks:
        if task.state != "delivered" and not task.given_back and task.price:
            yield Broken("lost", f"request {task.id} is {task.state} and was not given back")
    due = sum(task.price for task in outcome.tasks if not task.given_back)
    if outcome.used != due:
        yield Broken("books", f"{outcome.used} charged where {due} is due")


def _messages(outcome: Outcome) -> Iterator[Broken]:
    for message in outcome.messages:
        if message.content.startswith(SAID):
            yield Broken("working", f"a message still says {message.content[:60]!r}")
