"""The five calls that only look: two record-infos, credits, timed lyrics, WAV record-info."""

import json

from bot.demo.music.answers import Answer, Json, RefusedError
from bot.demo.music.audio.words import aligned_words, waveform
from bot.demo.music.rules import check_timed_lyrics
from bot.demo.music.service import Service
from bot.demo.music.tasks import Clip, Task

# Words are found a little after the song is done; until then the list is empty.
ALIGNING_MS = 4000


class Asker:
    """Answers queries; `media` is the base address of files."""

    def __init__(self, service: Service, media: str) -> None:
        self._service = service
        self._media = media

    def credit(self, key: str) -> Answer:
        left = self._service.credits[key] / 1000
        return Answer(int(left) if left == int(left) else left)

    def record_info(self, key: str, task_id: str) -> Answer:
        task = self._asked(task_id, "generate", "extend")
        return Answer(self.music_record(task) if task.key == key else _empty_record())

    def lyrics_info(self, key: str, task_id: str) -> Answer:
        task = self._asked(task_id, "lyrics")
        return Answer(self._lyrics_record(task) if task.key == key else _empty_record())

    def wav_info(self, key: str, task_id: str) -> Answer:
        task = self._asked(task_id, "wav")
        return Answer(self._wav_record(task) if task.key == key else _empty_record("successFlag"))

    def timed_lyrics(self, key: str, body: Json) -> Answer:
        service = self._service
        check_timed_lyrics(service.house, body)
        clip = service.finished_clip(key, body["audioId"])
        if clip.task_id != body["taskId"]:
            raise RefusedError(404, "The audio does not belong to the task")
        ended = service.tasks[clip.task_id].ended_ms
        ready = ended is not None and service.clock.now_ms() >= ended + ALIGNING_MS / service.speed
        words = aligned_words(clip.recipe) if ready else []
        found = {"waveformData": waveform(clip.recipe), "hootCer": 0.18 if words else 1.0, "isStreamed": False}
        return Answer({"alignedWords": words, **found})

    def _asked(self, task_id: str, *kinds: str) -> Task:
        if not task_id:
            raise RefusedError(self._service.house.bad, "taskId cannot be null")
        self._service.check_query(task_id)
        return self._service.task(task_id, *kinds)

    def music_record(self, task: Task) -> Json:
        source = task.source
        return {
            "taskId": task.id,
            "parentMusicId": source.id if source else "",
            "param": json.dumps(task.body),
            "response": self._response(task),
            "status": task.status,
            "type": task.clips[0].model_name if task.clips else "GENERATE",
            "operationType": task.kind,
            **_errors(task),
            "createTime": task.created_ms,
        }

    def _response(self, task: Task) -> Json | None:
        if task.ended and task.fate.fails:
            return {"taskId": task.id, "sunoData": [], "errorMessage": task.fate.error_message}
        if task.stage == "PENDING":
            return None
        return {"taskId": task.id, "sunoData": [self.track(task, clip) for clip in task.clips]}

    def track(self, task: Task, clip: Clip) -> Json:
        """One song as polling shows it: camelCase, empty links until they work, epoch milliseconds."""
        streams = task.stage not in {"PENDING", "TEXT_SUCCESS"} and not task.fate.fails
        done = task.shows_audio(clip, self._service.clock.now_ms())
        audio = f"{self._media}/media/{clip.id}.mp3" if done else ""
        stream = f"{self._media}/stream/{clip.id}" if streams else ""
        image = f"{self._media}/media/{clip.id}.jpeg"
        return {
            "id": clip.id,
            "audioUrl": audio,
            "sourceAudioUrl": audio,
            "streamAudioUrl": stream,
            "sourceStreamAudioUrl": stream,
            "imageUrl": image,
            "sourceImageUrl": image,
            "prompt": clip.lyrics,
            "modelName": clip.model_name,
            "title": clip.title,
            "tags": clip.tags,
            "createTime": clip.created_ms,
            "duration": clip.seconds if done else None,
        }

    def _lyrics_record(self, task: Task) -> Json:
        done = task.ended and not task.fate.fails
        return {
            "taskId": task.id,
            "param": json.dumps(task.body),
            "response": {"taskId": task.id, "data": task.drafts} if done else None,
            "status": task.status,
            "type": "LYRICS",
            **_errors(task),
        }

    def _wav_record(self, task: Task) -> Json:
        source = task.source
        done = source is not None and task.ended and not task.fate.fails
        return {
            "taskId": task.id,
            "musicId": source.id if source else "",
            "musicIndex": source.index if source else 0,
            "callbackUrl": task.callback_url,
            "createTime": task.created_ms,
            "completeTime": task.ended_ms,
            "response": {"audioWavUrl": self.wav_url(task)} if done else None,
            "successFlag": task.status,
            **_errors(task),
        }

    def wav_url(self, task: Task) -> str:
        return f"{self._media}/media/{task.source.id}.wav" if task.source else ""


def _errors(task: Task) -> Json:
    ended = task.ended and task.fate.fails
    return {
        "errorCode": task.fate.error_code if ended else None,
        "errorMessage": task.fate.error_message if ended else None,
    }


def _empty_record(state: str = "status") -> Json:
    """What a valid key is told about a task that is not its own: success, and nothing in it."""
    return {"taskId": None, "param": None, "response": None, state: None, "errorCode": None, "errorMessage": None}
