"""The commands that a member may use, as JSON for the page: in their language, with all that may be picked."""

from bot.demo.discord.checks import Json
from bot.demo.discord.options import GROUP, SUB
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Member

SLASH, MENU = 1, 3
"""Kinds of commands: typed ones, and those in the menu of a message."""

BOOLEAN, MEMBER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT = 5, 6, 7, 8, 9, 11
KINDS = {
    3: "text",
    4: "whole number",
    BOOLEAN: "yes or no",
    MEMBER: "member",
    CHANNEL: "channel",
    ROLE: "role",
    MENTIONABLE: "member or role",
    10: "number",
    ATTACHMENT: "file",
}
"""What Discord's client calls the types of options."""


def commands_json(discord: DiscordStandIn, member: Member, channel: Channel) -> list[Json]:
    """Every slash command that Discord's client would offer here, one entry for each subcommand.

    `name` is what is sent; `shown` and descriptions are in the member's language, where the bot has them. An option's
    `choices` are all that its type allows, also members, roles and channels; its `kind` says in words what it takes.
    """
    offers = offers_json(discord, member, channel)
    offered = _offered(discord, member, channel, SLASH)
    return [leaf for command in offered for leaf in _leaves(command, member.user.locale, offers)]


def menus_json(discord: DiscordStandIn, member: Member, channel: Channel) -> list[Json]:
    """What Discord's client would offer here under Apps, in the menu of a message: `name` and `shown`."""
    offered = _offered(discord, member, channel, MENU)
    return [{"name": item["name"], "shown": _local(item, "name", member.user.locale)} for item in offered]


def _offered(discord: DiscordStandIn, member: Member, channel: Channel, kind: int) -> list[Json]:
    every = [command for scope in (None, channel.guild) for command in discord.commands(scope)]
    registered = {command["name"]: command for command in every if command["type"] == kind}
    rights = discord.world.permissions_in(member.user, channel)
    found: list[Json] = []
    for command in registered.values():
        needed = int(command.get("default_member_permissions") or 0)
        here = command.get("contexts") is None or 0 in command["contexts"]
        if here and rights & needed == needed:
            found.append(command)
    return found


def offers_json(discord: DiscordStandIn, member: Member, channel: Channel) -> dict[int, list[Json]]:
    """What options of these types may be set to, by type."""
    guild = member.guild
    seen = [each for each in guild.channels.values() if discord.world.may(member.user, each, "view_channel")]
    people = [_choice("", each.name, each.id) for each in guild.members.values()]
    roles = [_choice("@", each.name, each.id) for each in guild.roles.values() if each.id != guild.id]
    return {
        BOOLEAN: [{"name": "True", "value": True}, {"name": "False", "value": False}],
        MEMBER: people,
        CHANNEL: [_choice("#", each.name, each.id) for each in seen],
        ROLE: roles,
        MENTIONABLE: people + roles,
    }


def _choice(mark: str, name: str, value: int) -> Json:
    return {"name": f"{mark}{name}", "value": str(value)}


def _leaves(
    part: Json, locale: str, offers: dict[int, list[Json]], before: str = "", shown_before: str = ""
) -> list[Json]:
    name, shown = f"{before}{part['name']}", f"{shown_before}{_local(part, 'name', locale)}"
    options = part.get("options") or []
    below = [item for item in options if item["type"] in (SUB, GROUP)]
    if below:
        return [leaf for item in below for leaf in _leaves(item, locale, offers, f"{name} ", f"{shown} ")]
    about = _local(part, "description", locale)
    told = [_option_json(option, locale, offers) for option in options]
    return [{"name": name, "shown": shown, "description": about, "options": told}]


def _option_json(option: Json, locale: str, offers: dict[int, list[Json]]) -> Json:
    told = {"shown": _local(option, "name", locale), "description": _local(option, "description", locale)}
    declared = [choice | {"name": _local(choice, "name", locale)} for choice in option.get("choices") or []]
    return option | told | {"choices": declared or offers.get(option["type"], []), "kind": _kind(option)}


def _kind(option: Json) -> str:
    """What it takes, such as "whole number, from 1" or "text, up to 200 characters"."""
    least, most, length = (option.get(key) for key in ("min_value", "max_value", "max_length"))
    words = KINDS[option["type"]]
    if length is not None:
        return f"{words}, up to {length} characters"
    if least is not None and most is not None:
        return f"{words}, {least} to {most}"
    if least is not None:
        return f"{words}, from {least}"
    return words if most is None else f"{words}, up to {most}"


def _local(part: Json, key: str, locale: str) -> str:
    """A name or description in this language, else as it was registered."""
    return str((part.get(f"{key}_localizations") or {}).get(locale) or part[key])
