"""Short names for the arrows that tests of the store walk along."""

from bot.clock import SECOND
from bot.models import Delivery, DeliveryKind, Task
from bot.store.leases import Lease
from bot.store.outcomes import NewSongs, NewTrack
from bot.store.sending import Gate
from bot.store.store import Store
from tests.clocks import NOON
from tests.stores import ANA, GUILD, TERMS, asked

GATE = Gate(creates=20, window=10 * SECOND, per_guild=10, per_member=2)
LEASE = 30 * SECOND
LATER = NOON + 90 * SECOND


def song(position: int = 1, *, audio: str = "https://music.example/a.mp3", **known: str) -> NewTrack:
    texts = {"title": "Rain", "style": "piano", "lyrics": "[Verse]", "model": "chirp"}
    urls = {"stream_url": "", "image_url": ""}
    return NewTrack(f"clip-{position}", duration=60_000, audio_url=audio, **{**texts, **urls, **known})


async def accepted(store: Store, number: int = 1, now: int = NOON, *, guild: int = GUILD, member: int = ANA) -> int:
    """`number` is the interaction's."""
    return (await store.intake.accept(asked(number, guild=guild, member=member), TERMS, now)).task.id


async def queued(store: Store, number: int = 1, now: int = NOON, *, guild: int = GUILD, member: int = ANA) -> int:
    """Accepted and confirmed: it may be claimed."""
    task_id = await accepted(store, number, now, guild=guild, member=member)
    assert await store.intake.confirm(task_id, 5_000 + number, 1, "digest", now, now)
    return task_id


async def claimed(store: Store, now: int = NOON, gate: Gate = GATE) -> tuple[Task, Lease]:
    found = await store.sending.claim(gate, "worker", LEASE, now)
    assert found is not None
    return found


async def running(store: Store, number: int = 1, now: int = NOON, *, guild: int = GUILD, member: int = ANA) -> int:
    task_id = await queued(store, number, now, guild=guild, member=member)
    task, lease = await claimed(store, now)
    assert task.id == task_id
    assert await store.sending.started(task_id, f"service-{number}", now + SECOND)
    await store.leases.release(lease)
    return task_id


async def leased(store: Store, lane: str, item: int, now: int = NOON, owner: str = "worker") -> Lease:
    lease = Lease.new(lane, item, owner, LEASE)
    assert await store.leases.take(lease, now)
    return lease


async def ready(store: Store, songs: int = 2, number: int = 1, now: int = LATER) -> list[Delivery]:
    """The owed songs of a task that is ready, in order."""
    task_id = await running(store, number, now)
    lease = await leased(store, "poll", task_id, now)
    tracks = [song(position) for position in range(1, songs + 1)]
    assert await store.following.ready(lease, NewSongs(tracks, now + LEASE), now)
    await store.leases.release(lease)
    return await owed(store, DeliveryKind.SONG, now)


async def owed(store: Store, kind: DeliveryKind, now: int = LATER) -> list[Delivery]:
    """All due deliveries of a kind, in the order in which they are offered; they stay due."""
    found: list[Delivery] = []
    while due := await store.deliveries.due(now, 10):
        found.append(due[0])
        await _postpone(store, due[0], now + 1, now)
    for delivery in found:
        await _postpone(store, delivery, delivery.not_before, now)
    return [delivery for delivery in found if delivery.kind is kind]


async def _postpone(store: Store, delivery: Delivery, until: int, now: int) -> None:
    lease = await leased(store, "post", delivery.channel_id, now)
    await store.deliveries.postpone(lease, delivery, until, now)
    await store.leases.release(lease)


async def look(store: Store, task_id: int, now: int = LATER) -> Task:
    gathered = await store.showing.gather(task_id, now)
    assert gathered is not None
    return gathered.task
