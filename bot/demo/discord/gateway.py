"""The gateway: one websocket for each session, numbered events, resume with replay."""

import asyncio
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
)  # fmt: skip
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences, message content: off in this application, so asking for one closes with 4014."""
ACK_AFTER = 0.03
"""Seconds, as over a network: discord.py notes a moment later, in a thread, when it has sent a heartbeat."""
FLUSHED = b"\x00\x00\xff\xff"


class Connection:
    """A socket that writes JSON as text, or as one shared zlib stream with a flush after each payload."""

    def __init__(self, socket: web.WebSocketResponse, *, compress: bool) -> None:
        self.socket = socket
        self._stream = zlib.compressobj() if compress else None
        self._lock = asyncio.Lock()

    async def send(self, text: str) -> None:
        async with self._lock:
            if self.socket.closed:
                return
            try:
                if self._stream is None:
                    await self.socket.send_str(text)
                else:
                    data = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except (ConnectionError, RuntimeError):
                return  # The peer is gone; what it missed stays in the session for a resume.

    async def send_op(self, op: int, data: Any = None) -> None:
        await self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))


class Session:
    def __init__(self, intents: int, kept: int = 5_000) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.sequence = 0
        self.missed: deque[tuple[int, str]] = deque(maxlen=kept)
        self.connection: Connection | None = None
        self.resumable = True
        self._outbox: asyncio.Queue[str] = asyncio.Queue()

    def dispatch(self, event: str, data: Json) -> None:
        self.sequence += 1
        text = json.dumps({"op": DISPATCH, "t": event, "s": self.sequence, "d": data})
        self.missed.append((self.sequence, text))
        if self.connection is not None:
            self._outbox.put_nowait(text)

    def attach(self, connection: Connection) -> None:
        self.connection, self._outbox = connection, asyncio.Queue()

    def replay(self, after: int) -> None:
        for sequence, text in self.missed:
            if sequence > after:
                self._outbox.put_nowait(text)

    async def pump(self) -> None:
        """Writes events in order; runs as long as its connection."""
        connection, outbox = self.connection, self._outbox
        while connection is not None:
            await connection.send(await outbox.get())


class Gateway:
    def __init__(self, token: str, welcome: Callable[[Session], tuple[Json, list[Json]]]) -> None:
        self.url = ""
        self.compress = False
        self.heartbeat_ms = 41_250
        self.heartbeats = 0
        self.identifies = 0
        self.resumes = 0
        self._token = token
        self._welcome = welcome
        self._sessions: dict[str, Session] = {}
        self._changed = asyncio.Condition()

    @property
    def connected(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.connection is not None]

    async def wait_connected(self, timeout: float = 60) -> None:  # noqa: ASYNC109
        """Until a session has identified or resumed."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: bool(self.connected))

    async def wait_for(self, ready: Callable[[], bool], timeout: float = 60) -> None:  # noqa: ASYNC109
        """Until `ready()`, looked at whenever a session comes, resumes or goes."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(ready)

    def wanted(self, intent: int) -> bool:
        return any(session.intents & intent for session in self._sessions.values())

    def dispatch(self, event: str, data: Json, intent: int = 0) -> None:
        """To every live session whose intents ask for it; a dropped one gets it when it resumes."""
        for session in self._sessions.values():
            if not intent or session.intents & intent:
                session.dispatch(event, data)

    async def drop(self) -> None:
        """Cut all sockets without a word, as a network does."""
        for session in self.connected:
            transport = _transport(session)
            if transport is not None:
                transport.abort()
        await self.wait_for(lambda: not self.connected)

    async def reconnect(self) -> None:
        """Op 7: Discord asks the client to come back and resume."""
        for session in self.connected:
            await _send_op(session, RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Op 9: with true the session can be resumed, with false the client must identify anew."""
        for session in self.connected:
            session.resumable = resumable
            await _send_op(session, INVALID, resumable)

    async def close(self, code: int = 1001) -> None:
        for session in self.connected:
            if session.connection is not None:
                await session.connection.socket.close(code=code)
        self._sessions.clear()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        compress = self.compress and request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, compress=compress)
        await connection.send_op(HELLO, {"heartbeat_interval": self.heartbeat_ms})
        session: Session | None = None
        pump: asyncio.Task[None] | None = None
        try:
            async for message in socket:
                if message.type != WSMsgType.TEXT:
                    break
                before = session
                session = await self._receive(connection, session, message.data)
                if session is not None and session is not before:
                    pump = asyncio.create_task(session.pump(), name="gateway-pump")
                    await self._tell()
        finally:
            if pump is not None:
                pump.cancel()
            if session is not None and session.connection is connection:
                session.connection = None
            await self._tell()
        return socket

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _receive(self, connection: Connection, session: Session | None, text: str) -> Session | None:
        try:
            payload = json.loads(text)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            await connection.socket.close(code=4002)
            return session
        if op == HEARTBEAT:
            self.heartbeats += 1
            await asyncio.sleep(ACK_AFTER)
            await connection.send_op(ACK)
        elif op == IDENTIFY:
            return await self._identify(connection, session, data or {})
        elif op == RESUME:
            return await self._resume(connection, session, data or {})
        elif op not in (PRESENCE, VOICE_STATE, MEMBERS):
            await connection.socket.close(code=4001)
        elif session is None:
            await connection.socket.close(code=4003)
        return session

    async def _identify(self, connection: Connection, session: Session | None, data: Json) -> Session | None:
        fault = None
        if session is not None:
            fault = 4005
        elif data.get("token") != self._token:
            fault = 4004
        elif not isinstance(data.get("intents"), int) or not 0 <= data["intents"] < 1 << 26:
            fault = 4013
        elif data["intents"] & PRIVILEGED:
            fault = 4014
        if fault is not None:
            await connection.socket.close(code=fault)
            return session
        self.identifies += 1
        session = Session(data["intents"])
        # A client that identifies anew gave its lost session up.
        self._sessions = {key: old for key, old in self._sessions.items() if old.connection is not None}
        session.attach(connection)
        self._sessions[session.id] = session
        ready, guilds = self._welcome(session)
        ready |= {"session_id": session.id, "resume_gateway_url": self.url}
        if "shard" in data:
            ready["shard"] = data["shard"]
        session.dispatch("READY", ready)
        for guild in guilds:
            session.dispatch("GUILD_CREATE", guild)
        return session

    async def _resume(self, connection: Connection, session: Session | None, data: Json) -> Session | None:
        known = self._sessions.get(str(data.get("session_id")))
        if data.get("token") != self._token:
            await connection.socket.close(code=4004)
            return session
        if known is None or not known.resumable:
            self._sessions.pop(str(data.get("session_id")), None)
            await connection.send_op(INVALID, False)
            return session
        sequence = data.get("seq")
        if not isinstance(sequence, int) or sequence > known.sequence:
            await connection.socket.close(code=4007)
            return session
        self.resumes += 1
        known.attach(connection)
        known.replay(sequence)
        known.dispatch("RESUMED", {"_trace": []})
        return known


def _transport(session: Session) -> asyncio.Transport | None:
    if session.connection is None:
        return None
    writer = session.connection.socket._writer
    return writer.transport if writer is not None else None


async def _send_op(session: Session, op: int, data: Any = None) -> None:
    if session.connection is not None:
        await session.connection.send_op(op, data)
