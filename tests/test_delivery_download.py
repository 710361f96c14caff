"""Files of the service: from where they may come, what they must be, and what each fault means."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.addresses import is_public, public_socket
from bot.delivery.download import Downloader, Format, TooBig
from bot.errors import MediaLost, PostLater
from tests.media_server import BIG, MediaServer, mp3, picture

MOST = 10_000_000


@pytest.fixture
async def media() -> AsyncIterator[MediaServer]:
    async with MediaServer.open() as server:
        yield server


@pytest.fixture
async def downloader(media: MediaServer) -> AsyncIterator[Downloader]:
    async with Downloader.open(media.trusted, connect=60, stall=60, total=120) as downloader:
        yield downloader


async def test_a_song_arrives_whole(media: MediaServer, downloader: Downloader, tmp_path: Path) -> None:
    length = await downloader.fetch(media.url("/song.mp3"), tmp_path / "song.mp3", Format.MP3, MOST)
    assert length == len(media.song)
    assert (tmp_path / "song.mp3").read_bytes() == media.song


async def test_first_bytes_may_come_one_by_one(media: MediaServer, downloader: Downloader, tmp_path: Path) -> None:
    assert await downloader.fetch(media.url("/drip.mp3"), tmp_path / "x", Format.MP3, MOST) == len(media.song)


@pytest.mark.parametrize("path", ["/status/500", "/status/403", "/cut.mp3", "/empty.mp3", "/page.mp3"])
async def test_what_may_be_better_next_time_is_tried_later(
    media: MediaServer, downloader: Downloader, tmp_path: Path, path: str
) -> None:
    with pytest.raises(PostLater):
        await downloader.fetch(media.url(path), tmp_path / "x", Format.MP3, MOST)


async def test_a_host_that_falls_silent_is_not_waited_for(media: MediaServer, tmp_path: Path) -> None:
    async with Downloader.open(media.trusted, stall=0.2) as downloader:
        with pytest.raises(PostLater):
            await downloader.fetch(media.url("/stall.mp3"), tmp_path / "x", Format.MP3, MOST)
    assert not media.stall_over


@pytest.mark.parametrize("code", [404, 410])
async def test_what_is_gone_is_lost(media: MediaServer, downloader: Downloader, tmp_path: Path, code: int) -> None:
    with pytest.raises(MediaLost):
        await downloader.fetch(media.url(f"/status/{code}"), tmp_path / "x", Format.MP3, MOST)


async def test_the_time_that_a_busy_host_names_is_passed_on(
    media: MediaServer, downloader: Downloader, tmp_path: Path
) -> None:
    with pytest.raises(PostLater) as caught:
        await downloader.fetch(media.url("/busy"), tmp_path / "x", Format.MP3, MOST)
    assert caught.value.retry_after == 7000


async def test_a_host_that_is_not_there_is_tried_later(tmp_path: Path) -> None:
    async with Downloader.open(frozenset({"127.0.0.1:9"}), connect=1) as downloader:
        with pytest.raises(PostLater):
            await downloader.fetch("http://127.0.0.1:9/x", tmp_path / "x", Format.MP3, MOST)


@pytest.mark.parametrize(("query", "told"), [("", BIG), ("?quiet", None)])
async def test_a_file_that_is_too_big_is_not_taken(
    media: MediaServer, downloader: Downloader, tmp_path: Path, query: str, told: int | None
) -> None:
    with pytest.raises(TooBig) as caught:
        await downloader.fetch(media.url("/big.mp3" + query), tmp_path / "x", Format.MP3, MOST)
    assert caught.value.size == told


async def test_redirects_are_followed_three_times_at_most(
    media: MediaServer, downloader: Downloader, tmp_path: Path
) -> None:
    assert await downloader.fetch(media.url("/to?url=/song.mp3"), tmp_path / "x", Format.MP3, MOST)
    with pytest.raises(PostLater, match="redirects"):
        await downloader.fetch(media.url("/again"), tmp_path / "x", Format.MP3, MOST)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
async def test_no_spelling_of_this_machine_is_connected_to(
    media: MediaServer, downloader: Downloader, tmp_path: Path, host: str
) -> None:
    for address in (
        f"https://{host}:{media.port}/song.mp3",
        media.url(f"/to?url=https://{host}:{media.port}/song.mp3"),
    ):
        with pytest.raises(MediaLost):
            await downloader.fetch(address, tmp_path / "x", Format.MP3, MOST)
    assert media.asked == 0


@pytest.mark.parametrize("address", ["", "song.mp3", "ftp://127.0.0.1/x", "https://[::1/", "https://u:p@example.org/"])
async def test_what_is_not_a_plain_https_address_is_lost(downloader: Downloader, tmp_path: Path, address: str) -> None:
    with pytest.raises(MediaLost):
        await downloader.fetch(address, tmp_path / "x", Format.MP3, MOST)


async def test_another_port_of_a_trusted_host_is_not_trusted(
    media: MediaServer, downloader: Downloader, tmp_path: Path
) -> None:
    with pytest.raises(MediaLost):
        await downloader.fetch(f"http://127.0.0.1:{media.port + 1}/song.mp3", tmp_path / "x", Format.MP3, MOST)


async def test_errors_never_show_the_query(downloader: Downloader, media: MediaServer, tmp_path: Path) -> None:
    for path in ("/status/404?secret", "/status/500?secret", "/to?url=https://127.0.0.1/?secret", "/cut.mp3?secret"):
        with pytest.raises((MediaLost, PostLater)) as caught:
            await downloader.fetch(media.url(path), tmp_path / "x", Format.MP3, MOST)
        assert "secret" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.1.2.3"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "192.88.99.1", "192.0.0.9"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1"),
        *("64:ff9b:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "3fff::1", "fe80::1%1"),
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "193.0.0.1"])
def test_public(address: str) -> None:
    assert is_public(address)


def test_files_are_known_by_their_first_bytes() -> None:
    assert Format.MP3.fits(mp3()[:12])
    assert Format.MP3.fits(b"ID3\x03")
    assert not Format.MP3.fits(b"\xff\xf1\x50\x80")  # AAC
    assert not Format.MP3.fits(b"RIFF\0\0\0\0WAVE")
    assert all(Format.PICTURE.fits(picture(8, 8, kind)[:12]) for kind in ("PNG", "JPEG", "WEBP"))
    assert not Format.PICTURE.fits(b"GIF89a")


def test_a_public_address_gets_its_socket() -> None:
    with public_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 443))) as made:
        assert made.family == socket.AF_INET
