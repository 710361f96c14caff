"""WAVs, drafts and songs once more on their way into the channel, also when the service has deleted its copy."""

import dataclasses
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from bot.demo.discord.messages import Message
from bot.errors import MediaLost, PostLater
from bot.models import DeliveryKind, Task
from bot.music_api.wire import Word
from bot.tasks.ports import Parcel
from tests.post_room import CLEO, SONGS, THREAD, PostRoom, post_room

WORDS = (Word("[Verse]\nRain ", 1000, 1500, True), Word("falls\n", 1500, 2000, True), Word("down", 2500, 3000, True))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with post_room(tmp_path) as room:
        yield room


def ids(message: Message) -> list[str]:
    return [item.get("custom_id", item.get("url")) for row in message.components for item in row["components"]]


async def again(
    room: PostRoom, task: Task | None = None, channel_id: int = SONGS, days: int = 0, **known: Any
) -> Parcel:
    """A song that was posted, asked for once more so many days later."""
    first = room.parcel(task=task, **known)
    posted = dataclasses.replace(first.delivery, message_id=await room.courier.post(first))
    room.stand_in.clock.advance(days * 86_400)
    parcel = room.parcel(DeliveryKind.REPOST, first.task, ping=False)
    delivery = dataclasses.replace(parcel.delivery, channel_id=channel_id)
    return dataclasses.replace(parcel, delivery=delivery, track=first.track, posted=(posted,))


async def posted_twice(room: PostRoom, **known: Any) -> Parcel:
    """A song asked for once more, 16 days after it was posted and then posted again in the thread."""
    parcel = await again(room, channel_id=THREAD, **known)
    newer = dataclasses.replace(parcel.delivery, message_id=await room.courier.post(parcel))
    room.stand_in.clock.advance(16 * 86_400)
    delivery = room.parcel(DeliveryKind.REPOST, parcel.task, ping=False).delivery
    return dataclasses.replace(parcel, delivery=delivery, posted=(newer, *parcel.posted))


# WAVs


async def test_a_wav_is_a_reply_with_its_file_and_one_button(room: PostRoom) -> None:
    task = await room.with_status()
    parcel = room.parcel(DeliveryKind.WAV, task)
    message_id = await room.courier.post(parcel)
    _, message = room.messages()
    assert (message.id, message.reply_to) == (message_id, task.status_message_id)
    assert message.content == f"<@{CLEO}> **Tin Roof Rain** · WAV · 3:12"
    assert [file.name for file in message.attachments] == ["tin-roof-rain-1.wav"]
    assert message.attachments[0].path.read_bytes() == room.media.wav
    assert ids(message) == [f"m1:song:delete:{parcel.delivery.id}"]
    assert [notice.user.id for notice in room.stand_in.notifications] == [CLEO]


@pytest.mark.parametrize("path", ["/big.wav", "/big.wav?quiet"])
async def test_a_wav_too_large_is_a_link_with_its_end_date(room: PostRoom, path: str) -> None:
    room.media.song = room.media.wav
    url = room.media.url(path)
    parcel = room.parcel(DeliveryKind.WAV, wav_url=url)
    await room.courier.post(parcel)
    [message] = room.messages()
    assert (message.attachments, ids(message)) == ([], [url, f"m1:song:delete:{parcel.delivery.id}"])
    assert parcel.track is not None
    assert f"<t:{parcel.track.expires_at // 1000}:D>" in message.embeds[0]["description"]


async def test_a_wav_that_discord_does_not_take_is_linked(room: PostRoom) -> None:
    room.stand_in.faults.add(("POST", r"/channels/\d+/messages"), "refuse", status=413, code=40005)
    await room.courier.post(room.parcel(DeliveryKind.WAV))
    [message] = room.messages()
    assert (message.attachments, ids(message)[0]) == ([], room.media.url("/song.wav"))


@pytest.mark.parametrize(
    ("path", "error"),
    [("/page.mp3", PostLater), ("/song.mp3", PostLater), ("/status/404", MediaLost), ("/status/500", PostLater)],
)
async def test_what_is_no_wav_is_not_posted(room: PostRoom, path: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await room.courier.post(room.parcel(DeliveryKind.WAV, wav_url=room.media.url(path)))
    with pytest.raises(MediaLost):
        await room.courier.post(room.parcel(DeliveryKind.WAV, wav_url=""))
    assert (room.messages(), [path for path in room.folder.rglob("*") if path.is_file()]) == ([], [])


# Drafts


async def test_drafts_are_one_layout_that_is_found_again(room: PostRoom) -> None:
    task = await room.with_status()
    parcel = room.parcel(DeliveryKind.DRAFTS, task)
    assert await room.courier.post(parcel) == await room.courier.post(parcel) == await room.courier.find(parcel)
    _, message = room.messages()
    assert message.reply_to == task.status_message_id
    assert str(parcel.delivery.id) in str(message.components)


# Once more


async def test_a_song_once_more_is_no_reply_and_pings_nobody(room: PostRoom) -> None:
    parcel = await again(room, await room.with_status(), THREAD)
    room.stand_in.notifications.clear()
    await room.courier.post(parcel)
    [message] = room.messages(THREAD)
    assert (message.reply_to, room.stand_in.notifications) == (None, [])
    assert message.content.startswith("**Tin Roof Rain** · 3:12")
    assert f"m1:song:again:{parcel.delivery.id}" in ids(message)
    assert [file.name for file in message.attachments] == ["tin-roof-rain-1.mp3", "cover.jpg"]


async def test_a_song_whose_words_are_known_in_time_carries_them(room: PostRoom) -> None:
    parcel = dataclasses.replace(await again(room), timed=WORDS)
    await room.courier.post(parcel)
    tags = ID3(io.BytesIO(room.messages()[-1].attachments[0].path.read_bytes()))  # type: ignore[no-untyped-call]
    assert tags["SYLT::XXX"].text == [("Rain falls", 1000), ("down", 2500)]


async def test_a_song_that_the_service_has_deleted_comes_from_our_own_message(room: PostRoom) -> None:
    parcel = await again(room, days=16)
    asked = room.media.asked
    await room.courier.post(parcel)
    first, second = room.messages()
    assert room.media.asked == asked
    assert second.attachments[0].path.read_bytes().endswith(room.media.song)
    assert second.attachments[1].path.read_bytes()[:3] == b"\xff\xd8\xff"
    assert "Gone at the music service since" in second.embeds[0]["description"]
    assert first.attachments[0].path.read_bytes().endswith(room.media.song)


async def test_a_song_that_the_service_deleted_early_comes_from_our_own_message(room: PostRoom) -> None:
    parcel = await again(room)
    assert parcel.track is not None
    lost = dataclasses.replace(parcel.track, audio_url=room.media.url("/status/404"))
    await room.courier.post(dataclasses.replace(parcel, track=lost))
    assert room.messages()[-1].attachments[0].path.read_bytes().endswith(room.media.song)


async def test_a_song_that_was_only_linked_is_lost_with_the_service_s_copy(room: PostRoom) -> None:
    parcel = await again(room, days=16, audio_url=room.media.url("/big.mp3"))
    with pytest.raises(MediaLost):
        await room.courier.post(parcel)
    assert len(room.messages()) == 1


async def test_a_song_whose_message_is_gone_as_well_is_lost(room: PostRoom) -> None:
    parcel = await again(room, days=16)
    room.stand_in.delete(room.messages()[0])
    with pytest.raises(MediaLost):
        await room.courier.post(parcel)
    with pytest.raises(MediaLost):
        await room.courier.post(dataclasses.replace(parcel, posted=()))


async def test_a_song_whose_latest_message_was_deleted_comes_from_the_one_before(room: PostRoom) -> None:
    parcel = await posted_twice(room)
    room.stand_in.delete(room.messages(THREAD)[0])
    await room.courier.post(parcel)
    assert room.messages()[-1].attachments[0].path.read_bytes().endswith(room.media.song)


async def test_a_song_that_was_last_only_linked_comes_from_the_message_with_its_file(room: PostRoom) -> None:
    parcel = await posted_twice(room)
    room.messages(THREAD)[0].attachments.clear()
    await room.courier.post(parcel)
    assert room.messages()[-1].attachments[0].path.read_bytes().endswith(room.media.song)


async def test_our_own_file_that_the_guild_no_longer_takes_is_not_linked(room: PostRoom) -> None:
    parcel = await again(room, days=16)
    room.stand_in.faults.add(("POST", r"/channels/\d+/messages"), "refuse", status=413, code=40005)
    with pytest.raises(MediaLost):
        await room.courier.post(parcel)
    assert len(room.messages()) == 1
