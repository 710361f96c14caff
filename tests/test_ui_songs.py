"""Songs and notices: what the worker posts."""

from dataclasses import replace
from typing import Any

import pytest

from bot.models import CustomSong, DeliveryKind, Reason, State
from bot.ui.notices import message_of
from bot.ui.songs import cover_description, file_name, song_message
from tests.openapi_judge import judge
from tests.ui_examples import NASTY, NASTY_REQUESTS, NOW, SECOND, TASK, TRACK, body, ids, parcel

MEGABYTE = 1024 * 1024
END = NOW // 1000 + 15 * 86_400
D = 9_223_372_036_854_775_807
FIVE = [f"m1:song:{verb}:{D}" for verb in ("lyrics", "extend", "wav", "again", "delete")]


def test_a_song_tells_title_length_and_place_and_pings_the_asker_once() -> None:
    message = song_message(parcel(), cover=True)
    assert message.content == "<@100> **Tin Roof Rain** · 3:12 · song 1 of 2"
    assert dict(message.allowed_mentions.to_dict()) == {"parse": [], "users": [100]}
    assert song_message(parcel(ping=False)).content == "**Tin Roof Rain** · 3:12 · song 1 of 2"
    assert dict(song_message(parcel(ping=False)).allowed_mentions.to_dict()) == {"parse": []}


def test_the_embed_tells_idea_style_link_end_date_and_model() -> None:
    (embed,) = body(song_message(parcel(), cover=True))["embeds"]
    assert embed["description"] == (
        "> slow piano, rain on a tin roof\n"
        "Style: lo-fi piano, rain, slow, warm, 70 bpm\n"
        f"[Play in the browser](https://files.example/t.mp3) until <t:{END}:D>"
    )
    assert embed["footer"]["text"] == "For Ana · V4_5 · request 1042"
    assert embed["thumbnail"] == {"url": "attachment://cover.jpg"}


def test_without_a_cover_there_is_no_picture_and_alone_no_place() -> None:
    message = song_message(parcel(siblings=(TRACK,), track=replace(TRACK, duration=None)))
    assert "thumbnail" not in body(message)["embeds"][0]
    assert message.content == "<@100> **Tin Roof Rain**"


def test_the_buttons_carry_the_delivery() -> None:
    assert ids(song_message(parcel())) == FIVE


def test_an_instrumental_has_no_lyrics_button() -> None:
    silent = CustomSong(title="t", style="s", instrumental=True, model="V4_5")
    assert ids(song_message(parcel(request=silent))) == FIVE[1:]


def test_a_song_too_large_has_a_link_in_a_row_above() -> None:
    message = song_message(parcel(), too_large=(19_293_798, 10 * MEGABYTE))
    assert ids(message) == [TRACK.audio_url, *FIVE]
    assert [len(row["components"]) for row in body(message)["components"]] == [1, 5]
    (embed,) = body(message)["embeds"]
    assert embed["description"].endswith(
        f"Too large for this server (18.4 of 10 MB). The link works until <t:{END}:D> (<t:{END}:R>)."
    )


def test_a_late_song_says_that_it_is_free() -> None:
    assert song_message(parcel(given_back=True)).content == (
        "<@100> **Tin Roof Rain** · 3:12 · song 1 of 2\nLate, so it is free: your 12 credits stay back."
    )


def test_an_idea_is_not_repeated_for_a_custom_song() -> None:
    request = CustomSong(title="T", style="s", lyrics="secret", model="V5")
    (embed,) = body(song_message(parcel(request=request)))["embeds"]
    assert embed["description"].startswith("Style: ")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "https://x.example/a b"])
def test_what_is_not_a_web_address_is_no_link(url: str) -> None:
    message = song_message(parcel(track=replace(TRACK, audio_url=url)), too_large=(1, 1))
    assert ids(message) == FIVE
    assert "](" not in body(song_message(parcel(track=replace(TRACK, audio_url=url))))["embeds"][0]["description"]


def test_a_bracket_in_an_address_does_not_end_the_link() -> None:
    message = song_message(parcel(track=replace(TRACK, audio_url="https://x.example/a_(1).mp3")))
    assert "(https://x.example/a_%281%29.mp3) until" in body(message)["embeds"][0]["description"]


def test_files_and_covers_are_named_after_the_song() -> None:
    assert file_name(parcel()) == "tin-roof-rain-1.mp3"
    assert file_name(parcel(track=replace(SECOND, title="日本語"))) == "song-1042-2.mp3"
    assert cover_description(parcel(track=replace(TRACK, title=""))) == "Cover of Untitled"


def test_a_parcel_without_a_track_is_no_song() -> None:
    with pytest.raises(ValueError, match="holds its track"):
        song_message(parcel(track=None))


@pytest.mark.parametrize("request_", NASTY_REQUESTS)
@pytest.mark.parametrize("too_large", [None, (10**9, 10 * MEGABYTE)])
def test_the_longest_and_nastiest_song_fits(request_: Any, too_large: tuple[int, int] | None) -> None:
    """Worst case of member-experience 2.2: content 274, embed 1,521 characters."""
    track = replace(TRACK, title=NASTY, style=NASTY, audio_url="https://x.example/" + "y" * 490)
    message = song_message(
        parcel(track=track, request=request_, member_name=NASTY, given_back=True), too_large=too_large
    )
    sent = body(message)
    assert judge("POST", "/channels/1/messages", sent | {"allowed_mentions": {"parse": []}}) == []
    assert len(sent["content"]) <= 400
    assert len(sent["embeds"][0]["description"]) <= 1700


@pytest.mark.parametrize(
    ("changed", "content", "buttons"),
    [
        (
            {"state": State.FAILED, "reason": Reason.SERVICE_FAILED},
            "<@100> this one was not made; 12 credits are back.",
            [f"m1:req:retry:1042:{D}"],
        ),
        (
            {"state": State.UNKNOWN, "reason": Reason.UNCLEAR, "ping": False},
            "It is unclear whether this one was made; 12 credits are back.",
            [f"m1:req:retry:1042:{D}"],
        ),
        (
            {"state": State.FAILED, "reason": Reason.WAITED, "price": 0},
            "<@100> this one was not made; nothing was charged.",
            [f"m1:req:retry:1042:{D}"],
        ),
        (
            {"reason": Reason.UNSURE},
            "<@100> **Perhaps posted:** Discord did not confirm Tin Roof Rain. "
            "It is in `/library`; Post again is free.",
            [f"m1:lib:list:{D}"],
        ),
    ],
)
def test_notices_tell_the_one_member(changed: dict[str, Any], content: str, buttons: list[str]) -> None:
    message = message_of(parcel(DeliveryKind.NOTICE, **changed))
    assert message.content == content
    assert ids(message) == buttons


@pytest.mark.parametrize("reason", [None, *Reason])
def test_lines_for_the_owner_name_the_delivery_and_never_the_idea(reason: Reason | None) -> None:
    message = message_of(parcel(DeliveryKind.OWNER, reason=reason, track=None))
    assert message.content is not None
    assert message.content.endswith(f"\n-# notice {D}")
    assert TASK.summary not in message.content
    assert message.mention is None


def test_every_kind_has_its_message() -> None:
    assert (message_of(parcel()).content or "").startswith("<@100> **Tin Roof Rain**")
    assert ids(message_of(parcel(DeliveryKind.STATUS, state=State.QUEUED))) == [f"m1:req:cancel:1042:{D}"]
