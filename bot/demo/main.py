"""`make demo`: both stand-ins, the bot as a process of its own, and the page, all on loopback."""

import asyncio
import contextlib
import signal
import tempfile
from pathlib import Path

from bot.demo.bot_process import BotEnded, BotProcess
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from bot.demo.page_server.server import PageServer
from bot.demo.world import demo_world

PORT = 8765
"""Where the page is, unless something else is there."""

SPEED = 8.0
"""How much faster than life the music service and the bot's waits run: a song takes 9 to 15 s."""


async def main(port: int = PORT) -> int:
    """Run until SIGINT, SIGTERM or SIGHUP; return the exit status."""
    stopped = _signals()
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="minstrel-demo-")))
        discord = await stack.enter_async_context(await DiscordStandIn.start(demo_world()))
        music = await stack.enter_async_context(MusicStandIn(speed=SPEED, prepare=True))
        bot = BotProcess(discord, music, folder, _tell_end)
        stack.push_async_callback(bot.stop)
        page = await stack.enter_async_context(PageServer(discord, music, bot, port))
        _say("Starting the bot ...")
        starting = asyncio.create_task(bot.start(), name="first start")
        stack.callback(starting.cancel)
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            try:
                await starting
            except BotEnded as error:
                _say(f"{error}; its last words are above.")
                return 1
            _say(f"Open {page.address} (Ctrl-C ends the demo)")
        await stopped
        _say("Stopping ...")
    return 0


def _signals() -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stop)
    return stopped


def _tell_end(status: int) -> None:
    _say(f"The bot ended by itself, status {status}; the page has a button that starts it again.")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - this is what the host sees
