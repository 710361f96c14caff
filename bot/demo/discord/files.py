"""Attachments: kept in a temporary folder, served by signed links that expire, with Range for players."""

import hashlib
import hmac
import mimetypes
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.demo.discord.clock import MovableClock
from bot.demo.discord.limits import Limits


@dataclass(eq=False)
class Attachment:
    id: int
    channel_id: int
    name: str
    path: Path
    size: int
    description: str | None = None

    @property
    def content_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(eq=False)
class Upload:
    """A file of a multipart body, on disk, not yet part of a message."""

    name: str
    path: Path
    size: int
    kept: bool = False


def safe_name(name: str) -> str:
    """Discord keeps letters, digits, `_-.`, turns spaces to `_`, and strips a leading `_`."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", name.replace(" ", "_")).lstrip("_") or "unknown"


class Files:
    def __init__(self, clock: MovableClock, limits: Limits) -> None:
        self.base_url = ""
        self._clock = clock
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="discord-files-"))
        self._secret = secrets.token_bytes(16)
        self._known: dict[int, Attachment] = {}

    @property
    def host(self) -> str:
        """For MEDIA_TRUSTED_HOSTS: a song that the music service has deleted comes from here."""
        return self.base_url.removeprefix("http://")

    def new_path(self) -> Path:
        return self._folder / secrets.token_hex(12)

    def adopt(self, upload: Upload, channel_id: int, description: str | None) -> Attachment:
        upload.kept = True
        attachment_id = self._clock.new_id()
        attachment = Attachment(
            attachment_id, channel_id, safe_name(upload.name), upload.path, upload.size, description
        )
        self._known[attachment.id] = attachment
        return attachment

    def add(self, channel_id: int, name: str, content: bytes) -> Attachment:
        """A file that a member uploads (a slash option, a form)."""
        path = self.new_path()
        path.write_bytes(content)
        return self.adopt(Upload(name, path, len(content)), channel_id, None)

    def drop(self, attachment: Attachment) -> None:
        self._known.pop(attachment.id, None)
        attachment.path.unlink(missing_ok=True)

    def link(self, attachment: Attachment) -> str:
        """A fresh link, good for `Limits.link_ms`."""
        expires = f"{(self._clock.now() + self._limits.link_ms) // 1000:x}"
        path = f"/attachments/{attachment.channel_id}/{attachment.id}/{quote(attachment.name)}"
        return f"{self.base_url}{path}?ex={expires}&is={self._clock.now() // 1000:x}&hm={self._sign(path, expires)}"

    def _sign(self, path: str, expires: str) -> str:
        return hmac.new(self._secret, f"{path}?{expires}".encode(), hashlib.sha256).hexdigest()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET of a link; a wrong or old one is 404, as on Discord's servers."""
        expires = request.query.get("ex", "")
        attachment = self._known.get(int(request.match_info["attachment_id"]))
        genuine = hmac.compare_digest(request.query.get("hm", ""), self._sign(request.rel_url.raw_path, expires))
        if attachment is None or not genuine or int(expires, 16) * 1000 < self._clock.now():
            return web.Response(status=404, text="This content is no longer available.")
        headers = {"Content-Type": attachment.content_type, "Access-Control-Allow-Origin": "*"}
        return web.FileResponse(attachment.path, headers=headers)

    def __iter__(self) -> Iterator[Attachment]:
        return iter(self._known.values())

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def attachment_json(files: Files, attachment: Attachment, *, ephemeral: bool = False) -> dict[str, object]:
    link = files.link(attachment)
    body: dict[str, object] = {
        "id": str(attachment.id),
        "filename": attachment.name,
        "size": attachment.size,
        "url": link,
        "proxy_url": link,
        "content_type": attachment.content_type,
    }
    if attachment.description:
        body["description"] = attachment.description
    return body | {"ephemeral": True} if ephemeral else body
