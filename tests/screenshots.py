"""Takes the pictures of the papers from the demo: `make screenshots`. Others go to the folder given as argument."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.models import Kind, Quota
from bot.store.bookings import Day, Use
from bot.ui.quota_page import picture
from tests.demo_stage import LAMPS_OUT, ROOT, Theme, browser, enter, running_demo, use

PICTURES = ROOT / "docs" / "pictures"
SONG_MS = 60_000
PRICE = 12_000
THEMES: tuple[Theme, ...] = ("dark", "light")


async def take(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        async with running_demo(Path(temporary)) as (_, address), browser() as opened:
            page = await enter(opened, address)
            await _make_songs(page)
            await page.screenshot(path=PICTURES / "channel.png")
            await _behind_the_scenes(page)
            await _phone(opened, address)
            await _pages(opened, address)
            if folder is not None:
                await _more(opened, address, folder)


def draw_credits() -> None:
    """A month of a lively server, drawn as `/quota show` draws it."""
    kept = [PRICE * int(requests) for requests in "10201102100310201102010211"]
    back = {6: PRICE, 17: PRICE}
    used = sum(kept)
    use = Use(
        tuple(Day(day, amount, back.get(day, 0)) for day, amount in enumerate(kept, 1) if amount or day in back),
        ((Kind.GENERATE, used - 3 * PRICE), (Kind.EXTEND, 3 * PRICE)),
        (("Ana", 10 * PRICE), ("Ben", 8 * PRICE), ("Cleo", used - 18 * PRICE)),
        today=len(kept),
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


async def _pages(opened: Browser, address: str) -> None:
    """Pages that members and managers open for themselves, each cut out of the channel."""
    page = await enter(opened, address, width=620, height=2400)
    answer = page.locator(".message.private").last
    await page.get_by_role("button", name="Lyrics", exact=True).first.click()
    await expect(answer).to_contain_text("0:")
    await answer.screenshot(path=PICTURES / "lyrics.png")
    await use(page, "library")
    await expect(answer).to_contain_text("2 songs")
    await answer.screenshot(path=PICTURES / "library.png")
    await use(page, "settings show")
    await expect(answer).to_contain_text("Ready in")
    await answer.screenshot(path=PICTURES / "settings.png")


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
