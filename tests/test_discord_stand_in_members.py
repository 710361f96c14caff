"""What a member's client sends and what it does not send."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.discord.client_rules import ClientRefused
from bot.demo.discord.forms import filled
from bot.demo.discord.world import Channel, default_world
from tests.discord_bad_bodies import command, entry, form, label, option, row, select
from tests.discord_raw import RawBot, raw_bot

COMMANDS = [
    command(
        "all",
        options=[
            option("text", 3, required=True, min_length=2, max_length=4),
            option("whole", 4, min_value=1, max_value=3),
            option("yes", 5),
            option("member", 6),
            option("channel", 7),
            option("role", 8),
            option("real", 10),
            option("file", 11),
            option("pick", 3, choices=[{"name": "A", "value": "a"}]),
        ],
    ),
    command("group", options=[option("sub", 1, options=[option("text")])]),
    command("manage", default_member_permissions=str(1 << 5)),
    command("dm", contexts=[1]),
]


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        status, answer = await bot.call("PUT", f"/applications/{bot.stand_in.application_id}/commands", COMMANDS)
        assert status == 200, answer
        yield bot


async def test_options_of_every_type_are_sent_with_what_they_resolve_to(bot: RawBot) -> None:
    file = bot.stand_in.upload(bot.songs, "a.txt", b"x")
    values = {"text": "abc", "whole": 2, "yes": True, "member": bot.ben, "channel": bot.songs, "real": 1.5}
    values |= {"role": bot.guild.roles[2101], "file": file, "pick": "a"}
    sent = await bot.stand_in.slash(bot.cleo, bot.songs, "all", values)
    assert {item["name"]: item["value"] for item in sent.data["options"]}["member"] == "1002"
    resolved = sent.data["resolved"]
    assert set(resolved) == {"users", "members", "channels", "roles", "attachments"}
    assert resolved["attachments"][str(file.id)]["filename"] == "a.txt"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"text": "a"},
        {"text": "abcde"},
        {"text": "   "},
        {"text": 5},
        {"text": "abc", "whole": 4},
        {"text": "abc", "whole": True},
        {"text": "abc", "yes": "yes"},
        {"text": "abc", "member": "Ben"},
        {"text": "abc", "pick": "b"},
        {"text": "abc", "other": "x"},
    ],
)
async def test_options_that_break_their_rules_are_not_sent(bot: RawBot, values: dict[str, Any]) -> None:
    with pytest.raises(ClientRefused):
        await bot.stand_in.slash(bot.cleo, bot.songs, "all", values)


@pytest.mark.parametrize("name", ["unknown", "group", "group other", "manage", "dm"])
async def test_commands_that_are_not_offered_are_not_sent(bot: RawBot, name: str) -> None:
    with pytest.raises(ClientRefused):
        await bot.stand_in.slash(bot.cleo, bot.songs, name)


async def test_rights_decide_who_sees_a_command(bot: RawBot) -> None:
    assert (await bot.stand_in.slash(bot.ben, bot.songs, "manage")).data["name"] == "manage"
    bot.songs.deny(bot.ben, "use_application_commands")
    with pytest.raises(ClientRefused):
        await bot.stand_in.slash(bot.ben, bot.songs, "manage")
    with pytest.raises(ClientRefused):
        await bot.stand_in.autocomplete(bot.cleo, bot.songs, "all", "text")


async def test_a_command_in_a_dm_names_the_user_and_no_guild(bot: RawBot) -> None:
    sent = await bot.stand_in.slash(bot.cleo, bot.stand_in.dm(bot.cleo.user), "dm")
    await bot.callback(sent, 4, {"content": "x"})
    assert sent.message is not None
    assert sent.metadata()["authorizing_integration_owners"] == {"0": "0"}


async def test_members_and_channels_are_picked_from_selects(bot: RawBot) -> None:
    rows = [row({"type": 5, "custom_id": "who", "max_values": 2}), row({"type": 8, "custom_id": "where"})]
    message = await bot.posted({"components": [*rows, row(select(3, min_values=2, max_values=2))]})
    picked = await bot.stand_in.select(bot.cleo, message, "who", [bot.ana, bot.ben])
    assert picked.data["values"] == ["1001", "1002"]
    assert set(picked.data["resolved"]["members"]) == {"1001", "1002"}
    for custom_id, values in (("s", ["0"]), ("s", ["0", "9"]), ("where", [bot.songs, bot.songs]), ("none", [])):
        with pytest.raises(ClientRefused):
            await bot.stand_in.select(bot.cleo, message, custom_id, values)


INPUTS = form(
    {"type": 10, "content": "Read this"},
    label(entry("text", required=False, min_length=2, value="preset")),
    label(select(2, custom_id="pick", required=False)),
    label({"type": 21, "custom_id": "one", "options": select(2)["options"], "required": False}),
    {"type": 1, "components": [entry("old", label="Old")]},
)


def test_an_untouched_form_sends_its_presets() -> None:
    sent = filled(INPUTS, {"old": "x"}, {})
    values = [part.get("component", {}) for part in sent]
    assert [value.get("value", value.get("values")) for value in values] == [None, "preset", [], None, None]
    assert sent[4]["components"][0]["value"] == "x"


@pytest.mark.parametrize(
    "values", [{}, {"old": "x", "text": "a"}, {"old": "x", "pick": ["7"]}, {"old": "", "one": "0"}]
)
def test_a_form_filled_against_its_rules_is_not_sent(values: dict[str, Any]) -> None:
    with pytest.raises(ClientRefused):
        filled(INPUTS, values, {})


def test_checkboxes_send_what_is_ticked() -> None:
    boxes = {"type": 22, "custom_id": "many", "options": select(3)["options"]}
    sent = filled(form(label(boxes), label({"type": 23, "custom_id": "yes"})), {"many": ["0", "2"], "yes": True}, {})
    assert sent[0]["component"]["values"] == ["0", "2"]
    assert sent[1]["component"]["value"] is True


def test_rights_add_up_as_discord_adds_them() -> None:
    world = default_world()
    guild = world.guilds[2001]
    songs, ben, cleo = guild.channel("songs"), guild.member("Ben"), guild.member("Cleo")
    songs.deny(guild.everyone, "send_messages")
    songs.allow(guild.roles[2101], "send_messages")
    assert world.may(ben.user, songs, "send_messages")
    assert not world.may(cleo.user, songs, "send_messages")
    songs.allow(cleo, "send_messages")
    songs.deny(ben, "view_channel")
    assert world.may(cleo.user, songs, "send_messages")
    assert guild.permissions(ben.user, songs) == 0
    guild.roles[2101].permissions |= 1 << 3
    assert world.may(ben.user, songs, "manage_channels")
    assert not world.may(cleo.user, Channel(1, "elsewhere"), "view_channel")
    with pytest.raises(LookupError):
        guild.member("Nobody")
