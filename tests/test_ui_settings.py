"""The settings panel, the page about one's data and the owner's page with the longest that they can hold, in every
language: Discord takes them."""

from dataclasses import replace
from typing import Any

import pytest

from bot import i18n
from bot.guild_rules import GuildSettings, Pings
from bot.models import Kind, Reason, State
from bot.music_api.profiles import profile_named
from bot.store.overview import GuildUse, Overview
from bot.tasks.bureau import Report, days_left
from bot.ui import texts
from bot.ui.owner_page import owner_page
from bot.ui.settings_forms import limits_form, words_form
from bot.ui.settings_page import Panel, settings_page
from bot.ui.settings_service import words_of
from tests.openapi_judge import judge
from tests.test_ui_pages import texts_of
from tests.ui_examples import NASTY, NOW, view

MODELS = profile_named("apibox").models
in_each_locale = pytest.mark.parametrize("locale", ["en-US", *i18n.LANGUAGES])


def panel(**settings: Any) -> Panel:
    ids = [2**63 - number for number in range(1, 26)]
    given: dict[str, Any] = {
        "channels": frozenset(ids),
        "roles": frozenset(ids),
        "models": tuple(MODELS),
        "words": tuple(NASTY[:40] for _ in range(100)),
        "pings": Pings.QUIET,
        "language": "pt-BR",
        "artist": NASTY[:80],
    }
    every = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
    return Panel(
        settings=GuildSettings(**{**given, **settings}),
        models=MODELS,
        model=MODELS[-1],
        caps=(1000, 1000),
        channels=500,
        lacking=[(id, every) for id in ids],
        blocked={NASTY[:40]: 10**6, "b": 1, "c": 1},
        log_channel=ids[0],
    )


@in_each_locale
def test_the_panel_fits(locale: str) -> None:
    with i18n.using(locale):
        shown, _ = texts_of(settings_page(panel(), texts.SAVED.format(sentence=texts.WHERE_ALL)))
        assert sum(map(len, shown)) <= 4000
        assert shown[0].startswith(texts.SETTINGS)
        gone = replace(panel(), gone=panel().settings.channels - {2**63 - 1})
        shown, _ = texts_of(settings_page(gone, texts.SAVED.format(sentence=texts.WHERE_ALL)))
        assert sum(map(len, shown)) <= 4000
        bare, _ = texts_of(settings_page(panel(**{name: type(value)() for name, value in EMPTY.items()})))
        assert any(texts.WHERE_ALL in text for text in bare)


EMPTY: dict[str, Any] = {"channels": frozenset(), "roles": frozenset(), "models": (), "words": (), "artist": ""}


@in_each_locale
def test_the_forms_fit(locale: str) -> None:
    with i18n.using(locale):
        for form in (limits_form(panel().settings, 10_000, 10_000), words_form(panel().settings)):
            body = {"type": 9, "data": form.to_dict()}
            assert judge("POST", "/interactions/1/token/callback", body) == []


@in_each_locale
def test_the_owners_page_fits(locale: str) -> None:
    unknown = tuple(view(id=2**63 - n, state=State.UNKNOWN, reason=Reason.UNCLEAR).task for n in range(1, 6))
    guilds = tuple(GuildUse(number, 10**6, 10**9) for number in range(10))
    overview = Overview({Kind.GENERATE: 5}, guilds, dict.fromkeys(Reason, 10**6), unknown)
    with i18n.using(locale):
        shown, _ = texts_of(owner_page(Report(overview, 10**9), (10**9, NOW), lambda _: NASTY, texts.OWNER_LOOKS))
        assert sum(map(len, shown)) <= 4000


def test_words_are_read_as_they_are_typed() -> None:
    assert words_of(" rain, snow\n\nrain\ntwo  words\n--") == ("rain", "snow", "two words")
    assert words_of("-") == ()


@pytest.mark.parametrize("comma", ["\n", ",", "，", "、", "،", ";", "；", "؛"])
def test_words_may_stand_between_the_commas_of_any_language(comma: str) -> None:
    assert words_of(f"猫{comma}狗{comma} مطر") == ("猫", "狗", "مطر")


def test_days_left_follow_the_pace() -> None:
    assert (days_left(700, 100), days_left(5, 1_000), days_left(5, 0)) == (49, 0, None)
