"""The page in headless Chromium, over the real bot: what `make demo` shows a stranger. All tests share one demo."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.demo_stage import CHROMIUM, answers, browser, enter, running_demo, use, watched

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
SONG_MS = 90_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Browser, str]]:
    async with running_demo(tmp_path_factory.mktemp("demo")) as (_, address), browser() as opened:
        yield opened, address


@pytest_asyncio.fixture(loop_scope="module")
async def page(stage: tuple[Browser, str]) -> AsyncIterator[Page]:
    """Any error in the console fails the test."""
    page = await enter(*stage)
    errors = watched(page)
    yield page
    await page.close()
    assert errors == []


async def test_a_page_that_opens_asks_for_its_messages_once(stage: tuple[Browser, str]) -> None:
    asked: list[str] = []
    page = await stage[0].new_page()
    page.on("request", lambda request: asked.append(request.url.split("?")[0].split("/")[-1]))
    await page.goto(stage[1])
    await page.locator(".offer").first.wait_for()
    await expect(page.locator("#bot")).to_contain_text("which is running")  # has been told after the page had asked
    await page.close()
    assert asked.count("channel") == 1


async def test_an_empty_channel_opens_at_its_welcome_and_offers_a_song_from_an_idea_first(page: Page) -> None:
    await expect(page.locator(".welcome h1")).to_be_in_viewport(ratio=1)
    await expect(page.locator(".offer").first).to_contain_text("/generate quick")
    await expect(page.locator(".offer strong", has_text="/generate quick")).to_have_count(1)
    await expect(page.locator("#present")).to_be_hidden()


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
    done = page.locator(".message .content", has_text="Done")
    await expect(done).to_have_count(2, timeout=SONG_MS)  # nothing moves under the pointer any more
    for number in (0, 3):
        await _play(page.locator(".player").nth(number))
    await use(page, "credits")
    await expect(answers(page, "credits")).to_contain_text("216 of 240 left")


async def _play(player: Locator) -> None:
    """Its time moves, and it can be sought in."""
    times = player.locator(".times")
    await player.get_by_role("button", name="Play").press("Enter")  # no pointer, which messages that come could shift
    await expect(player.get_by_role("button", name="Pause")).to_be_visible()
    await expect(times).to_have_text(re.compile(r"^0:(0[1-9]|[1-5]\d) / 0:[1-5]"))
    await player.get_by_role("button", name="Pause").press("Enter")
    await expect(player.get_by_role("button", name="Play")).to_be_visible()
    await player.locator(".seek").fill("20")
    await expect(times).to_have_text(re.compile(r"^0:20 / 0:[2-5]"))


async def test_the_buttons_of_a_song_open_pages_forms_and_questions(page: Page) -> None:
    song = page.locator(".message", has=page.locator(".player"), has_text="Neon Harbour").last
    await song.get_by_role("button", name="Lyrics").click()
    await expect(page.locator(".message.private").last).to_contain_text("Neon on the water")
    await page.get_by_role("combobox", name="Get it as a file").click()
    await page.locator(".listbox:popover-open [role=option]").first.click()
    await expect(page.locator(".message.private").last.locator(".filename")).to_contain_text(".lrc")
    await song.get_by_role("button", name="Extend").click()
    await expect(page.get_by_role("dialog").get_by_label("Continue from")).to_be_focused()
    await page.keyboard.press("Escape")
    await song.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Keep").click()
    await expect(song.locator(".player")).to_be_attached()


async def test_every_command_is_answered(page: Page) -> None:
    names = [text.removeprefix("/") for text in await page.locator(".offer strong").all_text_contents()]
    assert {"generate quick", "extend", "lyrics timed", "wav", "library", "tasks", "help"} <= set(names)
    for name in names:
        await page.locator("#say").fill(f"/{name}")
        await page.locator("#say").press("Enter")
        await _fill_required(page)
        async with page.expect_response("**/api/slash") as response:
            await page.get_by_role("button", name="Send", exact=True).click()
        answer = await (await response.value).json()
        assert "failed" not in answer, name
        if answer["modal"]:
            await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        else:
            await expect(page.locator(".usedcommand").filter(has_text=f"/{name}").first).to_be_attached()
    await expect(page.locator(".message.local, .thinking")).to_have_count(0)


async def _fill_required(page: Page) -> None:
    """The first offer where there are offers, else a small number or few words."""
    fields = page.locator(".commandform .chip :is(input, textarea)")
    for number in range(await fields.count()):
        field = fields.nth(number)
        await field.focus()
        if await field.get_attribute("role") == "combobox":
            await page.locator(".commandform .listbox:popover-open [role=option]").first.click()
        else:
            await field.fill("12" if await field.get_attribute("type") == "number" else "rain on a tin roof")


async def test_everything_works_by_keyboard(page: Page) -> None:
    await page.keyboard.press("/")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    await page.keyboard.type("quota g")
    await page.keyboard.press("ArrowDown")  # round to the only one
    await page.keyboard.press("Tab")
    await expect(page.locator(".commandform")).to_contain_text("/quota grant")
    await page.keyboard.press("Enter")
    await expect(page.locator(".commandform .fault:visible")).to_have_text("This field is required")
    await page.keyboard.type("100")
    await page.keyboard.press("Enter")
    await expect(answers(page, "quota grant").last).to_contain_text("Granted: 100 credits, for this period alone.")


async def test_songs_are_completed_by_keyboard(page: Page) -> None:
    await page.keyboard.type("/library")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")  # only puts the form away
    await page.keyboard.type("/lyrics timed")
    await page.keyboard.press("Enter")
    track = page.get_by_role("combobox", name="track")
    await track.press_sequentially("neon")
    await expect(page.locator(".commandform").get_by_role("option").first).to_contain_text("Neon Harbour")
    await page.keyboard.press("Enter")
    await expect(track).to_have_value(re.compile("^Neon Harbour · "))
    await page.keyboard.press("Enter")
    await expect(answers(page, "lyrics timed").last.locator(".filename").first).to_contain_text("neon-harbour")


async def test_private_answers_stay_with_their_member(page: Page) -> None:
    await page.get_by_label("Look and act as").select_option("Ben")
    await use(page, "help")
    await expect(page.locator(".message.private")).to_have_count(1)
    await page.get_by_label("Look and act as").select_option("Cleo")
    await expect(page.locator(".role")).to_have_text("Newcomers")
    await page.locator(".offer").first.wait_for()  # with the messages
    await expect(page.locator(".message.private")).to_have_count(0)
    await use(page, "credits")
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.locator(".message.private")).to_have_count(0)


async def test_what_is_typed_while_the_page_changes_sides_stays(page: Page) -> None:
    arrived, go = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        arrived.set()
        await go.wait()
        await route.continue_()

    await page.route("**/api/world?*", late)
    await page.get_by_label("Look and act as").select_option("Ben")
    await arrived.wait()
    await page.locator("#say").fill("/credits")
    await page.locator("#say").press("Enter")
    go.set()
    await page.locator(".commandform").get_by_role("button", name="Send").click()
    await expect(page.locator(".message.private .headline").last).to_contain_text("Ben used /credits")


async def test_discord_speaks_the_language_of_the_member(page: Page) -> None:
    await page.get_by_label("Look and act as").select_option("Ben")
    await page.get_by_label("Language of Discord").select_option("Deutsch")
    await expect(page.locator(".offer strong", has_text="/hilfe")).to_be_visible()
    await page.locator("#say").fill("/hilfe")
    await page.locator("#say").press("Enter")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".message.private").last).to_contain_text("So geht es")


async def test_channels_are_closed_to_the_young_and_to_the_bot(page: Page) -> None:
    await page.get_by_role("button", name="after-dark, age-restricted").click()
    await expect(page.locator("#composer")).to_be_hidden()
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("Welcome to #after-dark!")).to_be_visible()
    await page.get_by_role("button", name="lounge").click()
    await use(page, "generate quick", prompt="rain")
    await expect(answers(page, "generate quick")).to_contain_text("Attach Files is missing in #lounge")


NASTY = """<img src=x onerror="document.title='taken'"> **bold** *it* `code` ~~gone~~ [x](javascript:alert) <b>no</b>
# Big
> quoted <@1002>
-# small <t:0:d> snake_case_name https://example.org/a_b"""


async def test_what_members_write_is_never_html(page: Page) -> None:
    await page.get_by_role("button", name="late night ideas").click()
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
    assert await page.title() == "#late night ideas · The Attic"


async def test_the_drawer_shows_what_flows_and_a_killed_bot_goes_on_where_it_was(page: Page) -> None:
    await page.get_by_role("button", name="The Cellar").click()
    await page.get_by_role("button", name="Behind the scenes").click()
    await use(page, "generate quick", prompt="single please, a fast march")
    await expect(page.locator(".message", has_text="12 Credits")).to_be_attached()  # this server speaks German
    number = re.findall(r"\d{4}", await page.locator(".embedfooter").first.inner_text())[-1]
    steps = page.locator(".step", has=page.locator(".request", has_text=number))
    await expect(steps.filter(has_text="running").first).to_be_attached()  # earlier, the song may be lost to a kill
    await page.get_by_role("button", name="Kill the bot").click()
    await expect(page.locator("#notice")).to_contain_text("The bot is not running")
    await page.locator("#notice").get_by_role("button", name="Restart the bot").click()
    await expect(page.locator("#notice")).to_be_hidden(timeout=SONG_MS)
    await expect(page.locator(".player")).to_have_count(1, timeout=SONG_MS)
    await expect(page.locator(".message", has_text="Fertig")).to_be_attached()
    for words in ("used /generate quick", "queued, 12 credits taken", "generate → code 200", "SUCCESS", "delivered"):
        await expect(steps.filter(has_text=words).first).to_be_attached()
    await expect(steps.filter(has_text="generate → ")).to_have_count(1)  # paid once
