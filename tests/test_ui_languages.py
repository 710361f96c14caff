"""The longest and nastiest of every look once more, in every language: Discord takes it, and it stays readable."""

from dataclasses import replace
from typing import Any

import pytest

from bot import i18n
from bot.errors import BotLacksPermissions, NotEnoughCredits, TooLong
from bot.guild_rules import Pings
from bot.lyrics.lines import lines_of
from bot.models import CustomSong, DeliveryKind, QuickSong, Reason, Stage, State
from bot.music_api.profiles import profile_named
from bot.tasks.ports import Bar, Closure
from bot.ui import drafts, info_pages, lyrics_pages, quota_page, texts
from bot.ui.errors import refusal
from bot.ui.forms import Frame, custom_form, extend_form, form_id, lyrics_form, quick_form, search_form
from bot.ui.notices import is_message_of, message_of
from bot.ui.requests_page import requests_page
from bot.ui.status import status_message
from tests.openapi_judge import judge
from tests.test_ui_lyrics import ASKED, DRAFTS, LARGEST, LONG_NAME, WORDS, WORST, faults
from tests.test_ui_pages import texts_of
from tests.ui_examples import NASTY, NASTY_REQUESTS, NOW, QUOTA, SECOND, TRACK, body, parcel, view

PROFILE = profile_named("apibox")
LONG_TRACK = replace(TRACK, title=NASTY, style=NASTY, lyrics=NASTY, audio_url="https://x.example/" + "y" * 490)

in_each_locale = pytest.mark.parametrize("locale", sorted(set(i18n.LANGUAGES) - {"es-419"}))


@in_each_locale
@pytest.mark.parametrize("state", list(State))
def test_every_state_fits(locale: str, state: State) -> None:
    changed: dict[str, Any] = {"member_name": NASTY, "tracks": (LONG_TRACK, replace(SECOND, title=NASTY))}
    for request in NASTY_REQUESTS:
        for stage in Stage:
            for reason in (None, *Reason):
                many = changed | {"stage": stage, "reason": reason, "request": request, "price": 999_999_999}
                sent = body(status_message(view(state=state, locale=locale, down_since=NOW, **many)))
                assert judge("POST", "/channels/1/messages", sent) == []
                assert len(sent["content"]) <= 400
                for embed in sent.get("embeds", []):
                    assert len(embed["description"]) + len(embed["footer"]["text"]) <= 1100


@in_each_locale
def test_every_message_of_a_song_fits(locale: str) -> None:
    for request in NASTY_REQUESTS:
        for too_large in (None, (10**9, 10**7)):
            given: dict[str, Any] = {"request": request, "member_name": NASTY, "given_back": True, "locale": locale}
            sent = body(message_of(parcel(track=LONG_TRACK, **given), too_large=too_large))
            assert judge("POST", "/channels/1/messages", sent | {"allowed_mentions": {"parse": []}}) == []
            assert len(sent["content"]) <= 400
            assert len(sent["embeds"][0]["description"]) <= 1700


@in_each_locale
@pytest.mark.parametrize("filled", ["", "x" * 90, NASTY])
async def test_every_form_fits_and_its_title_keeps_the_price(locale: str, filled: str) -> None:
    for model in PROFILE.models:
        with i18n.using(locale):
            frame = Frame(model, PROFILE.limits(model), 1_234_567_890, 999_999_999_999)
            song = CustomSong(title=filled, style=filled, lyrics=filled, model=model)
            modals = [
                custom_form(frame, song, form_id("custom", model, "v"), kept=True),
                quick_form(frame, QuickSong(prompt=filled, model=model), form_id("again", 1)),
            ]
            others = [
                extend_form(frame, replace(TRACK, title=filled), {"prompt": filled}, form_id("extend", 1)),
                lyrics_form(frame, filled, 200, form_id("lyrics")),
                search_form(form_id("search"), 80, filled[:80]),
            ]
            price = i18n.number(1_234_568)[:5]
        for payload in (modal.to_dict() for modal in (*modals, *others)):
            assert judge("POST", "/interactions/1/x/callback", {"type": 9, "data": payload}) == []
            assert len(payload["title"]) <= 45
        assert all(price in modal.title for modal in modals)


@in_each_locale
async def test_every_page_fits(locale: str) -> None:
    views = [
        view(id=2**63 - number, member_name=NASTY, request=QuickSong(prompt=NASTY, model="V5"))
        for number in range(1, 40)
    ]
    with i18n.using(locale):
        shown, _ = texts_of(requests_page(views, (10, 2), Pings.ON, 100, manager=True))
        assert shown[0] == texts.REQUESTS
        shown, _ = texts_of(
            quota_page.credits_page(
                quota_page.Credits(QUOTA, 12_000, account=info_pages.account_line((1_025_600, NOW)))
            )
        )
        assert "204" in shown[0]


@in_each_locale
def test_every_page_of_lyrics_and_drafts_fits(locale: str) -> None:
    with i18n.using(locale):
        for message in (
            lyrics_pages.private_page(WORST, lines_of(WORDS), 2),
            lyrics_pages.public_message(WORST, lines_of(WORDS), None, LONG_NAME),
            lyrics_pages.plain_page(WORST),
            drafts.draft_page(ASKED, DRAFTS, LARGEST, 2),
        ):
            assert faults(message) == []


@in_each_locale
def test_refusals_are_short_and_say_that_nothing_was_charged(locale: str) -> None:
    with i18n.using(locale):
        for error in (
            TooLong("lyrics", 123_456, 5000, "V4_5"),
            NotEnoughCredits(12_000, 4_000, NOW),
            BotLacksPermissions(("send_messages_in_threads", "read_message_history"), 2**63 - 1),
        ):
            words = refusal(error).content or ""
            assert texts.NOTHING_CHARGED.rstrip(".。") in words
            assert len(words) <= 330


@in_each_locale
def test_the_hosts_line_is_found_again_whatever_the_server_speaks(locale: str) -> None:
    message = message_of(parcel(DeliveryKind.OWNER, reason=Reason.UNCLEAR, track=None, locale=locale))
    posted = type("Posted", (), {"content": message.content, "components": []})()
    with i18n.using(locale):
        assert is_message_of(posted, 9_223_372_036_854_775_807)


@in_each_locale
@pytest.mark.parametrize("bar", list(Bar))
@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.UNKNOWN])
def test_the_direct_message_fits_and_is_found_again(locale: str, bar: Bar, state: State) -> None:
    rights = ("send_messages_in_threads", "embed_links", "attach_files", "read_message_history")
    for request in NASTY_REQUESTS:
        given: dict[str, Any] = {"request": request, "member_name": NASTY, "state": state, "locale": locale}
        many = (LONG_TRACK, replace(LONG_TRACK, position=2))
        made = replace(parcel(DeliveryKind.DIRECT, siblings=many, **given), closure=Closure(bar, rights))
        message = message_of(made)
        sent = body(message)
        assert judge("POST", "/channels/1/messages", sent) == []
        assert (len(sent["content"]) <= 800, sent["allowed_mentions"]) == (True, {"parse": []})
        posted = type("Posted", (), {"content": message.content, "components": []})()
        assert is_message_of(posted, 9_223_372_036_854_775_807)
