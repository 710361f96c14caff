"""The page in headless Chromium, over the real bot: what `make demo` shows a stranger."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.demo_stage import CHROMIUM, browser, enter, running_demo, use

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed")
SONG_MS = 45_000
expect.set_options(timeout=10_000)


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """Any error in the console fails the test."""
    errors: list[str] = []
    async with running_demo(tmp_path) as (_, address), browser() as opened:
        page = await enter(opened, address)
        page.on("console", lambda told: errors.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []


async def test_quick_and_custom_bring_two_songs_each_that_play(page: Page) -> None:
    await use(page, "generate quick", prompt="slow piano, rain on a tin roof")
    await expect(page.locator(".headline").first).to_contain_text("Ana used /generate quick")
    await use(page, "generate custom")
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("This field is required")).to_have_count(2)
    await form.get_by_label("Title").fill("Neon Harbour")
    await form.get_by_label("Style").fill("synthwave, fast, happy")
    await form.get_by_label("Lyrics (up to").fill("[Verse]\nNeon on the water")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await expect(page.locator(".player")).to_have_count(4, timeout=SONG_MS)
    for number in range(4):
        await _play(page, number)
    await use(page, "credits")
    await expect(page.locator(".message.private")).to_contain_text("216 of 240 left")


async def _play(page: Page, number: int) -> None:
    """Its time moves, and it can be sought in."""
    player = page.locator(".player").nth(number)
    await player.get_by_role("button", name="Play").click()
    await expect(player.locator(".times")).to_have_text(_at(1, 2), timeout=8_000)
    await player.locator(".seek").fill("20")
    await expect(player.locator(".times")).to_have_text(_at(20, 22))
    await player.get_by_role("button", name="Pause").click()


def _at(first: int, last: int) -> re.Pattern[str]:
    return re.compile("^0:(" + "|".join(f"{second:02}" for second in range(first, last + 1)) + ") / 0:[1-5]")


async def test_everything_works_by_keyboard(page: Page) -> None:
    await page.keyboard.press("/")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    await page.keyboard.type("quota s")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(page.locator(".commandform")).to_contain_text("/quota set")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").first).to_have_text("This field is required")
    await page.keyboard.type("100")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.private")).to_contain_text("100 credits a month")


async def test_private_answers_stay_with_their_member(page: Page) -> None:
    await use(page, "help")
    await expect(page.locator(".message.private")).to_have_count(1)
    await page.get_by_label("Look and act as").select_option("Cleo")
    await expect(page.locator(".role")).to_have_text("Member")
    await expect(page.locator(".message.private")).to_have_count(0)
    await use(page, "credits")
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.locator(".message")).to_have_count(0)


NASTY = """<img src=x onerror="document.title='taken'"> **bold** *it* `code` ~~gone~~ [x](javascript:alert) <b>no</b>
# Big
> quoted <@1002>
-# small <t:0:d> snake_case_name https://example.org/a_b"""


async def test_what_members_write_is_never_html(page: Page) -> None:
    await page.locator("#say").fill(NASTY)
    await page.locator("#say").press("Enter")
    content = page.locator(".message .content")
    await expect(content).to_contain_text("<img src=x onerror=")
    await expect(content.locator("img, b, script")).to_have_count(0)
    assert await content.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "https://example.org/a_b"
    ]
    for mark, text in {"strong": "bold", "em": "it", "code": "code", "s": "gone", "h3": "Big"}.items():
        await expect(content.locator(mark)).to_have_text(text)
    await expect(content.locator("blockquote .mention")).to_have_text("@Ben")
    await expect(content.locator("small")).to_contain_text("snake_case_name")
    assert await page.title() == "#songs · The Attic"


async def test_a_killed_bot_is_told_and_goes_on_where_it_was(page: Page) -> None:
    await use(page, "generate quick", prompt="single please, a fast march")
    await expect(page.locator(".message")).to_contain_text("12 credits taken")
    await page.get_by_role("button", name="Behind the scenes").click()
    await page.get_by_role("button", name="Kill the bot").click()
    await expect(page.locator("#notice")).to_contain_text("The bot is not running")
    await page.locator("#notice").get_by_role("button", name="Restart the bot").click()
    await expect(page.locator("#notice")).to_be_hidden(timeout=20_000)
    await expect(page.locator(".player")).to_have_count(1, timeout=SONG_MS)
    await expect(page.locator(".message").first).to_contain_text("Done")
