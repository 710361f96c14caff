"""`/generate quick` in simcord: shown in public, charged once, refused in words, whatever Discord does."""

import aiohttp
import discord
import pytest

from bot.models import State
from bot.tasks.treasury import Manager
from tests.command_house import House, house, open_house, reply

__all__ = ["house"]

CALLBACK = "/interactions/*/callback"


async def test_an_idea_is_queued_in_public_and_charged_once(house: House) -> None:
    result = await house.quick()
    assert not result.ephemeral
    assert reply(result).content == (
        "**Queued** · “slow piano, rain on a tin roof”\n12 credits taken; they come back if it fails."
    )
    assert (await house.quota()).used == 12_000


async def test_the_row_knows_the_message_that_answers(house: House) -> None:
    result = await house.quick(instrumental=True, model="V5")
    (task,) = await house.tasks()
    assert task.status_message_id == reply(result).id
    assert task.interaction_token is None
    assert (task.model, task.member_name, task.request.instrumental) == ("V5", "Ana", True)  # type: ignore[union-attr]


async def test_every_model_of_the_profile_may_be_chosen(house: House) -> None:
    await house.quick(model="V6_MINI")
    assert [task.model for task in await house.tasks()] == ["V6_MINI"]


async def test_401_characters_are_refused_in_private_with_the_text_and_nothing_is_spent(house: House) -> None:
    result = await house.quick("x" * 401)
    assert result.ephemeral
    assert reply(result).content == (
        "**Too long:** the idea has 401 characters, V4_5 takes 400; 1 must go. Nothing was charged. Your text is below."
    )
    assert [file.filename for file in reply(result).attachments] == ["your-text.txt"]
    assert (await house.quota()).used == 0
    assert await house.tasks() == []


async def test_correct_opens_the_form_with_the_whole_text_and_the_mended_text_is_taken(house: House) -> None:
    refused = await house.quick("ä" * 399 + " #1")
    shown = await house.ana.click(reply(refused), label="Correct")
    assert shown.modal is not None
    field = shown.modal["components"][0]["component"]
    assert field["value"] == "ä" * 399 + " #1"
    assert shown.modal["components"][0]["description"] == "2 characters too long: 402, V4_5 takes 400."
    await house.ana.submit_modal(shown, {"prompt": "short now", "instrumental": True})
    (task,) = await house.tasks()
    assert (task.summary, task.request.instrumental) == ("short now", True)  # type: ignore[union-attr]


async def test_an_empty_idea_is_refused_and_handed_back_as_a_form(house: House) -> None:
    result = await house.quick("   ")
    assert reply(result).content == "**Something is missing:** the idea is empty. Nothing was charged."


async def test_without_credits_it_says_when_new_ones_come_and_hands_the_text_back(house: House) -> None:
    await house.desk.treasury.set(Manager(house.guild.id, 1), 4_000)
    result = await house.quick("- a *list*")
    assert result.ephemeral
    assert reply(result).content.startswith(
        "**Not enough credits:** this takes 12, this server has 4 left. Nothing was charged. New credits come <t:"
    )
    assert reply(result).content.endswith("Your text is below.\n> \\- a \\*list\\*")


@pytest.mark.parametrize("missing", ["attach_files", "read_message_history", "embed_links", "send_messages"])
async def test_a_channel_closed_to_the_bot_is_told_before_the_quota_is_touched(house: House, missing: str) -> None:
    closed = discord.PermissionOverwrite(**{missing: False})
    channel = house.guild.create_text_channel("closed", overwrites={house.bot_user: closed})
    result = await house.quick(channel=channel)
    assert result.ephemeral
    name = missing.replace("_", " ").title()
    assert f"{name} is missing in <#{channel.id}>. Nothing was charged." in reply(result).content
    assert (await house.quota()).used == 0


async def test_in_a_thread_its_own_right_to_send_counts(house: House) -> None:
    closed = discord.PermissionOverwrite(send_messages_in_threads=False)
    channel = house.guild.create_text_channel("closed", overwrites={house.bot_user: closed})
    with house.env._bot_scope():
        cached = house.env.bot.get_channel(channel.id)
        assert isinstance(cached, discord.TextChannel)
        await cached.create_thread(name="in it", type=discord.ChannelType.public_thread)
    result = await house.quick(channel=channel.threads[0])
    assert "Send Messages In Threads is missing" in reply(result).content
    assert not (await house.quick(channel=channel)).ephemeral


async def test_a_guild_that_may_not_spend_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with open_house(tmp_path_factory.mktemp("house"), guilds_allowed="5") as house:
        result = await house.quick()
        assert reply(result).content.startswith("**Not on this server:** the owner has not opened it for songs.")


async def test_the_same_interaction_twice_is_charged_and_answered_once(house: House) -> None:
    await house.quick()
    event = next(item for kind, name, item in house.env.backend.transcript if name == "INTERACTION_CREATE")
    house.env.backend.emit("INTERACTION_CREATE", event)
    await house.env.settle()
    assert len(await house.tasks()) == 1
    assert (await house.quota()).used == 12_000
    assert len([entry for entry in house.env.http_requests if entry.path.endswith("/callback")]) == 1


async def test_an_answer_that_came_too_late_gives_the_credits_back(house: House) -> None:
    house.env.inject_error("POST", CALLBACK, status=404, code=10062)
    result = await house.quick()
    assert not result.acknowledged
    assert await house.tasks() == []
    assert (await house.quota()).used == 0


async def test_an_answer_that_is_there_already_is_taken_as_given(house: House) -> None:
    backend = house.env.backend

    def answered_before(record: object) -> None:
        message = backend.create_message(house.songs.id, backend.bot_user.id, "there")
        record.respond_with_message(message.id, ephemeral=False)  # type: ignore[attr-defined]

    house.env._register_dispatch_observer(answered_before)
    result = await house.quick()
    (task,) = await house.tasks()
    assert task.status_message_id == reply(result).id


async def test_when_discord_breaks_the_row_waits_for_the_worker_to_look(house: House) -> None:
    house.env.inject_error("POST", CALLBACK, status=503)
    await house.quick()
    (task,) = await house.tasks()
    assert (task.state, task.status_message_id, task.interaction_token is None) == (State.QUEUED, None, False)


async def test_when_the_line_is_cut_the_row_waits_for_the_worker_to_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.InteractionResponse, "send_message", cut)
    await house.quick()
    (task,) = await house.tasks()
    assert (task.state, task.status_message_id, task.interaction_token is None) == (State.QUEUED, None, False)


async def test_an_answer_that_is_there_but_cannot_be_read_is_left_to_the_worker(house: House) -> None:
    house.env.inject_error("POST", CALLBACK, status=400, code=40060)
    await house.quick()
    (task,) = await house.tasks()
    assert task.status_message_id is None


async def test_an_answer_that_discord_refuses_for_good_is_given_back_and_told(house: House) -> None:
    house.env.inject_error("POST", CALLBACK, status=400, code=50035)
    result = await house.quick()
    assert result.ephemeral
    assert reply(result).content.startswith("**Something broke on our side.** Nothing was charged.")
    assert (await house.quota()).used == 0
