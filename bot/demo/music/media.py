"""Files: songs, WAVs, covers. Made when first asked for, in a thread, and kept while they are asked for."""

import asyncio
import functools
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp import web

from bot.demo.music.audio import render
from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.cover import paint_cover
from bot.demo.music.faults import Faults
from bot.demo.music.log import Call, CallLog
from bot.demo.music.media_reply import send_file, send_spoilt
from bot.demo.music.service import Service
from bot.demo.music.tasks import Clip

KEPT_BYTES = 64_000_000
TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "jpeg": "image/jpeg"}
# The real hosts refuse what calls itself Python.
REFUSED_AGENTS = ("python", "aiohttp")


class MediaHost:
    def __init__(self, service: Service, faults: Faults, calls: CallLog) -> None:
        self._service, self._faults, self._calls = service, faults, calls
        self._files: OrderedDict[tuple[str, Recipe], asyncio.Future[bytes]] = OrderedDict()
        self._workshop = ThreadPoolExecutor(1, thread_name_prefix="song")

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(r"/media/{clip:[0-9a-f-]+}.{ending:mp3|wav|jpeg}", self._serve),
            web.get(r"/stream/{clip:[0-9a-f-]+}", self._serve_stream),
        ]

    def close(self) -> None:
        self._workshop.shutdown(wait=False, cancel_futures=True)

    async def prepare(self, clip: Clip) -> None:
        """Make a song's file before anybody asks."""
        await self._file("mp3", clip)

    def ready(self, clip: Clip) -> bool:
        """Whether the song's file is made."""
        file = self._files.get(("mp3", clip.recipe))
        return file is not None and file.done()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        clip, refusal = self._clip(request)
        if clip is None:
            return refusal
        ending = request.match_info["ending"]
        self._calls.add(Call("media", {"path": request.path}, self._service.clock.now_ms(), task_id=clip.task_id))
        fault = self._faults.take("media", {"path": request.path, "taskId": clip.task_id})
        body = await self._file(ending, clip)
        if fault:
            return await send_spoilt(request, body, TYPES[ending], fault)
        return await send_file(request, body, TYPES[ending])

    async def _serve_stream(self, request: web.Request) -> web.StreamResponse:
        """Without a length, as a song that is still being made."""
        clip, refusal = self._clip(request)
        if clip is None:
            return refusal
        answer = web.StreamResponse(headers={"Content-Type": TYPES["mp3"]})
        body = await self._file("mp3", clip)
        await answer.prepare(request)
        for at in range(0, len(body), 16_384):
            await answer.write(body[at : at + 16_384])
        return answer

    def _clip(self, request: web.Request) -> tuple[Clip | None, web.Response]:
        if request.headers.get("User-Agent", "python").lower().startswith(REFUSED_AGENTS):
            return None, web.Response(status=403, text="Forbidden")
        clip = self._service.clips.get(request.match_info["clip"])
        missing = clip is None or self._service.expired(clip.created_ms) or not self._exists(request, clip)
        return (None, web.Response(status=404, text="Not Found")) if missing else (clip, web.Response())

    def _exists(self, request: web.Request, clip: Clip) -> bool:
        self._service.pass_time()
        task = self._service.tasks[clip.task_id]
        ending = request.match_info.get("ending", "stream")
        if ending == "mp3":
            return task.shows_audio(clip, self._service.clock.now_ms())
        if ending == "wav":
            wavs = (made for made in self._service.tasks.values() if made.kind == "wav" and made.source is clip)
            return any(made.ended and not made.fate.fails for made in wavs)
        return not task.fate.fails and task.stage != "PENDING"

    async def _file(self, ending: str, clip: Clip) -> bytes:
        key = (ending if ending != "jpeg" else f"jpeg {clip.title}", clip.recipe)
        if key not in self._files:
            loop = asyncio.get_running_loop()
            self._files[key] = loop.run_in_executor(self._workshop, _maker(ending, clip))
        self._files.move_to_end(key)
        body = await asyncio.shield(self._files[key])
        self._forget_oldest()
        return body

    def _forget_oldest(self) -> None:
        """Those that were asked for longest ago; they can be made again."""
        sizes = {key: len(file.result()) for key, file in self._files.items() if file.done() and not file.cancelled()}
        for key in list(sizes)[:-1]:
            if sum(sizes.values()) <= KEPT_BYTES:
                return
            del self._files[key], sizes[key]


def _maker(ending: str, clip: Clip) -> Callable[[], bytes]:
    makers: dict[str, Callable[..., Any]] = {"mp3": _mp3, "wav": _wav}
    if ending == "jpeg":
        return functools.partial(paint_cover, clip.recipe, clip.title)
    return functools.partial(makers[ending], clip.recipe)


def _mp3(recipe: Recipe) -> bytes:
    return render.to_mp3(render.render(recipe))


def _wav(recipe: Recipe) -> bytes:
    return b"".join(render.to_wav(render.render(recipe)))
