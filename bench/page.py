"""How soon the demo's page shows something in Chromium, with 2,000 messages in it, beside a page of one word."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from playwright.async_api import Browser, async_playwright

from bench.load import Times
from bot.demo.bot_process import BotProcess
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from bot.demo.page_server.server import PageServer

CHROMIUM = Path("/usr/bin/chromium")
MESSAGES, MOST_MS = 2_000, 300.0
PAINTED = "() => performance.getEntriesByName('first-paint')[0]?.startTime"


async def main(loads: int) -> bool:
    """Whether the page's median is below 300 ms."""
    page, word = await measured(loads, MESSAGES)
    print(f"{MESSAGES:,} messages, {loads} loads each: milliseconds to the first paint")
    print(f"{'':10}{'page':>8}{'one word':>10}{'ratio':>8}")
    for name, share in (("median", 0.5), ("p95", 0.95), ("most", 1.0)):
        mine, other = page.quantile(share), word.quantile(share)
        print(f"{name:10}{mine:8.0f}{other:10.0f}{mine / other:8.2f}")
    kept = page.quantile(0.5) < MOST_MS
    print("\nWithin the limit." if kept else f"\nNot within the limit: {MOST_MS:g} ms in the median.")
    return kept


async def measured(loads: int, messages: int) -> tuple[Times, Times]:
    """Of the page, and of a page of one word, in turns."""
    times = Times(), Times()
    async with _demo(messages) as page, _one_word() as word, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(loads):
            for address, taken in zip((page, word), times, strict=True):
                taken.answered.append(await _first_paint(browser, address))
        await browser.close()
    return times


async def _first_paint(browser: Browser, address: str) -> float:
    page = await browser.new_page()
    await page.goto(address)
    painted = await page.wait_for_function(PAINTED)
    milliseconds = float(await painted.json_value())
    await page.close()
    return milliseconds


@asynccontextmanager
async def _demo(messages: int) -> AsyncIterator[str]:
    """The address of a page without a bot."""
    with tempfile.TemporaryDirectory(prefix="minstrel-bench-") as name:
        async with await DiscordStandIn.start() as discord, MusicStandIn() as music:
            world = discord.world
            for number in range(messages):
                discord.say(world.owner, world.guilds[2001].channels[3001], f"**Number {number}**\n> as `quoted`")
            async with PageServer(discord, music, BotProcess(discord, music, Path(name), lambda _: None)) as page:
                yield page.address


@asynccontextmanager
async def _one_word() -> AsyncIterator[str]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><p>Minstrel</p>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"{site.name.rpartition(':')[0]}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--loads", type=int, default=20, help="how often each page is opened (20)")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 when the limit was not kept")
    given = parser.parse_args()
    if not CHROMIUM.exists():
        print(f"The page is not timed: there is no Chromium at {CHROMIUM}; on Debian: apt install chromium")
        sys.exit(1 if given.strict else 0)
    kept = asyncio.run(main(given.loads))
    sys.exit(1 if given.strict and not kept else 0)
