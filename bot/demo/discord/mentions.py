"""Who a text pings, given `allowed_mentions`. Embeds never ping, edits never notify."""

import re
from dataclasses import dataclass, field

from bot.demo.discord.checks import Json
from bot.demo.discord.permissions import BITS
from bot.demo.discord.rules_components import TEXT, walk
from bot.demo.discord.world import Channel, User, World

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass
class Pings:
    users: list[User] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


def find_pings(
    world: World,
    channel: Channel,
    author: User,
    content: str,
    components: list[Json],
    allowed: Json | None,
    replied: User | None,
) -> Pings:
    shown = [content, *(str(part.get("content")) for part in walk(components) if part.get("type") == TEXT)]
    text = "\n".join(shown)
    may_all = bool(world.permissions_in(author, channel) & BITS["mention_everyone"])
    pings = Pings(everyone=may_all and bool(EVERYONE.search(text)) and _allows(allowed, "everyone", None))
    for user_id in dict.fromkeys(int(found) for found in USER.findall(text)):
        if user_id in world.users and _allows(allowed, "users", user_id):
            pings.users.append(world.users[user_id])
    roles = channel.guild.roles if channel.guild else {}
    for role_id in dict.fromkeys(int(found) for found in ROLE.findall(text)):
        if role_id in roles and (roles[role_id].mentionable or may_all) and _allows(allowed, "roles", role_id):
            pings.roles.append(role_id)
    if replied and replied not in pings.users and (allowed is None or allowed.get("replied_user")):
        pings.users.append(replied)
    return pings


def _allows(allowed: Json | None, kind: str, entity: int | None) -> bool:
    """Without `allowed_mentions` all pings count; with it only what it names."""
    if allowed is None or kind in (allowed.get("parse") or []):
        return True
    return entity is not None and entity in {int(item) for item in allowed.get(kind) or []}


def notified(world: World, channel: Channel, author: User, pings: Pings) -> list[User]:
    """The members who see the channel and are meant, once each, never the author."""
    members = channel.guild.members.values() if channel.guild else []
    by_role = [member.user for member in members if any(role.id in pings.roles for role in member.roles)]
    seeing = list(world.everyone_who_sees(channel))
    meant = seeing if pings.everyone else [user for user in seeing if user in pings.users or user in by_role]
    return [user for user in meant if user is not author]
