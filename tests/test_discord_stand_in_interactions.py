"""Interactions: deadlines, tokens, one first answer, privacy, forms; without a library between."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.discord.client_rules import ClientRefused
from tests.discord_raw import RawBot, raw_bot

EPHEMERAL = 64
BUTTONS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Go", "custom_id": "go"},
            {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True},
            {"type": 2, "style": 5, "label": "Link", "url": "https://a.example"},
        ],
    },
]


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


async def test_after_three_seconds_nobody_may_answer(bot: RawBot) -> None:
    asked = await bot.asked()
    bot.stand_in.clock.advance(3)
    status, answer = await bot.callback(asked, 4, {"content": "late"})
    assert (status, answer["code"], asked.code) == (404, 10062, 10062)
    with pytest.raises(TimeoutError):
        await asked.answered(0.01)


async def test_a_second_answer_is_refused(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.callback(asked, 5)
    status, answer = await bot.callback(asked, 4, {"content": "again"})
    assert (status, answer["code"]) == (400, 40060)
    assert (await bot.call("POST", f"/interactions/{asked.id}/wrong/callback", {"type": 5}))[1]["code"] == 10062


async def test_a_refused_answer_does_not_use_up_the_interaction(bot: RawBot) -> None:
    asked = await bot.asked()
    _, answer = await bot.callback(asked, 4, {"content": "x" * 2001})
    assert "content" in answer["errors"]["data"]
    assert (await bot.callback(asked, 4, {"content": "x"}))[0] == 200
    assert asked.first_answer_ms is not None


async def test_the_token_dies_after_fifteen_minutes_and_the_bots_own_right_does_not(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.callback(asked, 4, {"content": "x"})
    bot.stand_in.clock.advance(15 * 60)
    for method, rest, body in (("PATCH", "/messages/@original", {"content": "y"}), ("POST", "", {"content": "y"})):
        status, answer = await bot.webhook(asked, method, rest, body)
        assert (status, answer["code"]) == (401, 50027)
    assert asked.message is not None
    assert (await bot.call("PATCH", f"{bot.messages}/{asked.message.id}", {"content": "z"}))[0] == 200


async def test_an_unanswered_or_foreign_token_is_no_webhook(bot: RawBot) -> None:
    asked = await bot.asked()
    assert (await bot.webhook(asked, "GET", "/messages/@original"))[1]["code"] == 10015
    assert (await bot.call("GET", f"/webhooks/5/{asked.token}/messages/@original"))[1]["code"] == 10015
    await bot.callback(asked, 4, {"content": "x"})
    assert (await bot.webhook(asked, "GET", "/messages/77"))[1]["code"] == 10008


async def test_a_private_answer_exists_for_its_member_and_token_alone(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.callback(asked, 4, {"content": "secret", "flags": EPHEMERAL, "components": BUTTONS})
    assert asked.message is not None
    path = f"{bot.messages}/{asked.message.id}"
    for method, body in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
        assert (await bot.call(method, path, body))[1]["code"] == 10008
    assert (await bot.call("GET", bot.messages))[1] == []
    assert bot.stand_in.messages(bot.songs) == []
    assert bot.stand_in.messages(bot.songs, bot.cleo.user) == [asked.message]
    assert (await bot.webhook(asked, "PATCH", "/messages/@original", {"content": "y"}))[0] == 200
    with pytest.raises(ClientRefused):
        await bot.stand_in.press(bot.ben, asked.message, "go")


async def test_the_first_followup_fills_a_deferred_answer_and_keeps_its_privacy(bot: RawBot) -> None:
    asked = await bot.asked()
    _, answer = await bot.callback(asked, 5, {"flags": EPHEMERAL})
    assert answer["interaction"]["response_message_loading"]
    _, filled = await bot.webhook(asked, "POST", "?wait=1", {"content": "there"})
    assert filled["id"] == answer["interaction"]["response_message_id"]
    assert filled["flags"] == EPHEMERAL
    _, second = await bot.webhook(asked, "POST", "?wait=1", {"content": "more"})
    assert asked.followups[0].id == int(second["id"])
    assert (await bot.webhook(asked, "DELETE", f"/messages/{second['id']}"))[0] == 204
    assert (await bot.webhook(asked, "DELETE", "/messages/@original"))[0] == 204
    assert (await bot.webhook(asked, "PATCH", "/messages/@original", {"content": "x"}))[1]["code"] == 10008


async def test_a_public_answer_is_found_by_its_interaction(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.callback(asked, 4, {"content": "x"})
    _, page = await bot.call("GET", bot.messages)
    metadata = page[0]["interaction_metadata"]
    assert (metadata["id"], metadata["name"], metadata["user"]["id"]) == (str(asked.id), "sing", str(bot.cleo.id))
    assert page[0]["type"] == 20


async def test_updating_a_message_without_its_file_list_drops_the_files(bot: RawBot) -> None:
    message = await bot.posted({"content": "x", "components": BUTTONS}, files={"a.txt": b"a"})
    pressed = await bot.stand_in.press(bot.cleo, message, "Go")
    _, answer = await bot.callback(pressed, 7, {"content": "y"})
    assert answer["resource"]["message"]["content"] == "y"
    assert message.attachments == []
    again = await bot.stand_in.press(bot.cleo, message, "go")
    assert (await bot.callback(again, 6))[0] == 200
    assert again.message is message


async def test_a_form_is_filled_as_the_client_allows_and_not_answered_with_a_form(bot: RawBot) -> None:
    asked = await bot.asked()
    field = {"type": 4, "custom_id": "title", "style": 1, "max_length": 5}
    form = {"title": "T", "custom_id": "m", "components": [{"type": 18, "label": "L", "component": field}]}
    await bot.callback(asked, 9, form)
    for values in ({"title": "123456"}, {"title": ""}, {"other": "x"}):
        with pytest.raises(ClientRefused):
            await bot.stand_in.submit(bot.cleo, asked, values)
    with pytest.raises(ClientRefused):
        await bot.stand_in.submit(bot.ben, asked, {"title": "x"})
    sent = await bot.stand_in.submit(bot.cleo, asked, {"title": "12345"})
    assert (await bot.callback(sent, 9, form))[1]["code"] == 50035
    assert (await bot.callback(sent, 6))[1]["code"] == 50035
    assert (await bot.callback(sent, 4, {"content": "thanks"}))[0] == 200
    assert (await bot.webhook(asked, "GET", "/messages/@original"))[1]["code"] == 10008


@pytest.mark.parametrize("wanted", ["off", "Link", "nothing"])
async def test_what_cannot_be_pressed_is_not(bot: RawBot, wanted: str) -> None:
    message = await bot.posted({"content": "x", "components": BUTTONS})
    with pytest.raises(ClientRefused):
        await bot.stand_in.press(bot.cleo, message, wanted)


async def test_a_message_that_is_gone_cannot_be_pressed_or_updated(bot: RawBot) -> None:
    message = await bot.posted({"content": "x", "components": BUTTONS})
    pressed = await bot.stand_in.press(bot.cleo, message, "go")
    bot.stand_in.delete(message)
    assert (await bot.callback(pressed, 7, {"content": "y"}))[1]["code"] == 10008
    with pytest.raises(ClientRefused):
        await bot.stand_in.press(bot.cleo, message, "go")


async def test_answers_to_buttons_and_followups_are_shown_as_replies(bot: RawBot) -> None:
    message = await bot.posted({"content": "x", "components": BUTTONS})
    pressed = await bot.stand_in.press(bot.cleo, message, "go")
    await bot.callback(pressed, 4, {"content": "y"})
    _, followup = await bot.webhook(pressed, "POST", "?wait=1", {"content": "z"})
    assert pressed.message is not None
    assert (pressed.message.type, pressed.message.reply_to) == (19, message.id)
    assert followup["message_reference"]["message_id"] == str(pressed.message.id)
    assert followup["interaction_metadata"]["interacted_message_id"] == str(message.id)
    assert bot.stand_in.notifications == []


async def test_a_deferred_answer_takes_only_the_privacy_flag(bot: RawBot) -> None:
    asked = await bot.asked()
    assert (await bot.callback(asked, 5, {"flags": 1 << 15}))[1]["code"] == 50035
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert await bot.call("POST", path, {"type": 5}, token=False) == (204, None)
    layout = {"flags": 1 << 15, "components": [{"type": 10, "content": "t"}]}
    _, answer = await bot.webhook(asked, "PATCH", "/messages/@original", layout)
    assert answer["flags"] == 1 << 15
    assert (await bot.webhook(asked, "PATCH", "/messages/@original", {"flags": 0}))[1]["code"] == 50035


async def test_a_form_opened_from_a_message_may_change_that_message(bot: RawBot) -> None:
    message = await bot.posted({"content": "x", "components": BUTTONS})
    pressed = await bot.stand_in.press(bot.cleo, message, "go")
    field = {"type": 4, "custom_id": "title", "style": 1}
    await bot.callback(
        pressed, 9, {"title": "T", "custom_id": "m", "components": [{"type": 18, "label": "L", "component": field}]}
    )
    sent = await bot.stand_in.submit(bot.cleo, pressed, {"title": "x"})
    assert (await bot.callback(sent, 7, {"content": "changed"}))[0] == 200
    assert message.content == "changed"
    assert sent.metadata()["triggering_interaction_metadata"]["id"] == str(pressed.id)
