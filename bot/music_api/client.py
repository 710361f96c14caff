"""The nine endpoints of the music service, typed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from yarl import URL

from bot.errors import Unclear
from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, WavOf
from bot.music_api.profiles import Profile
from bot.music_api.transport import Transport
from bot.music_api.wire import Json, LyricsInfo, RecordInfo, WavInfo, Word, text, thousandths, words_of

PLACEHOLDER = "https://minstrel.invalid/callbacks/none"
"""The service insists on a callback address; this one never resolves (RFC 2606), and polling does the work."""


class MusicApi:
    """Create calls are sent exactly once and answer with the service's task id; reads are repeated.

    Every method raises the subclasses of `MusicApiError`. Times and money as everywhere: milliseconds, thousandths.
    """

    def __init__(self, transport: Transport, profile: Profile, host: str) -> None:
        self._transport = transport
        self._profile = profile
        self.host = host

    @classmethod
    @asynccontextmanager
    async def open(cls, profile: Profile, key: str, base_url: str | None = None) -> AsyncIterator["MusicApi"]:
        url = base_url or profile.base_url
        async with Transport.open(profile, key, url) as transport:
            yield cls(transport, profile, URL(url).authority)

    async def generate(self, request: QuickSong | CustomSong, callback_url: str | None) -> str:
        body: dict[str, Any] = {"instrumental": request.instrumental, "model": request.model}
        if isinstance(request, QuickSong):
            body |= {"customMode": False, "prompt": request.prompt}
        else:
            body |= {"customMode": True, "title": request.title, "style": request.style}
            if not request.instrumental:
                body["prompt"] = request.lyrics
        return await self._create("/api/v1/generate", body, callback_url)

    async def extend(self, request: Extension, callback_url: str | None) -> str:
        body: dict[str, Any] = {
            "defaultParamFlag": not request.inherit,
            "audioId": request.audio_id,
            "model": request.model,
        }
        if not request.inherit:
            body |= {"prompt": request.prompt, "style": request.style, "title": request.title}
            body["continueAt"] = request.continue_at / 1000
        return await self._create("/api/v1/generate/extend", body, callback_url)

    async def record_info(self, task_id: str) -> RecordInfo:
        """A look at a task of `generate` or `extend`."""
        return RecordInfo.of(await self._look("/api/v1/generate/record-info", task_id))

    async def credits(self) -> int:
        """What is left in the service's account, in thousandths of a credit."""
        left = thousandths(await self._transport.read("GET", self._profile.credit_path))
        if left is None:
            raise Unclear("credits: not a number")
        return left

    async def timed_lyrics(self, task_id: str, audio_id: str) -> tuple[Word, ...]:
        """Aligned words; empty for instrumentals, and for a while after a song is made."""
        body = {"taskId": task_id, "audioId": audio_id}
        return words_of(await self._transport.read("POST", "/api/v1/generate/get-timestamped-lyrics", json=body))

    async def write_lyrics(self, request: LyricsIdea, callback_url: str | None) -> str:
        return await self._create("/api/v1/lyrics", {"prompt": request.prompt}, callback_url)

    async def lyrics_info(self, task_id: str) -> LyricsInfo:
        return LyricsInfo.of(await self._look("/api/v1/lyrics/record-info", task_id))

    async def make_wav(self, request: WavOf, callback_url: str | None) -> str:
        """Raises `AlreadyExists` where the WAV was asked for before."""
        body = {"taskId": request.task_id, "audioId": request.audio_id}
        return await self._create("/api/v1/wav/generate", body, callback_url)

    async def wav_info(self, task_id: str) -> WavInfo:
        """`task_id` is the WAV task's own."""
        return WavInfo.of(await self._look("/api/v1/wav/record-info", task_id))

    async def _create(self, path: str, body: dict[str, Any], callback_url: str | None) -> str:
        body["callBackUrl"] = callback_url or PLACEHOLDER
        if self._profile.both_callback_names:
            body["callbackUrl"] = body["callBackUrl"]
        task_id = text(Json.of(await self._transport.create(path, body)).get("taskId"))
        if not task_id:
            raise Unclear(f"POST {path}: success without a task id")
        return task_id

    async def _look(self, path: str, task_id: str) -> Any:
        return await self._transport.read("GET", path, params={"taskId": task_id})
