"""Which language is spoken just now, and how a sentence reads in it. Sentences are looked up by their English words.

Locales are named as Discord names them. The catalogues are `locales/<language>/LC_MESSAGES/minstrel.po`, read as they
are: nothing has to be compiled after an edit.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from babel.dates import format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

ENGLISH = "en-US"
LANGUAGES = {"de": "de", "es-ES": "es", "es-419": "es", "pt-BR": "pt_BR", "ja": "ja", "zh-CN": "zh_CN"}
"""The catalogue of each locale; whoever has another one reads English."""

CATALOGUES = Path(__file__).parent / "locales"

_locale: ContextVar[str] = ContextVar("locale", default=ENGLISH)


def speak(locale: str) -> None:
    """From here to the end of the present asyncio task, and in those that it starts."""
    _locale.set(locale)


@contextmanager
def using(locale: str) -> Iterator[None]:
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


def path_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "minstrel.po"


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """One that knows nothing, and so says everything in English, for a locale that has none."""
    language = LANGUAGES.get(locale)
    if language is None:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def said(sentence: str) -> str:
    return catalogue(_locale.get()).gettext(sentence) if sentence else ""


def said_of(forms: tuple[str, str], count: int) -> str:
    """The form that the language has for `count`, from the English singular and plural."""
    return catalogue(_locale.get()).ngettext(*forms, count)


def number(value: int | Decimal) -> str:
    """`1,025.6` as the language writes it, with at most three decimals."""
    return _number(value, LANGUAGES.get(_locale.get(), "en"))


@lru_cache(maxsize=1024)  # every message holds a few of the same prices, and writing one anew takes 0.1 ms
def _number(value: int | Decimal, language: str) -> str:
    return format_decimal(value, format="#,##0.###", locale=language)


def day(value: date) -> str:
    """`22 Nov` as the language writes it, for places where Discord renders no moments."""
    return _day(value, LANGUAGES.get(_locale.get(), "en_GB"))


@lru_cache(maxsize=1024)  # a list of songs holds the same few days again at each letter that is typed
def _day(value: date, language: str) -> str:
    return format_skeleton("MMMd", value, locale=language)


def _in_the_present_language(value: Any) -> Any:
    if isinstance(value, str):
        return said(value)
    if isinstance(value, dict):
        return {key: _in_the_present_language(part) for key, part in value.items()}
    return value  # a pair for one and for many: `said_of` knows the number


class Sentences(ModuleType):
    """A module of English sentences that is read in the present language: `texts.CANCEL` is "Abbrechen" in German.

    So a sentence must be read where it is used, not when a module is imported: `tests/test_i18n.py` looks for that.
    """

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        return _in_the_present_language(value) if name.isupper() else value
