"""Turning a checked body into a message, or into a change of one; shared by channels, callbacks and webhooks."""

from dataclasses import dataclass
from typing import Any

from bot.demo.discord.bodies import Body
from bot.demo.discord.checks import Json, snowflake
from bot.demo.discord.files import Attachment
from bot.demo.discord.interactions import COMMAND, Interaction
from bot.demo.discord.mentions import find_pings, notified
from bot.demo.discord.messages import Message
from bot.demo.discord.refusals import Form, Refused, invalid, missing_permissions, too_large
from bot.demo.discord.rules_components import assign_ids
from bot.demo.discord.rules_messages import (
    EPHEMERAL,
    LOADING,
    MAY_SET,
    SUPPRESS_EMBEDS,
    V2,
    Draft,
    check_message,
    check_uploads,
    refuse_empty,
)
from bot.demo.discord.state import State
from bot.demo.discord.world import MIB, Channel

DEFAULT, REPLY, COMMAND_ANSWER, MENU_ANSWER = 0, 19, 20, 23


@dataclass
class Content:
    """A body with its files, and where its faults are reported (`data` in callbacks)."""

    json: Json
    files: Body


def checked(content: Content, draft: Draft, kept: list[Attachment]) -> tuple[Draft, list[int]]:
    """Raise 50035 with every fault, or return the message as it will stand and which old files stay."""
    form = Form()
    stay, draft.names = check_uploads(form, content.json, content.files.names, {item.id: item.name for item in kept})
    check_message(form, content.json, draft)
    form.raise_if_faulty()
    return draft, stay


def refuse_large(state: State, channel: Channel, files: Body) -> None:
    limit = channel.guild.file_limit if channel.guild else 10 * MIB
    if any(upload.size > limit for upload in files.uploads.values()):
        raise too_large()


def create(
    state: State,
    channel: Channel,
    content: Content,
    *,
    interaction: Interaction | None = None,
    follows: Message | None = None,
    pending: bool = False,
) -> Message:
    """A new message by the bot: in a channel, or (with `interaction`) as an answer.

    `follows`: the message whose component is answered, or the first answer of a followup; shown as a reply to it.
    `pending`: the "thinking" message of a deferred answer.
    """
    flags = _number(content.json.get("flags")) & MAY_SET
    if interaction is None:
        flags &= ~EPHEMERAL
    draft, _ = checked(content, Draft(flags=flags), [])
    if pending:
        draft.flags |= LOADING
    else:
        refuse_empty(draft)
    refuse_large(state, channel, content.files)
    reply = follows if interaction else _reference(state, channel, content.json)
    message = _new(state, channel, draft, content.json.get("nonce"), interaction, reply)
    _fill(state, message, draft, content, [])
    pinged = _find_mentions(state, message, content.json, reply)
    state.messages.add(message, pinged)
    state.changed("message_created", message)
    return message


def _new(
    state: State, channel: Channel, draft: Draft, nonce: object, interaction: Interaction | None, reply: Message | None
) -> Message:
    return Message(
        id=state.clock.new_id(),
        channel=channel,
        author=state.world.bot,
        created_ms=state.clock.now(),
        flags=draft.flags,
        type=_type(interaction, reply),
        viewer=interaction.user if interaction and draft.flags & EPHEMERAL else None,
        interaction=interaction,
        reply_to=reply.id if reply else None,
        nonce=None if nonce is None else str(nonce),
    )


def edit(state: State, message: Message, content: Content, *, drop_unlisted: bool = False) -> Message:
    """Lay a body over a message. `drop_unlisted`: without `attachments` all old files go (callback type 7)."""
    asked = _number(content.json.get("flags"))
    changeable = SUPPRESS_EMBEDS | V2
    flags = message.flags & ~LOADING
    if content.json.get("flags") is not None:
        if message.v2 and not asked & V2:
            raise invalid(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The flag cannot be removed")
        flags = (flags & ~changeable) | (asked & changeable)
    kept = [] if drop_unlisted and content.json.get("attachments") is None else message.attachments
    draft = Draft(message.content, message.embeds, message.components, flags)
    draft, stay = checked(content, draft, kept)
    refuse_empty(draft)
    refuse_large(state, message.channel, content.files)
    leaving = [item for item in message.attachments if item.id not in stay]
    _fill(state, message, draft, content, [item for item in message.attachments if item.id in stay])
    for attachment in leaving:
        state.files.drop(attachment)
    message.flags, message.edited_ms = draft.flags, state.clock.now()
    # An edit changes who is shown as mentioned, and notifies nobody.
    _find_mentions(state, message, content.json, None)
    state.changed("message_edited", message)
    return message


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _type(interaction: Interaction | None, reply: Message | None) -> int:
    if interaction is not None and interaction.type == COMMAND and reply is None:
        return COMMAND_ANSWER if interaction.data["type"] == 1 else MENU_ANSWER
    return REPLY if reply else DEFAULT


def _fill(state: State, message: Message, draft: Draft, content: Content, kept: list[Attachment]) -> None:
    described = {str(item.get("id")): item.get("description") for item in content.json.get("attachments") or []}
    new = [
        state.files.adopt(upload, message.channel.id, described.get(str(number)))
        for number, upload in sorted(content.files.uploads.items())
    ]
    message.content, message.embeds, message.components = draft.content, draft.embeds, draft.components
    message.attachments = kept + new
    assign_ids(message.components)


def _find_mentions(state: State, message: Message, body: Json, reply: Message | None) -> list[Any]:
    allowed = body.get("allowed_mentions")
    replied = reply.author if reply and not message.interaction else None
    pings = find_pings(
        state.world, message.channel, message.author, message.content, message.components, allowed, replied
    )
    message.mentions, message.mention_roles, message.mention_everyone = pings.users, pings.roles, pings.everyone
    return notified(state.world, message.channel, message.author, pings)


def _reference(state: State, channel: Channel, body: Json) -> Message | None:
    """The message replied to; None where there is none, or it is gone and that was allowed."""
    reference = body.get("message_reference")
    if reference is None:
        return None
    if not isinstance(reference, dict) or snowflake(reference.get("message_id")) is None:
        raise invalid(("message_reference", "message_id"), "NUMBER_TYPE_COERCE", "Value is not snowflake.")
    if reference.get("type", 0) != 0:
        raise Refused(501, 0, "The stand-in knows no forwarding")
    where = snowflake(reference.get("channel_id")) or channel.id
    if where != channel.id:
        raise invalid(("message_reference",), "REPLIES_CANNOT_REPLY_TO_OTHER_CHANNEL", "Not in this channel")
    if not state.world.may(state.world.bot, channel, "read_message_history"):
        raise Refused(403, 160002, "Cannot reply without permission to read message history")
    message = state.messages.get(channel.id, snowflake(reference["message_id"]) or 0)
    if message is not None and not message.ephemeral:
        return message
    if reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return None


def refuse_without_rights(state: State, channel: Channel, body: Json, files: Body) -> None:
    """Sending with the bot token: each kind of content has its permission."""
    wanted = [state.world.send_permission(channel)]
    wanted += ["attach_files"] if files.uploads else []
    wanted += ["embed_links"] if body.get("embeds") else []
    if not state.world.may(state.world.bot, channel, *wanted):
        raise missing_permissions()
