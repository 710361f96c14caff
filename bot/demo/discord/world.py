"""What exists: users, guilds, roles, members, channels. Tests change it freely; messages live elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from bot.demo.discord.permissions import ALL, BITS, EVERYONE, Overwrite, bits, combine

Found = TypeVar("Found")
MIB = 1024 * 1024
TIER_LIMITS = (10 * MIB, 10 * MIB, 50 * MIB, 100 * MIB)
TEXT, DM, PUBLIC_THREAD = 0, 1, 11


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    takes_dms: bool = True
    locale: str = "en-US"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False


@dataclass(eq=False)
class Member:
    user: User
    guild: "Guild"
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.nick or self.user.name


@dataclass(eq=False)
class Channel:
    """A text channel, a thread (with `parent`) or, without a guild, a DM with `recipient`."""

    id: int
    name: str
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    topic: str | None = None
    archived: bool = False
    locked: bool = False
    """Threads only: whether nobody but who may Manage Threads opens it again."""
    nsfw: bool = False
    """Age-restricted; a thread is as its parent is."""

    @property
    def type(self) -> int:
        if self.guild is None:
            return DM
        return PUBLIC_THREAD if self.parent else TEXT

    @property
    def rules(self) -> dict[int, Overwrite]:
        """A thread has no overwrites of its own: its parent's hold."""
        return self.parent.overwrites if self.parent else self.overwrites

    def deny(self, target: "Role | Member", *names: str) -> None:
        overwrite = self.rules.setdefault(target.id, Overwrite())
        overwrite.deny |= bits(names)
        overwrite.allow &= ~bits(names)

    def allow(self, target: "Role | Member", *names: str) -> None:
        overwrite = self.rules.setdefault(target.id, Overwrite())
        overwrite.allow |= bits(names)
        overwrite.deny &= ~bits(names)


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    tier: int = 0
    file_limit_override: int | None = None
    locale: str = "en-US"
    everyone: Role = field(init=False)
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.everyone = Role(self.id, "@everyone", bits(EVERYONE))
        self.roles[self.id] = self.everyone
        self.add_member(self.owner)

    @property
    def file_limit(self) -> int:
        """Bytes allowed for one file: by boost tier, unless a test says otherwise."""
        return TIER_LIMITS[self.tier] if self.file_limit_override is None else self.file_limit_override

    def add_role(self, role_id: int, name: str, *permissions: str, mentionable: bool = False) -> Role:
        return self.roles.setdefault(role_id, Role(role_id, name, bits(permissions), mentionable))

    def add_member(self, user: User, *roles: Role) -> Member:
        return self.members.setdefault(user.id, Member(user, self, list(roles)))

    def add_channel(
        self, channel_id: int, name: str, *, parent: Channel | None = None, topic: str | None = None, nsfw: bool = False
    ) -> Channel:
        made = Channel(channel_id, name, guild=self, parent=parent, topic=topic, nsfw=nsfw)
        return self.channels.setdefault(channel_id, made)

    def member(self, name: str) -> Member:
        """By name; LookupError for a stranger."""
        return _first(name, (member for member in self.members.values() if name in (member.user.name, member.nick)))

    def channel(self, name: str) -> Channel:
        return _first(name, (channel for channel in self.channels.values() if channel.name == name))

    def permissions(self, user: User, channel: Channel | None = None) -> int:
        """What `user` may do here, in bits; 0 for a stranger."""
        member = self.members.get(user.id)
        if member is None:
            return 0
        if user is self.owner:
            return ALL
        base = self.everyone.permissions
        for role in member.roles:
            base |= role.permissions
        rules = channel.rules if channel else {}
        of_roles = [rules[role.id] for role in member.roles if role.id in rules]
        return combine(base, rules.get(self.id), of_roles, rules.get(user.id))


@dataclass(eq=False)
class World:
    bot: User
    owner: User
    guilds: dict[int, Guild] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    dms: dict[int, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.users |= {self.bot.id: self.bot, self.owner.id: self.owner}

    def add_user(self, user_id: int, name: str, *, locale: str = "en-US") -> User:
        return self.users.setdefault(user_id, User(user_id, name, locale=locale))

    def add_guild(self, guild_id: int, name: str, owner: User, *, tier: int = 0) -> Guild:
        """A guild that the bot is in, with a role of its own as after an invitation."""
        guild = self.guilds.setdefault(guild_id, Guild(guild_id, name, owner, tier))
        bot_role = guild.add_role(guild_id + 5000, self.bot.name)
        guild.add_member(self.bot, bot_role)
        return guild

    def channel(self, channel_id: int) -> Channel | None:
        for guild in self.guilds.values():
            if channel_id in guild.channels:
                return guild.channels[channel_id]
        return self.dms.get(channel_id)

    def dm_with(self, user: User, new_id: int) -> Channel:
        known = next((dm for dm in self.dms.values() if dm.recipient is user), None)
        if known is None:
            known = self.dms[new_id] = Channel(new_id, user.name, recipient=user)
        return known

    def may(self, user: User, channel: Channel, *names: str) -> bool:
        wanted = bits(names)
        return self.permissions_in(user, channel) & wanted == wanted

    def permissions_in(self, user: User, channel: Channel) -> int:
        if channel.guild is not None:
            return channel.guild.permissions(user, channel)
        return bits(EVERYONE) if user in (self.bot, channel.recipient) else 0

    def everyone_who_sees(self, channel: Channel) -> Iterator[User]:
        members = channel.guild.members.values() if channel.guild else []
        yield from (member.user for member in members if self.may(member.user, channel, "view_channel"))
        if channel.recipient:
            yield channel.recipient

    def send_permission(self, channel: Channel) -> str:
        return "send_messages_in_threads" if channel.parent else "send_messages"


def default_world() -> World:
    """Two guilds: one with three differently open channels and a thread, one nearly empty and boosted."""
    ana, ben, cleo = (User(1001, "Ana"), User(1002, "Ben"), User(1003, "Cleo"))
    world = World(bot=User(4242, "Minstrel", bot=True), owner=ana)
    world.users |= {user.id: user for user in (ben, cleo)}
    guild = world.add_guild(2001, "The Attic", ana)
    guild.add_member(ben, guild.add_role(2101, "Managers", "manage_guild", "manage_messages", mentionable=True))
    guild.add_member(cleo)
    songs = guild.add_channel(3001, "songs")
    guild.add_channel(3002, "lounge").deny(guild.members[world.bot.id], "attach_files")
    guild.add_channel(3003, "quiet").deny(guild.members[world.bot.id], "read_message_history")
    guild.add_channel(3004, "late night ideas", parent=songs)
    second = world.add_guild(2002, "The Cellar", ben, tier=2)
    second.add_member(ana)
    second.add_channel(3005, "songs")
    return world


def _first(name: str, found: Iterator[Found]) -> Found:
    for item in found:
        return item
    raise LookupError(name)


def has(permissions: int, name: str) -> bool:
    return bool(permissions & BITS[name])
