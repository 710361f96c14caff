"""The house keeps its floors: every import is read, wherever it stands, and every file is measured."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the top down. A room may use its own parts, the rooms of lower floors, and nothing else.
FLOORS = (
    {"__main__"},
    {"demo"},
    {"app", "check"},
    {"clients", "discord_address", "standby"},
    {"cogs", "web"},
    {"delivery"},
    {"ui"},
    {"tasks"},
    {"lyrics"},
    {"music_api", "store"},
    {"config", "errors", "models", "requests", "ids", "guild_rules", "clock", "metrics", "log", "i18n"},
)
FLOOR = {room: -number for number, rooms in enumerate(FLOORS) for room in rooms}
GROUND = FLOORS[-1]

# Libraries that only some rooms may know.
ONLY = {
    "discord": {"demo", "app", "check", "clients", "discord_address", "cogs", "delivery", "ui"},
    "sqlite3": {"store"},
    "aiosqlite": {"store"},
    "asyncpg": {"store"},
    "aiosql": {"store"},
    "aiohttp": {"music_api", "delivery", "ui", "web", "demo", "clients", "check"},  # ui: discord.py raises its errors
}
OUTSIDE = {"tests", "bench"}

LONGEST_FILE = 300
LONGEST_FUNCTION = 30


def files() -> list[Path]:
    return [path for top in ("bot", "cogs", "tests", "bench") for path in sorted((ROOT / top).rglob("*.py"))]


def name_of(path: Path) -> str:
    """`bot/tasks/worker.py` is `bot.tasks.worker`; a package's own file has the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """`bot.tasks.worker` is in `tasks`, `cogs.generate` in `cogs`; "" for `bot` itself and for libraries."""
    top, _, rest = module.partition(".")
    return rest.partition(".")[0] if top == "bot" else top if top in {"cogs", *OUTSIDE} else ""


def imports(tree: ast.AST, module: str, package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported.

    `from bot import store` counts as `bot.store`, `import bot.store` as `bot`: that is the name it leaves behind.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, "bot" if _binds_bot(alias) else alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: len(module.split(".")) + package - node.level]
                base = ".".join([*above, base] if base else above)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _binds_bot(alias: ast.alias) -> bool:
    return alias.name.startswith("bot.") and not alias.asname


def wrong(module: str, target: str) -> str:
    """Why `module` may not import `target`; "" when it may."""
    room, other, library = room_of(module), room_of(target), target.partition(".")[0]
    if room in OUTSIDE or (library not in ONLY and not other and library != "bot"):
        return ""
    if library in ONLY:
        return "" if room in ONLY[library] else f"{library} is not for {room}"
    if target == "bot" or not other:
        return "the package itself: name the part that is meant"
    return _wrong_arrow(module, target, room, other)


def _wrong_arrow(module: str, target: str, room: str, other: str) -> str:
    if (room, target) == ("clients", "cogs"):  # the package, to find its files; cogs themselves are loaded by name
        return ""
    if other in {"cogs", *OUTSIDE} and other != room:
        return f"nobody imports {other}"
    if room == other == "cogs":
        cog = target.split(".")[1]  # or a name that the package itself holds for all of them
        return (
            "" if cog == module.split(".")[1] or not (ROOT / "cogs" / f"{cog}.py").exists() else "no cog imports a cog"
        )
    if other == "demo" and room not in {"demo", "__main__"}:
        return "nobody imports the demo"
    if other not in FLOOR:
        return f"{other} is no room of the house"
    ground = room in GROUND and other in GROUND
    return "" if room == other or ground or FLOOR[other] < FLOOR[room] else f"{room} is not above {other}"


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


def faults(text: str, module: str, package: bool = False) -> list[str]:
    found = ((line, target, wrong(module, target)) for line, target in imports(parsed(text), module, package))
    return [f"{module}:{line} imports {target}: {why}" for line, target, why in found if why]


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_arrows_go_down_only(path: Path) -> None:
    assert faults(path.read_text(), name_of(path), path.stem == "__init__") == []


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    functions = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f"{node.name}: {size}" for node in functions if (size := _size(node)) > LONGEST_FUNCTION] == []


def _size(node: ast.AST) -> int:
    """Lines of a function without those of the functions inside it, which are measured on their own."""
    return _lines(node) - sum(_lines(inner) for inner in _outermost_functions(node))


def _lines(node: ast.AST) -> int:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return int(last - first + 1)


def _outermost_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        else:
            yield from _outermost_functions(child)


def test_every_file_belongs_to_a_room() -> None:
    rooms = {room_of(name_of(path)) for path in files()} - OUTSIDE - {""}
    assert rooms <= FLOOR.keys()


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.tasks.worker", "import discord"),
        ("bot.tasks.worker", "from bot.ui.words import word"),
        ("bot.tasks.worker", "def late() -> None:\n    from bot.delivery import post"),
        ("bot.tasks.worker", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot import web"),
        ("bot.tasks.worker", "from ..ui import words"),
        ("bot.tasks.worker", "import sqlite3"),
        ("bot.store.tasks", "from bot.music_api.client import MusicApi"),
        ("bot.music_api.client", "import bot.lyrics.lines"),
        ("bot.errors", "from bot.lyrics.lines import Line"),
        ("bot.tasks.worker", "import aiohttp.web"),
        ("bot.app", "from cogs.generate import Generate"),
        ("bot.app", "from bot.demo.main import main"),
        ("bot.app", "import bot"),
        ("bot.app", "from tests.test_layers import ROOT"),
        ("bot.app", "from bot.attic import box"),
        ("bot.app", "import bot.store.tasks"),
        ("cogs.quota", "from cogs.generate import Generate"),
        ("cogs.quota", "from bot.clients import MusicBot"),
    ],
)
def test_a_planted_wrong_import_is_found(module: str, text: str) -> None:
    assert len(faults(text, module)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.tasks.worker", "from bot.store.tasks import Tasks"),
        ("bot.tasks.worker", "from .ports import Courier"),
        ("bot.config", "from bot.errors import ConfigError"),
        ("cogs.quota", "import discord\nfrom bot.ui.services import Services"),
        ("bot.__main__", "from bot.demo.main import main"),
        ("bot.clients", "import cogs"),
        ("tests.test_x", "import bot.demo.main, discord, asyncpg\nfrom cogs.quota import Quota"),
    ],
)
def test_a_right_import_passes(module: str, text: str) -> None:
    assert faults(text, module) == []


def test_a_function_is_measured_without_those_inside_it() -> None:
    text = "def outer():\n" + "    x = 1\n" * 4 + "    def inner():\n" + "        y = 1\n" * 6
    outer = parsed(text).body[0]
    assert [_size(outer), *map(_size, _outermost_functions(outer))] == [5, 7]
