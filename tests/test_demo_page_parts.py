"""Every kind of part that Discord has, drawn by the page and used in a browser, with a small bot behind it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, Request, expect

from tests.demo_house import SONGS, House, house
from tests.demo_stage import CHROMIUM, browser, enter, use, watched

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763789bd900000303019eb7a4d7f90000000049454e44ae426082"
)
EMBED = {
    "title": "A title",
    "url": "https://example.org/",
    "color": 0x8B6CF0,
    "author": {"name": "An author"},
    "description": "**bold** words",
    "fields": [{"name": "One", "value": "1", "inline": True}, {"name": "Two", "value": "2", "inline": True}],
    "thumbnail": {"url": "attachment://cover.png"},
    "footer": {"text": "A footer"},
}
STYLES = [{"type": 2, "style": style, "label": f"Style {style}", "custom_id": f"s{style}"} for style in (1, 2, 3, 4)]
LINK = {"type": 2, "style": 5, "label": "A link", "url": "https://example.org/"}
MANY = {
    "type": 3,
    "custom_id": "many",
    "placeholder": "Pick some",
    "min_values": 0,
    "max_values": 2,
    "options": [{"label": word, "value": word} for word in ("one", "two", "three")],
}
OFF = {"type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": True}
LAYOUT = {
    "type": 17,
    "accent_color": 0x8B6CF0,
    "components": [
        {"type": 10, "content": "## A heading\n-# small"},
        {"type": 9, "components": [{"type": 10, "content": "beside"}], "accessory": OFF},
        {"type": 14, "divider": True, "spacing": 2},
        {"type": 12, "items": [{"media": {"url": "attachment://cover.png"}, "description": "A chart"}]},
        {"type": 13, "file": {"url": "attachment://words.txt"}},
        {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "Pick a member"}]},
    ],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened() -> AsyncIterator[Browser]:
    async with browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def demo(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(demo: House, opened: Browser) -> AsyncIterator[Page]:
    page = await enter(opened, demo.origin)
    errors = watched(page)
    yield page
    await page.close()
    assert errors == []


async def _post(demo: House, body: dict[str, Any], **files: bytes) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, content) in enumerate(files.items()):
        form.add_field(f"files[{number}]", content, filename=name.replace("_", "."))
    headers = {"Authorization": f"Bot {demo.discord.token}"}
    url = f"{demo.discord.api_url}/channels/{SONGS}/messages"
    async with demo.session.post(url, data=form, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def post_everything(demo: House) -> None:
    """One message of each kind, with every part."""
    rows = [
        {"type": 1, "components": [*STYLES, LINK]},
        {"type": 1, "components": [OFF]},
        {"type": 1, "components": [MANY]},
    ]
    body = {"content": "Hello <@1001>", "embeds": [EMBED], "components": rows}
    await _post(demo, body, cover_png=PIXEL, words_txt=b"la la", song_mp3=bytes(900))
    await _post(demo, {"flags": 1 << 15, "components": [LAYOUT]}, cover_png=PIXEL, words_txt=b"la la")


async def _loaded(picture: Locator) -> bool:
    await picture.scroll_into_view_if_needed()
    return bool(await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)"))


async def test_a_classic_message_is_drawn_with_all_its_parts(demo: House, page: Page) -> None:
    await post_everything(demo)
    message = page.locator(".message.pinged")
    for text in ("An author", "A title", "bold words", "One", "2", "A footer", "words.txt", "5 bytes"):
        await expect(message.get_by_text(text, exact=True).first).to_be_visible()
    assert await _loaded(message.locator(".embed img"))
    await expect(message.locator(".picture")).to_have_count(0)  # the embed shows it already
    await message.get_by_text("Show the text").click()
    await expect(message.locator(".preview")).to_have_text("la la")
    for style in ("primary", "secondary", "success", "danger"):
        await expect(message.locator(f"button.{style}").first).to_be_enabled()
    await expect(message.get_by_role("button", name="Off")).to_be_disabled()
    await expect(message.get_by_role("link", name="A link")).to_have_attribute("href", "https://example.org/")


async def test_several_values_are_picked_and_sent_when_the_list_closes(
    demo: House, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.discord.limits, "callback_ms", 1_000)
    sent: list[object] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.post_data_json is not None:
            sent.append(request.post_data_json["values"])

    page.on("request", note)
    await _post(demo, {"content": "Pick", "components": [{"type": 1, "components": [MANY]}]})
    select = page.get_by_role("combobox", name="Pick some")
    await select.click()
    for word in ("one", "three", "two"):  # two at most
        await page.get_by_role("option", name=word, exact=True).click()
    await expect(page.locator(".listbox [aria-selected=true]")).to_have_text(["one", "three"])
    await select.press("Escape")
    failed = page.locator(".message.local")  # this bot knows no such list
    await expect(failed).to_contain_text("MinstrelAPP")
    await expect(failed).to_contain_text("The application did not respond")
    assert sent == [["one", "three"]]


async def test_a_layout_is_drawn_with_all_its_parts(demo: House, page: Page) -> None:
    await _post(demo, {"flags": 1 << 15, "components": [LAYOUT]}, cover_png=PIXEL, words_txt=b"la la")
    box = page.locator(".container")
    await expect(box.locator(".h2")).to_have_text("A heading")
    await expect(box.locator(".section")).to_contain_text("beside")
    assert await _loaded(box.get_by_role("img", name="A chart"))
    await expect(box.get_by_role("link", name="words.txt")).to_be_visible()
    await box.get_by_role("combobox", name="Pick a member").click()
    await expect(box.get_by_role("option")).to_have_text(["Ana", "Minstrel", "Ben", "Cleo"])


async def test_buttons_selects_and_a_form_with_a_file_work(page: Page) -> None:
    await use(page, "generate quick", prompt="rain")
    message = page.locator(".message").first
    await message.get_by_role("button", name="Edit").click()
    await expect(message).to_contain_text("edited(edited)")
    await message.get_by_role("button", name="Form").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Title").fill("a" * 81)
    await form.get_by_label("sung").check()
    await form.get_by_label("Lyrics").set_input_files({"name": "w.txt", "mimeType": "text/plain", "buffer": b"la"})
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_contain_text("Must be 80 or fewer in length: 1 too many")
    await form.get_by_label("Title").fill("Tin Roof")
    await expect(form.locator(".fault:visible")).to_have_count(0)  # while one types, not only afterwards
    await form.get_by_label("Title").press("Enter")
    await expect(page.locator(".message.private")).to_contain_text("Tin Roof: ['la']")
    await expect(form).to_have_count(0)  # the answer may be there before; until then keys are the form's
    await message.get_by_role("combobox").press("ArrowDown")
    await message.get_by_role("combobox").press("t")
    await message.get_by_role("combobox").press("Enter")
    await expect(message).to_contain_text("picked two")


async def test_completion_is_picked_by_keyboard(page: Page) -> None:
    await page.locator("#say").fill("/again")
    await page.locator("#say").press("Enter")
    field = page.get_by_role("combobox", name="track")
    await field.press_sequentially("rain")
    await expect(page.locator(".commandform").get_by_role("option")).to_have_text(["rain 0", "rain 1", "rain 2"])
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(field).to_have_value("rain 1")
    await field.press("Enter")
    await expect(page.locator(".message.private .content")).to_have_text("1")


async def test_what_is_picked_is_not_offered_again(page: Page) -> None:
    asked: list[str] = []
    await page.locator("#say").fill("/again")
    await page.locator("#say").press("Enter")
    field = page.get_by_role("combobox", name="track")
    await field.press_sequentially("rain")
    await expect(page.locator(".commandform").get_by_role("option")).to_have_text(["rain 0", "rain 1", "rain 2"])
    await page.clock.install(time=0)
    await page.clock.pause_at(1_000)
    page.on("request", lambda request: asked.append(request.url))
    await field.press("x")  # the bot would be asked in a moment
    await field.press("Enter")
    await page.clock.run_for(1_000)
    await field.press("Enter")
    await expect(page.locator(".message.private .content")).to_have_text("0")
    assert [url.split("/")[-1] for url in asked] == ["slash"]


async def test_files_wait_while_the_bot_is_asked_for_offers(opened: Browser, tmp_path: Path) -> None:
    words = {"type": 11, "name": "words", "description": "?", "required": True}
    track = {"type": 3, "name": "track", "description": "?", "required": True, "autocomplete": True}
    async with house(tmp_path, client=False) as deaf:
        await deaf.publish([{"name": "sing", "description": "Sings", "options": [words, track]}])
        page = await enter(opened, deaf.origin)
        await page.locator("#say").fill("/sing")
        await page.locator("#say").press("Enter")
        file: FilePayload = {"name": "w.txt", "mimeType": "text/plain", "buffer": b"la"}
        await page.get_by_label("words", exact=True).set_input_files(file)
        async with page.expect_request("**/api/autocomplete") as asked:
            await page.get_by_role("combobox", name="track").fill("rain")
        sent = (await asked.value).post_data_json
        assert sent is not None
        assert sent["options"] == {}
        await page.close()


async def test_an_option_can_be_put_away_on_a_phone(demo: House, opened: Browser) -> None:
    page = await enter(opened, demo.origin, width=360)
    await page.locator("#say").fill("/generate quick")
    await page.locator("#say").press("Enter")
    await page.get_by_role("button", name="Add member").click()
    await expect(page.get_by_role("button", name="Remove member")).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="Remove member").click()
    await expect(page.get_by_role("button", name="Add member")).to_be_focused()
    await page.close()


async def test_the_menu_of_a_message_offers_what_the_bot_has_for_it(demo: House, page: Page) -> None:
    await _post(demo, {"content": "a song"})
    message = page.locator(".message").first
    await message.hover()
    await message.get_by_label("Apps for this message").click()
    await page.get_by_role("menuitem", name="Song options").click()
    await expect(page.locator(".message.private .headline")).to_have_text("AAna used Song options")
    await expect(page.get_by_role("menu")).to_be_hidden()
    await message.locator(".content").click(button="right")
    await expect(page.get_by_role("menuitem", name="Song options")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.private")).to_have_count(2)


async def test_a_link_to_a_message_leads_there(demo: House, page: Page) -> None:
    await _post(demo, {"content": "the song"})
    song = (await demo.seen())[0]["id"]
    lines = "\n".join(["many words"] * 50)
    await _post(demo, {"content": f"{lines}\n[go to message](https://discord.com/channels/2001/3001/{song})"})
    shown = page.locator("#messages").get_by_text("the song")  # the live region for screen readers says it too
    await expect(shown).not_to_be_in_viewport()
    await page.get_by_role("link", name="go to message").click()
    await expect(shown).to_be_in_viewport()


async def test_a_deferred_answer_thinks_first_and_a_deleted_message_goes(demo: House, page: Page) -> None:
    await _post(demo, {"content": "soon gone"})
    await expect(page.locator("#messages").get_by_text("soon gone")).to_be_visible()
    songs = demo.discord.world.guilds[2001].channels[3001]
    demo.discord.delete(demo.discord.messages(songs)[-1])
    await expect(page.locator("#messages").get_by_text("soon gone")).to_have_count(0)
    held = demo.discord.faults.add(("PATCH", "/messages/@original"), "hold-before")
    await use(page, "generate slow")
    await expect(page.locator(".thinking")).to_have_text("Minstrel is thinking…")
    held.release()
    await expect(page.locator(".message").first).to_contain_text("done")
    await expect(page.locator(".message").nth(1)).to_contain_text("and more")
