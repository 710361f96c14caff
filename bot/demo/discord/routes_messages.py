"""Messages of channels, with the bot token."""

from bot.demo.discord.checks import Json, snowflake
from bot.demo.discord.compose import Content, create, edit, refuse_without_rights
from bot.demo.discord.messages import Message
from bot.demo.discord.refusals import Refused, invalid, missing_permissions, rate_limited
from bot.demo.discord.rest import Call, Rest
from bot.demo.discord.state import State
from bot.demo.discord.world import Channel

HOUR_MS = 3_600_000


def add_routes(rest: Rest) -> None:
    rest.add("POST", "/channels/{channel_id}/messages", post_message)
    rest.add("GET", "/channels/{channel_id}/messages", get_history)
    rest.add("GET", "/channels/{channel_id}/messages/{message_id}", get_message)
    rest.add("PATCH", "/channels/{channel_id}/messages/{message_id}", patch_message)
    rest.add("DELETE", "/channels/{channel_id}/messages/{message_id}", delete_message)


def post_message(state: State, call: Call) -> Json:
    channel = state.channel(call.id("channel_id"))
    if channel.recipient is not None:
        _refuse_closed_dm(state, channel)
    else:
        refuse_without_rights(state, channel, call.json, call.body)
        state.open_thread(channel)
    first = _first_with_nonce(state, call)
    if first is not None:
        if first.deleted:
            raise Refused(404, 10008, "Unknown Message")
        return state.show(first, nonce=True)
    return state.show(create(state, channel, Content(call.json, call.body)), nonce=True)


def _first_with_nonce(state: State, call: Call) -> Message | None:
    nonce = call.json.get("nonce")
    if nonce is None or call.json.get("enforce_nonce") is not True or len(str(nonce)) > 25:
        return None
    return state.messages.first_with_nonce(state.world.bot, str(nonce), state.clock.now() - state.limits.nonce_ms)


def _refuse_closed_dm(state: State, channel: Channel) -> None:
    user = channel.recipient
    bot_id = state.world.bot.id
    shared = any(user and {user.id, bot_id} <= guild.members.keys() for guild in state.world.guilds.values())
    if user is None or not user.takes_dms or not shared:
        raise Refused(403, 50007, "Cannot send messages to this user")


def get_history(state: State, call: Call) -> list[Json]:
    channel = state.channel(call.id("channel_id"))
    limit = call.query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= 100:
        raise invalid(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if not state.world.may(state.world.bot, channel, "read_message_history"):
        return []  # No error: an empty page proves nothing.
    at = {key: snowflake(call.query[key]) for key in ("before", "after", "around") if key in call.query}
    page = state.messages.page(channel, int(limit), at.get("before"), at.get("after"), at.get("around"))
    return [state.show(message) for message in page]


def get_message(state: State, call: Call) -> Json:
    channel = state.channel(call.id("channel_id"), "read_message_history")
    return state.show(state.message(channel, call.id("message_id")))


def patch_message(state: State, call: Call) -> Json:
    channel = state.channel(call.id("channel_id"))
    message = state.message(channel, call.id("message_id"))
    if message.author is not state.world.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    state.refuse_archived(channel)
    if call.body.uploads and not state.world.may(state.world.bot, channel, "attach_files"):
        raise missing_permissions()
    _spend_late_edit(state, message)
    return state.show(edit(state, message, Content(call.json, call.body)))


def _spend_late_edit(state: State, message: Message) -> None:
    now = state.clock.now()
    if now - message.created_ms < state.limits.late_edit_ms:
        return
    message.late_edits = [at for at in message.late_edits if at > now - HOUR_MS]
    if len(message.late_edits) >= state.limits.late_edits:
        words = "Maximum number of edits to messages older than 1 hour reached. Try again later."
        raise rate_limited(state.limits.late_edit_retry_after, code=30046, message=words, scope="shared")
    message.late_edits.append(now)


def delete_message(state: State, call: Call) -> None:
    channel = state.channel(call.id("channel_id"))
    message = state.message(channel, call.id("message_id"))
    if message.author is not state.world.bot and not state.world.may(state.world.bot, channel, "manage_messages"):
        raise missing_permissions()
    state.refuse_archived(channel)
    state.delete(message)
