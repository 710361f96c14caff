"""The least that a discord.py bot can do: one command, answered at once with a message of the same shape.

A process of its own: `python -m bench.minimal API_URL GATEWAY_URL TOKEN`.
"""

import asyncio
import sys
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class MinimalBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        group = app_commands.Group(name="generate", description="Songs")
        group.add_command(quick)
        self.tree.add_command(group)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.command()
async def quick(interaction: discord.Interaction[Any], prompt: str) -> None:
    """Answers"""
    embed = discord.Embed(description="Next in line.\nUsually done <t:1800000000:R>.", colour=0x808A9A)
    embed.set_footer(text=f"For {interaction.user.display_name} · V4_5 · request 1042")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Cancel", custom_id="cancel"))
    view.stop()  # not remembered
    content = f"**Queued** · “{prompt}”\n12 credits taken; they come back if it fails."
    await interaction.response.send_message(content, embed=embed, view=view)


def main(api_url: str, gateway_url: str, token: str) -> None:
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(MinimalBot().start(token))


def _fast_loop() -> Any:
    """The same loop as the bot that it is compared with."""
    try:
        import uvloop  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    main(*sys.argv[1:])
