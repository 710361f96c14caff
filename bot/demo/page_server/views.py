"""What a member sees, as JSON for the page: guilds, channels, messages."""

import json

from bot.demo.discord.checks import Json
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_commands import LOCALES
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild, Member
from bot.demo.page_server.commands import CHANNEL, MEMBER, MENTIONABLE, ROLE, offers_json

SELECT_OF = {5: MEMBER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
"""Kinds of selects that pick from the guild, as kinds of options."""


def find_place(discord: DiscordStandIn, member_id: str, channel_id: str) -> tuple[Member, Channel]:
    """The member and a channel that they see; LookupError otherwise."""
    channel = discord.world.channel(int(channel_id))
    if channel is None or channel.guild is None:
        raise LookupError(channel_id)
    member = channel.guild.members[int(member_id)]
    if not discord.world.may(member.user, channel, "view_channel"):
        raise LookupError(channel_id)
    return member, channel


def find_message(discord: DiscordStandIn, member: Member, channel: Channel, message_id: str) -> Message:
    """A message that the member sees; LookupError otherwise."""
    for message in discord.messages(channel, member):
        if message.id == int(message_id):
            return message
    raise LookupError(message_id)


def world_json(discord: DiscordStandIn, user_id: int) -> Json:
    """People to be, and the guilds and channels that this one sees."""
    world = discord.world
    people = [user for user in world.users.values() if not user.bot]
    mine = [guild for guild in world.guilds.values() if user_id in guild.members]
    return {
        "bot": {"id": str(world.bot.id), "name": world.bot.name},
        "users": [{"id": str(user.id), "name": user.name, "locale": user.locale} for user in people],
        "locales": sorted(LOCALES),
        "guilds": [_guild_json(discord, guild, guild.members[user_id]) for guild in mine],
    }


def _guild_json(discord: DiscordStandIn, guild: Guild, viewer: Member) -> Json:
    everywhere = list(guild.channels.values())
    seen = [item for item in everywhere if discord.world.may(viewer.user, item, "view_channel")]
    seen.sort(key=lambda item: everywhere.index(item.parent or item))  # each thread below its channel
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "channels": [
            {
                "id": str(item.id),
                "name": item.name,
                "topic": item.topic,
                "nsfw": (item.parent or item).nsfw,
                "parent_id": str(item.parent.id) if item.parent else None,
            }
            for item in seen
        ],
        "roles": [{"id": str(role.id), "name": role.name} for role in guild.roles.values() if role.id != guild.id],
        "members": [
            {
                "id": str(member.id),
                "name": member.name,
                "bot": member.user.bot,
                "role": _standing(guild, member),
            }
            for member in guild.members.values()
        ],
    }


def _standing(guild: Guild, member: Member) -> str:
    return "Owner" if member.user is guild.owner else ", ".join(role.name for role in member.roles) or "Member"


def message_json(discord: DiscordStandIn, message: Message, viewer: Member) -> Json:
    """Discord's JSON, with links that lead through the page's own server, and with all that may be picked."""
    shown: Json = json.loads(json.dumps(discord.show(message)).replace(discord.files.base_url, ""))
    return shown | {"components": with_offers(discord, viewer, message.channel, shown["components"])}


def with_offers(discord: DiscordStandIn, viewer: Member, channel: Channel, parts: list[Json]) -> list[Json]:
    """Components, in which selects of members, roles and channels have options as other selects do."""
    return [_with_options(part, offers_json(discord, viewer, channel)) for part in parts]


def _with_options(part: Json, offers: dict[int, list[Json]]) -> Json:
    whole = dict(part)
    if kind := SELECT_OF.get(part["type"]):
        preset = [str(each["id"]) for each in part.get("default_values") or []]
        whole["options"] = [
            {"label": offer["name"], "value": offer["value"], "default": offer["value"] in preset}
            for offer in offers[kind]
        ]
    if "components" in part:
        whole["components"] = [_with_options(each, offers) for each in part["components"]]
    if "component" in part:
        whole["component"] = _with_options(part["component"], offers)
    return whole
