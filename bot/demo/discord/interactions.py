"""One interaction: what a member did, how the bot answered, and until when it may."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.demo.discord.checks import Json
from bot.demo.discord.limits import Limits
from bot.demo.discord.messages import Message
from bot.demo.discord.payloads import user_json
from bot.demo.discord.world import Channel, User

Kind = Literal[2, 3, 4, 5]
COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL: Final = 5


@dataclass(eq=False)
class Interaction:
    id: int
    application_id: int
    type: Kind
    user: User
    channel: Channel
    data: Json
    created_ms: int
    locale: str = "en-US"
    source: Message | None = None
    """The message whose component was used, also for a form opened from one."""
    opened_by: "Interaction | None" = None
    """For a form that was sent: the interaction that the form answered."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    first_answer: Json | None = None
    """The callback's body: `type` and `data`."""
    first_answer_ms: float | None = None
    """Milliseconds from the event to the accepted first answer."""
    message: Message | None = None
    """What @original means: the first answer, or the source after types 6 and 7."""
    modal: Json | None = None
    choices: list[Json] | None = None
    followups: list[Message] = field(default_factory=list)
    code: int | None = None
    """Discord's code of the last callback that was refused."""
    _answered: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)
    _started: float = field(default_factory=time.perf_counter)

    @property
    def response(self) -> Json | None:
        return self.first_answer

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    async def answered(self, timeout: float = 60.0) -> "Interaction":  # noqa: ASYNC109
        """Wait for the first answer. Whether it comes in time for a member to see it is up to `Limits.callback_ms`."""
        async with asyncio.timeout(timeout):
            await self._answered.wait()
        return self

    async def settled(self, timeout: float = 60.0) -> "Interaction":  # noqa: ASYNC109
        """Wait until the answer is there in full: a deferred one has been edited, or deleted."""
        async with asyncio.timeout(timeout):
            await self._settled.wait()
        return self

    def settle(self) -> None:
        self._settled.set()

    def accept(self, body: Json) -> None:
        self.first_answer = body
        self.first_answer_ms = (time.perf_counter() - self._started) * 1000
        self._answered.set()
        if self.message is None or not self.message.loading:
            self.settle()

    def too_late_to_answer(self, now: int, limits: Limits) -> bool:
        return now - self.created_ms >= limits.callback_ms

    def dead(self, now: int, limits: Limits) -> bool:
        return now - self.created_ms >= limits.token_ms

    @property
    def owners(self) -> Json:
        return {"0": str(self.channel.guild.id)} if self.channel.guild else {"0": "0"}

    def metadata(self) -> Json:
        """`interaction_metadata` of the messages that answer this."""
        body: Json = {"id": str(self.id), "type": self.type, "user": user_json(self.user)}
        body["authorizing_integration_owners"] = self.owners
        if self.type == COMMAND:
            return body | {"name": self.data["name"], "command_type": self.data["type"]}
        if self.type == COMPONENT and self.source is not None:
            return body | {"interacted_message_id": str(self.source.id)}
        if self.opened_by is not None:
            return body | {"triggering_interaction_metadata": self.opened_by.metadata()}
        return body

    def legacy_metadata(self) -> Json:
        return {"id": str(self.id), "type": 2, "name": self.command_name, "user": user_json(self.user)}

    @property
    def command_name(self) -> str:
        """As typed: with the names of group and subcommand."""
        names, options = [self.data["name"]], self.data.get("options") or []
        while options and options[0]["type"] in (1, 2):
            names.append(options[0]["name"])
            options = options[0].get("options") or []
        return " ".join(names)
