"""The disk is full just when something must be written: nothing is lost, and it goes on when there is room again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import MINUTE
from bot.delivery.download import Downloader, Format
from bot.delivery.media import MediaFolder
from bot.errors import ConfigError, PostLater, StoreError
from bot.models import State
from bot.store.sqlite_file import backup
from bot.tasks import lanes
from bot.tasks.ports import Parcel
from tests.media_server import MediaServer
from tests.music_fixtures import until
from tests.small_disk import SmallDisk, small_disk
from tests.workshop import Workshop, workshop

__all__ = ["small_disk"]

PRICE = 12_000


@pytest.fixture
async def shop(small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    monkeypatch.setattr(lanes, "KEEP_TRYING", (0.0, 0.02))
    monkeypatch.setattr(lanes, "TROUBLED", 0.0)
    async with workshop(small_disk.path) as opened:
        yield opened


async def at_work(shop: Workshop) -> None:
    """The lanes turn for a while, and a new process takes over from them."""
    shop.worker.start()
    await asyncio.sleep(0.3)
    assert shop.worker.alive()
    await shop.worker.stop(2)
    shop.restart()


async def test_a_request_that_finds_no_room_costs_nothing(shop: Workshop, small_disk: SmallDisk) -> None:
    running = await shop.ask()
    await shop.step()
    with small_disk.full():
        for _ in range(3):
            with pytest.raises(StoreError):
                await shop.ask()
        assert await shop.used() == PRICE
        await at_work(shop)
    assert (await shop.until_over(running)).state is State.DELIVERED
    assert (await shop.until_over(await shop.ask())).state is State.DELIVERED
    assert (await shop.used(), shop.creates, len(shop.courier.attempts)) == (2 * PRICE, 2, 4)


async def test_the_id_of_a_paid_task_waits_for_room(
    shop: Workshop, small_disk: SmallDisk, caplog: pytest.LogCaptureFixture
) -> None:
    full = shop.music.faults.add("generate", "slow", seconds=0, when=lambda _: small_disk.fill())
    task_id = await shop.ask()
    stepping = asyncio.create_task(shop.worker.step())
    await until(lambda: "not stored yet" in caplog.text)
    small_disk.empty()
    await asyncio.wait_for(stepping, 60)
    assert "not stored yet" in caplog.text
    assert (full.used, (await shop.until_over(task_id)).state) == (1, State.DELIVERED)
    assert (await shop.used(), shop.creates, len(shop.courier.attempts)) == (PRICE, 1, 2)


async def test_songs_that_find_no_room_are_asked_for_again(shop: Workshop, small_disk: SmallDisk) -> None:
    task_id = await shop.ask()
    await shop.step()
    shop.pass_time(3 * MINUTE)  # it is finished there
    with small_disk.full():
        await at_work(shop)
        assert await shop.state(task_id) is State.RUNNING
    assert (await shop.until_over(task_id)).state is State.DELIVERED
    assert (await shop.used(), shop.creates, len(shop.courier.attempts)) == (PRICE, 1, 2)


async def test_a_song_is_posted_once_though_there_is_no_room_to_say_so(
    shop: Workshop, small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = shop.courier.post

    async def then_full(parcel: Parcel) -> int:
        small_disk.fill()
        asyncio.get_running_loop().call_later(0.2, small_disk.empty)
        return await post(parcel)

    monkeypatch.setattr(shop.courier, "post", then_full)
    assert (await shop.until_over(await shop.ask())).state is State.DELIVERED
    assert (await shop.used(), len(shop.courier.attempts)) == (PRICE, 2)


async def test_a_start_without_room_says_so_and_the_next_one_goes_on(small_disk: SmallDisk) -> None:
    async with workshop(small_disk.path) as before:
        task_id = await before.ask()
    with small_disk.full(), pytest.raises(StoreError, match=r"full|disk I/O|too large|No space"):
        async with workshop(small_disk.path):
            pass
    async with workshop(small_disk.path) as again:
        assert await again.state(task_id) is State.QUEUED


async def test_a_backup_that_finds_no_room_leaves_nothing(
    shop: Workshop, small_disk: SmallDisk, tmp_path: Path
) -> None:
    await shop.ask()
    with small_disk.full(), pytest.raises(StoreError, match="cannot be copied"):
        await backup(small_disk.path / "minstrel.db", small_disk.path / "copy.db")
    assert list(small_disk.path.glob("copy*")) == []


async def test_a_song_that_does_not_fit_on_the_disk_is_fetched_again_later(small_disk: SmallDisk) -> None:
    target = small_disk.path / "song.mp3"
    async with MediaServer.open() as media, Downloader.open(media.trusted) as downloader:
        with small_disk.full(), pytest.raises(PostLater):
            await downloader.fetch(media.url("/song.mp3"), target, Format.MP3, 10_000_000)
        assert await downloader.fetch(media.url("/song.mp3"), target, Format.MP3, 10_000_000) == len(media.song)


def test_a_media_folder_that_cannot_be_made_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("")
    with pytest.raises(ConfigError, match=r"MEDIA_DIR: .*media cannot be used \(File exists\)"):
        MediaFolder.open(tmp_path / "media").__enter__()
