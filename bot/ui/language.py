"""The language of commands as Discord lists them, and of what a whole server reads."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot import i18n

COMMAND = "command"
"""The context of names in the catalogues: they are single words, in lower case, and shared with no sentence."""

LANGUAGE_NAMES = {
    "en-US": "English",
    "de": "Deutsch",
    "es-ES": "Español",
    "pt-BR": "Português (Brasil)",
    "ja": "日本語",
    "zh-CN": "简体中文",
}
"""As each calls itself, so they are the same in every language."""

NAMES = {Place.command_name, Place.group_name, Place.parameter_name}


def public_locale(interaction: discord.Interaction[Any]) -> str:
    """What everybody on the server reads is in the server's language, whoever asked."""
    return interaction.guild_locale.value if interaction.guild_locale else i18n.ENGLISH


def worded(sentence: str, **holes: str) -> app_commands.locale_str:
    """For a description of a command or option that has holes."""
    return app_commands.locale_str(sentence.format(**holes), sentence=sentence, holes=holes)


class CatalogueTranslator(app_commands.Translator):
    """Discord shows the English words wherever a translation is left out."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        if locale.value not in i18n.LANGUAGES:
            return None
        catalogue, sentence = i18n.catalogue(locale.value), string.extras.get("sentence", string.message)
        if context.location in NAMES:
            said = catalogue.pgettext(COMMAND, sentence)
        else:
            said = catalogue.gettext(sentence).format(**string.extras.get("holes", {}))
        return said if said != string.message else None
