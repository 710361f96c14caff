"""The command line: `minstrel`, or `python -m bot`."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bot import log
from bot.config import Settings
from bot.errors import ConfigError, StoreError, Unreachable

Job = Coroutine[Any, Any, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status; docs/hosting.md has a table of them."""
    given = _parser().parse_args(arguments)
    os.umask(0o077)  # database, backup and songs hold what members typed: they are for the bot's own user alone
    jobs: dict[str, Callable[[], Job]] = {
        "run": _run,
        "gateway": lambda: _run("gateway"),
        "worker": lambda: _run("worker"),
        "demo": _demo,
        "check": _check,
        "ledger": _ledger,
        "backup": lambda: _backup(given.target),
    }
    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            return runner.run(jobs[given.command or "run"]())
    except (ConfigError, StoreError, Unreachable) as error:
        print(f"minstrel: {error}", file=sys.stderr)
        return 3 if isinstance(error, Unreachable) else 2
    except KeyboardInterrupt:
        return 0
    except Exception:  # through the log, which drops secrets; Python's own traceback would show them
        logging.getLogger(__name__).critical("Something broke that nobody foresaw", exc_info=True)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minstrel", description="A Discord bot for making music together.")
    commands = parser.add_subparsers(dest="command", title="commands")
    commands.add_parser("run", help="start the bot with the settings of the environment and .env (the default)")
    commands.add_parser("gateway", help="only what answers members; needs PostgreSQL, and a worker beside it")
    commands.add_parser("worker", help="only what makes and posts the songs; as many as you like, on PostgreSQL")
    commands.add_parser("demo", help="start it against stand-ins of Discord and the music service, with a page")
    commands.add_parser("check", help="try token, key, database and callback address; print the invite link")
    ledger = commands.add_parser("ledger", help="compare the ledger with the counters of all quotas")
    ledger.add_argument("--check", action="store_true", required=True, help="read only; exit status 1 on a difference")
    backup = commands.add_parser("backup", help="copy the SQLite database; the bot may be running")
    backup.add_argument("target", type=Path, help="the new file; an existing one is never overwritten")
    return parser


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return uvloop.new_event_loop


def _settings() -> Settings:
    settings = Settings.load()
    log.configure(settings)
    for warning in settings.warnings:
        logging.getLogger(__name__).warning("%s", warning)
    return settings


# Each part is imported only when asked for: `run` never loads the demo, and faults in the settings are told at once.


async def _run(part: str | None = None) -> int:
    settings = _settings()
    from bot.app import PARTS, run  # noqa: PLC0415

    await run(settings, [part] if part else PARTS)
    return 0


async def _demo() -> int:
    from bot.demo.main import main as demo  # noqa: PLC0415

    return await demo()


async def _check() -> int:
    settings = _settings()
    from bot.check import check  # noqa: PLC0415

    return await check(settings)


async def _ledger() -> int:
    settings = _settings()
    from bot.check import check_ledger  # noqa: PLC0415

    return await check_ledger(settings)


async def _backup(target: Path) -> int:
    settings = _settings()
    from bot.check import copy_database  # noqa: PLC0415

    return await copy_database(settings, target)


if __name__ == "__main__":
    sys.exit(main())
