"""Every sentence in every language: complete, with the same holes, and within what Discord takes."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands

from bot import i18n
from bot.ui import format, texts
from bot.ui.language import COMMAND, CatalogueTranslator
from bot.ui.tree import commands_digest
from tests.catalogues import LANGUAGES, ROOMS, command_tree, constants, messages, read, template

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"[-_'\w]{1,32}")
COMMAND_IN_TEXT = re.compile(r"(?<![\w<])/(generate quick|[a-z]+)")
BUTTONS_OF_A_SONG = ("LYRICS", "EXTEND", "WAV", "AGAIN", "DELETE")
AT_MOST = {"_LABEL": 45, "_HELP": 100, "_HINT": 100}
"""By how a constant's name ends: labels, descriptions and placeholders of forms, with their holes filled."""

in_each_language = pytest.mark.parametrize("language", LANGUAGES)
in_each_locale = pytest.mark.parametrize("locale", ["en-US", *i18n.LANGUAGES])


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def forms(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


@in_each_language
async def test_every_sentence_is_translated_and_nothing_else_is_kept(language: str) -> None:
    wanted, catalogue = await template(), read(language)
    assert {(entry.context, entry.id) for entry in catalogue} == {(entry.context, entry.id) for entry in wanted}
    assert [entry.id for entry in catalogue if entry.id and not all(forms(entry.string))] == []
    assert not catalogue.obsolete
    assert [entry.id for entry in catalogue if entry.id and entry.fuzzy] == []


@in_each_language
def test_every_translation_has_the_holes_of_its_sentence_and_as_many_forms_as_the_language(language: str) -> None:
    catalogue = read(language)
    for entry in catalogue:
        wanted = set().union(*map(holes, forms(entry.id)))
        assert [form for form in forms(entry.string) if entry.id and holes(form) != wanted] == []
        assert len(forms(entry.string)) == (catalogue.num_plurals if isinstance(entry.id, tuple) else 1)


@in_each_language
def test_no_translation_is_loud_or_breaks_the_marks_of_its_sentence(language: str) -> None:
    for entry in read(language):
        for form in forms(entry.string) if entry.id else ():
            assert not set("!\u00a1\uff01") & set(form), form
            assert form.count("**") == forms(entry.id)[0].count("**"), form
            assert form.startswith("## ") == forms(entry.id)[0].startswith("## "), form
            assert form.startswith("-# ") == forms(entry.id)[0].startswith("-# "), form


@in_each_language
async def test_a_translation_names_commands_as_members_of_the_language_type_them(language: str) -> None:
    catalogue = read(language)
    for entry in catalogue:
        for name in COMMAND_IN_TEXT.findall(forms(entry.id)[-1] if entry.id else ""):
            typed = " ".join(str(getattr(catalogue.get(word, COMMAND), "string", word)) for word in name.split())
            assert [form for form in forms(entry.string) if f"/{typed}" not in form] == []


@in_each_locale
def test_labels_fit_where_they_stand(locale: str) -> None:
    fill = {
        name: "10.000" for value in constants().values() for text in messages(value) for name in holes(forms(text)[0])
    }
    with i18n.using(locale):
        for name in constants():
            for end, most in AT_MOST.items():
                if name.endswith(end):
                    assert len(getattr(texts, name).format(**fill)) <= most, name
        assert [name for name in BUTTONS_OF_A_SONG if len(getattr(texts, name)) > 12] == []


@in_each_locale
async def test_names_and_descriptions_of_commands_are_such_as_discord_takes(locale: str) -> None:
    tree = await command_tree()
    for command in tree.get_commands():
        payload = await command.get_translated_payload(tree, CatalogueTranslator())
        for part in parts(payload):
            names = {part["name"], part.get("name_localizations", {}).get(locale, part["name"])}
            if "value" in part or payload.get("type", 1) != 1:  # a choice, an entry of a menu
                assert all(0 < len(name) <= 100 for name in names)
            else:
                assert all(NAME.fullmatch(name) and name == name.lower() for name in names), names
                assert len(part.get("description_localizations", {}).get(locale, part["description"])) <= 100


@in_each_locale
async def test_no_two_commands_or_options_side_by_side_have_one_name(locale: str) -> None:
    tree = await command_tree()
    payloads = [await command.get_translated_payload(tree, CatalogueTranslator()) for command in tree.get_commands()]
    for siblings in [payloads, *(part.get("options", []) for payload in payloads for part in parts(payload))]:
        names = [part.get("name_localizations", {}).get(locale, part["name"]) for part in siblings]
        assert len(names) == len(set(names)), names


def parts(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield payload
    for below in (*payload.get("options", []), *payload.get("choices", [])):
        yield from parts(below)


async def test_the_digest_of_the_commands_covers_their_translations() -> None:
    tree = await command_tree()
    before = await commands_digest(tree)
    await tree.set_translator(CatalogueTranslator())
    assert await commands_digest(tree) != before


async def test_a_hole_of_a_description_is_filled_in_every_language() -> None:
    tree = await command_tree()
    generate = tree.get_command("generate")
    assert isinstance(generate, app_commands.Group)
    payload = await generate.get_translated_payload(tree, CatalogueTranslator())
    (model, *_) = [part for part in parts(payload) if part["name"] == "model"]
    assert model["description"] == "The model that makes it; V4_5 if left out"
    assert model["description_localizations"]["de"] == "Das Modell, das es macht; ohne Angabe V4_5"


def test_a_sentence_comes_in_the_language_that_is_spoken_when_it_is_read() -> None:
    with i18n.using("de"):
        assert (texts.CANCEL, texts.PERIODS["month"]) == ("Abbrechen", "diesen Monat")
        with i18n.using("ja"):
            assert texts.CANCEL == "取り消す"
        assert texts.QUEUED.format(what="x") == "**In der Warteschlange** · x"
    assert texts.CANCEL == "Cancel"


@pytest.mark.parametrize("locale", ["fr", "en-GB", "zh-TW", "", "../../etc"])
def test_whoever_has_no_catalogue_reads_english(locale: str) -> None:
    with i18n.using(locale):
        assert (texts.CANCEL, format.credits(1_025_600)) == ("Cancel", "1,025.6")


@pytest.mark.parametrize(
    ("locale", "one", "two"),
    [
        ("en-US", "{count} song below.", "{count} songs below."),
        ("de", "{count} Song unten.", "{count} Songs unten."),
        ("ja", "下に {count} 曲あります。", "下に {count} 曲あります。"),
    ],
)
def test_each_language_has_its_own_forms_for_one_and_for_many(locale: str, one: str, two: str) -> None:
    with i18n.using(locale):
        assert texts.plural(texts.SONGS_BELOW, 1).startswith(one)
        assert texts.plural(texts.SONGS_BELOW, 2).startswith(two)


@pytest.mark.parametrize(
    ("locale", "large", "small"), [("en-US", "1,025.6", "0.4"), ("de", "1.025,6", "0,4"), ("pt-BR", "1.025,6", "0,4")]
)
def test_numbers_are_written_as_the_language_writes_them(locale: str, large: str, small: str) -> None:
    with i18n.using(locale):
        assert (format.credits(1_025_600), format.credits(400)) == (large, small)


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en-US", "22 Nov"), ("de", "22. Nov."), ("es-419", "22 nov"), ("pt-BR", "22 de nov."), ("ja", "11月22日")],
)
def test_days_are_written_as_the_language_writes_them(locale: str, written: str) -> None:
    with i18n.using(locale):
        assert i18n.day(date(2026, 11, 22)) == written


def early(tree: ast.AST) -> Iterator[int]:
    """Lines that read a sentence when the module is imported, where no language is spoken yet."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*node.decorator_list, node.args):
                yield from _sentences(part)
        elif isinstance(node, ast.Lambda):
            continue
        elif isinstance(node, ast.ImportFrom) and node.module == "bot.ui.texts":
            yield node.lineno
        else:
            yield from _own(node)
            yield from early(node)


def _own(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "texts":
        yield from [node.lineno] if node.attr.isupper() else []


def _sentences(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        yield from _own(node)


@pytest.mark.parametrize("path", [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))], ids=str)
def test_no_sentence_is_read_before_a_language_is_spoken(path: Path) -> None:
    assert list(early(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "text",
    [
        "A = {1: texts.CANCEL}",
        "def f(x: str = texts.CANCEL) -> None: ...",
        "class A:\n    label = texts.CANCEL",
        "from bot.ui.texts import CANCEL",
        "class A:\n    @button(label=texts.CANCEL)\n    def f(self) -> None: ...",
    ],
)
def test_a_planted_early_sentence_is_found(text: str) -> None:
    assert len(list(early(ast.parse(text)))) == 1


def test_a_sentence_in_a_function_is_no_early_one() -> None:
    assert list(early(ast.parse("def f() -> str:\n    return texts.CANCEL"))) == []
