"""The whole demo as `make demo` starts it: a process of its own, its address, its page in a browser."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
Theme = Literal["dark", "light"]
LAMPS_OUT = "() => !document.getElementById('stations').getAnimations({ subtree: true }).length"
"""True once the drawer's lamps, which each step lights, have gone out."""

expect.set_options(timeout=30_000)  # one for all, for it holds in the whole process: machines may be busy


class Demo:
    """`said` is what it has printed so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.said = process, ""

    async def until_says(self, words: str) -> str:
        """Read on until a line holds `words`; that line. The output ending is a failure."""
        assert self.process.stdout is not None
        async with asyncio.timeout(90):
            while line := (await self.process.stdout.readline()).decode():
                self.said += line
                if words in line:
                    return line
        raise AssertionError(f"it never said {words!r}: {self.said}")

    async def end(self) -> int:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 25)


@asynccontextmanager
async def starting_demo(folder: Path, **environ: str) -> AsyncIterator[Demo]:
    """Started in `folder`, with its temporary files there."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), **environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        cwd=folder,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    demo = Demo(process)
    try:
        yield demo
    finally:
        try:
            await demo.end()
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def running_demo(folder: Path, **environ: str) -> AsyncIterator[tuple[Demo, str]]:
    """The demo and its address."""
    async with starting_demo(folder, **environ) as demo:
        yield demo, (await demo.until_says("Open http://")).split()[1]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield opened
        finally:
            await opened.close()


async def enter(opened: Browser, address: str, *, width: int = 1280, height: int = 900, theme: Theme = "dark") -> Page:
    """A page that is ready to be used."""
    page = await opened.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    await page.goto(address)
    await page.locator("body.ready").wait_for()
    await page.locator(".offer").first.wait_for()
    return page


def watched(page: Page) -> list[str]:
    """What the console complains of from now on."""
    errors: list[str] = []
    page.on("console", lambda told: errors.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def answers(page: Page, command: str) -> Locator:
    """Messages that answer this command; the bot may have written others before and after them."""
    return page.locator(".message", has=page.locator(".headline", has_text=f"used /{command}"))


async def use(page: Page, command: str, **options: str) -> None:
    """Pick a command by keyboard, fill in options by name, and send it; what is picked from offers is typed whole."""
    await page.locator("#say").fill(f"/{command}")
    await page.locator("#say").press("Enter")
    form = page.locator(".commandform")
    await form.wait_for()  # it comes later where the commands were not known yet
    for name, text in options.items():
        if await form.get_by_role("button", name=f"Add {name}").count():
            await form.get_by_role("button", name=f"Add {name}").click()
        await form.get_by_label(name, exact=True).fill(text)
    await form.get_by_role("button", name="Send").click()
    await form.wait_for(state="detached")
