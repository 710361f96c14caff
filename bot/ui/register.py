"""Makes a bot serve clicks and forms, whenever they were shown: once, before it connects."""

from discord.ext import commands

from bot.ui import (
    buttons,
    drafts,
    library_buttons,
    log_buttons,
    lyrics_buttons,
    owner_buttons,
    privacy_buttons,
    settings_buttons,
    song_buttons,
)
from bot.ui.arrivals import Arrivals
from bot.ui.sent_forms import serve_form

ACTIONS = (
    buttons.Cancel,
    buttons.Retry,
    buttons.CorrectText,
    buttons.Requests,
    buttons.Refresh,
    buttons.Pick,
    *song_buttons.UNDER_A_SONG,
    song_buttons.Erase,
    song_buttons.EraseAlso,
    song_buttons.Keep,
    *library_buttons.ACTIONS,
    *lyrics_buttons.UNDER_LYRICS,
    *log_buttons.UNDER_THE_LOG,
    drafts.DraftPage,
    drafts.DraftSong,
    drafts.DraftFile,
    *settings_buttons.ACTIONS,
    *privacy_buttons.ACTIONS,
    *owner_buttons.ACTIONS,
    buttons.HowItWorks,
    buttons.PingMe,
)


def register(bot: commands.Bot | commands.AutoShardedBot) -> None:
    bot.add_dynamic_items(*ACTIONS)
    bot.add_listener(serve_form, "on_interaction")
    arrivals = Arrivals(bot)
    bot.add_listener(arrivals.ready, "on_ready")
    bot.add_listener(arrivals.joined, "on_guild_join")
    bot.add_listener(arrivals.left, "on_guild_remove")
