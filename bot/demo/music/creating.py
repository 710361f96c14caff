"""The four calls that start something: generate, extend, lyrics, WAV."""

from typing import NamedTuple

from bot.demo.music import rules
from bot.demo.music.answers import Answer, Json, RefusedError
from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.fates import REFUSALS, fate_for, word_in
from bot.demo.music.house import PRICES
from bot.demo.music.service import Service
from bot.demo.music.tasks import MODEL_NAMES, Clip, Task
from bot.demo.music.writer import write_drafts, write_song

SENSITIVE = "Song Description contained artist name"


class Order(NamedTuple):
    """A create call by the owner of `key`; `word` is the fate that a fault or the prompt asks for."""

    key: str
    body: Json
    word: str | None = None


def generate(service: Service, order: Order) -> Answer:
    service.check_open(order.key)
    rules.check_generate(service.house, order.body)
    task = _start(service, "generate", order)
    _add_clips(service, task, None, 0.0)
    return _taken(task)


def extend(service: Service, order: Order) -> Answer:
    service.check_open(order.key)
    clip_id = order.body.get("audioId")
    if not clip_id:
        raise RefusedError(service.house.bad, "audioId cannot be null")
    source = service.finished_clip(order.key, clip_id)
    rules.check_extend(service.house, order.body, source.model, source.seconds)
    task = _start(service, "extend", order)
    task.source = source
    given = order.body["defaultParamFlag"]
    _add_clips(service, task, source, float(order.body["continueAt"]) if given else source.seconds)
    return _taken(task)


def lyrics(service: Service, order: Order) -> Answer:
    service.check_open(order.key)
    rules.check_lyrics(service.house, order.body)
    task = _start(service, "lyrics", order)
    task.drafts = [
        {"text": draft.text, "title": draft.title, "status": "complete", "errorMessage": ""}
        for draft in write_drafts(order.body["prompt"], service.new_seed())
    ]
    return _taken(task)


def wav(service: Service, order: Order) -> Answer:
    service.check_open(order.key)
    rules.check_wav(service.house, order.body)
    source = service.finished_clip(order.key, order.body["audioId"])
    if source.task_id != order.body["taskId"]:
        raise RefusedError(404, "The audio does not belong to the task")
    if older := _wav_of(service, source.id):
        data = {"taskId": older.id} if service.conflict_names_task else None
        raise RefusedError(409, "WAV record already exists", data=data)
    task = _start(service, "wav", order)
    task.source = source
    return _taken(task)


def _taken(task: Task) -> Answer:
    return Answer({"taskId": task.id})


def _start(service: Service, kind: str, order: Order) -> Task:
    text = str(order.body.get("prompt") or order.body.get("style") or "")
    word = order.word or service.use_word(word_in(text), text)
    if word in REFUSALS and word != "unclear":
        raise _refusal(service, word)
    price = PRICES[kind]
    service.charge(order.key, price)
    fate = fate_for(kind, word, service.house.audio_failed)
    now = service.clock.now_ms()
    lasts = service.lasting(kind, fate.slowness)
    task = Task(service.new_task_id(), kind, order.key, order.body, price, fate, now, lasts)
    service.tasks[task.id] = task
    return task


def _refusal(service: Service, word: str) -> RefusedError:
    match word:
        case "refuse":
            return RefusedError(400, SENSITIVE)
        case "maintenance":
            return RefusedError(455, "The service is under maintenance. Please try again later.")
        case "busy":
            return service.too_many()
        case _:
            return service.no_credits()


def _wav_of(service: Service, clip_id: str) -> Task | None:
    mine = (task for task in service.tasks.values() if task.kind == "wav" and task.source)
    return next((task for task in mine if task.source and task.source.id == clip_id and not task.fate.fails), None)


def _add_clips(service: Service, task: Task, source: Clip | None, continue_at: float) -> None:
    seed = service.new_seed() if source is None else source.recipe.seed
    for index in range(task.fate.tracks):
        clip = _clip(service, task, index, seed, source, continue_at)
        task.clips.append(clip)
        service.clips[clip.id] = clip


def _clip(service: Service, task: Task, index: int, seed: int, source: Clip | None, continue_at: float) -> Clip:
    body = task.body
    song = write_song({} if body.get("defaultParamFlag") is False else body, seed, index, source)
    recipe = Recipe(
        seed=seed,
        variant=source.recipe.variant if source else index,
        take=index,
        text=song.description,
        lyrics=song.new_lyrics,
        sung=song.sung,
        target_seconds=service.song_seconds,
        source=source.recipe if source else None,
        continue_at=continue_at,
    )
    return Clip(
        id=service.new_clip_id(),
        task_id=task.id,
        index=index,
        title=song.title,
        tags=song.tags,
        lyrics=song.lyrics,
        model=str(body["model"]),
        model_name=MODEL_NAMES.get(str(body["model"]), "chirp-v6"),
        created_ms=task.created_ms,
        recipe=recipe,
    )
