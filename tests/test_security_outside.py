"""What the service names is fetched from the public internet only; what members name becomes no path and no header."""

# mypy: disallow-untyped-calls=False
# (mutagen comes without types)

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from bot.delivery.download import Downloader, Format
from bot.delivery.tags import Tags, write_tags
from bot.errors import MediaBarred, MediaLater, MediaLost
from bot.models import DeliveryKind
from bot.ui.songs import file_name
from tests.media_server import MediaServer, mp3
from tests.post_room import PostRoom, post_room
from tests.ui_examples import SECOND, TRACK, parcel

MOST = 10_000_000
PUBLIC = "8.8.8.8"
HOSTILE = (
    "../../etc/passwd",
    "..\\..\\windows\\system32",
    'x"; filename="evil.exe',
    "a\r\nContent-Type: text/html\r\n\r\n<script>",
    "nul\0.mp3.exe",
    "\u202egpj.exe",
    "CON",
    ".htaccess",
    "~root/$(reboot)`id`%00%2e%2e%2f",
    "x" * 10_000,
    "",
)


class Lines:
    """Instead of the network: `answers` are what names lead to, one after the other, and nothing public is reached."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = []
        self.dialled: list[str] = []

    async def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [_resolved(address, port) for address in addresses]

    async def dial(self, _: socket.socket, address: Any) -> None:
        self.dialled.append(address[0])
        raise ConnectionRefusedError


def _resolved(address: str, port: int) -> tuple[Any, ...]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, 6, "", (address, port, 0, 0) if ":" in address else (address, port)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    made = Lines()
    loop: Any = asyncio.SelectorEventLoop
    monkeypatch.setattr(loop, "getaddrinfo", made.getaddrinfo)
    monkeypatch.setattr(loop, "sock_connect", made.dial)
    return made


@pytest.fixture
async def media() -> AsyncIterator[MediaServer]:
    async with MediaServer.open() as server:
        yield server


async def refused(address: str, folder: Path, trusted: frozenset[str] = frozenset()) -> Exception:
    async with Downloader.open(trusted, connect=1, stall=0.5, total=5) as downloader:
        with pytest.raises((MediaLost, MediaLater)) as caught:
            await downloader.fetch(address, folder / "x", Format.MP3, MOST)
    return caught.value


@pytest.mark.parametrize(
    "addresses",
    [
        *(["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["100.64.0.1"], ["0.1.2.3"]),
        *(["::1"], ["fd00::1"], ["fe80::1"], ["::ffff:127.0.0.1"], ["::ffff:a00:1"], ["64:ff9b::7f00:1"]),
        *(["2002:7f00:1::"], ["::127.0.0.1"], ["ff02::1"], ["fec0::1"]),
        *(["::1", "127.0.0.1"], ["10.0.0.1", "192.168.0.1", "fd00::1"]),
    ],
    ids=",".join,
)
async def test_a_name_that_leads_inside_is_lost_for_good(lines: Lines, tmp_path: Path, addresses: list[str]) -> None:
    lines.answers = [addresses]
    assert isinstance(await refused("https://song.example/x.mp3", tmp_path), MediaBarred)
    assert lines.dialled == []


@pytest.mark.parametrize("addresses", [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "::1", "10.0.0.1"]])
async def test_of_mixed_answers_only_the_public_address_is_dialled(
    lines: Lines, tmp_path: Path, addresses: list[str]
) -> None:
    lines.answers = [addresses]
    await refused("https://song.example/x.mp3", tmp_path)
    assert set(lines.dialled) == {PUBLIC}


async def test_a_name_that_changes_its_answer_is_checked_at_each_connection(lines: Lines, tmp_path: Path) -> None:
    lines.answers = [[PUBLIC], ["127.0.0.1"], [PUBLIC], ["::ffff:127.0.0.1"]]
    told = [type(await refused("https://song.example/x.mp3", tmp_path)) for _ in range(4)]
    assert told == [MediaLater, MediaBarred, MediaLater, MediaBarred]
    assert lines.dialled == [PUBLIC, PUBLIC]


@pytest.mark.parametrize(
    "spelling",
    [
        "https://{host}@song.example/x.mp3",
        "https://user:{host}@song.example/",
        "https://song.example#@{host}/song.mp3",
        "https://song.example?@{host}/song.mp3",
        "https://song.example\\@{host}/song.mp3",
        "https://{host}.song.example/song.mp3",
        "https://{host}\t.song.example/song.mp3",
        "https://[{host}]/song.mp3",
        "https:///song.mp3",
        "file:///etc/passwd",
        "gopher://{host}/_GET",
        "data:audio/mpeg;base64,AAAA",
        "//{host}/song.mp3",
        "https://localhost:{port}/song.mp3",
        "https://2130706433:{port}/song.mp3",
        "https://017700000001:{port}/song.mp3",
        "https://0x7f000001:{port}/song.mp3",
        "https://127.1:{port}/song.mp3",
        "https://127.0.0.1.:{port}/song.mp3",
        "https://[::ffff:7f00:1]:{port}/song.mp3",
        "https://①②⑦.⓪.⓪.①:{port}/song.mp3",
        "http://127.0.0.1:{other}/song.mp3",
    ],
)
async def test_no_spelling_reaches_a_host_inside(media: MediaServer, tmp_path: Path, spelling: str) -> None:
    """Nothing but 127.0.0.9 is trusted here."""
    here = f"127.0.0.1:{media.port}"
    address = spelling.format(host=here, port=media.port, other=media.port)
    trusted = frozenset({"127.0.0.9"})
    await refused(address, tmp_path, trusted)
    assert media.asked == 0


async def test_a_redirect_is_checked_like_the_address_itself(media: MediaServer, tmp_path: Path) -> None:
    for target in (f"https://127.0.0.2:{media.port}/song.mp3", "http://127.0.0.1:1/song.mp3", "file:///etc/passwd"):
        error = await refused(media.url(f"/to?url={target}"), tmp_path, media.trusted)
        assert isinstance(error, MediaBarred), target
    assert media.asked == 0


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_name_holds_letters_digits_and_hyphens_only(title: str) -> None:
    track = replace(TRACK, title=title)
    assert re.fullmatch(r"[a-z0-9-]{1,70}\.mp3", file_name(parcel(track=track, siblings=(track, SECOND))))


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_tags_hold_hostile_text_as_text(tmp_path: Path, title: str) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(mp3())
    write_tags(path, Tags(title=f"T{title}", artist=title, lyrics=title, comment=title, timed=[(title or "la", 5)]))
    frames = ID3(path)
    assert {name[:4] for name in frames} <= {"TIT2", "TPE1", "USLT", "COMM", "SYLT"}
    assert len(frames.getall("TIT2")[0].text) == 1, "NUL parts the values of a frame"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with post_room(tmp_path) as opened:
        yield opened


async def test_hostile_titles_arrive_as_one_plain_file_beside_its_cover(room: PostRoom) -> None:
    for title in HOSTILE:
        await room.courier.post(room.parcel(DeliveryKind.SONG, room.task(member_name=title), title=title, style=title))
        song, cover = room.messages()[-1].attachments
        assert re.fullmatch(r"[a-z0-9-]+-1\.mp3", song.name), title[:40]
        assert cover.name == "cover.jpg"
    assert not list(room.folder.glob("**/*.exe"))
