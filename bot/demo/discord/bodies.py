"""Reading a request's body: JSON, or multipart whose files go straight to disk."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.discord.files import Files, Upload, safe_name
from bot.demo.discord.refusals import Refused

CHUNK = 256 * 1024


@dataclass
class Body:
    payload: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    """By n of `files[n]`."""

    @property
    def names(self) -> dict[int, str]:
        return {number: safe_name(upload.name) for number, upload in self.uploads.items()}

    def discard(self) -> None:
        """Remove the files that no message took."""
        for upload in self.uploads.values():
            if not upload.kept:
                upload.path.unlink(missing_ok=True)


async def read_body(request: web.Request, files: Files) -> Body:
    if not request.body_exists:
        return Body()
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, files)
    return Body(_parse(await request.text()))


def _parse(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from None


async def _read_multipart(request: web.Request, files: Files) -> Body:
    body = Body()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "payload_json":
                body.payload = _parse(await part.text())
            elif part.filename is not None and part.name and part.name.startswith("files["):
                with suppress(ValueError):
                    body.uploads[int(part.name[6:-1])] = await _store(part, files)
    except BaseException:
        body.discard()
        raise
    return body


async def _store(part: BodyPartReader, files: Files) -> Upload:
    upload = Upload(part.filename or "unknown", files.new_path(), 0)
    with upload.path.open("wb") as target:
        while chunk := await part.read_chunk(CHUNK):
            upload.size += len(chunk)
            target.write(chunk)
    return upload
