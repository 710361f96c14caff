"""The real discord.py against the stand-in: log in, commands, components, forms, files."""

import io
from collections.abc import AsyncIterator

import discord
import pytest

from bot.demo.discord.clock import MovableClock
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import MIB, Channel, Guild
from tests.discord_client import TryClient, running_client
from tests.openapi_judge import judge, need_document


@pytest.fixture
async def stand_in() -> AsyncIterator[DiscordStandIn]:
    async with await DiscordStandIn.start(clock=MovableClock()) as stand_in:
        yield stand_in


@pytest.fixture
async def client(stand_in: DiscordStandIn) -> AsyncIterator[TryClient]:
    async with running_client(stand_in) as client:
        yield client


@pytest.fixture
def guild(stand_in: DiscordStandIn) -> Guild:
    return stand_in.world.guilds[2001]


@pytest.fixture
def songs(guild: Guild) -> Channel:
    return guild.channel("songs")


async def asked(stand_in: DiscordStandIn, guild: Guild, songs: Channel) -> Interaction:
    """`/generate quick` by Cleo, answered with the panel."""
    interaction = await stand_in.slash(guild.member("Cleo"), songs, "generate quick", {"prompt": "rain"})
    return await interaction.answered()


async def test_it_logs_in_and_knows_its_guilds(stand_in: DiscordStandIn, client: TryClient) -> None:
    assert client.user is not None
    assert client.application_id == stand_in.application_id
    assert {guild.name: guild.filesize_limit for guild in client.guilds} == {
        "The Attic": 10 * MIB,
        "The Cellar": 50 * MIB,
    }
    assert isinstance(client.get_channel(3004), discord.Thread)
    assert (await client.fetch_guild(2002)).premium_tier == 2
    assert (await client.application_info()).owner.id == stand_in.world.owner.id


async def test_commands_keep_their_ids_when_synced_again(stand_in: DiscordStandIn, client: TryClient) -> None:
    before = {command.name: command.id for command in await client.tree.fetch_commands()}
    after = {command.name: command.id for command in await client.tree.sync()}
    assert before == after != {}


async def test_a_command_is_answered_publicly(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    interaction = await asked(stand_in, guild, songs)
    assert interaction.message is not None
    assert interaction.message.content == "Queued: rain"
    assert stand_in.messages(songs) == [interaction.message]
    fetched = [message async for message in client.get_partial_messageable(songs.id).history()]
    metadata = fetched[0].interaction_metadata
    assert metadata is not None
    assert (metadata.id, metadata.user.id) == (interaction.id, guild.member("Cleo").id)


async def test_the_payload_tells_the_bots_rights_and_the_readers_language(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild
) -> None:
    lounge, cleo = guild.channel("lounge"), guild.member("Cleo")
    options = {"prompt": "x", "member": guild.member("Ben")}
    await (await stand_in.slash(cleo, lounge, "generate quick", options, locale="de")).answered()
    seen = client.seen[-1]
    assert not seen.app_permissions.attach_files
    assert seen.app_permissions.read_message_history
    assert not seen.permissions.manage_guild
    assert (str(seen.locale), seen.filesize_limit) == ("de", 10 * MIB)
    assert seen.namespace.member.name == "ben"


async def test_a_deferred_answer_is_edited_with_a_file_and_followed_up(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    interaction = await stand_in.slash(guild.member("Ana"), songs, "generate slow", {"private": True})
    await interaction.settled()
    assert interaction.message is not None
    assert interaction.message.content == "done"
    assert await stand_in.until(lambda: interaction.followups)
    assert [item.name for item in interaction.message.attachments] == ["words.txt"]
    assert interaction.message.ephemeral


async def test_buttons_and_selects_change_their_message(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    message = (await asked(stand_in, guild, songs)).message
    assert message is not None
    await (await stand_in.press(guild.member("Ben"), message, "Edit")).answered()
    assert message.content == "edited"
    await (await stand_in.select(guild.member("Ben"), message, "pick", ["two"])).answered()
    await stand_in.until(lambda: message.content == "picked two")


async def test_a_form_is_opened_filled_and_answered(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    message = (await asked(stand_in, guild, songs)).message
    assert message is not None
    opened = await (await stand_in.press(guild.member("Ben"), message, "form")).answered()
    files = {"lyrics": [("lyrics.txt", b"la la")]}
    sent = await stand_in.submit(guild.member("Ben"), opened, {"title": "Rain", "kind": "sung"}, files)
    await sent.answered()
    assert sent.message is not None
    assert sent.message.content == "Rain: ['la la']"


async def test_options_are_completed(stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel) -> None:
    typed = await stand_in.autocomplete(guild.member("Cleo"), songs, "generate again", "track", "ra")
    await typed.answered()
    assert typed.choices is not None
    assert [choice["name"] for choice in typed.choices] == ["ra 0", "ra 1", "ra 2"]


async def test_a_message_menu_gets_its_message(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    message = stand_in.say(guild.member("Cleo").user, songs, "hello")
    menu = await stand_in.message_command(guild.member("Ben"), songs, "Song options", message)
    await menu.answered()
    assert menu.message is not None
    assert menu.message.content == f"about {message.id}"


async def test_a_file_posted_in_a_channel_is_fetched_again(stand_in: DiscordStandIn, client: TryClient) -> None:
    channel = client.get_channel(3001)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("here", file=discord.File(io.BytesIO(b"sound" * 1000), "a song.mp3"), nonce="d1")
    again = await channel.send("here", nonce="d1")
    fetched = await channel.fetch_message(sent.id)
    assert again.id == sent.id
    assert await fetched.attachments[0].read() == b"sound" * 1000
    assert fetched.attachments[0].filename == "a_song.mp3"


async def test_the_librarys_own_retry_after_a_hidden_success_posts_once(
    stand_in: DiscordStandIn, client: TryClient, songs: Channel
) -> None:
    stand_in.faults.add(("POST", "/messages$"), "500-after")
    stand_in.faults.add(("POST", "/messages$"), "429", retry_after=0.05)
    await client.get_partial_messageable(songs.id).send("once", nonce="d1")
    assert [message.content for message in stand_in.messages(songs)] == ["once"]
    assert len(stand_in.requests.find(("POST", "/messages$"))) == 3


async def test_everything_the_client_sent_passes_discords_document(
    stand_in: DiscordStandIn, client: TryClient, guild: Guild, songs: Channel
) -> None:
    need_document()
    await asked(stand_in, guild, songs)
    faults = [judge(record.method, record.template, record.payload) for record in stand_in.requests]
    assert len(faults) >= 4
    assert not any(faults)
