"""Discord that limits, breaks, cuts the line or refuses: every song comes once, whatever it met."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MINUTE, SECOND
from bot.errors import Blocked
from bot.models import DeliveryKind, State
from bot.store.bookings import Booked, Untold
from tests.fault_room import EDIT, PRICE, SEND, FaultRoom, fault_room
from tests.post_room import GUILD, SONGS

ONE_SONG = "song 1 of 2"
FAULTS: list[dict[str, Any]] = [
    {"kind": "429", "retry_after": 0.2},
    {"kind": "429", "retry_after": 45},
    {"kind": "cloudflare"},
    {"kind": "500-before", "status": 503},
    {"kind": "500-after", "status": 503},
    {"kind": "500-after", "status": 500},
    {"kind": "cut-before"},
    {"kind": "cut-after"},
    {"kind": "refuse", "status": 413, "code": 40005},
    {"kind": "refuse", "status": 400, "code": 50035},
    {"kind": "429-global", "retry_after": 0.2},
    {"kind": "429-global", "retry_after": 45},
]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[FaultRoom]:
    async with fault_room(tmp_path) as room:
        yield room


@pytest.mark.parametrize(
    ("blind", "fault"),
    [*((False, fault) for fault in FAULTS), *((True, FAULTS[number]) for number in (1, 4, 7, 8))],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else value,
)
async def test_every_song_comes_once(room: FaultRoom, blind: bool, fault: dict[str, Any]) -> None:
    """Also where nobody can look whether it is there."""
    if blind:
        room.deny("read_message_history")
    task_id = await room.request()
    met = room.stand_in.faults.add(SEND, **fault, only=lambda body: ONE_SONG in str(body))
    await room.until(lambda: len(room.songs()) == 2, 30 * MINUTE)
    await room.later(15 * MINUTE)
    assert met.hit.is_set()
    assert (len(room.songs()), room.counted(DeliveryKind.SONG, "posted"), await room.used()) == (2, 2, PRICE)
    assert (await room.over(task_id)).state is State.DELIVERED
    assert room.messages()[0].content.startswith("**Done**")


async def test_a_block_by_cloudflare_holds_everything_back_until_it_is_over(room: FaultRoom) -> None:
    await room.request()
    await room.request()
    await room.later(3 * MINUTE, 1)
    room.stand_in.faults.add(("*", "."), "cloudflare")
    await room.later(SECOND, 1)
    before = len(room.stand_in.requests)
    for _ in range(5):
        await room.later(10 * SECOND, 1)
    assert len(room.stand_in.requests) == before
    await room.until(lambda: len(room.songs()) == 4)


async def test_the_block_holds_back_the_log_and_words_to_the_host_too(room: FaultRoom) -> None:
    booked = Booked(7, "carry", 1, 0, 0, "", 0, "", 0, "2026-09")
    room.stand_in.faults.add(SEND, "cloudflare")
    with pytest.raises(Blocked):
        await room.the_courier.log(Untold(GUILD, SONGS, "en-US", (booked,)))
    before = len(room.stand_in.requests)
    for call in (room.the_courier.warn_owner(5, 1), room.the_courier.log(Untold(GUILD, SONGS, "en-US", (booked,)))):
        with pytest.raises(Blocked):
            await call
    assert len(room.stand_in.requests) == before
    room.pass_time(MINUTE)
    await room.the_courier.warn_owner(5, 1)


async def test_an_edit_that_fails_is_made_up_for(room: FaultRoom) -> None:
    await room.request()
    for kind in ("cut-before", "cut-after", "cloudflare"):
        room.stand_in.faults.add(EDIT, kind)
    await room.until(lambda: room.messages()[0].content.startswith("**Done**"))
    assert len(room.songs()) == 2
