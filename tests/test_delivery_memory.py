"""A large file passes through the bot, from the service to Discord, without ever being in its memory."""

import asyncio
import sys
from pathlib import Path

from bot.demo.discord.stand_in import DiscordStandIn
from tests.media_server import BIG, MediaServer
from tests.post_room import SONGS

MIB = 1024 * 1024


async def test_resident_memory_grows_by_at_most_16_mb_while_100_mb_pass(tmp_path: Path) -> None:
    async with await DiscordStandIn.start() as stand_in, MediaServer.open() as media:
        stand_in.world.guilds[2001].tier = 3
        host = f"127.0.0.1:{media.port}"
        arguments = ["-m", "tests.flat_memory", stand_in.api_url, stand_in.token, host, str(tmp_path)]
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        channel = stand_in.world.channel(SONGS)
        assert channel is not None
        assert stand_in.messages(channel)[1].attachments[0].size > BIG
        assert int(printed) <= 16 * MIB
