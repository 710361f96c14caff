"""What flows behind the scenes: what a member did, the bot's row, its calls, the service's stages, the messages."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from bot.demo.bot_process import BotProcess
from bot.demo.discord.checks import Json
from bot.demo.discord.feed import Change
from bot.demo.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, Interaction
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from bot.demo.rows import changed_rows
from bot.models import State, Task
from bot.ui.format import credits

MOST = 300
LOOK_EVERY = 0.1
"""Seconds between looks at the music service, which announces nothing."""

ANSWERS = {4: "a message", 5: "“thinking…”", 6: "silence, for now", 7: "a change of its message", 9: "a form"}
VERBS = {"message_created": "posted", "message_edited": "edited", "message_deleted": "deleted"}
CUT_AFTER_MS = 3_000


class Flow:
    """Steps since the start, the last 300 of them: `{kind, text, request, keys, at}`, `at` in milliseconds.

    `keys` are ids that a step is about; the request's number is often known only once its row was read.
    """

    def __init__(self, discord: DiscordStandIn, music: MusicStandIn, bot: BotProcess) -> None:
        self._discord, self._music, self._bot = discord, music, bot
        self._steps: deque[Json] = deque(maxlen=MOST)
        self._watchers: set[asyncio.Queue[Json]] = set()
        self._requests: dict[int | str, int] = {}
        """Numbers of requests, by the ids of their interactions, status messages and tasks at the service."""

    async def run(self) -> None:
        """Gather until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._messages(), name="flow of messages")
            group.create_task(self._rows(), name="flow of rows")
            group.create_task(self._service(), name="flow of calls")

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue that begins with what was gathered so far."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        for step in self._steps:
            queue.put_nowait(step)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    def asked(self, interaction: Interaction) -> None:
        if interaction.type != AUTOCOMPLETE:
            self._tell("interaction", f"{interaction.user.name} {_did(interaction)}", interaction.id)

    def _tell(self, kind: str, text: str, *ids: int | str | None, at: int | None = None) -> None:
        known = [each for each in ids if each]
        request = next((self._requests[each] for each in known if each in self._requests), None)
        keys = [str(each) for each in known]
        step = {"kind": kind, "text": text, "request": request, "keys": keys, "at": at or self._discord.clock.now()}
        self._steps.append(step)
        for queue in self._watchers:
            queue.put_nowait(step)

    async def _messages(self) -> None:
        with self._discord.feed.watch() as changes:
            async for change in changes:
                self._changed(change)

    def _changed(self, change: Change) -> None:
        message, interaction = change.message, change.interaction
        if change.kind == "interaction_answered" and interaction is not None:
            if interaction.first_answer is None or interaction.type == AUTOCOMPLETE:
                return
            how = ANSWERS.get(interaction.first_answer["type"], "an answer")
            told = f"answered after {interaction.first_answer_ms:.0f} ms, with {how}"
            self._tell("interaction", told, interaction.id)
        elif message is not None and message.author.bot and change.kind in VERBS:
            files = f" with {', '.join(item.name for item in message.attachments)}" if message.attachments else ""
            whom = f", for {message.viewer.name} alone" if message.viewer else ""
            text = f"{VERBS[change.kind]} in #{change.channel.name}{whom}{files}"
            self._tell("message", text, interaction.id if interaction else None, message.id, message.reply_to)

    async def _rows(self) -> None:
        async for task in changed_rows(self._bot):
            new = task.interaction_id not in self._requests
            ids = (task.interaction_id, task.status_message_id, task.service_task_id)
            self._requests |= {each: task.id for each in ids if each}
            if new:
                taken = f"{task.kind}: queued, {credits(task.price)} credits taken"
                self._tell("row", taken, task.interaction_id, at=task.created_at)
            if not new or task.state != State.QUEUED:
                self._tell("row", _state_of(task), *ids)

    async def _service(self) -> None:
        calls, stages = 0, dict[str, str]()
        while True:
            calls = self._tell_calls(calls)
            self._tell_stages(stages)
            await asyncio.sleep(LOOK_EVERY)

    def _tell_calls(self, seen: int) -> int:
        """Those after the first `seen` that are answered, or cut; how many are seen now."""
        while seen < len(self._music.calls):
            call = self._music.calls[seen]
            if call.code is None and self._music.clock.now_ms() - call.at_ms < CUT_AFTER_MS:
                break
            seen += 1
            if call.endpoint != "media":
                answer = "no answer" if call.code is None else f"code {call.code}"
                ago = self._music.clock.now_ms() - call.at_ms
                self._tell("call", f"{call.endpoint} → {answer}", call.task_id, at=self._discord.clock.now() - ago)
        return seen

    def _tell_stages(self, stages: dict[str, str]) -> None:
        for task in self._music.tasks.values():
            if stages.get(task.id, "PENDING") != task.stage:
                self._tell("stage", f"{task.kind}: {task.status}", task.id)
            stages[task.id] = task.stage


def _did(interaction: Interaction) -> str:
    if interaction.type == COMMAND:
        return f"used {'/' if interaction.data['type'] == 1 else ''}{interaction.command_name}"
    return "used a button or list" if interaction.type == COMPONENT else "sent a form"


def _state_of(task: Task) -> str:
    stage = f", {task.stage}" if task.state == State.RUNNING else ""
    why = f" ({task.reason})" if task.reason else ""
    back = ", credits given back" if task.given_back else ""
    return f"{task.state}{stage}{why}{back}"
