"""Messages, their order in channels, the nonce window, and who was notified."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.demo.discord.checks import Json
from bot.demo.discord.files import Attachment
from bot.demo.discord.rules_messages import EPHEMERAL, LOADING, SILENT, V2
from bot.demo.discord.world import Channel, User

if TYPE_CHECKING:
    from bot.demo.discord.interactions import Interaction


@dataclass(eq=False)
class Message:
    id: int
    channel: Channel
    author: User
    created_ms: int
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    edited_ms: int | None = None
    viewer: User | None = None
    """The only one who sees it (ephemeral), None for all."""
    interaction: "Interaction | None" = None
    reply_to: int | None = None
    nonce: str | None = None
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    deleted: bool = False
    late_edits: list[int] = field(default_factory=list)
    """When it was edited at over an hour of age."""

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.flags & V2)


@dataclass(frozen=True)
class Notification:
    """One member pinged by one message; `silent` ones make a badge and no sound."""

    user: User
    message: Message
    silent: bool


class Messages:
    def __init__(self) -> None:
        self._by_channel: dict[int, dict[int, Message]] = defaultdict(dict)
        self._by_nonce: dict[tuple[int, str], Message] = {}
        self.notifications: list[Notification] = []

    def add(self, message: Message, pinged: list[User]) -> None:
        self._by_channel[message.channel.id][message.id] = message
        if message.nonce is not None:
            self._by_nonce[message.author.id, message.nonce] = message
        if not message.ephemeral:
            silent = bool(message.flags & SILENT)
            self.notifications += [Notification(user, message, silent) for user in pinged]

    def get(self, channel_id: int, message_id: int) -> Message | None:
        return self._by_channel[channel_id].get(message_id)

    def first_with_nonce(self, author: User, nonce: str, since_ms: int) -> Message | None:
        """Deleted ones count too: a repeated send of those is refused, not done again."""
        message = self._by_nonce.get((author.id, nonce))
        return message if message and message.created_ms >= since_ms else None

    def remove(self, message: Message) -> None:
        message.deleted = True
        self._by_channel[message.channel.id].pop(message.id, None)

    def in_channel(self, channel: Channel, viewer: User | None = None) -> list[Message]:
        """Oldest first; private ones only for their viewer."""
        every = self._by_channel[channel.id].values()
        return [message for message in every if message.viewer is None or message.viewer is viewer]

    def last_id(self, channel: Channel) -> int | None:
        public = [message.id for message in self._by_channel[channel.id].values() if message.viewer is None]
        return public[-1] if public else None

    def page(
        self, channel: Channel, limit: int, before: int | None, after: int | None, around: int | None
    ) -> list[Message]:
        """As Discord pages history: newest first; `after` takes the oldest that follow, `around` half of each side."""
        public = self.in_channel(channel)
        if around is not None:
            older = sum(message.id < around for message in public)
            first = max(0, older - limit // 2)
            return public[first : first + limit][::-1]
        if before is not None:
            public = [message for message in public if message.id < before]
        if after is not None:
            public = [message for message in public if message.id > after]
            return public[:limit][::-1]
        return public[-limit:][::-1]
