"""The public status message of a request, for every state: the command's first answer and each edit after it.

Content alone tells state and cost; the embed adds what comes next.
"""

from typing import Any

from discord.ui import Button

from bot import i18n
from bot.models import Extension, Kind, Reason, Stage, State, Task, Track
from bot.tasks.views import RequestView
from bot.ui import costs, format, texts
from bot.ui.buttons import Cancel, Requests, Retry
from bot.ui.message import Message
from bot.ui.parts import AMBER, GREY, RED, VIOLET, embed_of, link_button, row

_LISTEN_LABEL, _URL = 34, 512
_ONE_STEP = {Kind.LYRICS, Kind.WAV}
_OURS_TO_CORRECT = {Reason.WORDS, Reason.REFUSED}


def status_message(view: RequestView, delivery_id: int | None = None) -> Message:
    """In the language of the server.

    `delivery_id` is given when the worker posts it: then one button carries it, so that it can be found again.
    """
    with i18n.using(view.task.locale):
        return _status_message(view, delivery_id)


def _status_message(view: RequestView, delivery_id: int | None) -> Message:
    match view.task.state:
        case State.QUEUED:
            message = _queued(view, delivery_id)
        case State.SUBMITTING | State.RUNNING | State.READY:
            message = _working(view)
        case State.DELIVERED:
            message = Message(f"{_head(texts.DONE, view)}\n{costs.receipt(view)}")
        case State.CANCELLED:
            message = Message(f"{_head(texts.CANCELLED, view)}\n{costs.back(view.task)}")
        case _:
            message = _ended(view, delivery_id)
    if delivery_id is not None and message.view is None:
        return Message(message.content, message.embed, row(Requests.of(delivery_id)))
    return message


def what(view: RequestView, most: int = 60) -> str:
    """The idea, or the title in custom mode, as it may stand in a sentence."""
    summary = format.name(view.task.summary, most)
    return texts.IDEA.format(idea=summary) if summary else texts.REQUEST.format(number=view.task.id)


def is_waiting(view: RequestView) -> bool:
    """Queued, and the service is what it waits for."""
    return view.task.state is State.QUEUED and (view.held or view.down_since or view.task.reason) is not None


def footer(view: RequestView) -> str:
    task = view.task
    name, model = format.plain(task.member_name, 32) or texts.A_MEMBER, format.plain(task.model, 40)
    shape = texts.FOOTER if model else texts.FOOTER_BARE  # lyrics and WAVs are made without one
    return shape.format(name=name, model=model, number=task.id)


def link(view: RequestView) -> str | None:
    task = view.task
    if task.status_message_id is None:
        return None
    return f"https://discord.com/channels/{task.guild_id}/{task.channel_id}/{task.status_message_id}"


def _head(shape: str, view: RequestView) -> str:
    return shape.format(what=what(view))


def _usually(view: RequestView) -> str:
    if not view.usually_done_at:
        return ""
    return texts.USUALLY.format(moment=format.stamp(view.usually_done_at))


def _queued(view: RequestView, delivery_id: int | None) -> Message:
    buttons = row(Cancel.of(view.task.id, delivery_id))
    if is_waiting(view):
        content = f"{_head(texts.WAITING, view)}\n{costs.taken(view.task)}"
        why = why_held(view.held or view.task.reason, view.down_since)
        return Message(content, embed_of([why, _goes_on(view)], AMBER, footer(view)), buttons)
    place = texts.PLACE.format(place=view.place, waiting=view.waiting) if view.place > 1 else texts.NEXT_IN_LINE
    content = f"{_head(texts.QUEUED, view)}\n{costs.taken(view.task)}"
    return Message(content, embed_of([place, _usually(view)], GREY, footer(view)), buttons)


def why_held(reason: Reason | None, since: int | None = None) -> str:
    """Why requests wait for the service, as a sentence."""
    held = {Reason.BUSY: texts.BUSY, Reason.SERVICE_EMPTY: texts.HELD_EMPTY, Reason.KEY_REFUSED: texts.HELD_KEY}
    if reason in held:
        return held[reason]
    closed = reason is Reason.MAINTENANCE
    if since is None:
        return texts.MAINTENANCE if closed else texts.DOWN
    shape = texts.MAINTENANCE_SINCE if closed else texts.DOWN_SINCE
    return shape.format(since=format.stamp(since, "t"))


def _goes_on(view: RequestView) -> str:
    if not view.given_up_at:
        return texts.GOES_ON
    return texts.GOES_ON_UNTIL.format(moment=format.stamp(view.given_up_at))


def progress(view: RequestView) -> str:
    """What is being done for it just now, as a key of `texts.LINE_STATES`; once it has been sent."""
    task = view.task
    if task.kind in _ONE_STEP:
        return "finishing" if task.state is State.READY else "wav" if task.kind is Kind.WAV else "writing"
    if task.stage is Stage.FIRST or task.state is State.READY:
        return "listen" if _listen_buttons(view) else "finishing"
    return "recording" if task.stage is Stage.TEXT else "writing"


def _working(view: RequestView) -> Message:
    done = progress(view)
    head, step = _step(view, done)
    lines = [step, _usually(view), *_first_lines(view)]
    if view.slow and view.task.state is not State.READY and view.given_up_at:
        lines = [texts.SLOW.format(moment=format.stamp(view.given_up_at))]
    content = f"{_head(head, view)}\n{costs.taken(view.task)}"
    listen = _listen_buttons(view) if done == "listen" else []
    return Message(content, embed_of(lines, VIOLET, footer(view)), row(*listen))


def _step(view: RequestView, done: str) -> tuple[str, str]:
    """The state, and the line about its step."""
    one_step = view.task.kind in _ONE_STEP
    match done:
        case "wav":
            return texts.MAKING_WAV, texts.STEP_WAV
        case "listen":
            return texts.LISTEN_NOW, texts.STEP_LISTEN
        case "finishing":
            return texts.FINISHING, texts.STEP_POSTING if one_step else texts.STEP_FINISHING
        case "recording":
            return texts.RECORDING, _recording(view)
        case _:
            return texts.WRITING, texts.STEP_DRAFTS if one_step else _writing(view)


def _recording(view: RequestView) -> str:
    named = dict.fromkeys(format.name(track.title, 60) for track in view.tracks)  # longer versions are namesakes
    titles = texts.AND.join(f"**{title}**" for title in named if title)
    return texts.STEP_RECORDING_TITLES.format(titles=titles) if titles else texts.STEP_RECORDING


def _writing(view: RequestView) -> str:
    return texts.STEP_TITLES if _instrumental(view) else texts.STEP_WORDS


def _instrumental(view: RequestView) -> bool:
    request = view.task.request
    return not isinstance(request, Extension) and bool(getattr(request, "instrumental", False))


def _first_lines(view: RequestView) -> list[str]:
    """The first two sung lines, once the service has written them."""
    if view.task.stage is not Stage.TEXT or _instrumental(view) or not view.tracks:
        return []
    sung = (line.strip() for line in view.tracks[0].lyrics.splitlines())
    lines = [line for line in sung if line and not line.startswith(("[", "("))][:2]
    return [format.quote(format.plain(line, 100)) for line in lines]


def _listen_buttons(view: RequestView) -> list[Button[Any]]:
    return [
        link_button(_listen_label(track), track.stream_url)
        for track in view.tracks[:5]
        if track.stream_url.startswith(("https://", "http://")) and len(track.stream_url) <= _URL
    ]


def _listen_label(track: Track) -> str:
    title = format.plain(track.title, _LISTEN_LABEL - len(texts.LISTEN.format(title="")))
    return texts.LISTEN.format(title=title or texts.UNTITLED)


def _why_ended(task: Task) -> tuple[str, str]:
    """Why, and what next."""
    songs, form = task.kind not in _ONE_STEP, task.kind is not Kind.WAV
    return {
        Reason.WORDS: (texts.WHY_WORDS, texts.NEXT_WORDS if form else texts.NEXT_WORDS_ONLY),
        Reason.REFUSED: (texts.WHY_REFUSED, texts.NEXT_REFUSED if form else ""),
        Reason.SERVICE_EMPTY: (texts.WHY_EMPTY, texts.NEXT_OWNER),
        Reason.KEY_REFUSED: (texts.WHY_KEY, texts.NEXT_OWNER),
        Reason.WAITED: (texts.WHY_WAITED, texts.NEXT_WAITED),
        Reason.MOVED: (texts.WHY_MOVED, "" if task.source_track_id else texts.NEXT_MOVED),
        Reason.DEADLINE: (texts.WHY_DEADLINE, texts.NEXT_LATE if songs else texts.NEXT_LATE_RESULT),
        Reason.DELETED: (texts.WHY_DELETED, texts.NEXT_FAILED),
        Reason.ADDRESS: (texts.WHY_ADDRESS, texts.NEXT_OWNER),
        Reason.CLOSED: (texts.WHY_CLOSED, texts.NEXT_CLOSED),
        Reason.GIVEN_UP: (texts.WHY_UNCLEAR, ""),
        Reason.UNCLEAR: (texts.WHY_UNCLEAR, texts.NEXT_UNCLEAR if songs else texts.NEXT_UNCLEAR_RESULT),
    }.get(task.reason or Reason.SERVICE_FAILED, (texts.WHY_FAILED, texts.NEXT_FAILED))


def _ended(view: RequestView, delivery_id: int | None) -> Message:
    task = view.task
    why, next_step = _why_ended(task)
    correct = task.reason in _OURS_TO_CORRECT and task.kind is not Kind.WAV
    head = texts.UNCLEAR if task.state is State.UNKNOWN else texts.NOT_MADE
    first = texts.REFUSED_WORDS.format(number=task.id) if task.reason is Reason.WORDS else _head(head, view)
    next_line = next_step.format(name=format.member(task.member_name, 32))
    button = (Retry.correcting if correct else Retry.of)(task.id, delivery_id)
    colour = AMBER if task.state is State.UNKNOWN else RED
    content = f"{first}\n{why.format(back=costs.back(task))}"
    embed = embed_of([next_line], colour, footer(view)) if next_line else None
    return Message(content, embed, row(button))
