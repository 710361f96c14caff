"""Settings: what `/settings`, its panel and its forms call. Managers only, whatever Discord lets through."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import BadCount
from bot.guild_rules import GuildSettings, Pings
from bot.tasks.office import LONGEST_ARTIST, LONGEST_WORD
from bot.ui import format, replies, texts
from bot.ui.errors import Told, report
from bot.ui.gone import gone_channels, gone_roles
from bot.ui.info_pages import command
from bot.ui.language import LANGUAGE_NAMES
from bot.ui.message import Message
from bot.ui.named import guild_of
from bot.ui.permissions import missing_for_songs, require_manager
from bot.ui.quota_service import log_to
from bot.ui.settings_forms import limits_form, words_form
from bot.ui.settings_page import SERVERS_OWN, Panel, sentences, settings_page

if TYPE_CHECKING:
    from bot.ui.services import Services

Changes = Mapping[str, Any]

_COMMAS = re.compile("[\n,，、،;；؛]")
"""What parts the entries of a list, on keyboards of any language."""


class SettingsService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        require_manager(interaction)
        await replies.answer(interaction, self._page(interaction, {}))

    async def check_again(self, interaction: discord.Interaction[Any]) -> None:
        """Draws the panel anew, with what the bot may do now."""
        require_manager(interaction)
        await replies.answer_by_redrawing(interaction, self._page(interaction, {}))

    async def take_off_gone(self, interaction: discord.Interaction[Any]) -> None:
        """Channels and roles that are no longer there: nobody could pick them to take them off."""
        require_manager(interaction)

        async def made() -> Message:
            panel = await self._panel(interaction)
            chosen, gone = panel.settings, panel.gone
            lists = {"channels": chosen.channels, "roles": chosen.roles}
            changes: dict[str, object] = {name: ids - gone for name, ids in lists.items() if ids & gone}
            changes |= {"log_channel": None} if panel.log_channel in gone else {}
            return await self._page(interaction, changes)

        await replies.answer_by_redrawing(interaction, made())

    async def set(self, interaction: discord.Interaction[Any], given: Mapping[str, str | int]) -> None:
        """From the command: names and values of its options; a channel or a role is put on its list, or taken off.

        What is gone goes from that list as well.
        """
        require_manager(interaction)

        async def made() -> Message:
            changes = await self._read(interaction, given)
            if not changes:
                show = command("settings show", self._services.command_ids)
                raise Told(texts.NOTHING_GIVEN.format(show=show))
            return Message(await self._change(interaction, changes))

        try:
            await replies.answer(interaction, made())
        except Exception as error:  # what was typed comes back
            await report(interaction, error, str(given.get("words", "")))

    async def pick(self, interaction: discord.Interaction[Any], name: str, values: Sequence[str]) -> None:
        """From a select of the panel, which is drawn anew and says what was saved."""
        require_manager(interaction)
        read = _PICKED.get(name)
        if read is None:
            raise Told(texts.COMMAND_CHANGED)
        await replies.answer_by_redrawing(interaction, self._page(interaction, {name: read(values)}))

    async def open_limits(self, interaction: discord.Interaction[Any]) -> None:
        chosen, settings = await self._for_form(interaction), self._services.desk.settings
        form = limits_form(chosen, settings.running_per_guild, settings.running_per_member)
        await interaction.response.send_modal(form)

    async def open_words(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(words_form(await self._for_form(interaction)))

    async def _for_form(self, interaction: discord.Interaction[Any]) -> GuildSettings:
        """A form is opened only with what is set: an empty one, sent, would take it all away."""
        require_manager(interaction)
        reading = self._services.desk.office.settings(guild_of(interaction))
        return await replies.for_form(interaction, reading, "settings-form")

    async def save_form(self, interaction: discord.Interaction[Any], form: str, text: Callable[[str], str]) -> None:
        """What was typed into one of the two forms, by the ids of its fields."""
        require_manager(interaction)
        changes: Changes = (
            {"words": words_of(text("words"))}
            if form == "words"
            else {
                "per_guild": _count(text("per_guild"), self._services.desk.settings.running_per_guild),
                "per_member": _count(text("per_member"), self._services.desk.settings.running_per_member),
                "artist": format.one_line(text("artist"))[:LONGEST_ARTIST],
            }
        )
        await replies.answer_by_redrawing(interaction, self._page(interaction, changes))

    async def _page(self, interaction: discord.Interaction[Any], changes: Changes) -> Message:
        saved = await self._change(interaction, changes) if changes else ""
        return settings_page(await self._panel(interaction), saved)

    async def _change(self, interaction: discord.Interaction[Any], changes: Changes) -> str:
        """Save, and say what holds now."""
        office, fields = self._services.desk.office, dict(changes)
        log = log_to(interaction, fields.pop("log_channel")) if "log_channel" in fields else None
        await office.change(guild_of(interaction), fields, interaction.user.id, log)
        panel = await self._panel(interaction)
        if changes.keys() == {"language"}:
            language = LANGUAGE_NAMES.get(panel.settings.language)
            return texts.LANGUAGE_SET.format(language=language) if language else texts.LANGUAGE_OF_SERVER
        said = sentences(panel)
        return texts.SAVED.format(sentence=" ".join(dict.fromkeys(said[name] for name in changes)))

    async def _panel(self, interaction: discord.Interaction[Any]) -> Panel:
        desk, guild_id = self._services.desk, guild_of(interaction)
        chosen = await desk.office.settings(guild_id)
        channels, log = _song_channels(interaction, chosen), await desk.treasury.log_channel(guild_id)
        named = [*chosen.channels, *([log] if log else [])]
        lacking = [(channel.id, missing) for channel in channels if (missing := _missing_in(channel))]
        return Panel(
            settings=chosen,
            models=desk.profile.models,
            model=desk.office.default_model(chosen),
            caps=desk.office.caps(chosen),
            channels=len(channels),
            lacking=lacking,
            blocked=await desk.office.blocked_counts(guild_id),
            log_channel=log,
            gone=await gone_channels(interaction, named) | gone_roles(interaction, chosen.roles),
            guild_id=guild_id,
        )

    async def _read(self, interaction: discord.Interaction[Any], given: Mapping[str, str | int]) -> Changes:
        office = self._services.desk.office
        chosen = await office.settings(guild_of(interaction))
        changes: dict[str, object] = {}
        for name, value in given.items():
            match name:
                case "channel":
                    there = chosen.channels - await gone_channels(interaction, chosen.channels)
                    changes["channels"] = there ^ {int(value)}
                case "role":
                    changes["roles"] = (chosen.roles - gone_roles(interaction, chosen.roles)) ^ {int(value)}
                case "per_guild" | "per_member" | "log_channel":
                    changes[name] = int(value)
                case "log_off":
                    changes |= {"log_channel": None} if value else {}
                case "models":
                    changes[name] = self._models(str(value))
                case "words":
                    changes[name] = words_of(str(value))
                case "artist":
                    changes[name] = format.one_line(str(value))[:LONGEST_ARTIST].removeprefix("-")
                case _:
                    changes[name] = _PICKED[name]([str(value)])
        return changes

    def _models(self, text: str) -> tuple[str, ...]:
        """Names, however they are written. Raises `Told` for one that there is not."""
        known = {model.casefold(): model for model in self._services.desk.profile.models}
        wanted = [name.strip().casefold() for name in _COMMAS.split(text) if name.strip(" -")]
        if not known.keys() >= set(wanted):
            raise Told(texts.UNKNOWN_SETTING.format(known=", ".join(known.values())))
        return tuple(model for key, model in known.items() if key in wanted)


def words_of(text: str) -> tuple[str, ...]:
    """Blocked words as they were typed, one a line or between commas; a lone `-` stands for none."""
    lines = (format.one_line(line) for line in _COMMAS.split(text))
    return tuple(dict.fromkeys(line[:LONGEST_WORD] for line in lines if any(sign.isalnum() for sign in line)))


def _count(text: str, most: int) -> int | None:
    """None for an empty field. Raises `BadCount` for what is no number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise BadCount(1, most)
    return int(text)


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _language(values: Sequence[str]) -> str:
    return _first(values) if _first(values) in LANGUAGE_NAMES and _first(values) != SERVERS_OWN else ""


_PICKED: dict[str, Callable[[Sequence[str]], object]] = {
    "channels": lambda values: frozenset(map(int, values)),
    "roles": lambda values: frozenset(map(int, values)),
    "models": tuple,
    "model": _first,
    "pings": lambda values: Pings(_first(values) or Pings.ON),
    "language": _language,
    "log_channel": lambda values: int(_first(values) or 0) or None,
}
"""What the choices of a select mean."""


def _song_channels(interaction: discord.Interaction[Any], chosen: GuildSettings) -> list[discord.abc.GuildChannel]:
    """Text channels where songs may be made."""
    channels = interaction.guild.channels if interaction.guild else []
    return [
        channel
        for channel in channels
        if (channel.id in chosen.channels if chosen.channels else isinstance(channel, discord.TextChannel))
    ]


def _missing_in(channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    """Of a forum it is the posts that songs are made in, and they are threads."""
    granted = channel.permissions_for(channel.guild.me)
    return missing_for_songs(granted, thread=isinstance(channel, discord.ForumChannel))
