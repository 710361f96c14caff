"""The two forms of the settings panel."""

from typing import Any

from discord import TextStyle
from discord.ui import Label, Modal, TextInput

from bot.guild_rules import GuildSettings
from bot.tasks.office import LONGEST_ARTIST, MOST_WORDS, ROOM_FOR_WORDS
from bot.ui import texts
from bot.ui.forms import form_id, modal

CAP_DIGITS = 6


def limits_form(chosen: GuildSettings, most_guild: int, most_member: int) -> Modal:
    """`most_guild` and `most_member` are the host's."""
    guild, member = (str(number or "") for number in (chosen.per_guild, chosen.per_member))
    guild_help, member_help = (texts.CAP_HELP.format(most=most) for most in (most_guild, most_member))
    fields = [
        _field("per_guild", texts.GUILD_CAP_LABEL, guild_help, guild, CAP_DIGITS),
        _field("per_member", texts.MEMBER_CAP_LABEL, member_help, member, CAP_DIGITS),
        _field("artist", texts.ARTIST_LABEL, texts.ARTIST_NAME_HELP, chosen.artist, LONGEST_ARTIST),
    ]
    return modal(texts.FORM_LIMITS, form_id("settings", "limits"), fields)


def words_form(chosen: GuildSettings) -> Modal:
    described = texts.WORDS_HELP.format(most=MOST_WORDS)
    field = _field("words", texts.WORDS_LABEL, described, "\n".join(chosen.words), ROOM_FOR_WORDS, TextStyle.paragraph)
    return modal(texts.FORM_WORDS, form_id("settings", "words"), [field])


def _field(
    key: str, label: str, described: str, filled: str, most: int, style: TextStyle = TextStyle.short
) -> Label[Modal]:
    field: TextInput[Any] = TextInput(
        custom_id=key, style=style, default=filled[:most] or None, max_length=most, required=False
    )
    return Label(text=label, description=described, component=field)
