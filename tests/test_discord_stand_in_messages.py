"""Messages by the bot token: nonces, replies, history, rights, files, edits, pings."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.discord.world import MIB
from tests.discord_raw import RawBot, raw_bot


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


async def test_the_same_nonce_gives_the_first_message_until_the_window_closes(bot: RawBot) -> None:
    body = {"content": "song", "nonce": "d1", "enforce_nonce": True}
    first, again = await bot.post(body), await bot.post(body | {"content": "other"})
    assert again[1]["id"] == first[1]["id"]
    assert again[1]["content"] == "song"
    bot.stand_in.clock.advance(6 * 60)
    assert (await bot.post(body))[1]["id"] != first[1]["id"]


async def test_a_nonce_that_is_not_enforced_protects_nothing(bot: RawBot) -> None:
    body = {"content": "song", "nonce": "d1"}
    assert (await bot.post(body))[1]["id"] != (await bot.post(body))[1]["id"]


async def test_the_nonce_of_a_deleted_message_answers_unknown_message(bot: RawBot) -> None:
    body = {"content": "song", "nonce": "d1", "enforce_nonce": True}
    bot.stand_in.delete(await bot.posted(body))
    status, answer = await bot.post(body)
    assert (status, answer["code"]) == (404, 10008)


async def test_only_the_answer_to_a_send_carries_the_nonce(bot: RawBot) -> None:
    _, sent = await bot.post({"content": "song", "nonce": "d1"})
    _, fetched = await bot.call("GET", f"{bot.messages}/{sent['id']}")
    _, page = await bot.call("GET", bot.messages)
    assert sent["nonce"] == "d1"
    assert "nonce" not in fetched
    assert "nonce" not in page[0]


async def test_history_is_empty_without_the_permission_and_a_single_message_refused(bot: RawBot) -> None:
    quiet = bot.guild.channel("quiet")
    message = bot.stand_in.say(bot.cleo.user, quiet, "hello")
    assert await bot.call("GET", f"/channels/{quiet.id}/messages") == (200, [])
    status, answer = await bot.call("GET", f"/channels/{quiet.id}/messages/{message.id}")
    assert (status, answer["code"]) == (403, 50013)


async def test_a_reply_needs_the_history_permission(bot: RawBot) -> None:
    quiet = bot.guild.channel("quiet")
    message = bot.stand_in.say(bot.cleo.user, quiet, "hello")
    body = {"content": "x", "message_reference": {"message_id": str(message.id)}}
    status, answer = await bot.call("POST", f"/channels/{quiet.id}/messages", body)
    assert (status, answer["code"]) == (403, 160002)


async def test_a_reply_to_what_is_gone_can_be_sent_all_the_same(bot: RawBot) -> None:
    reference = {"message_id": "77", "fail_if_not_exists": False}
    message = await bot.posted({"content": "x", "message_reference": reference})
    assert message.reply_to is None


async def test_history_is_paged_from_the_newest(bot: RawBot) -> None:
    ids = list[str]()
    for number, pause in enumerate((0, 5, 0, 60, 1)):  # seconds: "around" counts messages, not the time between them
        bot.stand_in.clock.advance(pause)
        ids.append(str(bot.stand_in.say(bot.cleo.user, bot.songs, str(number)).id))

    async def page(query: str) -> list[str]:
        return [item["id"] for item in (await bot.call("GET", f"{bot.messages}?{query}"))[1]]

    assert await page("limit=2") == [ids[4], ids[3]]
    assert await page(f"before={ids[2]}") == [ids[1], ids[0]]
    assert await page(f"after={ids[1]}&limit=2") == [ids[3], ids[2]]
    assert await page(f"around={ids[2]}&limit=3") == [ids[3], ids[2], ids[1]]
    assert (await bot.call("GET", f"{bot.messages}?limit=101"))[1]["code"] == 50035


@pytest.mark.parametrize(
    ("denied", "body", "files", "code"),
    [
        ("view_channel", {"content": "x"}, None, 50001),
        ("send_messages", {"content": "x"}, None, 50013),
        ("embed_links", {"embeds": [{"title": "x"}]}, None, 50013),
        ("attach_files", {"content": "x"}, {"a.txt": b"x"}, 50013),
    ],
)
async def test_each_kind_of_content_needs_its_permission(
    bot: RawBot, denied: str, body: dict[str, object], files: dict[str, bytes] | None, code: int
) -> None:
    bot.songs.deny(bot.guild.members[bot.stand_in.world.bot.id], denied)
    status, answer = await bot.post(body, files=files)
    assert (status, answer["code"]) == (403, code)


async def test_a_thread_has_its_own_bit_for_sending(bot: RawBot) -> None:
    thread = bot.guild.channel("late night ideas")
    bot.songs.deny(bot.guild.everyone, "send_messages")
    assert (await bot.call("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[0] == 200
    bot.songs.deny(bot.guild.everyone, "send_messages_in_threads")
    assert (await bot.call("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["code"] == 50013


async def test_a_file_above_the_guilds_limit_is_too_large(bot: RawBot) -> None:
    bot.guild.file_limit_override = MIB
    status, answer = await bot.post({"content": "x"}, files={"a.mp3": b"x" * (MIB + 1)})
    assert (status, answer["code"]) == (413, 40005)
    assert (await bot.post({"content": "x"}, files={"a.mp3": b"x" * MIB}))[0] == 200


async def test_an_edit_keeps_the_files_that_it_lists(bot: RawBot) -> None:
    message = await bot.posted({"content": "x"}, files={"a.txt": b"a", "b.txt": b"b"})
    kept = message.attachments[1]
    path = f"{bot.messages}/{message.id}"
    await bot.call("PATCH", path, {"content": "y"})
    assert len(message.attachments) == 2
    body = {"attachments": [{"id": str(kept.id)}, {"id": 0}]}
    await bot.call("PATCH", path, body, files={"c.txt": b"c"})
    assert [item.name for item in message.attachments] == ["b.txt", "c.txt"]


async def test_the_layout_flag_cannot_be_taken_back(bot: RawBot) -> None:
    message = await bot.posted({"content": "x"})
    path = f"{bot.messages}/{message.id}"
    layout = {"flags": 1 << 15, "components": [{"type": 10, "content": "t"}]}
    assert (await bot.call("PATCH", path, layout))[1]["code"] == 50035
    assert (await bot.call("PATCH", path, layout | {"content": None, "embeds": []}))[0] == 200
    assert (await bot.call("PATCH", path, {"flags": 0}))[1]["code"] == 50035


async def test_edits_of_old_messages_run_out(bot: RawBot) -> None:
    message = await bot.posted({"content": "x"})
    path = f"{bot.messages}/{message.id}"
    bot.stand_in.clock.advance(3601)
    answers = [await bot.call("PATCH", path, {"content": str(n)}) for n in range(bot.stand_in.limits.late_edits + 1)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert answers[-1][1]["code"] == 30046
    bot.stand_in.clock.advance(3601)
    assert (await bot.call("PATCH", path, {"content": "y"}))[0] == 200


async def test_only_who_is_allowed_is_pinged_and_edits_ping_nobody(bot: RawBot) -> None:
    allowed = {"parse": [], "users": [str(bot.cleo.id)], "replied_user": False}
    told = bot.stand_in.say(bot.ben.user, bot.songs, "hi")
    body = {
        "content": f"<@{bot.cleo.id}> <@{bot.ben.id}> @everyone <@&2101>",
        "allowed_mentions": allowed,
        "message_reference": {"message_id": str(told.id)},
        "flags": 4096,
    }
    message = await bot.posted(body)
    assert [user.name for user in message.mentions] == ["Cleo"]
    assert [(item.user.name, item.silent) for item in bot.stand_in.notifications] == [("Cleo", True)]
    await bot.call("PATCH", f"{bot.messages}/{message.id}", {"content": f"<@{bot.ben.id}>"})
    assert [user.name for user in message.mentions] == ["Ben"]
    assert len(bot.stand_in.notifications) == 1


async def test_without_allowed_mentions_everything_pings_that_may(bot: RawBot) -> None:
    message = await bot.posted({"content": f"<@&2101> @everyone <@{bot.ana.id}>"})
    assert not message.mention_everyone
    assert {item.user.name for item in bot.stand_in.notifications} == {"Ana", "Ben"}


async def test_others_messages_can_be_neither_edited_nor_deleted(bot: RawBot) -> None:
    message = bot.stand_in.say(bot.cleo.user, bot.songs, "hello")
    path = f"{bot.messages}/{message.id}"
    assert (await bot.call("PATCH", path, {"content": "x"}))[1]["code"] == 50005
    assert (await bot.call("DELETE", path))[1]["code"] == 50013
    bot.songs.allow(bot.guild.members[bot.stand_in.world.bot.id], "manage_messages")
    assert await bot.call("DELETE", path) == (204, None)
    assert (await bot.call("GET", path))[1]["code"] == 10008


async def test_dms_reach_members_who_take_them(bot: RawBot) -> None:
    _, channel = await bot.call("POST", "/users/@me/channels", {"recipient_id": str(bot.ana.id)})
    path = f"/channels/{channel['id']}/messages"
    assert (await bot.call("POST", path, {"content": "x"}))[0] == 200
    assert [item.content for item in bot.stand_in.messages(bot.stand_in.dm(bot.ana.user))] == ["x"]
    bot.ana.user.takes_dms = False
    assert (await bot.call("POST", path, {"content": "x"}))[1]["code"] == 50007
    assert (await bot.call("POST", "/users/@me/channels", {"recipient_id": "5"}))[1]["code"] == 50035


@pytest.mark.parametrize("body", [{"poll": {"question": {}}}, {"sticker_ids": ["1"]}, {"content": "x", "flags": 8192}])
async def test_what_the_stand_in_does_not_know_is_said_aloud(bot: RawBot, body: dict[str, object]) -> None:
    assert (await bot.post(body))[0] == 501


async def test_a_body_that_is_no_json_object_is_refused(bot: RawBot) -> None:
    assert (await bot.call("POST", bot.messages, ["x"]))[1]["code"] == 50035
    url = bot.stand_in.api_url + bot.messages
    headers = {"Authorization": f"Bot {bot.stand_in.token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
