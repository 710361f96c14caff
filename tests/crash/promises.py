"""What must hold when all has come to rest, whatever happened on the way, looked at from outside."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import walk as parts_of
from bot.ui import texts
from tests.crash.ordeal import Ordeal
from tests.crash.rows import DeliveryRow, TaskRow

WORKING = (
    texts.QUEUED,
    texts.WAITING,
    texts.WRITING,
    texts.RECORDING,
    texts.LISTEN_NOW,
    texts.FINISHING,
    texts.MAKING_WAV,
)


@dataclass(frozen=True)
class Broken:
    what: Literal["lost", "doubled", "working", "books", "trouble"]
    words: str


async def broken(show: Ordeal, asked: Interaction, endpoint: str, *, blind: bool = False) -> list[Broken]:
    """Every promise that does not hold. `blind`: the channel could not be read, so that `unsure` is an honest end."""
    found = [*_create_calls(show, endpoint), *_tasks(show, asked, blind), *_messages(show), *_told(show), *_log(show)]
    return found + [one async for one in _ledger(show)]


async def broken_reading(show: Ordeal, asked: Sequence[Interaction]) -> list[Broken]:
    """For a command that only reads: asked the last time, it must have been answered, in full and once."""
    found = [*_tasks(show, asked[-1], blind=False), *_log(show)]
    for one in asked:
        if (count := sum(message.interaction is one for message in show.shown())) > 1:
            found.append(Broken("doubled", f"{count} answers to one command"))
    answer = asked[-1].message
    if answer is None or answer.ephemeral or answer.loading or not answer.attachments:
        found.append(Broken("lost", f"no lyrics, but {answer}"))
    if (kept := show.rows.timed_lyrics()) != 1:
        found.append(Broken("books", f"the words were kept for {kept} songs"))
    return found + [one async for one in _ledger(show)]


async def _ledger(show: Ordeal) -> AsyncIterator[Broken]:
    async with show.ledger() as store:
        if differences := await store.quotas.differences():
            yield Broken("books", f"the ledger differs from the counters: {differences}")


def _log(show: Ordeal) -> Iterator[Broken]:
    if "Traceback" in (log := show.log()):
        yield Broken("trouble", log[log.index("Traceback") :][:2000])


def _create_calls(show: Ordeal, endpoint: str) -> Iterator[Broken]:
    if (count := show.music.calls.count(endpoint)) > 1:
        yield Broken("doubled", f"{count} create calls")


def _tasks(show: Ordeal, asked: Interaction, blind: bool) -> Iterator[Broken]:
    tasks, deliveries = show.rows.tasks(), show.rows.deliveries()
    if len(tasks) > 1:
        yield Broken("doubled", f"{len(tasks)} requests from one command")
    due = 0
    for task in tasks:
        results = [delivery for delivery in deliveries if delivery.is_result]
        yield from _end(task, results, asked, blind)
        due += task.price if task.state == "delivered" else 0
    if (used := show.rows.used()) != due:
        yield Broken("lost" if used > due else "books", f"{used} charged where {due} is due")
    for delivery in deliveries:
        if delivery.state == "pending":
            yield Broken("lost", f"the {delivery.kind} is still owed")


def _end(task: TaskRow, results: list[DeliveryRow], asked: Interaction, blind: bool) -> Iterator[Broken]:
    """What began at the service ends in songs; what was sent without an answer is unknown; all else goes on."""
    expected = "delivered"
    if task.service_task_id is None and task.sent_at is not None:
        expected = "unknown"
    elif task.service_task_id is None and asked.message is None:
        expected = "cancelled"  # nobody was promised anything
    if task.state != expected:
        yield Broken("lost", f"the request is {task.state} instead of {expected}")
    honest = {"posted", "unsure"} if blind else {"posted"}
    if expected == "delivered" and (not results or any(one.state not in honest for one in results)):
        yield Broken("lost", f"results: {[(one.kind, one.state) for one in results]}")


def _messages(show: Ordeal) -> Iterator[Broken]:
    shown = show.shown()
    for message in shown:
        if message.content.startswith(tuple(words.split(" · ")[0] for words in WORKING)):
            yield Broken("working", f"a message still says {message.content!r}")
    for delivery in show.rows.deliveries():
        count = sum(_carries(message, delivery.id) for message in shown)
        if count > 1:
            yield Broken("doubled", f"the {delivery.kind} was posted {count} times")
        if delivery.is_result and delivery.state == "posted" and count == 0:
            yield Broken("lost", f"the {delivery.kind} counts as posted and is not there")


def _told(show: Ordeal) -> Iterator[Broken]:
    """What is not known is told: to the owner always, to the requester by the status message or by a notice."""
    deliveries = show.rows.deliveries()
    told = {delivery.kind for delivery in deliveries if delivery.state == "posted"}
    unsure = any(delivery.state == "unsure" for delivery in deliveries if delivery.is_result)
    if unsure and "notice" not in told:
        yield Broken("lost", "nobody told the requester that a post is unsure")
    if (unsure or any(task.state == "unknown" for task in show.rows.tasks())) and "owner" not in told:
        yield Broken("lost", "nobody told the owner what is unknown")


def _carries(message: Message, delivery_id: int) -> bool:
    ids = (str(part.get("custom_id", "")) for part in parts_of(message.components))
    return any(str(delivery_id) in custom_id.split(":") for custom_id in ids)
