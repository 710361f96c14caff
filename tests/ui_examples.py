"""Requests and songs as the ui is given them: the running example, and the longest and nastiest that rows can hold."""

from dataclasses import replace
from typing import Any

from bot.models import (
    CustomSong,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Kind,
    QuickSong,
    Quota,
    Reason,
    Stage,
    State,
    Task,
    Track,
)
from bot.tasks.ports import Parcel
from bot.tasks.views import RequestView

NOW = 1_790_000_000_000
QUOTA = Quota(amount=240_000, used=36_000, period="month", resets_at=NOW + 8 * 86_400_000)
IDEA = QuickSong(prompt="slow piano, rain on a tin roof", model="V4_5")
NASTY = "@everyone <@1> **[x](https://evil.example)** `#` \u202e" + "\n# " * 40 + "_" * 6000
NASTY_REQUESTS = (
    QuickSong(prompt=NASTY, model="M" * 40),
    CustomSong(title=NASTY, style=NASTY, lyrics=NASTY, model="M" * 40),
)

TASK = Task(
    id=1042,
    interaction_id=2,
    interaction_token=None,
    guild_id=1,
    channel_id=10,
    member_id=100,
    member_name="Ana",
    locale="en-US",
    kind=Kind.GENERATE,
    model="V4_5",
    request=IDEA,
    profile="apibox",
    host="music.example",
    price=12_000,
    period="2026-09",
    callback_key="key",
    state=State.QUEUED,
    stage=Stage.SENT,
    reason=None,
    version=1,
    shown_version=1,
    show_after=0,
    show_failures=0,
    shown_digest="",
    status_message_id=5,
    status_replaced=False,
    deferred=False,
    service_task_id=None,
    hinted_id=None,
    created_at=NOW,
    not_before=NOW,
    sent_at=None,
    next_poll_at=None,
    looked_at=None,
    ended_at=None,
    given_back=False,
)
TRACK = Track(
    id=7,
    task_id=1042,
    guild_id=1,
    channel_id=10,
    service_track_id="t",
    position=1,
    title="Tin Roof Rain",
    style="lo-fi piano, rain, slow, warm, 70 bpm",
    lyrics="[Verse 1]\nRain on the tin roof, keeping slow time\nEvery drop a note, and every note is mine\nMore",
    model="V4_5",
    duration=192_000,
    audio_url="https://files.example/t.mp3",
    stream_url="https://files.example/t",
    image_url="https://files.example/t.jpg",
    created_at=NOW,
    expires_at=NOW + 15 * 86_400_000,
)
SECOND = replace(TRACK, id=8, position=2, title="Slow Gutter Waltz")


def view(*, quota: Quota = QUOTA, tracks: tuple[Track, ...] = (), posted: int = 0, **changed: Any) -> RequestView:
    """The running example; keywords that the view itself has go to it, the others change the task."""
    own = {key: changed.pop(key) for key in tuple(changed) if key in RequestView.__slots__}
    usual = {"usually_done_at": NOW + 120_000, "given_up_at": NOW + 6 * 3_600_000, "place": 3, "waiting": 5}
    return RequestView(task=replace(TASK, **changed), quota=quota, tracks=tracks, posted=posted, **(usual | own))


def parcel(
    kind: DeliveryKind = DeliveryKind.SONG,
    *,
    track: Track | None = TRACK,
    siblings: tuple[Track, ...] = (TRACK, SECOND),
    reason: Reason | None = None,
    ping: bool = True,
    **changed: Any,
) -> Parcel:
    shown = view(**{"state": State.READY, **changed})
    delivery = Delivery(
        id=9_223_372_036_854_775_807,
        task_id=1042,
        track_id=7,
        guild_id=1,
        channel_id=10,
        kind=kind,
        state=DeliveryState.PENDING,
        reason=reason,
        ping=ping,
        attempts=0,
        first_attempt_at=None,
        last_attempt_at=None,
        not_before=NOW,
        message_id=None,
        created_at=NOW,
    )
    return Parcel(delivery, shown.task, shown, track, siblings)


def body(message: Any) -> dict[str, Any]:
    """The JSON that discord.py would send for it, without files."""
    from discord.http import handle_message_parameters  # noqa: PLC0415 - its own way to build a body

    given = message.sending()
    given.pop("file", None)
    with handle_message_parameters(**given) as made:
        return dict(made.payload or {})


def ids(message: Any) -> list[str]:
    rows = body(message).get("components", [])
    return [str(item.get("custom_id", item.get("url"))) for row in rows for item in row["components"]]
