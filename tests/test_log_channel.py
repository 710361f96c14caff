"""What is booked, told in a channel: once, a few lines at a time, and nobody is pinged."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HOUR, SECOND
from bot.errors import MayNotPost, PostLater
from bot.store.bookings import Booked, Untold
from bot.tasks.treasury import Manager
from tests.post_room import BEN, CELLAR, GUILD, LOUNGE, post_room
from tests.stores import GUILD as SHOP_GUILD
from tests.workshop import Workshop, workshop

MIA = 900


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        await opened.desk.treasury.set_log_channel(Manager(SHOP_GUILD, MIA), 5, "de")
        yield opened


def told(shop: Workshop) -> list[str]:
    return [booked.entry for untold in shop.courier.logged for booked in untold.bookings]


async def test_lines_go_to_the_channel_in_the_servers_language_and_ping_nobody(tmp_path: Path) -> None:
    booked = Booked(7, "grant", 12_000, 0, BEN, "", BEN, "", 1_790_000_000_000, "2026-09")
    taken = Booked(8, "take", 12_000, 1042, BEN, "@everyone **x**", BEN, "generate", 1_790_000_000_000, "2026-09")
    async with post_room(tmp_path) as room:
        for _ in range(2):  # the same lines again are the same message
            await room.courier.log(Untold(GUILD, LOUNGE, "de", (booked, taken)))
        [message] = room.messages(LOUNGE)
        first, second = message.content.split("\n")
        assert first == f"**12 gewährt** an <@{BEN}> · von <@{BEN}> · <t:1790000000:f>"
        assert second.startswith("**12 abgebucht** · Songs · \\@everyone \\*\\*x\\*\\* · Anfrage 1042")
        assert (message.mentions, message.mention_everyone, room.stand_in.notifications) == ([], False, [])


async def test_a_closed_channel_is_told_from_one_that_is_only_busy(tmp_path: Path) -> None:
    booked = Booked(7, "carry", 1, 0, 0, "", 0, "", 0, "2026-09")
    async with post_room(tmp_path) as room:
        with pytest.raises(MayNotPost):
            await room.courier.log(Untold(CELLAR, 1, "en-US", (booked,)))
        room.stand_in.faults.add(("POST", r"/channels/\d+/messages"), "refuse", status=503, code=0, times=20)
        with pytest.raises(PostLater):
            await room.courier.log(Untold(GUILD, LOUNGE, "en-US", (booked,)))


async def test_each_booking_is_told_once_in_order_some_seconds_later(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.desk.cancel(task_id, SHOP_GUILD, 100, manager=False)
    await shop.step()
    assert told(shop) == []
    shop.pass_time(20 * SECOND)
    await shop.step(3)
    assert told(shop) == ["take", "give_back"]
    assert {(untold.channel_id, untold.locale) for untold in shop.courier.logged} == {(5, "de")}


async def test_many_bookings_come_in_several_messages_and_none_is_left_out(shop: Workshop) -> None:
    for _ in range(13):
        await shop.ask(confirm=False)
    shop.pass_time(20 * SECOND)
    await shop.worker.step()
    await shop.worker.step()
    assert len(shop.courier.logged[0].bookings) == 10
    assert told(shop).count("take") == 13


async def test_a_channel_that_is_closed_is_tried_again_an_hour_later(shop: Workshop) -> None:
    shop.courier.log_troubles.append(MayNotPost(("send_messages",)))
    await shop.ask(confirm=False)
    shop.pass_time(20 * SECOND)
    await shop.step(2)
    assert told(shop) == []
    shop.pass_time(HOUR)
    await shop.step()
    assert "take" in told(shop)


async def test_a_new_process_goes_on_where_the_last_one_ended(shop: Workshop) -> None:
    await shop.ask(confirm=False)
    shop.pass_time(20 * SECOND)
    await shop.step()
    shop.restart()
    await shop.ask(confirm=False)
    shop.pass_time(20 * SECOND)
    await shop.step()
    assert told(shop).count("take") == 2
