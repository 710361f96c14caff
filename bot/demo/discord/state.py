"""All that the stand-in holds; routes and members act on it."""

from dataclasses import dataclass, field

from bot.demo.discord.checks import Json
from bot.demo.discord.clock import MovableClock
from bot.demo.discord.faults import Faults
from bot.demo.discord.feed import Change, Feed, Kind
from bot.demo.discord.files import Files
from bot.demo.discord.gateway import Gateway
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.limits import Limits
from bot.demo.discord.log import RequestLog
from bot.demo.discord.message_payloads import message_json
from bot.demo.discord.messages import Message, Messages
from bot.demo.discord.refusals import (
    archived_thread,
    locked_thread,
    missing_access,
    missing_permissions,
    unknown,
)
from bot.demo.discord.world import Channel, World

GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12


@dataclass(eq=False)
class State:
    world: World
    clock: MovableClock
    limits: Limits
    files: Files
    gateway: Gateway
    application_id: int
    token: str
    api_url: str = ""
    messages: Messages = field(default_factory=Messages)
    feed: Feed = field(default_factory=Feed)
    faults: Faults = field(default_factory=Faults)
    requests: RequestLog = field(default_factory=RequestLog)
    interactions: dict[int, Interaction] = field(default_factory=dict)
    by_token: dict[str, Interaction] = field(default_factory=dict)
    commands: dict[int | None, list[Json]] = field(default_factory=dict)
    """Registered commands: global ones under None, others by guild."""

    def channel(self, channel_id: int, *permissions: str) -> Channel:
        """The channel, if the bot sees it and may do all that is named."""
        channel = self.world.channel(channel_id)
        if channel is None:
            raise unknown("Channel")
        if not self.world.may(self.world.bot, channel, "view_channel"):
            raise missing_access()
        if not self.world.may(self.world.bot, channel, *permissions):
            raise missing_permissions()
        return channel

    def message(self, channel: Channel, message_id: int) -> Message:
        """A message as the bot token sees it: private ones are unknown."""
        message = self.messages.get(channel.id, message_id)
        if message is None or message.ephemeral:
            raise unknown("Message")
        return message

    def open_thread(self, channel: Channel) -> None:
        """Before a new message: it opens an archived thread again, but for one that is locked."""
        if channel.locked and not self.world.may(self.world.bot, channel, "manage_threads"):
            raise archived_thread() if channel.archived else locked_thread()
        channel.archived = False

    def refuse_archived(self, channel: Channel) -> None:
        """Before a change of what is there: nothing in an archived thread can be edited or deleted."""
        if channel.archived:
            raise archived_thread()

    def show(self, message: Message, *, nonce: bool = False) -> Json:
        return message_json(self.files, self.messages, message, nonce=nonce)

    def changed(self, kind: Kind, message: Message) -> None:
        """Tell the watchers, and the gateway where its session asked for messages."""
        self.feed.publish(Change(kind, message.channel, message, message.interaction))
        if message.interaction is not None and kind != "message_created":
            message.interaction.settle()
        if message.viewer is None:
            intent = GUILD_MESSAGES if message.channel.guild else DIRECT_MESSAGES
            event = {"message_created": "MESSAGE_CREATE", "message_edited": "MESSAGE_UPDATE"}.get(kind)
            guild = {"guild_id": str(message.channel.guild.id)} if message.channel.guild else {}
            if not self.gateway.wanted(intent):
                return
            if event is None:
                deleted = {"id": str(message.id), "channel_id": str(message.channel.id)}
                self.gateway.dispatch("MESSAGE_DELETE", deleted | guild, intent)
            else:
                self.gateway.dispatch(event, self.show(message) | guild, intent)

    def delete(self, message: Message) -> None:
        self.messages.remove(message)
        for attachment in message.attachments:
            self.files.drop(attachment)
        self.changed("message_deleted", message)
