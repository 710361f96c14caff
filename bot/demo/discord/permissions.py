"""Permission bits, and how guild, roles and overwrites add up to what a member may do in a channel."""

from collections.abc import Iterable
from dataclasses import dataclass

BITS = {
    "kick_members": 1 << 1,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
ALL = (1 << 53) - 1
EVERYONE = (
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "add_reactions",
    "use_external_emojis",
    "use_application_commands",
    "create_public_threads",
    "send_messages_in_threads",
)


def bits(names: Iterable[str]) -> int:
    return sum({BITS[name] for name in names})


@dataclass
class Overwrite:
    """What a channel allows and denies one role or member, in bits."""

    allow: int = 0
    deny: int = 0

    def apply(self, permissions: int) -> int:
        return (permissions & ~self.deny) | self.allow


def combine(base: int, everyone: Overwrite | None, roles: Iterable[Overwrite], member: Overwrite | None) -> int:
    """Discord's order: @everyone's overwrite, the roles' taken together, the member's own."""
    if base & BITS["administrator"]:
        return ALL
    permissions = everyone.apply(base) if everyone else base
    together = Overwrite()
    for overwrite in roles:
        together.allow |= overwrite.allow
        together.deny |= overwrite.deny
    permissions = together.apply(permissions)
    permissions = member.apply(permissions) if member else permissions
    if not permissions & BITS["view_channel"]:
        return 0
    return permissions
