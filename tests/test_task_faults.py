"""What holds when something dies, lies or hangs: one charge, one create call, each song once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import Blind, MayNotPost, MediaLost, MessageGone, MessageTooOld, NotFound, PostLater
from bot.models import DeliveryKind, QuickSong, Reason, State
from bot.tasks.ports import Answered
from tests.store_steps import leased
from tests.stores import IDEA
from tests.workshop import Workshop, workshop

PRICE = 12_000


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("kind", ["cut", "html", "no_task_id", "truncated"])
async def test_an_unclear_create_is_never_repeated_and_ends_unknown(shop: Workshop, kind: str) -> None:
    shop.music.faults.add("generate", kind, applied=True)
    task_id = await shop.ask()
    await shop.step()
    assert await shop.state(task_id) is State.SUBMITTING
    assert await shop.used() == PRICE
    task = await shop.until_over(task_id, 20 * MINUTE)
    assert (task.state, task.reason) == (State.UNKNOWN, Reason.UNCLEAR)
    assert (await shop.used(), shop.creates) == (0, 1)
    assert len(shop.courier.of(DeliveryKind.OWNER)) == 1
    assert len(shop.courier.of(DeliveryKind.NOTICE)) == 1


async def test_a_callback_resolves_an_unclear_create(shop: Workshop) -> None:
    shop.music.faults.add("generate", "cut", applied=True)
    task_id = await shop.ask()
    await shop.step()
    [service_task] = shop.music.tasks
    key = (await shop.task(task_id)).callback_key
    assert await shop.desk.hint(key, service_task)
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert (await shop.used(), shop.creates) == (PRICE, 1)


async def test_a_callback_after_the_give_back_brings_the_songs_free(shop: Workshop) -> None:
    shop.music.faults.add("generate", "cut", applied=True)
    task_id = await shop.ask()
    task = await shop.until_over(task_id, 20 * MINUTE)
    assert task.state is State.UNKNOWN
    [service_task] = shop.music.tasks
    await shop.desk.hint(task.callback_key, service_task)
    await shop.step(3)
    task = await shop.task(task_id)
    assert (task.state, task.late, len(shop.courier.songs)) == (State.DELIVERED, True, 2)
    assert await shop.used() == 0


async def test_a_forged_callback_id_changes_nothing(shop: Workshop) -> None:
    shop.music.faults.add("generate", "cut", applied=True)
    task_id = await shop.ask()
    await shop.step()
    await shop.desk.hint((await shop.task(task_id)).callback_key, "0" * 32)
    assert not await shop.desk.hint("no such key", "0" * 32)
    task = await shop.until_over(task_id, 20 * MINUTE)
    assert (task.state, shop.courier.songs) == (State.UNKNOWN, [])


async def test_a_restart_while_running_goes_on_where_it_was(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.step()
    shop.restart()
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert (await shop.used(), shop.creates, len(shop.courier.songs)) == (PRICE, 1, 2)


async def test_no_deadline_ends_a_task_before_one_fresh_look(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.step()
    shop.pass_time(3 * HOUR)
    shop.restart()
    await shop.step(3)
    assert (await shop.task(task_id)).state is State.DELIVERED


async def test_songs_that_are_fetched_days_after_they_were_made_are_gone_when_the_service_deletes_them(
    shop: Workshop,
) -> None:
    task_id = await shop.ask()
    await shop.step()
    sent_at = (await shop.task(task_id)).sent_at or 0
    shop.pass_time(6 * DAY)
    shop.restart()
    await shop.step(3)
    assert {track.expires_at for track in (await shop.view(task_id)).tracks} == {sent_at + 15 * DAY}


async def test_a_post_that_landed_unseen_is_found_and_not_repeated(shop: Workshop) -> None:
    shop.courier.troubles.append(PostLater("connection cut"))
    shop.courier.lands_all_the_same = True
    await shop.until_over(await shop.ask())
    assert len(shop.courier.songs) == 2
    assert len(shop.courier.attempts) == 2


async def test_a_post_that_did_not_land_is_repeated_with_its_nonce(shop: Workshop) -> None:
    shop.courier.troubles.append(PostLater("5xx"))
    await shop.until_over(await shop.ask())
    assert len(shop.courier.songs) == 2
    assert len(shop.courier.attempts) == 3
    assert len(set(shop.courier.attempts)) == 2


async def test_in_a_blind_channel_a_late_second_attempt_is_left_undone_and_told(shop: Workshop) -> None:
    shop.courier.troubles.append(PostLater("cut", retry_after=5 * MINUTE))
    shop.courier.find_trouble = Blind()
    task = await shop.until_over(await shop.ask(), HOUR)
    assert task.state is State.DELIVERED
    assert len(shop.courier.songs) == 1
    assert [notice.delivery.reason for notice in shop.courier.of(DeliveryKind.NOTICE)] == [Reason.UNSURE]
    assert [line.delivery.reason for line in shop.courier.of(DeliveryKind.OWNER)] == [Reason.UNSURE]


async def test_in_a_blind_channel_the_nonce_covers_a_quick_second_attempt(shop: Workshop) -> None:
    shop.courier.troubles.append(PostLater("cut"))
    shop.courier.find_trouble = Blind()
    await shop.until_over(await shop.ask())
    assert len(shop.courier.songs) == 2


async def test_songs_wait_for_a_closed_channel_to_open(shop: Workshop) -> None:
    shop.courier.troubles.extend(MayNotPost(("attach_files",)) for _ in range(3))
    task = await shop.until_over(await shop.ask(), HOUR)
    assert (task.state, len(shop.courier.songs)) == (State.DELIVERED, 2)


async def test_songs_that_the_service_has_lost_are_given_back(shop: Workshop) -> None:
    shop.courier.troubles.extend([MediaLost(), MediaLost()])
    task = await shop.until_over(await shop.ask())
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.DELETED, 0)


async def test_a_song_deleted_right_after_posting_is_not_posted_again(shop: Workshop) -> None:
    shop.courier.troubles.append(MessageGone())
    task = await shop.until_over(await shop.ask())
    assert (task.state, len(shop.courier.songs)) == (State.DELIVERED, 1)


@pytest.mark.parametrize("trouble", [MessageGone(), MessageTooOld()])
async def test_a_status_message_that_is_gone_is_replaced_once(shop: Workshop, trouble: Exception) -> None:
    task_id = await shop.ask()
    shop.courier.show_troubles.extend([trouble, trouble])
    old = (await shop.task(task_id)).status_message_id
    await shop.until_over(task_id)
    assert [status.delivery.after_id for status in shop.courier.of(DeliveryKind.STATUS)] == [old]


async def test_an_unconfirmed_row_that_discord_does_not_know_is_given_back(shop: Workshop) -> None:
    task_id = await shop.ask(confirm=False)
    shop.pass_time(11 * SECOND)
    shop.restart()
    await shop.step()
    task = await shop.task(task_id)
    assert (task.state, task.reason, task.interaction_token) == (State.CANCELLED, Reason.NOT_PROMISED, None)
    assert (await shop.used(), shop.creates) == (0, 0)


async def test_an_unconfirmed_row_whose_answer_is_found_goes_on(shop: Workshop) -> None:
    task_id = await shop.ask(confirm=False)
    shop.courier.answers[1] = Answered(message_id=77, private=False)
    shop.pass_time(11 * SECOND)
    await shop.step()
    assert (await shop.until_over(task_id)).status_message_id == 77
    assert await shop.used() == PRICE


async def test_a_private_answer_leaves_the_status_message_to_the_worker(shop: Workshop) -> None:
    task_id = await shop.ask(confirm=False)
    await shop.desk.confirm_privately(task_id)
    task = await shop.until_over(task_id)
    [status] = shop.courier.of(DeliveryKind.STATUS)
    assert task.status_message_id == status.delivery.id
    assert task.state is State.DELIVERED


async def test_discord_that_cannot_be_asked_leaves_the_row_for_later(shop: Workshop) -> None:
    task_id = await shop.ask(confirm=False)
    shop.courier.answer_trouble = PostLater("5xx")
    shop.pass_time(11 * SECOND)
    await shop.step(2)
    assert await shop.state(task_id) is State.QUEUED
    shop.courier.answer_trouble = None
    shop.pass_time(MINUTE)
    await shop.step()
    assert await shop.state(task_id) is State.CANCELLED


async def test_cancelling_a_waiting_request_gives_back_and_a_sent_one_stays(shop: Workshop) -> None:
    shop.music.maintenance = True
    task_id = await shop.ask()
    view = await shop.desk.cancel(task_id, 1, 100, manager=False)
    assert (view.task.state, view.task.given_back, await shop.used()) == (State.CANCELLED, True, 0)
    await shop.step()
    assert shop.creates == 0


async def test_many_at_once_keep_the_caps_of_member_and_guild(shop: Workshop) -> None:
    for member in range(200, 206):
        for _ in range(3):
            await shop.ask(member=member)
    await shop.step(2)
    states = [view.task.state for view in await shop.desk.open_requests(1)]
    assert states.count(State.RUNNING) == 10
    running = [view.task.member_id for view in await shop.desk.open_requests(1) if view.task.state is State.RUNNING]
    assert max(running.count(member) for member in running) == 2


async def test_guilds_take_turns(tmp_path: Path) -> None:
    async with workshop(tmp_path, running_per_guild="1") as shop:
        for _ in range(3):
            await shop.ask(guild=1)
        await shop.ask(guild=2)
        await shop.step()
        running = [call.body["prompt"] for call in shop.music.calls.of("generate")]
        assert len(running) == 2
        assert [view.task.state for view in await shop.desk.open_requests(2)] == [State.RUNNING]


async def test_no_more_than_twenty_creates_go_out_in_ten_seconds(tmp_path: Path) -> None:
    async with workshop(tmp_path, running_per_guild="100", running_per_member="100", quota_default="1000") as shop:
        for _ in range(30):
            await shop.ask()
        await shop.step(4)
        assert shop.creates == 20
        shop.pass_time(11 * SECOND)
        await shop.step(4)
        assert shop.creates == 30
        assert all(call.code == 200 for call in shop.music.calls.of("generate"))


async def test_an_empty_account_fails_one_request_and_holds_the_others(shop: Workshop) -> None:
    shop.music.credits = 3
    first = await shop.ask(member=1)
    await shop.step()
    second = await shop.ask(member=2)
    await shop.step(3)
    assert (await shop.task(first)).reason is Reason.SERVICE_EMPTY
    assert await shop.state(second) is State.QUEUED
    assert shop.creates == 1
    shop.music.credits = 100
    assert (await shop.until_over(second)).state is State.DELIVERED


async def test_a_refused_key_fails_one_request_and_tells_the_owner(shop: Workshop) -> None:
    shop.music.faults.add("generate", "code", code=401, msg="You do not have access permissions")
    task = await shop.until_over(await shop.ask())
    assert task.reason is Reason.KEY_REFUSED
    assert [line.delivery.reason for line in shop.courier.of(DeliveryKind.OWNER)] == [Reason.KEY_REFUSED]


@pytest.mark.parametrize(("taken", "state"), [(True, State.RUNNING), (False, State.READY)])
async def test_a_worker_that_slept_through_its_lease_goes_on_only_where_nobody_took_over(
    shop: Workshop, taken: bool, state: State
) -> None:
    task_id = await shop.ask()
    await shop.step()
    hold = shop.music.faults.add("record-info", "hold")
    shop.pass_time(2 * MINUTE)
    stepping = asyncio.create_task(shop.step())
    await hold.arrived.wait()
    shop.clock.advance(MINUTE)
    if taken:
        await leased(shop.store, "poll", task_id, shop.clock.now(), "another")
    hold.release()
    await stepping
    assert await shop.state(task_id) is state


async def test_requests_of_other_guilds_are_not_found(shop: Workshop) -> None:
    task_id = await shop.ask(IDEA, guild=2)
    with pytest.raises(NotFound):
        await shop.desk.view(task_id, 1)


async def test_a_quick_failure_pings_nobody(shop: Workshop) -> None:
    await shop.until_over(await shop.ask(QuickSong(prompt="refuse please", model="V4_5")))
    assert shop.courier.of(DeliveryKind.NOTICE) == []
