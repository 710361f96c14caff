"""Who may do what, read from the interaction itself: the bot asks for no member list."""

from typing import Any

import discord
from discord import ChannelType

from bot.errors import BotLacksPermissions, NotAManager, NotTheOwner

_THREADS = {ChannelType.public_thread, ChannelType.private_thread, ChannelType.news_thread}
_ALWAYS = ("view_channel", "embed_links", "attach_files", "read_message_history")


def require_room_to_post(interaction: discord.Interaction[Any]) -> None:
    """Raises `BotLacksPermissions`. Replies need Read Message History; threads have a right to send of their own."""
    sending = "send_messages_in_threads" if in_thread(interaction) else "send_messages"
    granted = interaction.app_permissions
    needed = (_ALWAYS[0], sending, *_ALWAYS[1:])
    missing = tuple(name for name in needed if not (granted.administrator or getattr(granted, name)))
    if missing:
        raise BotLacksPermissions(missing, interaction.channel_id or 0)


def may_attach(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot may send files here."""
    granted = interaction.app_permissions
    return granted.administrator or granted.attach_files


def in_thread(interaction: discord.Interaction[Any]) -> bool:
    return getattr(interaction.channel, "type", None) in _THREADS


def is_manager(interaction: discord.Interaction[Any]) -> bool:
    """Manage Server, as Discord computed it for this click."""
    return interaction.permissions.administrator or interaction.permissions.manage_guild


def may_delete_messages(interaction: discord.Interaction[Any]) -> bool:
    return is_manager(interaction) or interaction.permissions.manage_messages


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Discord's own setting is only a default that a server may change, so it is checked again here."""
    if not is_manager(interaction):
        raise NotAManager


def role_ids(interaction: discord.Interaction[Any]) -> frozenset[int]:
    """The asker's roles, as Discord sent them with this click; everyone's among them."""
    return roles_of(interaction.user, interaction.guild_id or 0)


def roles_of(user: discord.Member | discord.User, guild_id: int) -> frozenset[int]:
    """In the guild, whose own number is that of everyone's role."""
    roles = user.roles if isinstance(user, discord.Member) else ()
    return frozenset({role.id for role in roles} | {guild_id})


def is_owner(interaction: discord.Interaction[Any]) -> bool:
    """Whether the application belongs to this user, alone or with a team."""
    application = interaction.client.application
    if application is None:
        return False
    if application.team is not None:
        return interaction.user.id in {member.id for member in application.team.members}
    return bool(application.owner.id == interaction.user.id)


def require_owner(interaction: discord.Interaction[Any]) -> None:
    """Administrators of any server may show the command to everybody there, so it is checked here."""
    if not is_owner(interaction):
        raise NotTheOwner


def missing_for_songs(channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    """discord.py's names of what the bot lacks for songs in a channel, in order."""
    granted = channel.permissions_for(channel.guild.me)
    needed = (_ALWAYS[0], "send_messages", *_ALWAYS[1:])
    return tuple(name for name in needed if not (granted.administrator or getattr(granted, name)))


def can_see(interaction: discord.Interaction[Any], channel_id: int) -> bool:
    """Whether the asker may see the channel; what is not known is hidden."""
    if channel_id == interaction.channel_id:
        return True
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member):
        return False
    granted = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private():
        return bool(granted.view_channel and (granted.manage_threads or granted.administrator))
    return bool(granted.view_channel)
