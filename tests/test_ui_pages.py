"""Sentences for errors, forms and pages, with the longest that fills them."""

from dataclasses import replace
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import errors
from bot.config import Settings
from bot.guild_rules import Pings
from bot.models import CREDIT, CustomSong, Kind, QuickSong, Quota, Stage, State
from bot.music_api.profiles import PROFILES, Limits, Profile
from bot.ui import info_pages
from bot.ui.errors import refusal, sentence
from bot.ui.forms import Frame, custom_form, form_id, quick_form
from bot.ui.quota_page import Credits, credits_page
from bot.ui.quota_service import what_was_set
from bot.ui.requests_page import requests_page
from bot.ui.status import status_message
from tests.openapi_judge import judge
from tests.ui_examples import NASTY, NOW, QUOTA, SECOND, TRACK, view

SETTINGS = Settings.load({"DISCORD_TOKEN": "t", "MUSIC_API_KEY": "k"}, None)
LIMITS = Limits(400, 5000, 1000, 80)
RESET = NOW + 1000


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            errors.TooLong("prompt", 1412, 400, "V4_5"),
            "**Too long:** the idea has 1,412 characters, V4_5 takes 400; 1,012 must go. Nothing was charged.",
        ),
        (errors.Missing("lyrics"), "**Something is missing:** the lyrics field is empty. Nothing was charged."),
        (errors.UnknownModel(("V4", "V5")), "**Unknown model:** this bot has V4, V5. Nothing was charged."),
        (
            errors.BotLacksPermissions(("attach_files", "embed_links"), 5),
            "**The bot may not post here:** Attach Files, Embed Links are missing in <#5>. Nothing was charged. "
            "A manager can allow it, or ask again in another channel.",
        ),
        (
            errors.NotEnoughCredits(12_000, 400, RESET),
            "**Not enough credits:** this takes 12, this server has 0.4 left. Nothing was charged. "
            f"New credits come <t:{RESET // 1000}:R> (<t:{RESET // 1000}:f>).",
        ),
        (
            errors.HostLimitReached(12_000, RESET),
            "**Not enough credits:** all servers of this bot together have used theirs up. Nothing was charged. "
            f"New credits come <t:{RESET // 1000}:R> (<t:{RESET // 1000}:f>).",
        ),
        (errors.BadNumber("amount", 0, 10 * CREDIT), "**Not that number:** between 0 and 10. Nothing was changed."),
        (errors.QuotaTooHigh(240_000), "**Too high:** the owner allows 240. Nothing was changed."),
        (
            errors.NotConnected("x"),
            "**The music service is not answering.** Nothing was charged. Try again in a few minutes.",
        ),
    ],
)
def test_errors_made_on_purpose_have_their_words(error: errors.BotError, words: str) -> None:
    assert sentence(error) == words


def test_every_error_of_the_member_has_a_sentence() -> None:
    numbers: dict[type[errors.UserError], tuple[Any, ...]] = {
        errors.TooLong: ("title", 2, 1, "V5"),
        errors.Missing: ("title",),
        errors.UnknownModel: (("V5",),),
        errors.BadNumber: ("amount", 0, 1),
        errors.NotEnoughCredits: (1, 0, 0),
        errors.HostLimitReached: (1, 0),
        errors.ShareUsedUp: (2, 1, 2, 0, 7),
        errors.GrantTooHigh: (1, 2),
        errors.QuotaTooHigh: (1,),
        errors.BadCount: (1, 10),
        errors.WrongChannel: ((1,),),
        errors.WrongRole: ((1,),),
        errors.ModelNotAllowed: (("V5",),),
        errors.BlockedWord: ("rain",),
        errors.AlreadyAsked: (1,),
        errors.Expired: (1,),
        errors.BadTime: (1,),
        errors.BotLacksPermissions: (("attach_files",), 1),
    }
    classes = [kind for kind in errors.UserError.__subclasses__() if kind.__module__ == "bot.errors"]
    assert all(sentence(kind(*numbers.get(kind, ()))) for kind in classes)


def test_what_nobody_meant_is_told_with_a_number_and_logged_without_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    typed = "my secret " + "lyrics"
    try:
        try:
            raise ValueError(typed)
        except ValueError as error:
            raise errors.BotError("no disk") from error
    except errors.BotError as error:
        message = refusal(error)
    assert message.content is not None
    assert message.content.startswith("**Something broke on our side.** Nothing was charged.")
    assert "BotError: no disk" in caplog.text
    assert "caused by ValueError" in caplog.text
    assert typed not in caplog.text


def test_a_command_of_an_older_version_is_explained() -> None:
    message = refusal(app_commands.CommandNotFound("old", []))
    assert message.content == "**This command has changed.** Nothing was charged. Reload Discord, then try again."


def judged(modal: discord.ui.Modal) -> dict[str, Any]:
    payload = modal.to_dict()
    assert judge("POST", "/interactions/1/x/callback", {"type": 9, "data": payload}) == []
    assert len(payload["title"]) <= 45
    assert modal.is_finished()
    return payload


@pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
@pytest.mark.parametrize("filled", ["", "x" * 90, "y" * 4000, NASTY])
async def test_forms_of_every_model_fit_whatever_fills_them(profile: Profile, filled: str) -> None:
    for model in profile.models:
        frame = Frame(model, profile.limits(model), 1_234_567_890, 999_999_999_999)
        song = CustomSong(title=filled, style=filled, lyrics=filled, model=model)
        for kept in (True, False):
            judged(custom_form(frame, song, form_id("custom", model, "v"), kept=kept))
        judged(quick_form(frame, QuickSong(prompt=filled, model=model), form_id("again", 2**63 - 1)))


async def test_a_form_says_the_rest_where_it_fits_and_the_price_in_any_case() -> None:
    song = CustomSong(title="", style="", model="V5")
    titles = [
        judged(custom_form(Frame(model, LIMITS, 12_000, left), song, form_id("custom", "V5", "v")))["title"]
        for model, left in (("V4_5", 204_000), ("V4_5", None), ("M" * 30, 204_000))
    ]
    assert titles == [
        "Custom song · V4_5 · 12 of 204 credits",
        "Custom song · V4_5 · 12 credits",
        "Custom song · 12 credits",
    ]


async def test_every_opening_has_an_id_of_its_own() -> None:
    assert form_id("custom", "V5", "v") != form_id("custom", "V5", "v")


def texts_of(message: Any) -> tuple[list[str], dict[str, Any]]:
    (container,) = message.view.to_components()
    payload = {"flags": 32768, "components": [container]}
    assert judge("POST", "/channels/1/messages", payload) == []
    texts = [part["content"] for part in container["components"] if part["type"] == 10]
    assert sum(len(text) for text in texts) <= 4000
    return texts, container


async def test_the_page_of_requests_holds_ten_and_counts_the_others() -> None:
    views = [
        view(
            id=2**63 - 1 - number,
            status_message_id=2**63 - 1,
            channel_id=2**63 - 1,
            guild_id=2**63 - 1,
            request=QuickSong(prompt=NASTY, model="V5"),
            member_name=NASTY,
            place=number + 1,
        )
        for number in range(40)
    ]
    texts, container = texts_of(requests_page(views, (10, 2), Pings.ON, 100, manager=False))
    assert texts[-1] == "-# and 30 more"
    (select,) = container["components"][-2]["components"]
    assert len(select["options"]) == 25


async def test_a_running_request_tells_its_step() -> None:
    shown = [
        view(state=State.RUNNING, sent_at=NOW),
        view(state=State.RUNNING, stage=Stage.TEXT, tracks=(TRACK,)),
        view(state=State.RUNNING, stage=Stage.FIRST, tracks=(TRACK, SECOND), status_message_id=None, usually_done_at=0),
    ]
    texts, _ = texts_of(requests_page(shown, (10, 2), Pings.ON, 100, manager=True))
    assert [text.split("\n-# ")[1].split(" · ")[0] for text in texts[2:]] == ["writing", "recording", "listen now"]
    assert texts[4].endswith("-# listen now")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": Kind.WAV, "state": State.RUNNING}, "making the WAV · usually done <t:1790000120:R>"),
        ({"kind": Kind.LYRICS, "state": State.READY}, "finishing"),
        ({"state": State.READY, "tracks": (replace(TRACK, stream_url=""),)}, "finishing"),
        ({"state": State.READY, "tracks": (TRACK,)}, "listen now"),
        ({"state": State.RUNNING, "stage": Stage.TEXT}, "recording · usually done <t:1790000120:R>"),
    ],
)
async def test_the_list_of_requests_says_of_each_what_its_own_message_says(changed: dict[str, Any], said: str) -> None:
    shown = view(**changed, status_message_id=None)
    texts, _ = texts_of(requests_page([shown], (10, 2), Pings.ON, 100, manager=False))
    assert texts[2].endswith(f"\n-# {said}")
    state = said.partition(" · ")[0]
    assert (status_message(shown).content or "").casefold().startswith(f"**{state.casefold()}** · ")


async def test_credits_say_how_many_requests_are_left() -> None:
    texts, _ = texts_of(credits_page(Credits(QUOTA, 12_000, account=info_pages.account_line((1_025_600, NOW)))))
    assert texts[0].startswith("## Credits\n**204 of 240 left** this month, enough for 17 requests at 12.\n")
    assert texts[1] == f"-# Music service account: 1,025.6 credits, asked <t:{NOW // 1000}:R>."
    free, _ = texts_of(credits_page(Credits(QUOTA, 0)))
    assert "**204 of 240 left** this month.\n" in free[0]


def test_a_changed_quota_names_the_old_one() -> None:
    before = replace(QUOTA, base=240_000)
    assert what_was_set(before, Quota(50_000, 0, "week", NOW, base=50_000), 12_000) == [
        "Set: 50 credits a week (was 240 a month). It counts from now.",
        "Enough for 4 requests at 12.",
    ]
    assert what_was_set(before, replace(QUOTA, base=0), 0) == ["Set: 0 credits a month (was 240). It counts from now."]


def test_commands_are_in_backticks_until_their_ids_are_known() -> None:
    assert info_pages.command("generate quick", {}) == "`/generate quick`"
    assert info_pages.command("generate quick", {"generate": 5}) == "</generate quick:5>"
