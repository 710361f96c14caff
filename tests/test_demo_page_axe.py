"""No serious accessibility fault on the page, in both themes and on a phone, as axe-core finds them."""

from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.demo_house import house
from tests.demo_stage import CHROMIUM, LAMPS_OUT, Theme, browser, enter, use
from tests.test_demo_page_parts import post_everything

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]


def axe() -> str:
    try:
        return (files("axe_playwright_python") / "axe.min.js").read_text()
    except ModuleNotFoundError:
        pytest.skip("axe-playwright-python is not installed")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Browser, str]]:
    async with house(tmp_path_factory.mktemp("house")) as demo, browser() as opened:
        await post_everything(demo)
        yield opened, demo.origin


async def _faults(page: Page, where: str) -> list[str]:
    found = await page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{where}: {fault['id']} at {node['target']}: {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("theme", "width"), [("dark", 1280), ("light", 1280), ("light", 420)])
async def test_axe_finds_no_serious_fault(stage: tuple[Browser, str], theme: Theme, width: int) -> None:
    source = axe()
    page = await enter(*stage, theme=theme, width=width)
    await page.evaluate(source)
    faults = await _faults(page, "channel")
    await page.locator("#say").press_sequentially("/")
    faults += await _faults(page, "commands")
    await page.locator("#say").fill("/generate quick")
    await page.locator("#say").press("Enter")
    faults += await _faults(page, "options")
    await page.keyboard.press("Escape")
    before = await page.locator(".message").count()
    await use(page, "generate quick", prompt="rain")
    await expect(page.locator(".message")).to_have_count(before + 1)
    await page.get_by_role("button", name="Form").last.click()
    await page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    faults += await _faults(page, "form")
    await page.keyboard.press("Escape")
    await page.get_by_role("combobox", name="Pick some").click()
    faults += await _faults(page, "list")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Behind the scenes").click()
    await page.locator(".step").first.wait_for()
    await page.wait_for_function(LAMPS_OUT)
    faults += await _faults(page, "drawer")
    await page.close()
    assert faults == []
