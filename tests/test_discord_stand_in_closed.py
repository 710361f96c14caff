"""Places that are closed: archived and locked threads, channels that are gone, guilds that threw the bot out."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.discord.messages import Message
from bot.demo.discord.world import Channel
from tests.discord_raw import RawBot, raw_bot


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


def thread_of(bot: RawBot) -> Channel:
    return bot.guild.channel("late night ideas")


async def post(bot: RawBot, channel: Channel) -> tuple[int, int | None]:
    status, answer = await bot.call("POST", f"/channels/{channel.id}/messages", {"content": "x"})
    return status, answer.get("code")


async def change(bot: RawBot, method: str, message: Message) -> tuple[int, int | None]:
    path = f"/channels/{message.channel.id}/messages/{message.id}"
    status, answer = await bot.call(method, path, {"content": "y"} if method == "PATCH" else None)
    return status, (answer or {}).get("code")


async def test_in_an_archived_thread_nothing_is_changed_until_a_message_opens_it(bot: RawBot) -> None:
    thread = thread_of(bot)
    await post(bot, thread)
    [message] = bot.stand_in.messages(thread)
    bot.stand_in.archive(thread)
    assert [await change(bot, method, message) for method in ("PATCH", "DELETE")] == [(400, 50083), (400, 50083)]
    assert (await bot.call("GET", f"/channels/{thread.id}"))[1]["thread_metadata"]["archived"] is True
    assert (await post(bot, thread), thread.archived) == ((200, None), False)
    assert await change(bot, "PATCH", message) == (200, None)


async def test_a_locked_thread_opens_only_for_those_who_may_manage_threads(bot: RawBot) -> None:
    thread = thread_of(bot)
    bot.stand_in.archive(thread, locked=True)
    assert await post(bot, thread) == (400, 50083)
    thread.archived = False
    assert await post(bot, thread) == (403, 160005)
    thread.archived = True
    bot.guild.channel("songs").allow(bot.guild.members[bot.stand_in.world.bot.id], "manage_threads")
    assert await post(bot, thread) == (200, None)


async def test_a_channel_that_was_deleted_is_unknown(bot: RawBot) -> None:
    await bot.posted({"content": "x"})
    bot.stand_in.close_channel(bot.songs)
    assert await post(bot, bot.songs) == (404, 10003)


async def test_a_guild_that_threw_the_bot_out_is_closed_and_its_members_write_no_direct_messages(bot: RawBot) -> None:
    bot.stand_in.remove_from(bot.guild)
    bot.stand_in.remove_from(bot.stand_in.world.guilds[2002])
    assert await post(bot, bot.songs) == (403, 50001)
    assert (await bot.call("GET", f"/guilds/{bot.guild.id}"))[1]["code"] == 10004
    _, dm = await bot.call("POST", "/users/@me/channels", {"recipient_id": "1003"})
    assert (await bot.call("POST", f"/channels/{dm['id']}/messages", {"content": "x"}))[1]["code"] == 50007
