"""In the bot's process: tells the referee of every commit and every call, and waits each time for its "go".

A commit is named by the queries that wrote in each of its transactions. What only touches leases or counters is left
out: leases are kept in a file that is void at every start, so no kill around them can leave a trace.
"""

import json
import re
import socket
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from yarl import URL

from bot.store import sqlite
from bot.store.sql import SqliteSql

LEASES = frozenset({"take_lease", "hold_lease", "release_lease", "void_leases"})
_HEAD = re.compile(r'"content":\s*"\*\*([^*]+)\*\*')


class Probe:
    def __init__(self, referee: str) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(referee)
        self._turn = threading.Lock()

    def tell(self, **event: Any) -> None:
        """Blocks the thread, be it the event loop's or the database's, so that nothing else happens meanwhile."""
        with self._turn:
            self._line.sendall(json.dumps(event).encode() + b"\n")
            self._line.recv(1)

    def attach(self) -> None:
        group = sqlite._group
        sqlite._group = lambda connection, works: group(_Watched(connection, self.tell), works)  # type: ignore[arg-type]
        for name in ("one", "all", "run"):
            setattr(SqliteSql, name, _noting(getattr(SqliteSql, name)))
        setattr(aiohttp.ClientSession, "_request", self._reporting(aiohttp.ClientSession._request))  # noqa: B010
        setattr(aiohttp.ClientResponse, "__aexit__", self._reporting_end(aiohttp.ClientResponse.__aexit__))  # noqa: B010

    def _reporting(self, request: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def reported(session: Any, method: str, address: Any, **options: Any) -> Any:
            url = URL(address)
            if url.scheme not in {"http", "https"}:  # the gateway
                return await request(session, method, address, **options)
            call = {"method": method, "host": url.authority, "path": url.path, "head": _head(options.get("data"))}
            self.tell(what="call", when="before", **call)
            response = await request(session, method, address, **options)
            response.told = call
            return response

        return reported

    def _reporting_end(self, leave: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def reported(response: Any, *error: Any) -> None:
            await leave(response, *error)
            if call := getattr(response, "told", None):
                self.tell(what="call", when="after", **call)

        return reported


class _Watched:
    """The writer's connection while a group of transactions goes to the disk."""

    def __init__(self, connection: sqlite3.Connection, tell: Callable[..., None]) -> None:
        self._connection, self._tell = connection, tell
        self._written: list[dict[str, None]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def note(self, query: str) -> None:
        self._written[-1][query] = None

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement == "SAVEPOINT one":
            self._written.append({})
        elif statement == "ROLLBACK TO one":
            self._written[-1].clear()
        lasting = ([query for query in queries if query not in LEASES] for queries in self._written)
        names = ["+".join(queries) for queries in lasting if set(queries) - {"next_number"}]
        told = statement == "COMMIT" and bool(names)
        if told:
            self._tell(what="commit", when="before", names=names)
        cursor = self._connection.execute(statement, *values)
        if told:
            self._tell(what="commit", when="after", names=names)
        return cursor


def _noting(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def noted(sql: Any, query: str, **values: object) -> Any:
        watched = sql._connection
        before = watched.total_changes
        answer = await ask(sql, query, **values)
        if isinstance(watched, _Watched) and watched.total_changes > before:
            watched.note(query)
        return answer

    return noted


def _head(body: object) -> str:
    """The word in bold that a message begins with: what state it shows."""
    found = _HEAD.search(body) if isinstance(body, str) else None
    return found[1] if found else ""
