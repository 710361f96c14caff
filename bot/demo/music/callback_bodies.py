"""Bodies of callbacks: snake_case, except where the service forgets it."""

from bot.demo.music.answers import Json
from bot.demo.music.asking import Asker
from bot.demo.music.house import House
from bot.demo.music.tasks import Task

SNAKE = {
    "id": "id",
    "audioUrl": "audio_url",
    "sourceAudioUrl": "source_audio_url",
    "streamAudioUrl": "stream_audio_url",
    "sourceStreamAudioUrl": "source_stream_audio_url",
    "imageUrl": "image_url",
    "sourceImageUrl": "source_image_url",
    "prompt": "prompt",
    "modelName": "model_name",
    "title": "title",
    "tags": "tags",
    "createTime": "createTime",
    "duration": "duration",
}
MUSIC_STAGES = {
    "TEXT_SUCCESS": ("text", "Text generation completed."),
    "FIRST_SUCCESS": ("first", "First track generated successfully."),
    "SUCCESS": ("complete", "All generated successfully."),
    "CALLBACK_EXCEPTION": ("complete", "All generated successfully."),
}


def callback_body(house: House, asker: Asker, task: Task, stage: str) -> Json | None:
    """What is told at a stage; None where nothing is."""
    if task.kind == "wav":
        return _wav(house, asker, task)
    if task.kind == "lyrics":
        return _lyrics(house, task)
    if task.ended and task.fate.fails:
        name = "Music extension" if task.kind == "extend" else "Music generation"
        return {
            "code": _failure_code(house, task),
            "msg": f"{name} failed",
            "data": {"callbackType": "error", "task_id": task.id, "data": None},
        }
    name, msg = MUSIC_STAGES[stage]
    tracks = [_track(asker.track(task, clip)) for clip in task.clips]
    if name == "text" and not house.tells_titles_early:
        tracks = []
    if name == "first":
        tracks = tracks[:1]
    return {"code": 200, "msg": msg, "data": {"callbackType": name, "task_id": task.id, "data": tracks}}


def _track(fields: Json) -> Json:
    return {SNAKE[name]: value for name, value in fields.items()}


def _failure_code(house: House, task: Task) -> int:
    return 531 if task.fate.error_code == 531 else house.audio_failed


def _lyrics(house: House, task: Task) -> Json:
    failed = task.fate.fails
    kie = house.lyrics_callback_id == "task_id"
    error = "error_message" if kie else "errorMessage"
    drafts = [
        {error if name == "errorMessage" else name: text for name, text in draft.items()} for draft in task.drafts
    ]
    data = {
        "callbackType": "error" if failed and not kie else "complete",
        house.lyrics_callback_id: task.id,
        "data": None if failed else drafts,
    }
    return {"code": 400 if failed else 200, "msg": "Lyrics generation failed" if failed else "success", "data": data}


def _draft(draft: Json, error: str) -> Json:
    return {"text": draft["text"], "title": draft["title"], "status": draft["status"], error: draft["errorMessage"]}


def _wav(house: House, asker: Asker, task: Task) -> Json:
    failed = task.fate.fails
    code = (500 if house.signs else 400) if failed else 200
    data = {"audioWavUrl": None if failed else asker.wav_url(task), "task_id": task.id}
    return {"code": code, "msg": "WAV generation failed" if failed else "success", "data": data}
