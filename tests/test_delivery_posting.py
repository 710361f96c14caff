"""Songs and other messages on their way into the channel: once, whole, to the right people."""

import dataclasses
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from PIL import Image

from bot.clock import HOUR
from bot.delivery import songs
from bot.demo.discord.faults import Match
from bot.errors import MayNotPost, MediaLost, MessageGone, PostLater
from bot.models import CustomSong, DeliveryKind
from tests.media_server import mp3
from tests.post_room import BEN, CELLAR, LOUNGE, QUIET, SONGS, PostRoom, post_room

SEND: Match = ("POST", r"/channels/\d+/messages")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with post_room(tmp_path) as room:
        yield room


async def test_a_song_is_one_reply_with_its_file_cover_and_buttons(room: PostRoom) -> None:
    task = await room.with_status()
    message_id = await room.courier.post(room.parcel(task=task))
    _, song = room.messages()
    assert (song.id, song.reply_to, song.flags) == (message_id, task.status_message_id, 0)
    assert "Tin Roof Rain" in song.content
    assert [file.name for file in song.attachments] == ["tin-roof-rain-1.mp3", "cover.jpg"]
    assert song.attachments[1].description == "Cover of Tin Roof Rain"
    assert song.embeds[0]["thumbnail"]["url"].split("?")[0].endswith("cover.jpg")


async def test_the_file_knows_what_it_is(room: PostRoom) -> None:
    await room.courier.post(room.parcel())
    song, cover = (file.path.read_bytes() for file in room.messages()[0].attachments)
    tags = ID3(io.BytesIO(song))  # type: ignore[no-untyped-call]
    assert [str(tags[name]) for name in ("TIT2", "TPE1", "TCON", "TRCK")] == ["Tin Roof Rain", "Cleo", "lo-fi", "1/1"]
    assert (tags["COMM::XXX"].text, tags["USLT::XXX"].text) == (["slow piano, rain"], "Rain on the roof")
    assert tags["APIC:Cover"].data == cover
    assert Image.open(io.BytesIO(cover)).size == (512, 512)
    assert song.endswith(room.media.song)


async def test_a_file_whose_old_tags_cannot_be_read_goes_out_as_it_is(room: PostRoom) -> None:
    room.media.song = b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + mp3()
    await room.courier.post(room.parcel())
    assert room.messages()[0].attachments[0].path.read_bytes() == room.media.song


async def test_a_file_that_broke_while_it_was_tagged_is_fetched_again_later(
    room: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(songs, "write_tags", breaks)
    with pytest.raises(PostLater):
        await room.courier.post(room.parcel())
    assert room.messages() == []


async def test_lyrics_and_ideas_of_custom_songs_are_no_comment(room: PostRoom) -> None:
    request = CustomSong(title="Tin Roof Rain", style="lo-fi", lyrics="Rain", model="V4_5")
    await room.courier.post(room.parcel(task=room.task(request=request)))
    tags = ID3(room.messages()[0].attachments[0].path)  # type: ignore[no-untyped-call]
    assert "COMM::XXX" not in tags


async def test_only_the_requester_is_pinged_and_only_when_due(room: PostRoom) -> None:
    room.stand_in.world.users[BEN].name = "@everyone"
    task = room.task(member_name="<@1002> @everyone")
    await room.courier.post(room.parcel(task=task, title="<@1002> @everyone <@&2101>"))
    await room.courier.post(room.parcel(task=task, ping=False))
    pinged = [(notice.user.id, notice.silent) for notice in room.stand_in.notifications]
    assert pinged == [(task.member_id, False)]


async def test_the_same_nonce_again_makes_no_second_message(room: PostRoom) -> None:
    parcel = room.parcel()
    assert await room.courier.post(parcel) == await room.courier.post(parcel)
    assert len(room.messages()) == 1


async def test_a_repeated_song_that_was_deleted_is_gone(room: PostRoom) -> None:
    parcel = room.parcel()
    await room.courier.post(parcel)
    room.stand_in.delete(room.messages()[0])
    with pytest.raises(MessageGone):
        await room.courier.post(parcel)
    assert room.messages() == []


@pytest.mark.parametrize("kind", ["cut-before", "cut-after", "cloudflare", "slow-before"])
async def test_whatever_happens_to_an_attempt_there_is_one_song(room: PostRoom, kind: str) -> None:
    task = await room.with_status()
    room.stand_in.faults.add(SEND, kind, seconds=0.1)  # type: ignore[arg-type]
    parcel = room.parcel(task=task)
    if kind != "slow-before":
        with pytest.raises(PostLater):
            await room.courier.post(parcel)
        room.stand_in.clock.advance(61 if kind == "cloudflare" else 0)
        assert await room.courier.find(parcel) == (room.messages()[-1].id if kind == "cut-after" else None)
    await room.courier.post(parcel)
    assert len(room.messages()) == 2


async def test_the_time_that_discord_names_is_passed_on(room: PostRoom) -> None:
    room.stand_in.faults.add(SEND, "cloudflare")
    with pytest.raises(PostLater) as caught:
        await room.courier.post(room.parcel())
    room.stand_in.clock.advance(61)
    room.stand_in.faults.add(SEND, "429", retry_after=40)
    with pytest.raises(PostLater) as limited:
        await room.courier.post(room.parcel())
    assert (caught.value.retry_after, limited.value.retry_after) == (60_000, 40_000)


async def test_however_long_discord_says_to_wait_it_is_asked_again_within_the_hour(room: PostRoom) -> None:
    room.stand_in.faults.add(SEND, "429", retry_after=1e9)
    with pytest.raises(PostLater) as limited:
        await room.courier.post(room.parcel())
    assert limited.value.retry_after == HOUR


async def test_a_body_that_discord_does_not_take_is_told_to_the_log(
    room: PostRoom, caplog: pytest.LogCaptureFixture
) -> None:
    room.stand_in.faults.add(SEND, "refuse", status=400, code=50035)
    with pytest.raises(PostLater):
        await room.courier.post(room.parcel())
    assert "50035" in caplog.text
    assert "piano" not in caplog.text


async def test_a_song_too_large_by_all_we_know_goes_out_as_a_link(room: PostRoom) -> None:
    await room.courier.post(room.parcel(audio_url=room.media.url("/big.mp3")))
    (song,) = room.messages()
    assert [file.name for file in song.attachments] == ["cover.jpg"]
    assert "Too large for this server (95.4 of 10 MB)" in song.embeds[0]["description"]
    assert song.components[0]["components"][0]["url"] == room.media.url("/big.mp3")
    assert len(room.stand_in.requests.find(SEND)) == 1


async def test_a_song_over_the_promised_limit_is_tried_and_steps_down_with_the_same_nonce(room: PostRoom) -> None:
    room.media.song = mp3() + bytes(11 * 1024 * 1024)
    await room.courier.post(room.parcel())
    sent = room.stand_in.requests.find(SEND)
    assert [record.status for record in sent] == [413, 200]
    assert len({record.payload["nonce"] for record in sent}) == 1
    await room.courier.post(room.parcel())
    assert len(room.stand_in.requests.find(SEND)) == 3  # what was learnt is remembered
    assert all("Too large" in song.embeds[0]["description"] for song in room.messages())


async def test_a_guild_that_takes_more_than_it_promises_gets_the_file(room: PostRoom) -> None:
    room.stand_in.world.guilds[2001].file_limit_override = 20 * 1024 * 1024
    room.media.song = mp3() + bytes(11 * 1024 * 1024)
    await room.courier.post(room.parcel())
    assert len(room.messages()[0].attachments) == 2


async def test_a_boosted_guild_gets_larger_files(room: PostRoom) -> None:
    room.media.song = mp3() + bytes(30 * 1024 * 1024)
    await room.courier.post(room.parcel(task=room.task(guild_id=CELLAR, channel_id=3005)))
    assert room.messages(3005)[0].attachments[0].size > 30 * 1024 * 1024


async def test_where_not_even_the_cover_fits_the_bare_link_goes_out(room: PostRoom) -> None:
    room.stand_in.world.guilds[2001].file_limit_override = 100
    await room.courier.post(room.parcel())
    (song,) = room.messages()
    assert (song.attachments, "thumbnail" in song.embeds[0]) == ([], False)
    assert [record.status for record in room.stand_in.requests.find(SEND)] == [413, 413, 200]


@pytest.mark.parametrize("cover", ["", "/status/404", "/page.mp3"])
async def test_a_cover_that_cannot_be_had_is_left_out(room: PostRoom, cover: str) -> None:
    await room.courier.post(room.parcel(image_url=room.media.url(cover) if cover else ""))
    assert [file.name for file in room.messages()[0].attachments] == ["tin-roof-rain-1.mp3"]


async def test_a_song_that_the_service_has_deleted_is_lost(room: PostRoom) -> None:
    parcel = room.parcel(audio_url=room.media.url("/status/404"))
    for lost in (parcel, dataclasses.replace(parcel, track=None)):
        with pytest.raises(MediaLost):
            await room.courier.post(lost)
    assert room.messages() == []


async def test_what_is_missing_in_a_closed_channel_is_named(room: PostRoom) -> None:
    with pytest.raises(MayNotPost) as caught:
        await room.courier.post(room.parcel(task=room.task(channel_id=LOUNGE)))
    assert caught.value.missing == ("attach_files",)


@pytest.mark.parametrize("channel_id", [999, SONGS])
async def test_a_channel_that_is_gone_or_hidden_is_closed(room: PostRoom, channel_id: int) -> None:
    guild = room.stand_in.world.guilds[2001]
    guild.channel("songs").deny(guild.members[4242], "view_channel")
    with pytest.raises(MayNotPost) as caught:
        await room.courier.post(room.parcel(task=room.task(channel_id=channel_id)))
    assert caught.value.missing == (("view_channel",) if channel_id == SONGS else ())


async def test_a_guild_that_threw_the_bot_out_is_closed(room: PostRoom) -> None:
    room.stand_in.world.guilds[2001].members.pop(4242)
    with pytest.raises(MayNotPost):
        await room.courier.post(room.parcel())


async def test_without_the_right_to_reply_the_song_stands_alone(room: PostRoom) -> None:
    task = await room.with_status(channel_id=QUIET)
    await room.courier.post(room.parcel(task=task))
    assert [message.reply_to for message in room.messages(QUIET)] == [None, None]


async def test_a_status_message_that_is_gone_holds_nothing_up(room: PostRoom) -> None:
    task = await room.with_status()
    room.stand_in.delete(room.messages()[0])
    await room.courier.post(room.parcel(task=task))
    assert len(room.messages()) == 1


async def test_nothing_is_left_in_the_media_folder(room: PostRoom) -> None:
    await room.courier.post(room.parcel())
    assert [path.name for path in room.folder.rglob("*") if path.is_file()] == []


async def test_a_notice_replies_and_pings_the_member(room: PostRoom) -> None:
    task = await room.with_status()
    await room.courier.post(room.parcel(DeliveryKind.NOTICE, task))
    assert room.messages()[1].reply_to == task.status_message_id
    assert [notice.user.id for notice in room.stand_in.notifications] == [task.member_id]


async def test_the_owner_is_told_privately_or_in_the_channel_that_is_set(room: PostRoom, tmp_path: Path) -> None:
    await room.courier.post(room.parcel(DeliveryKind.OWNER))
    assert len(room.stand_in.messages(room.stand_in.dm(room.stand_in.world.owner))) == 1
    async with post_room(tmp_path / "other", OWNER_CHANNEL=str(QUIET)) as other:
        await other.courier.post(other.parcel(DeliveryKind.OWNER))
        assert len(other.messages(QUIET)) == 1
    room.stand_in.world.owner.takes_dms = False
    with pytest.raises(MayNotPost):
        await room.courier.post(room.parcel(DeliveryKind.OWNER))


@pytest.mark.parametrize(
    "fault", [{"kind": "403"}, {"kind": "404", "code": 10003}, {"kind": "refuse", "status": 400, "code": 50008}]
)
async def test_where_the_owners_channel_is_closed_they_are_told_privately_or_else_by_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: dict[str, Any]
) -> None:
    async with post_room(tmp_path, OWNER_CHANNEL=str(QUIET)) as room:
        room.stand_in.faults.add(("POST", f"/channels/{QUIET}/messages"), **fault, times=9)
        owner, line = room.stand_in.world.owner, room.parcel(DeliveryKind.OWNER)
        await room.courier.post(line)
        await room.courier.warn_owner(99_500, 3)
        assert len(told := room.stand_in.messages(room.stand_in.dm(owner))) == 2
        assert caplog.text.count("OWNER_CHANNEL cannot be written to") == 2
        owner.takes_dms = False
        with pytest.raises(MayNotPost):
            await room.courier.post(room.parcel(DeliveryKind.OWNER))
        assert f"The owner cannot be told: {told[0].content[:20]}" in caplog.text
