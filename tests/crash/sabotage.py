"""In the bot's process: each switch breaks one promise, so that the matrix can show that it would notice."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

import aiosql

from bot.delivery.courier import DiscordCourier
from bot.models import Delivery, Task
from bot.store import quotas, sql
from bot.store.leases import Leases
from bot.store.sql import Sql
from bot.tasks.showing import ShowLane

_CLAIMABLE, _ANY_UNSENT = "t.state = 'queued' AND t.confirmed = 1", "t.state IN ('queued', 'submitting')"
_RESEND = "-- name: send_again()!\nUPDATE tasks SET state = 'queued' WHERE state = 'submitting';\n"


def _another_nonce(_: Delivery) -> str:
    return secrets.token_hex(8)


async def _nothing_found(*_: object) -> None:
    return None


async def _nothing_given_back(*_: object) -> None:
    return None


async def _nothing_to_show(*_: object) -> Sequence[Task]:
    return ()


def _without_nonce() -> None:
    """A fresh one for each attempt, so that Discord cannot tell a second attempt from a second message."""
    setattr(Delivery, "nonce", property(_another_nonce))  # noqa: B010 - the class is frozen


def _without_look() -> None:
    """A second attempt believes that the first left nothing."""
    setattr(DiscordCourier, "find", _nothing_found)  # noqa: B010


def _without_condition() -> None:
    """A row that is being sent may be claimed again."""
    text = "\n".join(path.read_text() for path in sorted(sql._FOLDER.glob("*.sql")))
    claim = text.replace("WHERE state = 'queued' AND id = (", "WHERE id = (").replace(_CLAIMABLE, _ANY_UNSENT)
    _use(claim)


def _without_give_back() -> None:
    """What failed is charged."""
    setattr(quotas, "give_back", _nothing_given_back)  # noqa: B010


def _with_second_create() -> None:
    """A start sends again what it finds half sent."""
    _use("\n".join(path.read_text() for path in sorted(sql._FOLDER.glob("*.sql"))) + _RESEND)
    void = Leases.void_all

    async def void_and_send_again(leases: Any) -> None:
        await void(leases)

        async def work(statements: Sql) -> None:
            await statements.run("send_again")

        await leases._database.write(work)

    setattr(Leases, "void_all", void_and_send_again)  # noqa: B010


def _without_projection() -> None:
    """Nobody edits the status messages."""
    setattr(ShowLane, "due", _nothing_to_show)  # noqa: B010


def _use(text: str) -> None:
    made = aiosql.from_str(text, "sqlite3")
    setattr(sql, "queries", lambda _: made)  # noqa: B010


SABOTAGES: dict[str, Callable[[], None]] = {
    "nonce off": _without_nonce,
    "look off": _without_look,
    "claim unconditional": _without_condition,
    "give-back off": _without_give_back,
    "create repeated": _with_second_create,
    "projection off": _without_projection,
}
