"""Guilds, members, channels, typing, DMs."""

from bot.demo.discord.checks import Json, snowflake
from bot.demo.discord.feed import Change
from bot.demo.discord.payloads import channel_json, guild_json, member_json, role_json
from bot.demo.discord.refusals import invalid, missing_access, unknown
from bot.demo.discord.rest import Call, Rest
from bot.demo.discord.state import State
from bot.demo.discord.world import Guild


def add_routes(rest: Rest) -> None:
    rest.add("GET", "/users/@me/guilds", get_my_guilds)
    rest.add("GET", "/guilds/{guild_id}", lambda state, call: guild_json(_guild(state, call)))
    rest.add("GET", "/guilds/{guild_id}/channels", get_channels)
    rest.add("GET", "/guilds/{guild_id}/roles", get_roles)
    rest.add("GET", "/guilds/{guild_id}/members/{user_id}", get_member)
    rest.add("GET", "/channels/{channel_id}", get_channel)
    rest.add("POST", "/channels/{channel_id}/typing", post_typing)
    rest.add("POST", "/users/@me/channels", post_dm)


def _guild(state: State, call: Call) -> Guild:
    guild = state.world.guilds.get(call.id("guild_id"))
    if guild is None or state.world.bot.id not in guild.members:
        raise unknown("Guild")
    return guild


def get_my_guilds(state: State, call: Call) -> list[Json]:
    """Parts of those that the bot is in, by id; without `before`, which the bot does not ask with."""
    world, limit, after = state.world, call.query.get("limit", "200"), call.query.get("after", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= 200:
        raise invalid(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 200.")
    mine = [guild for _, guild in sorted(world.guilds.items()) if world.bot.id in guild.members]
    return [
        {"id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "owner": False, "features": []}
        | {"permissions": str(guild.permissions(world.bot))}
        for guild in mine
        if guild.id > (snowflake(after) or 0)
    ][: int(limit)]


def get_channels(state: State, call: Call) -> list[Json]:
    return [channel_json(channel) for channel in _guild(state, call).channels.values() if channel.parent is None]


def get_roles(state: State, call: Call) -> list[Json]:
    return [role_json(role, index) for index, role in enumerate(_guild(state, call).roles.values())]


def get_member(state: State, call: Call) -> Json:
    member = _guild(state, call).members.get(call.id("user_id"))
    if member is None:
        raise unknown("Member")
    return member_json(member)


def get_channel(state: State, call: Call) -> Json:
    channel = state.channel(call.id("channel_id"))
    return channel_json(channel, state.messages.last_id(channel))


def post_typing(state: State, call: Call) -> None:
    channel = state.channel(call.id("channel_id"))
    if not state.world.may(state.world.bot, channel, state.world.send_permission(channel)):
        raise missing_access()
    state.feed.publish(Change("typing", channel))


def post_dm(state: State, call: Call) -> Json:
    user = state.world.users.get(snowflake(call.json.get("recipient_id")) or 0)
    if user is None or user is state.world.bot:
        raise invalid(("recipient_id",), "USER_INVALID", "Cannot open a DM with this user")
    return channel_json(state.world.dm_with(user, state.clock.new_id()))
