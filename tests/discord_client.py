"""A real discord.py client with a few commands, pointed at the stand-in."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.demo.discord.stand_in import DiscordStandIn
from tests.crash.hands import UNHURRIED


class TitleForm(discord.ui.Modal, title="A song"):
    name: discord.ui.Label[TitleForm] = discord.ui.Label(
        text="Title", component=discord.ui.TextInput(custom_id="title", max_length=80)
    )
    kind: discord.ui.Label[TitleForm] = discord.ui.Label(
        text="Kind",
        component=discord.ui.RadioGroup(
            custom_id="kind",
            options=[discord.RadioGroupOption(label=text, value=text) for text in ("sung", "instrumental")],
            required=False,
        ),
    )
    lyrics: discord.ui.Label[TitleForm] = discord.ui.Label(
        text="Lyrics", component=discord.ui.FileUpload(custom_id="lyrics", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        title, upload = self.name.component, self.lyrics.component
        assert isinstance(title, discord.ui.TextInput)
        assert isinstance(upload, discord.ui.FileUpload)
        texts = [(await item.read()).decode() for item in upload.values]
        await interaction.response.send_message(f"{title.value}: {texts}", ephemeral=True)


class Panel(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Edit", custom_id="edit")
    async def edit(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="edited")

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(TitleForm())

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label=text) for text in ("one", "two")])
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Panel]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {select.values[0]}", view=None)


class TryClient(discord.Client):
    def __init__(self) -> None:
        super().__init__(
            guild_ready_timeout=0.05,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.seen: list[discord.Interaction] = []
        self.resumed = 0
        _add_commands(self.tree)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.seen.append(interaction)

    async def on_resumed(self) -> None:
        self.resumed += 1


class ShardedTryClient(TryClient, discord.AutoShardedClient):
    """Asks for the gateway's address and number of shards first."""


def _add_commands(tree: app_commands.CommandTree[TryClient]) -> None:
    group = app_commands.Group(name="generate", description="Songs", guild_only=True)

    @group.command(name="quick", description="At once")
    @app_commands.describe(prompt="What", member="For whom")
    async def quick(
        interaction: discord.Interaction, prompt: app_commands.Range[str, 1, 400], member: discord.Member | None = None
    ) -> None:
        await interaction.response.send_message(f"Queued: {prompt}", view=Panel())

    @group.command(name="slow", description="Deferred")
    async def slow(interaction: discord.Interaction, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.edit_original_response(
            content="done", attachments=[discord.File(io.BytesIO(b"words"), "words.txt")]
        )
        await interaction.followup.send("and more", ephemeral=private)

    async def offers(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {n}", value=str(n)) for n in range(3)]

    @group.command(name="again", description="Completes")
    @app_commands.autocomplete(track=offers)
    async def again(interaction: discord.Interaction, track: str) -> None:
        await interaction.response.send_message(track, ephemeral=True)

    @tree.context_menu(name="Song options")
    async def options(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.id}", ephemeral=True)

    tree.add_command(group)


@asynccontextmanager
async def running_client(
    stand_in: DiscordStandIn, token: str | None = None, kind: type[TryClient] = TryClient
) -> AsyncIterator[TryClient]:
    """Logged in, synced and connected; discord.py's addresses are put back afterwards."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = stand_in.api_url, yarl.URL(stand_in.gateway_url)
    stand_in.limits.callback_ms *= UNHURRIED
    client = kind()
    run = asyncio.create_task(client.start(token or stand_in.token))
    connected = asyncio.create_task(stand_in.gateway.wait_connected())
    try:
        await asyncio.wait({run, connected}, return_when=asyncio.FIRST_COMPLETED)
        if run.done():
            run.result()
        await client.wait_until_ready()
        yield client
    finally:
        connected.cancel()
        await client.close()
        await asyncio.gather(run, return_exceptions=True)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
