"""The bot itself, its application, its commands, and where the gateway is."""

from typing import Any

from bot.demo.discord.checks import Json
from bot.demo.discord.payloads import application_json, me_json, user_json
from bot.demo.discord.refusals import Refused, missing_access, unknown
from bot.demo.discord.rest import Call, Rest
from bot.demo.discord.rules_commands import check_commands
from bot.demo.discord.state import State


def add_routes(rest: Rest) -> None:
    rest.add("GET", "/users/@me", lambda state, call: me_json(state.world.bot))
    rest.add("GET", "/users/{user_id}", get_user)
    rest.add("GET", "/oauth2/applications/@me", get_application)
    rest.add("GET", "/applications/@me", get_application)
    rest.add("GET", "/gateway", lambda state, call: {"url": state.gateway.url}, by_bot=False)
    rest.add("GET", "/gateway/bot", get_gateway_bot)
    for template in (
        "/applications/{application_id}/commands",
        "/applications/{application_id}/guilds/{guild_id}/commands",
    ):
        rest.add("GET", template, get_commands)
        rest.add("PUT", template, put_commands)


def refuse_route(state: State, call: Call) -> None:
    raise Refused(404, 0, "404: Not Found")


def get_user(state: State, call: Call) -> Json:
    user = state.world.users.get(call.id("user_id"))
    if user is None:
        raise unknown("User")
    return user_json(user)


def get_application(state: State, call: Call) -> Json:
    return application_json(state.world, state.application_id)


def get_gateway_bot(state: State, call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": state.gateway.url, "shards": 1, "session_start_limit": limit}


def _guild_of(state: State, call: Call) -> int | None:
    if call.id("application_id") != state.application_id:
        raise unknown("Application")
    guild_id = call.id("guild_id") if "guild_id" in call.params else None
    if guild_id is not None and guild_id not in state.world.guilds:
        raise missing_access()
    return guild_id


def get_commands(state: State, call: Call) -> list[Json]:
    return state.commands.get(_guild_of(state, call), [])


def put_commands(state: State, call: Call) -> list[Json]:
    """Replaces the whole set; a command of the same type and name keeps its id."""
    guild_id = _guild_of(state, call)
    wanted = check_commands(call.body.payload)
    known = {(old["type"], old["name"]): old["id"] for old in state.commands.get(guild_id, [])}
    state.commands[guild_id] = [_registered(state, command, known, guild_id) for command in wanted]
    return state.commands[guild_id]


def _registered(state: State, command: Json, known: dict[Any, str], guild_id: int | None) -> Json:
    kind = command.get("type", 1)
    body: Json = {
        "id": known.get((kind, command["name"])) or str(state.clock.new_id()),
        "application_id": str(state.application_id),
        "version": str(state.clock.new_id()),
        "type": kind,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "integration_types": [0],
        "contexts": None,
        "dm_permission": True,
    }
    body |= {key: value for key, value in command.items() if value is not None and key not in ("id", "type")}
    if body["default_member_permissions"] is not None:
        body["default_member_permissions"] = str(body["default_member_permissions"])
    return body | ({"guild_id": str(guild_id)} if guild_id is not None else {})
