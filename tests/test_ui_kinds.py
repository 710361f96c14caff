"""What the public messages of lyrics, WAVs, longer versions and re-posts say."""

from dataclasses import replace
from typing import Any

import pytest

from bot.models import DeliveryKind, Extension, Kind, LyricsIdea, Reason, Stage, State, WavOf
from bot.tasks.views import RequestView
from bot.ui.notices import message_of
from bot.ui.status import status_message
from tests.ui_examples import NOW, QUOTA, TRACK, body, ids, parcel, view

D = 9_223_372_036_854_775_807
DAY = 86_400_000
LYRICS: dict[str, Any] = {"kind": Kind.LYRICS, "request": LyricsIdea(prompt="rain"), "model": "", "price": 400}
WAV: dict[str, Any] = {
    "kind": Kind.WAV,
    "request": WavOf(track_id=7, title="Tin Roof Rain", task_id="s", audio_id="t"),
    "model": "",
    "price": 400,
}
EXTEND: dict[str, Any] = {
    "kind": Kind.EXTEND,
    "request": Extension(track_id=7, audio_id="t", source_title="Tin Roof Rain", model="V4_5"),
}
RUNNING: dict[str, Any] = {"state": State.RUNNING}
LEFT = f"204 left this month. New credits: <t:{QUOTA.resets_at // 1000}:f>."


def embed_of(shown: RequestView) -> str:
    return str(body(status_message(shown))["embeds"][0]["description"])


@pytest.mark.parametrize(
    ("kind", "head", "step"),
    [
        (LYRICS, "**Writing** · “rain”", "Step 1 of 1: writing drafts."),
        (WAV, "**Making the WAV** · “Tin Roof Rain”", "Step 1 of 1: making the WAV."),
        (EXTEND, "**Writing** · “Tin Roof Rain”", "Step 1 of 3: lyrics and titles."),
    ],
)
def test_each_kind_names_its_steps(kind: dict[str, Any], head: str, step: str) -> None:
    shown = view(**kind, **RUNNING)
    assert (status_message(shown).content or "").startswith(head)
    assert embed_of(shown).startswith(step)
    assert ids(status_message(shown)) == []


@pytest.mark.parametrize("kind", [LYRICS, WAV])
def test_without_a_model_none_is_named(kind: dict[str, Any]) -> None:
    (embed,) = body(status_message(view(**kind, **RUNNING)))["embeds"]
    assert embed["footer"]["text"] == "For Ana · request 1042"


@pytest.mark.parametrize(
    ("shown", "receipt"),
    [
        (view(**LYRICS, posted=1, drafts=3), f"3 drafts below. 0.4 credits used, {LEFT}"),
        (view(**LYRICS, posted=1, drafts=1), f"1 draft below. 0.4 credits used, {LEFT}"),
        (view(**LYRICS, drafts=3), f"It was made, but Discord did not confirm it. 0.4 credits used, {LEFT}"),
        (
            view(**LYRICS, posted=1, drafts=2, given_back=True),
            "2 drafts below. Late, so they are free: your 0.4 credits stay back.",
        ),
        (view(**WAV, posted=1), f"The WAV is below. 0.4 credits used, {LEFT}"),
        (view(**WAV), f"It was made, but Discord did not confirm it. 0.4 credits used, {LEFT}"),
        (view(**WAV, posted=1, given_back=True), "The WAV is below. Late, so it is free: your 0.4 credits stay back."),
        (view(**EXTEND, posted=2), f"2 songs below. 12 credits used, {LEFT}"),
    ],
)
def test_the_receipt_counts_what_came(shown: RequestView, receipt: str) -> None:
    done = replace(shown, task=replace(shown.task, state=State.DELIVERED))
    assert (status_message(done).content or "").split("\n")[1] == receipt


def test_while_the_second_song_is_made_the_first_can_be_listened_to() -> None:
    shown = view(**RUNNING, stage=Stage.FIRST, tracks=(TRACK,), posted=1)
    assert (status_message(shown).content or "").startswith("**Listen now**")
    done = replace(shown, task=replace(shown.task, state=State.DELIVERED), posted=2)
    assert "2 songs below" in (status_message(done).content or "")


@pytest.mark.parametrize(
    ("kind", "reason", "button", "next_step"),
    [
        (LYRICS, Reason.SERVICE_FAILED, "retry", "Trying again often works."),
        (LYRICS, Reason.WORDS, "correct", "The text is no longer shown here. Correct opens it for Ana alone."),
        (LYRICS, Reason.DEADLINE, "retry", "If it turns up after all, it is posted here, free."),
        (WAV, Reason.WORDS, "retry", "The text is no longer shown here."),
        (WAV, Reason.DEADLINE, "retry", "If it turns up after all, it is posted here, free."),
        (EXTEND, Reason.REFUSED, "correct", "Correct opens the form again."),
        (EXTEND, Reason.DEADLINE, "retry", "If songs turn up after all, they are posted here, free."),
    ],
)
def test_a_failure_says_what_next(kind: dict[str, Any], reason: Reason, button: str, next_step: str) -> None:
    shown = view(**kind, state=State.FAILED, reason=reason, given_back=True)
    assert ids(status_message(shown)) == [f"m1:req:{button}:1042"]
    assert embed_of(shown) == next_step


def test_a_wav_that_is_refused_has_nothing_to_correct() -> None:
    message = status_message(view(**WAV, state=State.FAILED, reason=Reason.REFUSED, given_back=True))
    assert (message.embed, ids(message)) == (None, ["m1:req:retry:1042"])
    assert (message.content or "").endswith("0.4 credits are back.")


def test_a_late_wav_is_free() -> None:
    late = message_of(parcel(DeliveryKind.WAV, request=WAV["request"], price=400, given_back=True))
    assert late.content == "<@100> **Tin Roof Rain** · WAV · 3:12\nLate, so it is free: your 0.4 credits stay back."


def test_a_song_once_more_says_nothing_of_credits_and_where_its_copy_went() -> None:
    shown = parcel(DeliveryKind.REPOST, ping=False, given_back=True, track=replace(TRACK, expires_at=NOW - DAY))
    message = message_of(shown)
    assert message.content == "**Tin Roof Rain** · 3:12 · song 1 of 2"
    gone = f"Gone at the music service since <t:{(NOW - DAY) // 1000}:D>; the file above stays."
    assert body(message)["embeds"][0]["description"].endswith(gone)


@pytest.mark.parametrize(
    ("expires_at", "words"),
    [
        (NOW - DAY, f"the music service deleted Tin Roof Rain on <t:{(NOW - DAY) // 1000}:D>, and"),
        (NOW + DAY, "the bot cannot get Tin Roof Rain from the music service any more, and"),
    ],
)
def test_a_song_that_nobody_has_any_more_is_told_to_the_channel(expires_at: int, words: str) -> None:
    track = replace(TRACK, expires_at=expires_at)
    message = message_of(parcel(DeliveryKind.NOTICE, reason=Reason.GONE, ping=False, track=track))
    assert words in (message.content or "")
    assert (message.mention, ids(message)) == (None, [f"m1:req:list:{D}"])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.WAV, "did not confirm the WAV of Tin Roof Rain. Asking with `/wav` again is free."),
        (Kind.LYRICS, "did not confirm Tin Roof Rain. Nothing more is charged."),
    ],
)
def test_what_is_no_song_and_was_never_confirmed_is_not_looked_for_in_the_library(kind: Kind, words: str) -> None:
    given = parcel(DeliveryKind.NOTICE, reason=Reason.UNSURE)
    message = message_of(replace(given, task=replace(given.task, kind=kind)))
    assert (message.content or "").endswith(words)
    assert ids(message) == [f"m1:req:list:{D}"]
