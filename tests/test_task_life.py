"""The life of a task against the music stand-in over a socket, step by step."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import GuildNotAllowed, TooLong
from bot.models import CustomSong, DeliveryKind, QuickSong, Reason, Stage, State
from tests.workshop import Workshop, workshop

PRICE = 12_000


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


async def test_a_request_becomes_two_songs_one_charge_and_one_create_call(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask())
    assert task.state is State.DELIVERED
    assert [parcel.delivery.ping for parcel in shop.courier.songs] == [True, False]
    assert [track.position for track in shop.courier.songs[0].siblings] == [1, 2]
    assert shop.creates == 1
    assert await shop.used() == PRICE


async def test_the_status_shows_each_stage_on_the_way(shop: Workshop) -> None:
    await shop.until_over(await shop.ask())
    shown = [(view.task.state, view.task.stage) for view in shop.courier.shown]
    assert (State.RUNNING, Stage.TEXT) in shown
    assert (State.RUNNING, Stage.FIRST) in shown
    assert shown[-1][0] is State.DELIVERED
    assert len(shown) <= 8


async def test_nothing_is_sent_before_the_member_was_answered(shop: Workshop) -> None:
    task_id = await shop.ask(confirm=False)
    await shop.step(3)
    assert shop.creates == 0
    view = await shop.view(task_id)
    await shop.desk.confirm(view, 1)
    await shop.step()
    assert shop.creates == 1


async def test_a_custom_song_keeps_its_title(shop: Workshop) -> None:
    song = CustomSong(title="Tin Roof", style="lo-fi piano", lyrics="[Verse]\nRain on the roof", model="V4_5")
    await shop.until_over(await shop.ask(song))
    assert all("Tin Roof" in (parcel.track.title if parcel.track else "") for parcel in shop.courier.songs)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (QuickSong(prompt="x" * 401, model="V4_5"), "prompt"),
        (CustomSong(title="x" * 81, style="s", lyrics="l", model="V4"), "title"),
        (CustomSong(title="t", style="x" * 201, lyrics="l", model="V4"), "style"),
        (CustomSong(title="t", style="s", lyrics="x" * 3001, model="V4"), "lyrics"),
    ],
)
async def test_texts_over_the_limit_are_refused_and_cost_nothing(
    shop: Workshop, request_: QuickSong | CustomSong, field: str
) -> None:
    with pytest.raises(TooLong) as refusal:
        await shop.ask(request_)
    assert refusal.value.field == field
    assert (await shop.used(), shop.creates) == (0, 0)


async def test_guilds_that_the_host_does_not_know_spend_nothing(tmp_path: Path) -> None:
    async with workshop(tmp_path, guilds_allowed="2,3") as shop:
        with pytest.raises(GuildNotAllowed):
            await shop.ask()
        assert await shop.used() == 0


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("fail please", Reason.SERVICE_FAILED),
        ("sensitive please", Reason.WORDS),
        ("refuse please", Reason.WORDS),
        ("broke please", Reason.SERVICE_EMPTY),
    ],
)
async def test_what_the_service_fails_to_make_is_given_back_and_told(shop: Workshop, word: str, reason: Reason) -> None:
    task = await shop.until_over(await shop.ask(QuickSong(prompt=word, model="V4_5")))
    assert (task.state, task.reason, task.given_back) == (State.FAILED, reason, True)
    assert shop.courier.shown[-1].task.reason is reason
    assert (await shop.used(), shop.creates) == (0, 1)


async def test_a_failure_that_comes_late_pings_the_requester_once(shop: Workshop) -> None:
    await shop.until_over(await shop.ask(QuickSong(prompt="fail please", model="V4_5")))
    [notice] = shop.courier.of(DeliveryKind.NOTICE)
    assert notice.delivery.ping


async def test_one_song_of_two_keeps_the_price(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(QuickSong(prompt="single please", model="V4_5")))
    assert task.state is State.DELIVERED
    assert len(shop.courier.songs) == 1
    assert await shop.used() == PRICE


async def test_a_success_without_files_is_waited_for(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(QuickSong(prompt="silent please", model="V4_5")))
    assert task.state is State.DELIVERED
    assert len(shop.courier.songs) == 2


async def test_trouble_with_callbacks_says_nothing_about_songs(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(QuickSong(prompt="callback please", model="V4_5")))
    assert (task.state, len(shop.courier.songs)) == (State.DELIVERED, 2)


async def test_a_task_that_never_ends_is_given_up_and_given_back(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask(QuickSong(prompt="never please", model="V4_5")), 40 * MINUTE)
    assert (task.state, task.reason) == (State.FAILED, Reason.DEADLINE)
    assert await shop.used() == 0


async def test_songs_after_the_deadline_are_delivered_free(tmp_path: Path) -> None:
    async with workshop(tmp_path, deadline="30s") as shop:
        task_id = await shop.ask()
        assert (await shop.until_over(task_id)).reason is Reason.DEADLINE
        shop.pass_time(HOUR)
        await shop.step(3)
        task = await shop.task(task_id)
        assert (task.state, task.late, len(shop.courier.songs)) == (State.DELIVERED, True, 2)
        assert (await shop.used(), shop.creates) == (0, 1)


async def test_a_request_that_waits_too_long_is_given_back(shop: Workshop) -> None:
    shop.music.maintenance = True
    task_id = await shop.ask()
    await shop.step()
    shop.pass_time(6 * HOUR + SECOND)
    task = await shop.until_over(task_id)
    assert (task.state, task.reason) == (State.FAILED, Reason.WAITED)
    assert await shop.used() == 0


async def test_all_who_wait_hear_of_an_outage_within_seconds(tmp_path: Path) -> None:
    async with workshop(tmp_path, running_per_member="1") as shop:
        await shop.ask(member=1)
        behind = await shop.ask(member=1)
        await shop.step()
        shop.music.maintenance = True
        await shop.ask(member=2)
        await shop.step()
        shop.pass_time(6 * SECOND)
        await shop.step()
        shown = [view for view in shop.courier.shown if view.task.id == behind]
        assert shown[-1].held is Reason.MAINTENANCE


async def test_maintenance_makes_a_request_wait_say_so_and_go_on_by_itself(shop: Workshop) -> None:
    shop.music.maintenance = True
    task_id = await shop.ask()
    await shop.step(2)
    assert (await shop.task(task_id)).reason is Reason.MAINTENANCE
    shop.pass_time(10 * SECOND)
    await shop.step(2)
    assert shop.courier.shown[-1].held is Reason.MAINTENANCE
    shop.music.maintenance = False
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert await shop.used() == PRICE
