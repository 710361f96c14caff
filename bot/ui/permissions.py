"""Who may do what, read from the interaction itself: the bot asks for no member list."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import ChannelType

from bot.errors import BotLacksPermissions, NotAManager, NotTheOwner
from bot.ui import texts
from bot.ui.errors import Told

_PUBLIC_THREADS = {ChannelType.public_thread, ChannelType.news_thread}
_THREADS = {*_PUBLIC_THREADS, ChannelType.private_thread}
TO_WRITE = ("view_channel", "send_messages")
_OWNERS = {discord.TeamMemberRole.admin, discord.TeamMemberRole.developer}
_IMPLIED = frozenset({"embed_links", "attach_files"})


def for_songs(*, thread: bool = False) -> tuple[str, ...]:
    """discord.py's names of what the bot needs, in order. Replies need history, threads a right of their own."""
    sending = "send_messages_in_threads" if thread else "send_messages"
    return "view_channel", sending, "embed_links", "attach_files", "read_message_history"


def require_room_to_post(interaction: discord.Interaction[Any]) -> None:
    """Raises `BotLacksPermissions`."""
    missing = _missing(interaction.app_permissions, for_songs(thread=in_thread(interaction)))
    if missing:
        raise BotLacksPermissions(missing, interaction.channel_id or 0)


def require_right_to_write(interaction: discord.Interaction[Any]) -> None:
    """Raises `Told` where the member may not write: the bot does not lend its right."""
    sending = "send_messages_in_threads" if in_thread(interaction) else "send_messages"
    if _missing(interaction.permissions, [sending]):
        raise Told(texts.MAY_NOT_WRITE)


def may_attach(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot may send files here."""
    return not _missing(interaction.app_permissions, ("attach_files",))


def in_thread(interaction: discord.Interaction[Any]) -> bool:
    return getattr(interaction.channel, "type", None) in _THREADS


def open_parent(interaction: discord.Interaction[Any]) -> int | None:
    """The channel of the public thread, or of the forum's post, that the interaction came from."""
    public = getattr(interaction.channel, "type", None) in _PUBLIC_THREADS
    return getattr(interaction.channel, "parent_id", None) if public else None


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
    """Whether the application belongs to this user, alone or with a team: those of it who may change it."""
    application = interaction.client.application
    if application is None:
        return False
    if (team := application.team) is not None:
        joined = [one for one in team.members if one.membership_state is discord.TeamMembershipState.accepted]
        return interaction.user.id in {one.id for one in joined if one.role in _OWNERS} | {team.owner_id}
    return bool(application.owner.id == interaction.user.id)


def require_owner(interaction: discord.Interaction[Any]) -> None:
    """Administrators of any server may show the command to everybody there, so it is checked here."""
    if not is_owner(interaction):
        raise NotTheOwner


def missing_for_songs(granted: discord.Permissions, *, thread: bool) -> tuple[str, ...]:
    """What the bot lacks where discord.py has computed `granted`; a thread has the permissions of its channel.

    Where no message may be sent it takes for granted that no links and files may be either; in threads they may.
    """
    if not granted.view_channel:
        return ("view_channel",)
    missing = _missing(granted, for_songs(thread=thread))
    return missing if granted.send_messages else tuple(name for name in missing if name not in _IMPLIED)


def missing_in(channel: discord.abc.GuildChannel, needed: Iterable[str]) -> tuple[str, ...]:
    """Which of the permissions the bot lacks in a channel."""
    return _missing(channel.permissions_for(channel.guild.me), needed)


def _missing(granted: discord.Permissions, needed: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in needed if not (granted.administrator or getattr(granted, name)))
