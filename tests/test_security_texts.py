"""No text of a member or of the service becomes a ping, a link, a heading or a hidden mark, in any message."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import i18n
from bot.guild_rules import GuildSettings, Pings
from bot.lyrics.lines import lines_of
from bot.models import CustomSong, DeliveryKind, Draft, Extension, Kind, LyricsIdea, QuickSong, Reason, Stage, State
from bot.music_api.wire import Word
from bot.store.library import Song
from bot.tasks.shelf import Page
from bot.ui import drafts, lyrics_pages
from bot.ui.library_page import Asking, library_page
from bot.ui.message import Message
from bot.ui.notices import message_of
from bot.ui.requests_page import requests_page
from bot.ui.settings_page import Panel, settings_page
from bot.ui.status import status_message
from tests.command_house import House, open_house, reply
from tests.poisons import MARKED_UP, POISONS, dangers, faults_of, pings_of, texts_in
from tests.ui_examples import NOW, SECOND, TASK, TRACK, body, parcel, view

each_poison = pytest.mark.parametrize("poison", POISONS, ids=range(len(POISONS)))


def test_the_reader_knows_poison_when_it_sees_it() -> None:
    assert [poison for poison in POISONS if not dangers(poison)] == []
    assert pings_of({"content": "x"}) == {"whoever it names"}


def requests_with(poison: str) -> list[Any]:
    extension = Extension(track_id=7, audio_id="t", source_title=poison, model="V4_5", inherit=False, prompt=poison,
                          style=poison, title=poison, continue_at=1000)  # fmt: skip
    custom = CustomSong(title=poison, style=poison, lyrics=poison, model="V4_5")
    return [QuickSong(prompt=poison, model="V4_5"), custom, extension, LyricsIdea(prompt=poison)]


def of_the_worker(poison: str) -> Iterator[Message]:
    """All that the worker posts and shows."""
    track = replace(TRACK, title=poison, style=poison, lyrics=poison, model=poison)
    tracks = (track, replace(SECOND, title=poison, lyrics=poison))
    for request in requests_with(poison):
        kind = {"extend": Kind.EXTEND, "lyrics": Kind.LYRICS}.get(request.mode, Kind.GENERATE)
        given: dict[str, Any] = {"request": request, "kind": kind, "member_name": poison}
        for state in State:
            for stage, reason in zip((*Stage, *Stage, *Stage, *Stage), (None, *Reason), strict=False):
                yield status_message(view(state=state, stage=stage, reason=reason, tracks=tracks, **given))
        del given["kind"]
        for delivery in (DeliveryKind.SONG, DeliveryKind.REPOST, DeliveryKind.WAV):
            for too_large in (None, (10**9, 10**7)):
                yield message_of(parcel(delivery, track=track, siblings=tracks, **given), too_large=too_large)
        for reason in Reason:
            for delivery in (DeliveryKind.NOTICE, DeliveryKind.OWNER):
                yield message_of(parcel(delivery, track=track, reason=reason, **given))


def pages(poison: str) -> Iterator[Message]:
    """Layouts to read and to work with."""
    track = replace(TRACK, title=poison, style=poison, lyrics=f"{poison}\n{poison}")
    song = Song(track, replace(TASK, member_name=poison), ())
    asked = replace(TASK, kind=Kind.LYRICS, request=LyricsIdea(prompt=poison), member_name=poison)
    words = [Word(f"{poison}\n", number * 1000, number * 1000 + 500, True) for number in range(9)]
    yield lyrics_pages.private_page(song, lines_of(words))
    yield lyrics_pages.public_message(song, lines_of(words), None, poison)
    yield lyrics_pages.plain_page(song)
    yield drafts.draft_page(asked, [Draft(1, poison, poison), Draft(2, poison, poison)], 5, 1)
    asking, families = Asking(text=poison[:20]), [(track, [track]), None]
    yield library_page(Page((song, song), 1, 1, 2), families, asking, {}, NOW, lambda _: True)  # type: ignore[arg-type]
    queued = [view(member_name=poison, request=request) for request in requests_with(poison)]
    yield requests_page(queued, (10, 2), Pings.ON, 100, manager=True)
    chosen = GuildSettings(words=(poison[:20],), artist=poison)
    yield settings_page(Panel(chosen, ("V4",), "V4", (10, 2), 0, (), {poison[:20]: 3}))


@each_poison
def test_nothing_that_the_worker_posts_has_kept_its_force(poison: str) -> None:
    with i18n.using("en-US"):
        for message in of_the_worker(poison):
            sent = body(message)
            assert faults_of(sent) == []
            assert pings_of(sent) <= {"100"}, "the requester at most"


@each_poison
def test_no_page_shows_it_with_its_force(poison: str) -> None:
    with i18n.using("en-US"):
        for message in pages(poison):
            sent = body(message) | {"files": None}
            assert faults_of(sent) == []
            assert pings_of(sent) == set()


async def walk(house: House, poison: str) -> None:
    """A member types it wherever something can be typed."""
    asked = await house.quick(poison[:390])
    await house.shop.step()
    await house.ana.slash(house.songs, "tasks")
    for task in await house.tasks():
        await house.shop.until_over(task.id)
    refused = await house.quick(poison + "x" * 500)
    await house.quick(" " * 5 + poison[:300], instrumental=True, who=house.ben)
    await house.ana.slash(house.songs, "library", search=poison[:40])
    form = await house.ana.slash(house.songs, "generate custom")
    await house.ana.submit_modal(form, {"title": poison[:80], "style": poison[:200], "lyrics": poison[:2900]})
    await house.ana.slash(house.songs, "lyrics write", prompt=poison[:150])
    await house.ana.slash(house.songs, "wav", track=poison[:90])
    await house.ana.slash(house.songs, "extend", track=poison[:90], title=poison[:70], continue_at=poison[:12])
    await house.shop.step(2)
    assert reply(asked)
    assert reply(refused)


@pytest.mark.parametrize("number", [0, 8, 9, 13, 19, 21, 23])
async def test_no_answer_to_a_command_repeats_it_with_its_force(tmp_path: Path, number: int) -> None:
    poison = POISONS[number]
    async with open_house(tmp_path, running_per_member="9", running_per_guild="99", quota_default="1000") as house:
        await walk(house, poison)
        sent: list[tuple[str, Any]] = [(entry.path, entry.json) for entry in house.env.http_requests]
        bodies = [body for path, body in sent if isinstance(body, dict) and "commands" not in path]
        messages = [body.get("data", body) for body in bodies]
        assert len(messages) > 15
        for message in messages:
            found = [danger for key, text in texts_in(message) if key in MARKED_UP for danger in dangers(text)]
            assert found == [], message
            if {"content", "embeds"} & message.keys():
                assert pings_of(message) <= {str(house.ana.user.id), str(house.ben.user.id)}
