"""Longer versions: from a command, a button, a form or a request of before to a request that can be accepted."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import Expired, MadeElsewhere, TooLong, UserError
from bot.models import Extension, Kind, Track
from bot.store.library import Song
from bot.tasks.shelf import Longer
from bot.ui import replies, texts
from bot.ui.errors import Told, sentence
from bot.ui.forms import extend_form, form_id
from bot.ui.moment import moment_of, written
from bot.ui.tracks import resolve_track, song_of_delivery
from bot.ui.typed import extension_from, text_in

if TYPE_CHECKING:
    from bot.ui.services import Services

FIELDS = ("continue_at", "prompt", "style", "title")
"""Ids of the form's inputs, and names of the command's options."""

GONE = (Expired, MadeElsewhere)
"""No other text would be taken."""

FORM_WITHIN = 1.5
"""Seconds to wait for the song that a form is about: a form must be the first answer."""

SHORTEST_LIMIT = 80
"""No model cuts a text that is shorter."""

READ_WITHIN = 1.0
"""Seconds to look for the song that a command names before the member is answered privately."""


class Extending:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def extend(self, interaction: discord.Interaction[Any], track: str, values: Mapping[str, str]) -> None:
        """From the command; `values` holds what was given, by the names in `FIELDS`."""
        started = time.monotonic()
        request = await replies.patiently(interaction, self.request(interaction, track, values), READ_WITHIN)
        await self._services.accept(interaction, request, spent=time.monotonic() - started)

    async def request(self, interaction: discord.Interaction[Any], track: str, values: Mapping[str, str]) -> Extension:
        """Raises `NotFound`, and `Told` with the typed text where it cannot be asked for like that."""
        song = await resolve_track(self._services, interaction, track)
        try:
            request = self._services.shelf.extension(song, _longer(values))
            self._check(request)
        except ValueError:
            raise Told(texts.NOT_A_MOMENT, _typed(song, values)) from None
        except UserError as error:
            if isinstance(error, Told):
                raise
            words = sentence(error) or texts.NOT_FOUND
            raise Told(words, _typed(song, values), correctable=not isinstance(error, GONE)) from error
        return request

    def _check(self, request: Extension) -> None:
        """What the form calls otherwise than the core does."""
        if request.inherit:
            return
        if not request.prompt.strip():
            raise Told(texts.NOTHING_TO_SING, request)
        limit = self._services.desk.profile.limits(request.model).lyrics
        if len(request.prompt) > limit:
            raise TooLong("lyrics", len(request.prompt), limit, request.model)

    async def open(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        """The empty form, from the button under a song."""
        finding = replies.hold(song_of_delivery(self._services, interaction, delivery_id), "song-to-extend")
        await self._open(interaction, await replies.within(FORM_WITHIN, finding), {})

    async def open_again(self, interaction: discord.Interaction[Any], request: Extension) -> None:
        """Filled with what an earlier request asked for; what is as in its source stays empty."""
        song = await self._song(interaction, str(request.track_id))
        values = {
            "continue_at": written(request.continue_at) if request.continue_at else "",
            "prompt": request.prompt,
            "style": request.style,
            "title": request.title,
        }
        await self._open(interaction, song, {} if request.inherit else _unlike(song.track, values))

    async def open_corrected(self, interaction: discord.Interaction[Any], track: str) -> None:
        """Filled with the text that the refusal above the button holds."""
        reading = replies.hold(text_in(interaction.message), "typed-text")
        values = extension_from(await replies.within(FORM_WITHIN, reading))
        song = await self._song(interaction, track)
        await self._open(interaction, song, _unlike(song.track, values))

    async def _song(self, interaction: discord.Interaction[Any], track: str) -> Song:
        finding = replies.hold(resolve_track(self._services, interaction, track), "song-to-extend")
        return await replies.within(FORM_WITHIN, finding)

    async def _open(self, interaction: discord.Interaction[Any], song: Song, values: Mapping[str, str]) -> None:
        self._services.shelf.extension(song, Longer())  # what is gone is refused before anything is typed
        frame = await self._services.frame(interaction, song.task.model, Kind.EXTEND)
        form = extend_form(frame, song.track, values, form_id("extend", song.track.id))
        await interaction.response.send_modal(form)


def _longer(values: Mapping[str, str]) -> Longer:
    """Raises `ValueError` for a moment that is none."""
    given = {key: values.get(key, "").strip() for key in FIELDS}
    moment = given.pop("continue_at")
    return Longer(continue_at=moment_of(moment) if moment else None, **given)


def _typed(song: Song, values: Mapping[str, str]) -> Extension:
    """What was typed, to be handed back; a moment that cannot be read is left out."""
    given = {key: values.get(key, "").strip() for key in FIELDS}
    moment = given.pop("continue_at")
    try:
        continue_at = moment_of(moment) if moment else 0
    except ValueError:
        continue_at = 0
    track = song.track
    return Extension(
        track_id=track.id,
        audio_id=track.service_track_id,
        source_title=track.title,
        model=song.task.model,
        inherit=not (continue_at or any(given.values())),
        continue_at=continue_at,
        prompt=given["prompt"],
        style=given["style"],
        title=given["title"],
    )


def _unlike(track: Track, values: Mapping[str, str]) -> dict[str, str]:
    """What differs from the source, whose own text may have been cut to the model's limit."""
    own = {"prompt": track.lyrics, "style": track.style, "title": track.title}
    return {key: text for key, text in values.items() if text.strip() and not _is_of(text, own.get(key, ""))}


def _is_of(text: str, source: str) -> bool:
    text, source = " ".join(text.split()), " ".join(source.split())
    return text == source or (len(text) >= SHORTEST_LIMIT - 1 and source.startswith(text))
