"""Where discord.py finds Discord: its own address, a stand-in, or a proxy that several processes share."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import Settings


def point_discord(settings: Settings) -> None:
    """For the whole process: discord.py keeps both addresses on its classes. The gateway follows the API unless set."""
    if settings.discord_api_url:
        Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)
