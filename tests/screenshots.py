"""Takes the pictures of the papers from the demo: `make screenshots`. Others go to the folder given as argument."""

import asyncio
import sys
import tempfile
from pathlib import Path
from random import Random

from playwright.async_api import Browser, Page, expect

from bot.models import Kind, Quota
from bot.store.bookings import Day, Use
from bot.ui.quota_page import picture
from tests.demo_stage import LAMPS_OUT, ROOT, Theme, browser, enter, running_demo, use

PICTURES = ROOT / "docs" / "pictures"
SONG_MS = 60_000
THEMES: tuple[Theme, ...] = ("dark", "light")


async def take(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        async with running_demo(Path(temporary)) as (_, address), browser() as opened:
            page = await enter(opened, address)
            await _make_songs(page)
            await page.screenshot(path=PICTURES / "channel.png")
            await _behind_the_scenes(page)
            await _phone(opened, address)
            if folder is not None:
                await _more(opened, address, folder)


def draw_credits() -> None:
    """A month of a lively server, drawn as `/quota show` draws it."""
    chance = Random(2)
    days = [(day, 12_000 * chance.choice((0, 0, 1, 1, 2)), 12_000 * (day in {6, 17})) for day in range(1, 27)]
    used = sum(kept for _, kept, _ in days)
    use = Use(
        tuple(Day(*day) for day in days if day[1] or day[2]),
        ((Kind.GENERATE, used - 36_800), (Kind.EXTEND, 36_000), (Kind.WAV, 800)),
        (("Ana", 84_000), ("Ben", 60_400), ("Cleo", 48_000)),
        today=26,
        length=30,
    )
    quota = Quota(amount=360_000, used=used, period="month", resets_at=0)
    (PICTURES / "quota.png").write_bytes(picture(quota, use))


async def _make_songs(page: Page) -> None:
    await use(page, "generate quick", prompt="slow piano, rain on a tin roof")
    players = page.locator(".player")
    await expect(players).to_have_count(2, timeout=SONG_MS)
    await expect(page.locator(".message").first).to_contain_text("Done", timeout=SONG_MS)
    await expect(page.locator(".times").last).not_to_have_text("0:00 / 0:00", timeout=SONG_MS)
    await players.first.locator(".seek").fill("11")
    await page.locator("#scroll").evaluate("(box) => { box.scrollTop = box.querySelector('.message').offsetTop - 20; }")
    await page.mouse.move(2, 880)
    await page.locator("#messages .seek").first.blur()
    await page.wait_for_timeout(500)


async def _behind_the_scenes(page: Page) -> None:
    await page.get_by_role("button", name="Behind the scenes").click()
    await page.locator(".step").last.wait_for()
    await page.wait_for_function(LAMPS_OUT)
    await page.screenshot(path=PICTURES / "behind-the-scenes.png")
    await page.get_by_role("button", name="Behind the scenes").click()


async def _phone(opened: Browser, address: str) -> None:
    page = await enter(opened, address, width=420, height=860, theme="light")
    await page.locator("#say").press_sequentially("/g")
    await page.wait_for_timeout(300)
    await page.screenshot(path=PICTURES / "phone.png")


async def _more(opened: Browser, address: str, folder: Path) -> None:
    for theme in THEMES:
        for width in (1280, 420):
            page = await enter(opened, address, theme=theme, width=width)
            for command in ("credits", "help", "tasks", "library"):
                await use(page, command)
            await expect(page.locator(".message.private")).not_to_have_count(0)
            await page.screenshot(path=folder / f"pages-{theme}-{width}.png")
            await use(page, "generate custom")
            await page.get_by_role("dialog").wait_for()
            await page.screenshot(path=folder / f"form-{theme}-{width}.png")
            await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
            await page.locator("#say").press_sequentially("/")
            await page.screenshot(path=folder / f"commands-{theme}-{width}.png")


if __name__ == "__main__":
    draw_credits()
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
