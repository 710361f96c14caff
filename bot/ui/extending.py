"""Longer versions: from a command, a button, a form or a request of before to a request that can be accepted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import Expired, MadeElsewhere, ModelNotAllowed, TooLong, UserError
from bot.models import Extension, Kind, Track
from bot.store.library import Song
from bot.tasks.shelf import Longer
from bot.ui import replies, texts
from bot.ui.errors import Told, not_this_song, report, sentence
from bot.ui.forms import extend_form, form_id
from bot.ui.moment import moment_of, written
from bot.ui.tracks import resolve_track, song_of_delivery
from bot.ui.typed import EXTENSION_FIELDS, extension_from, extension_typed, text_in

if TYPE_CHECKING:
    from bot.ui.services import Services

GONE = (Expired, MadeElsewhere)
"""No other text would be taken."""

SHORTEST_LIMIT = 80
"""No model cuts a text that is shorter."""


class Extending:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def extend(self, interaction: discord.Interaction[Any], track: str, values: Mapping[str, str]) -> None:
        """From the command; `values` holds what was given, by the names in `EXTENSION_FIELDS`."""
        try:
            request = await replies.patiently(interaction, self.request(interaction, track, values))
        except Exception as error:  # what was typed comes back, whatever it is
            await report(interaction, error, extension_typed(values))
            return
        await self._services.accept(interaction, request)

    async def request(self, interaction: discord.Interaction[Any], track: str, values: Mapping[str, str]) -> Extension:
        """Raises `NotFound`, and `Told` with the typed text where it cannot be asked for like that."""
        song = await resolve_track(self._services, interaction, track)
        typed = extension_typed(values, song.track.id)
        try:
            request = self._services.shelf.extension(song, _longer(values))
            self._check(request)
        except ValueError:
            raise Told(texts.NOT_A_MOMENT, typed) from None
        except Told as refused:
            raise Told(refused.words, typed) from None
        except UserError as error:
            words = sentence(error) or texts.NOT_FOUND
            raise Told(words, typed, correctable=not isinstance(error, GONE)) from error
        return request

    def _check(self, request: Extension) -> None:
        """What the form calls otherwise than the core does."""
        if request.inherit:
            return
        if not request.prompt.strip():
            raise Told(texts.NOTHING_TO_SING)
        limit = self._services.desk.profile.limits(request.model).lyrics
        if len(request.prompt) > limit:
            raise TooLong("lyrics", len(request.prompt), limit, request.model)

    async def open(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        """The empty form, from the button under a song."""
        finding = song_of_delivery(self._services, interaction, delivery_id)
        await self._open(interaction, await replies.for_form(interaction, finding, "song-to-extend"), {})

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
        text = await replies.for_form(interaction, text_in(interaction.message), "typed-text")
        values = extension_from(text)
        song = await self._song(interaction, track)
        await self._open(interaction, song, _unlike(song.track, values))

    async def _song(self, interaction: discord.Interaction[Any], track: str) -> Song:
        finding = resolve_track(self._services, interaction, track)
        return await replies.for_form(interaction, finding, "song-to-extend")

    async def _open(self, interaction: discord.Interaction[Any], song: Song, values: Mapping[str, str]) -> None:
        self._services.shelf.extension(song, Longer())  # what is gone is refused before anything is typed
        try:
            frame = await self._services.opening.frame(interaction, song.task.model, Kind.EXTEND)
        except ModelNotAllowed as error:
            raise Told(not_this_song(song.task.model, error.allowed)) from error
        form = extend_form(frame, song.track, values, form_id("extend", song.track.id))
        await interaction.response.send_modal(form)


def _longer(values: Mapping[str, str]) -> Longer:
    """Raises `ValueError` for a moment that is none."""
    given = {key: values.get(key, "").strip() for key in EXTENSION_FIELDS}
    moment = given.pop("continue_at")
    return Longer(continue_at=moment_of(moment) if moment else None, **given)


def _unlike(track: Track, values: Mapping[str, str]) -> dict[str, str]:
    """What differs from the source, whose own text may have been cut to the model's limit."""
    own = {"prompt": track.lyrics, "style": track.style, "title": track.title}
    return {key: text for key, text in values.items() if text.strip() and not _is_of(text, own.get(key, ""))}


def _is_of(text: str, source: str) -> bool:
    text, source = " ".join(text.split()), " ".join(source.split())
    return text == source or (len(text) >= SHORTEST_LIMIT - 1 and source.startswith(text))
