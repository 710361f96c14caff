"""The status message, word by word, in every state."""

from dataclasses import replace
from typing import Any

import pytest

from bot.models import CustomSong, Extension, Kind, Quota, Reason, Stage, State
from bot.ui.parts import AMBER, GREY, RED, VIOLET
from bot.ui.status import status_message
from tests.openapi_judge import judge
from tests.ui_examples import NASTY, NASTY_REQUESTS, NOW, QUOTA, SECOND, TRACK, body, ids, view

IDEA = "“slow piano, rain on a tin roof”"
NEW = f"New credits: <t:{QUOTA.resets_at // 1000}:f>."
TAKEN = "12 credits taken; they come back if it fails."
USUALLY = f"Usually done <t:{NOW // 1000 + 120}:R>."
UNTIL = f"<t:{NOW // 1000 + 6 * 3600}:R>"
GOES_ON = f"The request keeps its place and goes on by itself; given up {UNTIL} at the latest."
CANCEL, RETRY, CORRECT = "m1:req:cancel:1042", "m1:req:retry:1042", "m1:req:correct:1042"
RUNNING = {"state": State.RUNNING}
BOTH = (TRACK, SECOND)

CASES: list[tuple[dict[str, Any], str, str, int, list[str]]] = [
    ({}, f"**Queued** · {IDEA}\n{TAKEN}", f"Place 3 of 5.\n{USUALLY}", GREY, [CANCEL]),
    ({"place": 1}, f"**Queued** · {IDEA}\n{TAKEN}", f"Next in line.\n{USUALLY}", GREY, [CANCEL]),
    (
        {"reason": Reason.BUSY},
        f"**Waiting** · {IDEA}\n{TAKEN}",
        f"The music service has as much to do as it takes at once.\n{GOES_ON}",
        AMBER,
        [CANCEL],
    ),
    (
        {"down_since": NOW, "held": Reason.UNREACHABLE},
        f"**Waiting** · {IDEA}\n{TAKEN}",
        f"The music service has not answered since <t:{NOW // 1000}:t>.\n{GOES_ON}",
        AMBER,
        [CANCEL],
    ),
    (
        {"reason": Reason.MAINTENANCE, "given_up_at": 0},
        f"**Waiting** · {IDEA}\n{TAKEN}",
        "The music service is closed for maintenance.\nThe request keeps its place and goes on by itself.",
        AMBER,
        [CANCEL],
    ),
    (
        {"state": State.SUBMITTING},
        f"**Writing** · {IDEA}\n{TAKEN}",
        f"Step 1 of 3: lyrics and titles.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "request": CustomSong(title="T", style="s", instrumental=True, model="V5")},
        f"**Writing** · “T”\n{TAKEN}",
        f"Step 1 of 3: titles.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "stage": Stage.TEXT, "tracks": BOTH},
        f"**Recording** · {IDEA}\n{TAKEN}",
        f"Step 2 of 3: recording **Tin Roof Rain** and **Slow Gutter Waltz**.\n{USUALLY}\n"
        "> Rain on the tin roof, keeping slow time\n> Every drop a note, and every note is mine",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "stage": Stage.TEXT, "tracks": (replace(TRACK, lyrics=""),) * 2},
        f"**Recording** · {IDEA}\n{TAKEN}",
        f"Step 2 of 3: recording **Tin Roof Rain**.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "stage": Stage.TEXT},
        f"**Recording** · {IDEA}\n{TAKEN}",
        f"Step 2 of 3: recording.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "stage": Stage.FIRST, "tracks": BOTH},
        f"**Listen now** · {IDEA}\n{TAKEN}",
        f"Step 3 of 3: listen while the files are finished.\n{USUALLY}",
        VIOLET,
        [TRACK.stream_url, SECOND.stream_url],
    ),
    (
        {"state": State.READY},
        f"**Finishing** · {IDEA}\n{TAKEN}",
        f"Step 3 of 3: the files are being finished.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {**RUNNING, "slow": True},
        f"**Writing** · {IDEA}\n{TAKEN}",
        f"Slower than usual. If nothing comes, it is given up {UNTIL} and the credits come back.",
        VIOLET,
        [],
    ),
    (
        {"state": State.READY, "given_back": True},
        f"**Finishing** · {IDEA}\n12 credits are back; songs that come now are free.",
        f"Step 3 of 3: the files are being finished.\n{USUALLY}",
        VIOLET,
        [],
    ),
    (
        {"state": State.FAILED, "reason": Reason.SERVICE_FAILED},
        f"**Not made** · {IDEA}\nThe music service could not finish it. 12 credits are back.",
        "Trying again often works.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.SERVICE_EMPTY},
        f"**Not made** · {IDEA}\nThe music service account has run out of credits. 12 credits are back.",
        "The owner has been told.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.KEY_REFUSED},
        f"**Not made** · {IDEA}\nThe music service does not let this bot in. 12 credits are back.",
        "The owner has been told.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.WAITED},
        f"**Not made** · {IDEA}\nThe music service took no requests for too long. 12 credits are back.",
        "Try again when the music service answers.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.MOVED},
        f"**Not made** · {IDEA}\nThe bot uses another music service now; this had not been sent yet. "
        "12 credits are back.",
        "Trying again sends it to the new one.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.DEADLINE},
        f"**Not made** · {IDEA}\nThe music service took too long. 12 credits are back.",
        "If songs turn up after all, they are posted here, free.",
        RED,
        [RETRY],
    ),
    (
        {"state": State.FAILED, "reason": Reason.REFUSED},
        f"**Not made** · {IDEA}\nThe music service does not take the request as it is. 12 credits are back.",
        "Correct opens the form again.",
        RED,
        [CORRECT],
    ),
    (
        {"state": State.FAILED, "reason": Reason.WORDS},
        "**Refused for its words** · request 1042\nThe music service does not take some words; artist names are a "
        "common cause. 12 credits are back.",
        "The text is no longer shown here. Correct opens it for Ana alone.",
        RED,
        [CORRECT],
    ),
    (
        {"state": State.UNKNOWN, "reason": Reason.UNCLEAR},
        f"**Unclear** · {IDEA}\nThe music service did not say whether it took the request. 12 credits are back.",
        "If songs turn up after all, they are posted here, free. The owner has been told.",
        AMBER,
        [RETRY],
    ),
]


@pytest.mark.parametrize(("changed", "content", "description", "colour", "buttons"), CASES)
def test_each_state_has_its_words(
    changed: dict[str, Any], content: str, description: str, colour: int, buttons: list[str]
) -> None:
    message = status_message(view(**changed))
    sent = body(message)
    assert sent["content"] == content
    (embed,) = sent["embeds"]
    assert (embed["description"], embed["color"]) == (description, colour)
    assert embed["footer"]["text"] == "For Ana · V4_5 · request 1042"
    assert ids(message) == buttons


@pytest.mark.parametrize(
    ("changed", "content"),
    [
        ({"posted": 2}, f"**Done** · {IDEA}\n2 songs below. 12 credits used, 204 left this month. {NEW}"),
        (
            {"posted": 1, "quota": Quota(10_000, 0, "day", NOW)},
            f"**Done** · {IDEA}\n1 song below. 12 credits used, 10 left today. New credits: <t:{NOW // 1000}:f>.",
        ),
        (
            {"posted": 2, "given_back": True},
            f"**Done** · {IDEA}\n2 songs below. Late, so they are free: your 12 credits stay back.",
        ),
        (
            {"posted": 0},
            f"**Done** · {IDEA}\nThe songs were made, but Discord did not confirm them. "
            f"12 credits used, 204 left this month. {NEW}",
        ),
        (
            {"posted": 0, "given_back": True},
            f"**Done** · {IDEA}\nThe songs were made, but Discord did not confirm them: your 12 credits stay back.",
        ),
        (
            {"posted": 0, "given_back": True, "kind": Kind.WAV},
            f"**Done** · {IDEA}\nIt was made, but Discord did not confirm it: your 12 credits stay back.",
        ),
        ({"state": State.CANCELLED, "reason": Reason.MEMBER}, f"**Cancelled** · {IDEA}\n12 credits are back."),
        ({"state": State.CANCELLED, "price": 0}, f"**Cancelled** · {IDEA}\nNothing was charged."),
    ],
)
def test_what_is_over_is_a_receipt_without_embed_or_buttons(changed: dict[str, Any], content: str) -> None:
    message = status_message(view(**{"state": State.DELIVERED, **changed}))
    assert (message.content, message.embed, message.view) == (content, None, None)
    assert message.editing()["embed"] is None


@pytest.mark.parametrize("state", list(State))
def test_whatever_the_worker_posts_carries_the_deliverys_id(state: State) -> None:
    others: dict[str, Any] = {"request": Extension(track_id=1, audio_id="a", source_title="S", model="V5", title="T")}
    for changed in ({}, others):
        assert any(custom_id.endswith(":77") for custom_id in ids(status_message(view(state=state, **changed), 77)))


@pytest.mark.parametrize("request_", NASTY_REQUESTS)
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("state", list(State))
def test_the_longest_and_nastiest_fits_and_pings_nobody(state: State, stage: Stage, request_: Any) -> None:
    """Worst cases of member-experience 2.1: content 236, embed 882 characters, so there is room."""
    track = {"title": NASTY, "style": NASTY, "lyrics": NASTY, "stream_url": "https://x.example/" + "y" * 490}
    tracks = tuple(type(TRACK)(**{**_fields(TRACK), **track, "id": number}) for number in (1, 2))
    changed = {"request": request_, "member_name": NASTY, "stage": stage, "tracks": tracks, "price": 999_999_999}
    for reason in (None, *Reason):
        message = status_message(view(state=state, reason=reason, down_since=NOW, **changed))
        sent = body(message)
        assert judge("POST", "/channels/1/messages", sent) == []
        assert len(sent["content"]) <= 400
        assert sum(len(embed["description"]) + len(embed["footer"]["text"]) for embed in sent.get("embeds", [])) <= 1100
        assert "@everyone" not in sent["content"].replace("\\@", "")
        assert sent["allowed_mentions"] == {"parse": []}


def _fields(track: Any) -> dict[str, Any]:
    return {name: getattr(track, name) for name in type(track).__slots__}


def test_places_move_one_by_one_in_front_and_in_tens_behind() -> None:
    """A hundred who wait in one channel would else be more edits than Discord takes there."""
    digests = [view(place=place).digest for place in range(1, 101)]
    assert len(set(digests[:10])) == 10
    assert len(set(digests)) == 19
