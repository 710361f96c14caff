"""Takes the pictures of the README from the demo: `make screenshots`. Others go to the folder given as argument."""

import asyncio
import sys
import tempfile
from pathlib import Path
from random import Random

from playwright.async_api import Page, expect

from bot.models import Kind, Quota
from bot.store.bookings import Day, Use
from bot.ui.quota_page import picture
from tests.demo_stage import ROOT, browser, enter, running_demo, use

README = ROOT / "docs" / "pictures" / "channel.png"
CREDITS = ROOT / "docs" / "pictures" / "quota.png"
SONG_MS = 60_000


async def take(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        async with running_demo(Path(temporary)) as (_, address), browser() as opened:
            page = await enter(opened, address)
            await _make_songs(page)
            await page.screenshot(path=README)
            if folder is None:
                return
            await _more(page, folder)
            for theme in ("dark", "light"):
                phone = await enter(opened, address, width=420, theme=theme)
                await phone.screenshot(path=folder / f"phone-{theme}.png")
                desktop = await enter(opened, address, theme=theme)
                await desktop.screenshot(path=folder / f"desktop-{theme}.png")


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
    CREDITS.write_bytes(picture(quota, use))


async def _make_songs(page: Page) -> None:
    await use(page, "generate quick", prompt="slow piano, rain on a tin roof")
    players = page.locator(".player")
    await expect(players).to_have_count(2, timeout=SONG_MS)
    await expect(page.locator(".message").first).to_contain_text("Done")
    await expect(page.locator(".times").last).not_to_have_text("0:00 / 0:00")
    await players.first.locator(".seek").fill("11")
    await page.locator(".message").first.scroll_into_view_if_needed()
    await page.locator("#scroll").evaluate("(box) => { box.scrollTop = box.querySelector('.message').offsetTop - 60; }")
    await page.wait_for_timeout(500)


async def _more(page: Page, folder: Path) -> None:
    for command in ("credits", "help", "tasks"):
        await use(page, command)
    await expect(page.locator(".message.private")).to_have_count(3)
    await page.screenshot(path=folder / "pages.png")
    await use(page, "generate custom")
    await page.get_by_role("dialog").wait_for()
    await page.screenshot(path=folder / "form.png")
    await page.get_by_role("button", name="Cancel", exact=True).click()
    await page.locator("#say").fill("/")
    await page.screenshot(path=folder / "commands.png")


if __name__ == "__main__":
    draw_credits()
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
