"""The media folder, tags and covers."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from PIL import Image

from bot.delivery.covers import shrink
from bot.delivery.media import MediaFolder
from bot.delivery.tags import Tags, write_tags
from bot.errors import PostLater
from tests.media_server import mp3, picture

TAGS = Tags("Tin Roof Rain", "Ana", "lo-fi piano", "slow piano, rain", "Rain on\nthe tin roof 雨", "1/2", "2026")


async def test_a_workspace_is_gone_after_use_and_the_folder_at_the_end(tmp_path: Path) -> None:
    with MediaFolder.open(tmp_path) as media:
        async with media.workspace(1000) as folder:
            (folder / "song.mp3").write_bytes(b"x")
            assert len(list(tmp_path.rglob("song.mp3"))) == 1
        assert not list(tmp_path.rglob("song.mp3"))
    assert not list(tmp_path.iterdir())


async def test_without_room_on_the_disk_nothing_is_begun(tmp_path: Path) -> None:
    with MediaFolder.open(tmp_path) as media, pytest.raises(PostLater):
        async with media.workspace(2**60):
            raise AssertionError


@pytest.mark.parametrize("usurped", [False, True])
async def test_a_folder_that_is_swept_away_is_made_again_locked_and_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, usurped: bool
) -> None:
    base = tmp_path / "media"
    with MediaFolder.open(base) as media:
        [swept] = base.iterdir()
        shutil.rmtree(base)
        if usurped:
            swept.mkdir(parents=True)
        for _ in range(2):
            async with media.workspace(1000) as folder:
                assert swept not in folder.parents
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        with MediaFolder.open(base):  # takes away what nobody holds
            assert folder.parent.exists()
    assert not list(base.iterdir())


async def test_where_the_folder_cannot_be_made_again_songs_wait(tmp_path: Path) -> None:
    base = tmp_path / "media"
    with MediaFolder.open(base) as media:
        shutil.rmtree(base)
        base.write_text("in the way")
        with pytest.raises(PostLater, match="media folder"):
            async with media.workspace(0):
                raise AssertionError


def test_folders_of_dead_processes_are_removed_those_of_living_ones_stay(tmp_path: Path) -> None:
    dies = "from bot.delivery.media import *; import os, signal, sys\n"
    dies += "with MediaFolder.open(Path(sys.argv[1])) as m: os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", dies, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    (tmp_path / "something-else").mkdir()
    with MediaFolder.open(tmp_path):
        assert len(list(tmp_path.iterdir())) == 2
        with MediaFolder.open(tmp_path):
            assert len(list(tmp_path.iterdir())) == 3


def test_without_a_setting_the_folder_is_a_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with MediaFolder.open(None):
        assert len(list(tmp_path.iterdir())) == 1
    assert not list(tmp_path.iterdir())


def test_tags_say_what_the_song_is(tmp_path: Path) -> None:
    song, cover = tmp_path / "song.mp3", tmp_path / "cover.jpg"
    song.write_bytes(mp3())
    assert shrink(_file(tmp_path, picture()), cover)
    write_tags(song, TAGS, cover)
    tags = ID3(song)  # type: ignore[no-untyped-call]
    assert tags.version == (2, 3, 0)
    assert [str(tags[name]) for name in ("TIT2", "TPE1", "TCON", "TRCK")] == [
        "Tin Roof Rain",
        "Ana",
        "lo-fi piano",
        "1/2",
    ]
    assert tags["COMM::XXX"].text == ["slow piano, rain"]
    assert tags["USLT::XXX"].text == "Rain on\nthe tin roof 雨"
    assert tags["APIC:Cover"].data == cover.read_bytes()


def test_timed_lyrics_are_kept_with_their_times(tmp_path: Path) -> None:
    song = _file(tmp_path, mp3())
    write_tags(song, Tags("A", timed=[("Rain on", 12_000), ("the tin roof", 14_500)]))
    assert ID3(song)["SYLT::XXX"].text == [("Rain on", 12_000), ("the tin roof", 14_500)]  # type: ignore[no-untyped-call]


def test_old_tags_are_replaced_and_the_sound_stays(tmp_path: Path) -> None:
    song = _file(tmp_path, mp3())
    write_tags(song, TAGS)
    write_tags(song, Tags("Other"))
    assert set(ID3(song)) == {"TIT2"}  # type: ignore[no-untyped-call]
    assert song.read_bytes().endswith(mp3())
    info = MP3(song).info  # type: ignore[no-untyped-call]
    assert info is not None
    assert info.length > 0.2


def test_another_program_reads_the_tags(tmp_path: Path) -> None:
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        assert not os.environ.get("REQUIRE_ALL"), "ffprobe is missing"
        pytest.skip("ffprobe is missing")
    song, cover = _file(tmp_path, mp3()), tmp_path / "cover.jpg"
    assert shrink(_file(tmp_path, picture(), "c.png"), cover)
    write_tags(song, TAGS, cover)
    command = [ffprobe, "-v", "error", "-of", "json", "-show_format", "-show_streams", str(song)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    tags = found["format"]["tags"]
    assert (tags["title"], tags["artist"], tags["genre"]) == ("Tin Roof Rain", "Ana", "lo-fi piano")
    assert tags["comment"] == "slow piano, rain"
    assert [stream["codec_name"] for stream in found["streams"]] == ["mp3", "mjpeg"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_cover_becomes_a_small_jpeg(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "cover.jpg"
    assert shrink(_file(tmp_path, picture(1400, 700, kind)), target)
    with Image.open(target) as small:
        assert (small.format, small.size) == ("JPEG", (512, 256))


def test_bombs_and_rubbish_are_left_out(tmp_path: Path) -> None:
    bomb = picture(8, 8).replace(*_sizes(8, 60_000))
    for data in (bomb, picture(3000, 2000), b"\x89PNG\r\n\x1a\nrubbish", b"", picture(600, 600, "GIF")):
        assert not shrink(_file(tmp_path, data), tmp_path / "cover.jpg")


def _sizes(old: int, new: int) -> tuple[bytes, bytes]:
    """The header of a PNG with the one size, and with the other."""

    def header(size: int) -> bytes:
        chunk = b"IHDR" + size.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
        return chunk + zlib.crc32(chunk).to_bytes(4, "big")

    return header(old), header(new)


def _file(folder: Path, data: bytes, name: str = "file") -> Path:
    (folder / name).write_bytes(data)
    return folder / name
