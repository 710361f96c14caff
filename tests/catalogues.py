"""What the catalogues must hold: every sentence of `texts.py`, every name and description of a command.

`python -m tests.catalogues` brings the files up to date: new entries come in empty, entries that nobody needs go.
"""

import asyncio
import pkgutil
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import discord
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from discord import Intents, app_commands
from discord.ext import commands

import cogs
from bot import i18n
from bot.music_api.profiles import profile_named
from bot.ui import texts
from bot.ui.language import COMMAND, NAMES
from bot.ui.tree import Tree

PROFILE = profile_named("apibox")
ROOMS = ("bot", "cogs")
"""Where sentences are used."""

LANGUAGES = sorted(set(i18n.LANGUAGES.values()))


def constants() -> dict[str, Any]:
    """The sentences of `texts.py` by their names, in English."""
    module = ModuleType.__getattribute__(texts, "__dict__")
    return {name: value for name, value in module.items() if name.isupper()}


def messages(value: Any) -> Iterator[str | tuple[str, str]]:
    """Those that a constant holds: one, one for each key, or a pair for one and for many."""
    if isinstance(value, dict):
        for part in value.values():
            yield from messages(part)
    elif isinstance(value, str) or (isinstance(value, tuple) and list(map(type, value)) == [str, str]):
        yield value
    else:
        raise TypeError(f"neither a sentence nor a pair for one and many: {value!r}")


class _Listener(app_commands.Translator):
    """Hears what discord.py would have translated."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.sentences: set[str] = set()

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> None:
        heard = self.names if context.location in NAMES else self.sentences
        heard.add(string.extras.get("sentence", string.message))


async def command_tree() -> app_commands.CommandTree[Any]:
    """All commands, as they are when the bot starts."""
    bot = commands.Bot(commands.when_mentioned, intents=Intents.none(), tree_cls=Tree, help_command=None)
    bot.services = SimpleNamespace(desk=SimpleNamespace(profile=PROFILE, default_model="V4_5"))  # type: ignore[attr-defined]
    for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
        await bot.load_extension(module.name)
    return bot.tree


async def template() -> Catalog:
    """All that has to be translated. Names of models are the same everywhere."""
    tree, heard, catalogue = await command_tree(), _Listener(), Catalog(fuzzy=False)
    for command in tree.get_commands():
        await command.get_translated_payload(tree, heard)
    for name, value in constants().items():
        for message in messages(value):
            catalogue.add(message, auto_comments=[name])
    for sentence in sorted(heard.sentences - set(PROFILE.models)):
        catalogue.add(sentence, auto_comments=["a command"])
    for command_name in sorted(heard.names):
        catalogue.add(command_name, context=COMMAND)
    return catalogue


def read(language: str) -> Catalog:
    with i18n.path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    wanted = asyncio.run(template())
    for language in LANGUAGES:
        path = i18n.path_of(language)
        catalogue = read(language) if path.exists() else Catalog(locale=language, fuzzy=False)
        catalogue.header_comment = f"# Minstrel in {catalogue.locale.english_name}; see docs/translating.md."
        catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Minstrel", "1", ""
        catalogue.last_translator = catalogue.language_team = ""
        catalogue.revision_date = catalogue.creation_date
        catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False)


if __name__ == "__main__":
    main()
