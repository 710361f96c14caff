"""The world as Discord's JSON objects (gateway and REST)."""

from typing import Any

from bot.demo.discord.clock import iso
from bot.demo.discord.world import Channel, Guild, Member, Role, User, World

Json = dict[str, Any]
JOINED = "2026-01-01T00:00:00.000+00:00"
UNSET = dict.fromkeys(
    (
        "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
        "afk_channel_id", "widget_channel_id", "max_presences", "vanity_url_code", "rules_channel_id",
        "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data",
    )
)  # fmt: skip
"""Keys of a guild that are null here."""


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name.lower(),
        "global_name": None if user.bot else user.name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "bot": user.bot,
    }


def me_json(user: User) -> Json:
    return user_json(user) | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def member_json(member: Member, *, with_user: bool = True) -> Json:
    body: Json = {
        "roles": [str(role.id) for role in member.roles],
        "joined_at": JOINED,
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return body | {"user": user_json(member.user)} if with_user else body


def role_json(role: Role, position: int) -> Json:
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": position,
        "color": 0,
        "colors": colors,
        "hoist": False,
        "managed": False,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel_json(channel: Channel, last_message_id: int | None = None) -> Json:
    body: Json = {"id": str(channel.id), "type": channel.type, "flags": 0}
    body["last_message_id"] = str(last_message_id) if last_message_id else None
    if channel.guild is None:
        return body | {"recipients": [user_json(channel.recipient)] if channel.recipient else []}
    body |= {"guild_id": str(channel.guild.id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.parent is not None:
        return body | _thread_part(channel, channel.guild)
    overwrites = [
        {"id": str(key), "type": 0 if key in channel.guild.roles else 1, "allow": str(o.allow), "deny": str(o.deny)}
        for key, o in channel.overwrites.items()
    ]
    return body | {
        "position": list(channel.guild.channels).index(channel.id),
        "parent_id": None,
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "permission_overwrites": overwrites,
    }


def _thread_part(channel: Channel, guild: Guild) -> Json:
    metadata = {"archived": channel.archived, "auto_archive_duration": 1440, "archive_timestamp": JOINED}
    metadata["locked"] = channel.locked
    return {
        "parent_id": str(channel.parent.id if channel.parent else 0),
        "owner_id": str(guild.owner.id),
        "thread_metadata": metadata | {"create_timestamp": JOINED},
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
    }


def guild_json(guild: Guild) -> Json:
    """The REST object; `guild_create` adds what only the gateway tells."""
    texts = [channel for channel in guild.channels.values() if channel.parent is None]
    return UNSET | {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "roles": [role_json(role, position) for position, role in enumerate(guild.roles.values())],
        "premium_tier": guild.tier,
        "premium_subscription_count": (0, 2, 7, 14)[guild.tier],
        "preferred_locale": guild.locale,
        "system_channel_id": str(texts[0].id) if texts else None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "region": "us-west",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
    }


def guild_create_json(guild: Guild, viewer: User) -> Json:
    """What the gateway tells the bot of a guild: only itself among the members, as without the members intent."""
    channels = guild.channels.values()
    visible = [channel for channel in channels if guild.permissions(viewer, channel)]
    return guild_json(guild) | {
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(guild.members[viewer.id])],
        "channels": [channel_json(channel) for channel in channels if channel.parent is None],
        "threads": [channel_json(channel) for channel in visible if channel.parent is not None],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application_json(world: World, application_id: int) -> Json:
    keys = ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team")
    return dict.fromkeys(keys) | {
        "id": str(application_id),
        "name": world.bot.name,
        "description": "",
        "bot": user_json(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "owner": user_json(world.owner),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


def timestamp(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else iso(milliseconds)
