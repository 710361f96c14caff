"""INTERACTION_CREATE, as the gateway sends it."""

from bot.demo.discord.checks import Json
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.payloads import channel_json, member_json, user_json
from bot.demo.discord.state import State
from bot.demo.discord.world import MIB

GUILD, BOT_DM = 0, 1


def interaction_json(state: State, interaction: Interaction) -> Json:
    channel, world = interaction.channel, state.world
    body: Json = {
        "id": str(interaction.id),
        "application_id": str(interaction.application_id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": channel_json(channel),
        "app_permissions": str(world.permissions_in(world.bot, channel)),
        "locale": interaction.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": interaction.owners,
        "attachment_size_limit": channel.guild.file_limit if channel.guild else 10 * MIB,
        "context": GUILD if channel.guild else BOT_DM,
    }
    if interaction.source is not None:
        body["message"] = state.show(interaction.source)
    return body | _who(interaction)


def _who(interaction: Interaction) -> Json:
    """`member` with rights in a guild, `user` in a DM."""
    channel, guild = interaction.channel, interaction.channel.guild
    if guild is None:
        return {"user": user_json(interaction.user)}
    rights = {"permissions": str(guild.permissions(interaction.user, channel))}
    return {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": member_json(guild.members[interaction.user.id]) | rights,
    }
