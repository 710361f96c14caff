"""The page of credits, its picture, and the log, with what is longest and nastiest."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from bot import i18n
from bot.errors import ShareUsedUp
from bot.models import Kind, Reason, Share
from bot.store.bookings import Booked, Day, Use
from bot.store.managing import SetShare
from bot.ui import chart, quota_page, texts
from bot.ui.errors import refusal
from bot.ui.log_page import channel_message, line, log_file, log_page
from bot.ui.quota_page import Credits, alt_text, credits_page, drawn_page
from tests.openapi_judge import judge
from tests.test_ui_pages import texts_of
from tests.ui_examples import NASTY, NOW, QUOTA

USE = Use(
    days=(Day(2, 12_000, 0), Day(9, 24_000, 0), Day(14, 0, 12_000)),
    kinds=((Kind.GENERATE, 24_000), (Kind.EXTEND, 12_000)),
    members=(("Ana", 24_000), (NASTY, 12_000)),
    today=14,
    length=30,
)
LARGEST = 2**63 - 1
BOOKED = Booked(LARGEST, "take", 12_000, 1042, 100, "Ana", 100, "generate", NOW, "2026-09")
in_each_locale = pytest.mark.parametrize("locale", ["en-US", *sorted(set(i18n.LANGUAGES) - {"es-419"})])


async def test_the_picture_stands_on_its_own_dark_ground_and_its_words_stand_beside_it() -> None:
    message = await drawn_page(Credits(QUOTA, 12_000, USE, Share(60_000, 36_000, None)))
    shown, view = texts_of(message)
    assert shown[0].endswith("\nYou have used 36 of your 60; the rest is enough for 2 requests at 12.")
    assert shown[1].startswith("**By kind:** songs 24 · longer versions 12\n**Most used by:** Ana 24 · ")
    [(name, content)] = message.files
    picture = Image.open(io.BytesIO(content))
    assert (name, picture.size, picture.getpixel((0, 0))) == ("credits.png", (1000, 460), (0x1E, 0x1F, 0x22))
    assert {(0xA4, 0x8B, 0xF5), (255, 255, 255)} <= {colour for _, colour in picture.getcolors(1 << 20) or []}
    assert "attachment://credits.png" in str(view)


def test_the_picture_is_described_in_words() -> None:
    assert alt_text(QUOTA, USE) == (
        "Credits used by day this month: 12 on day 2; 24 on day 9; 12 on day 14, given back. 36 of 240 used."
    )
    many = replace(USE, days=tuple(Day(number, 999_999_999, 999_999_999) for number in range(1, 32)))
    assert len(alt_text(QUOTA, many)) <= 1024


async def test_where_drawing_fails_the_days_are_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bytes:
        raise OSError("no fonts")

    monkeypatch.setattr(chart, "draw", broken)
    message = await drawn_page(Credits(QUOTA, 12_000, USE))
    shown, _ = texts_of(message)
    assert message.files == ()
    assert shown[1].endswith("**By day:** 12 on day 2; 24 on day 9; 12 on day 14, given back")


async def test_nothing_used_is_said_and_not_drawn() -> None:
    message = await drawn_page(Credits(QUOTA, 12_000, Use((), (), (), 1, 30)))
    shown, _ = texts_of(message)
    assert (message.files, shown[1]) == ((), "Nothing has been used this month.")


@pytest.mark.parametrize("length", [1, 7, 28, 31])
def test_bars_stay_within_the_picture_whatever_the_period(length: int) -> None:
    days = [(number, 12_000 * number, 400) for number in range(1, length + 1)]
    rows = chart.Rows([("x" * 400, 1, "999,999,999.999")] * 3)
    for today in (1, length):
        drawn = chart.draw("9" * 60, chart.Bars(days, today, length), "999,999.999", rows, rows)
        picture = Image.open(io.BytesIO(drawn))
        edges = [picture.getpixel((999, y)) for y in range(460)]
        assert set(edges) == {(0x1E, 0x1F, 0x22)}


@in_each_locale
async def test_every_page_of_money_fits(locale: str) -> None:
    shares = [SetShare("role", LARGEST - number, 999_999_999_999) for number in range(200)]
    many = replace(
        USE,
        days=tuple(Day(number, 999_999_999, 999_999_999) for number in range(1, 32)),
        kinds=tuple((kind, 999_999_999) for kind in Kind),
        members=tuple((NASTY, 999_999_999) for _ in range(5)),
    )
    quota = replace(QUOTA, granted=1, carried=1, paused=True)
    with i18n.using(locale):
        credits = Credits(quota, 12_000, many, Share(1, 1, None), shares, 1, "x" * 100)
        for message in (await drawn_page(credits), credits_page(credits)):
            shown, _ = texts_of(message)
            assert sum(map(len, shown)) <= 4000
        log = [replace(BOOKED, member_name=NASTY, entry=entry, amount=-999_999_999, why="service_empty")
               for entry in ("take", "settle", "give_back", "grant", "reset", "carry")] * 2  # fmt: skip
        shown, _ = texts_of(log_page(log[:10], 999_999, True))
        assert sum(map(len, shown)) <= 4000
        sent = channel_message(log[:10]).sending()
        assert len(sent["content"]) <= 2000
        assert judge("POST", "/channels/1/messages", {"content": sent["content"]}) == []


@in_each_locale
def test_each_limit_of_a_member_has_its_sentence_with_the_reset_time(locale: str) -> None:
    with i18n.using(locale):
        said = [refusal(ShareUsedUp(12_000, 55_000, 60_000, NOW, role)).content or "" for role in (None, 0, 7)]
        assert len(set(said)) == 3
        for words in said:
            assert f"<t:{NOW // 1000}:R>" in words
            assert texts.NOTHING_CHARGED.rstrip(".。") in words
            assert len(words) <= 330


def test_lines_of_the_log_say_what_who_and_why() -> None:
    assert line(BOOKED) == "**12 taken** · songs · Ana · request 1042"
    back = replace(BOOKED, entry="give_back", amount=-12_000, why="deadline")
    assert line(back) == "**12 given back** · took too long · Ana · request 1042"
    assert line(replace(BOOKED, entry="settle", amount=0)) == "**Kept** · delivered to Ana · request 1042"
    assert line(replace(BOOKED, entry="grant", task_id=0, member_id=0, actor_id=9)) == "**12 granted** · by <@9>"
    assert line(replace(BOOKED, entry="grant", actor_id=9)) == "**12 granted** to <@100> · by <@9>"


async def test_no_cell_of_the_file_is_a_formula_and_ids_stay_whole() -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "Ana, “Ben”\n=2"]

    async def bookings() -> AsyncIterator[Booked]:
        for name in names:
            yield replace(BOOKED, member_name=name, member_id=LARGEST, amount=-400)

    message = await log_file(bookings())
    [(file, content)] = message.files
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert (file, message.content) == ("credits.csv", "**6 bookings**, newest first.")
    assert heading[:3] == ["time", "entry", "credits"]
    assert [row[4] for row in rows] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'=1", "Ana, “Ben” =2"]
    assert {(row[2], row[3]) for row in rows} == {("-0.4", f"id {LARGEST}")}


async def test_a_very_long_log_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.log_page.MOST_ROWS", 2)

    async def bookings() -> AsyncIterator[Booked]:
        for _ in range(3):
            yield BOOKED

    message = await log_file(bookings())
    assert message.content == "The newest **2 bookings**; older ones are not in the file."


def test_shares_name_members_roles_and_everybody() -> None:
    shares = [SetShare("role", 1, 60_000), SetShare("role", 7, 80_000), SetShare("member", 100, 5_000)]
    shown, _ = texts_of(credits_page(Credits(QUOTA, 12_000, shares=shares, guild_id=1)))
    assert shown[1] == "**Shares a month:** every member 60 · <@&7> 80 · <@100> 5"
    assert quota_page.MOST_SHARES == 12


def test_log_and_owners_page_have_words_for_every_reason_of_failing() -> None:
    waiting = {Reason.BUSY, Reason.MAINTENANCE, Reason.UNREACHABLE}
    noticed, cancelled = {Reason.UNSURE, Reason.GONE}, {Reason.MEMBER, Reason.NOT_PROMISED}
    failing = set(Reason) - waiting - noticed - cancelled
    assert set(texts.OWNER_WHY) == failing
    assert set(texts.LOG_REASONS) == failing - {Reason.GIVEN_UP} | cancelled


def test_whoever_was_forgotten_is_a_member_in_log_and_page() -> None:
    nameless = replace(BOOKED, member_id=0, member_name="", actor_id=0)
    assert " · a member · request " in line(nameless)
    assert line(replace(nameless, entry="reset")).endswith(" · by a member")
    use = Use((), ((Kind.GENERATE, 12_000),), (("", 12_000),), 1, 30)
    shown, _ = texts_of(credits_page(Credits(QUOTA, 12_000, use)))
    assert "**Most used by:** a member 12" in "\n".join(shown)
