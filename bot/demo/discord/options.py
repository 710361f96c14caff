"""From what a member typed to an interaction's `data`: the registered command, its options, what they resolve to."""

from typing import Any

from bot.demo.discord.checks import Json
from bot.demo.discord.client_rules import ClientRefused, check_option
from bot.demo.discord.files import Attachment, attachment_json
from bot.demo.discord.payloads import channel_json, member_json, role_json, user_json
from bot.demo.discord.state import State
from bot.demo.discord.world import Channel, Member, Role, has

SUB, GROUP = 1, 2


def find_command(state: State, guild_id: int | None, name: str, kind: int) -> Json:
    """The guild's own command before the global one, as Discord's client lists them."""
    for scope in (guild_id, None):
        for command in state.commands.get(scope, []):
            if command["name"] == name and command["type"] == kind:
                return command
    raise ClientRefused(f"no command {name!r} is registered")


def refuse_hidden(state: State, command: Json, member: Member, channel: Channel) -> None:
    rights = state.world.permissions_in(member.user, channel)
    needed = int(command.get("default_member_permissions") or 0)
    nobody = command.get("default_member_permissions") == "0" and not has(rights, "administrator")
    if channel.guild is not None and (nobody or rights & needed != needed):
        raise ClientRefused(f"{command['name']} is hidden from {member.name}")
    contexts = command.get("contexts")
    if contexts is not None and (0 if channel.guild else 1) not in contexts:
        raise ClientRefused(f"{command['name']} cannot be used here")
    if not state.world.may(member.user, channel, "view_channel", "use_application_commands"):
        raise ClientRefused(f"{member.name} cannot use commands here")


def walk_to_leaf(command: Json, path: list[str]) -> list[Json]:
    """The command and the groups and subcommands on the way to what is called."""
    chain = [command]
    for name in path:
        found = next((item for item in chain[-1].get("options") or [] if item["name"] == name), None)
        if found is None or found["type"] not in (SUB, GROUP):
            raise ClientRefused(f"no subcommand {name!r}")
        chain.append(found)
    if any(option["type"] in (SUB, GROUP) for option in chain[-1].get("options") or []):
        raise ClientRefused(f"{' '.join([command['name'], *path])} needs a subcommand")
    return chain


def command_data(chain: list[Json], leaf_options: list[Json], guild_id: int | None) -> Json:
    options = leaf_options
    for part in reversed(chain[1:]):
        options = [{"name": part["name"], "type": part["type"], "options": options}]
    root = chain[0]
    data = {"id": root["id"], "name": root["name"], "type": root["type"], "options": options}
    return data | ({"guild_id": root["guild_id"]} if root.get("guild_id") else {})


def check_values(leaf: Json, values: dict[str, Any]) -> None:
    declared = {option["name"]: option for option in leaf.get("options") or []}
    for name in values:
        if name not in declared:
            raise ClientRefused(f"{leaf['name']} has no option {name!r}")
    for name, option in declared.items():
        if option.get("required") and name not in values:
            raise ClientRefused(f"{name} is required")
        if name in values:
            check_option(option, values[name])


def typed_option(option: Json, value: Any) -> Json:
    plain = value if isinstance(value, (str, int, float, bool)) else str(value.id)
    return {"name": option["name"], "type": option["type"], "value": plain}


def resolve(state: State, channel: Channel, values: list[Any]) -> Json:
    """`resolved`: the objects behind the ids (members, roles, channels, attachments)."""
    resolved: Json = {}
    for value in values:
        key = str(getattr(value, "id", ""))
        if isinstance(value, Member):
            resolved.setdefault("users", {})[key] = user_json(value.user)
            rights = {"permissions": str(value.guild.permissions(value.user, channel))}
            resolved.setdefault("members", {})[key] = member_json(value, with_user=False) | rights
        elif isinstance(value, Role):
            resolved.setdefault("roles", {})[key] = role_json(value, 1)
        elif isinstance(value, Channel):
            resolved.setdefault("channels", {})[key] = channel_json(value) | {"permissions": "0"}
        elif isinstance(value, Attachment):
            shown = attachment_json(state.files, value, ephemeral=True)
            resolved.setdefault("attachments", {})[key] = shown
    return {"resolved": resolved} if resolved else {}
