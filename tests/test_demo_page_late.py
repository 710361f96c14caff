"""What the page makes of answers that come late, and of changes that come while its member presses or types."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, Route, expect

from bot.demo.discord.world import Channel
from tests.demo_house import SONGS, House
from tests.demo_stage import use
from tests.test_demo_page_parts import demo, opened, page, pytestmark

__all__ = ["demo", "opened", "page", "pytestmark"]

LOUNGE = 3002


@asynccontextmanager
async def late(page: Page, what: str) -> AsyncIterator[asyncio.Event]:
    """The answer to the next request for `what` comes at the end; it is made before, which the event tells."""
    made, go, come = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        made.set()
        await go.wait()
        await route.fulfill(response=answer)
        come.set()

    await page.route(what, hold, times=1)
    yield made
    go.set()
    await come.wait()


def _channel(demo: House, number: int) -> Channel:
    return demo.discord.world.guilds[2001].channels[number]


async def test_a_message_that_comes_before_the_older_ones_stays(demo: House, page: Page) -> None:
    demo.discord.say(demo.discord.world.owner, _channel(demo, LOUNGE), "old")
    gone = demo.discord.say(demo.discord.world.owner, _channel(demo, LOUNGE), "soon gone")
    async with late(page, "**/api/channel?*") as made:
        await page.get_by_role("button", name="lounge").click()
        await made.wait()
        demo.discord.delete(gone)
        demo.discord.say(demo.discord.world.owner, _channel(demo, LOUNGE), "news")
        await expect(page.locator(".message .content")).to_have_text("news")
    await expect(page.locator(".message .content")).to_have_text(["old", "news"])


async def test_the_last_choice_counts_whatever_answer_comes_last(page: Page) -> None:
    async with late(page, "**/api/world?*") as made:
        await page.get_by_label("Look and act as").select_option("Ben")
        await made.wait()
        await page.get_by_label("Language of Discord").select_option("Deutsch")
        await expect(page.locator(".role")).to_have_text("Managers")
        await page.locator(".offer").first.wait_for()
    await page.get_by_role("button", name="lounge").click()  # only after what has come was drawn
    await expect(page.get_by_label("Language of Discord")).to_have_value("de")


async def test_what_is_pressed_stays_until_it_is_let_go(demo: House, page: Page) -> None:
    await use(page, "generate quick", prompt="rain")
    await _press(page, page.get_by_role("button", name="Edit"))
    (message,) = await demo.seen()
    url = f"{demo.discord.api_url}/channels/{SONGS}/messages/{message['id']}"
    token = {"Authorization": f"Bot {demo.discord.token}"}
    async with demo.session.patch(url, json={"content": "Under way: rain"}, headers=token) as answer:
        assert answer.status == 200
    demo.discord.say(demo.discord.world.owner, _channel(demo, LOUNGE), "news")  # is told after the change
    await expect(page.get_by_role("button", name="lounge, new messages")).to_be_visible()
    await page.mouse.up()
    await expect(page.locator(".message")).to_contain_text("edited(edited)")


async def test_a_channel_can_be_pressed_while_another_one_gets_messages(demo: House, page: Page) -> None:
    await _press(page, page.get_by_role("button", name="late night ideas"))
    demo.discord.say(demo.discord.world.owner, _channel(demo, LOUNGE), "news")
    await expect(page.get_by_role("button", name="lounge, new messages")).to_be_visible()
    await page.mouse.up()
    await expect(page.get_by_role("heading", name="late night ideas", exact=True)).to_be_visible()


async def test_what_is_typed_in_the_drawer_stays_when_an_answer_comes(demo: House, page: Page) -> None:
    await page.get_by_role("button", name="Behind the scenes").click()
    credits = page.get_by_label("Credits of its account")
    async with late(page, "**/api/music"):
        await page.get_by_label("The next song request").select_option("fails after it started")
        await credits.fill("7")
    await expect(page.locator(".waiting")).to_have_text("Waiting to happen: fails after it started.")
    await expect(credits).to_be_focused()
    async with page.expect_response("**/api/music"):
        await credits.press("Tab")
    assert demo.music.credits == 7
    await expect(page.locator(".waiting")).to_be_visible()
    await expect(credits).to_have_value("7")


async def _press(page: Page, button: Locator) -> None:
    await button.hover()
    await page.mouse.down()
