"""The office: what managers set for their guild, and members for themselves. Who may, the caller has checked."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.config import Settings
from bot.errors import BadCount, ModelNotAllowed, TooManyWords, UnknownModel
from bot.guild_rules import GuildSettings, Pings, written
from bot.music_api.profiles import Profile
from bot.store.bookings import LogTo
from bot.store.managing import Act
from bot.store.store import Store

MOST_WORDS, LONGEST_WORD = 100, 40
ROOM_FOR_WORDS = 4000
"""Characters of all blocked words with a line break between them: the form that shows them holds no more."""

LONGEST_ARTIST = 80


class Office:
    def __init__(self, store: Store, profile: Profile, settings: Settings, clock: Clock) -> None:
        self._guilds = store.guilds
        self._profile = profile
        self._settings = settings
        self._clock = clock

    async def settings(self, guild_id: int) -> GuildSettings:
        """One query."""
        return await self._guilds.settings(guild_id)

    async def blocked_counts(self, guild_id: int) -> dict[str, int]:
        return await self._guilds.blocked_counts(guild_id)

    def models(self, chosen: GuildSettings) -> tuple[str, ...]:
        """Those of the profile that the guild allows; all where it allows none that there still are."""
        allowed = tuple(model for model in self._profile.models if model in chosen.models)
        return allowed or self._profile.models

    def default_model(self, chosen: GuildSettings) -> str:
        """The guild's, else the host's, and in any case one that is allowed."""
        models = self.models(chosen)
        wanted = (chosen.model, self._settings.default_model or self._profile.default_model)
        return next((model for model in wanted if model in models), models[0])

    def check_model(self, chosen: GuildSettings, model: str) -> None:
        """Raises `ModelNotAllowed`."""
        models = self.models(chosen)
        if model not in models:
            raise ModelNotAllowed(models)

    def caps(self, chosen: GuildSettings) -> tuple[int, int]:
        """Requests at the service at once, for the guild and for one member; never above the host's."""
        host_guild, host_member = self._settings.running_per_guild, self._settings.running_per_member
        guild = min(host_guild, chosen.per_guild or host_guild)
        return guild, min(host_member, chosen.per_member or host_member, guild)

    async def change(
        self, guild_id: int, changes: Mapping[str, object], actor_id: int, log: LogTo | None = None
    ) -> None:
        """All of it, or nothing where one value is refused. Noted in the audit.

        Names and values are those of `GuildSettings`; an empty value takes back what was set. `log` is where bookings
        are told from now on. Raises `BadCount`, `TooManyWords` and `UnknownModel`.
        """
        for name, value in changes.items():
            self._check(name, value)
        values = {name: written(value) for name, value in changes.items()}
        await self._guilds.change(Act(guild_id, actor_id, self._clock.now()), values, log)

    def _check(self, name: str, value: object) -> None:
        match name, value:
            case ("per_guild", int()):
                _within(value, self._settings.running_per_guild)
            case ("per_member", int()):
                _within(value, self._settings.running_per_member)
            case ("models", tuple()):
                self._known(value)
            case ("model", str()):
                self._known((value,))
            case ("words", tuple()):
                _fitting(value)

    def _known(self, models: tuple[Any, ...]) -> None:
        if not set(models) <= {*self._profile.models, ""}:
            raise UnknownModel(self._profile.models)

    async def pings(self, guild_id: int, member_id: int) -> Pings:
        """What the member has set."""
        return await self._guilds.member_pings(guild_id, member_id)

    async def set_pings(self, guild_id: int, member_id: int, pings: Pings) -> None:
        await self._guilds.set_member_pings(guild_id, member_id, pings)


def _within(count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise BadCount(1, most)


def _fitting(words: tuple[str, ...]) -> None:
    length = len(written(words))
    if len(words) > MOST_WORDS or length > ROOM_FOR_WORDS:
        raise TooManyWords(len(words), length, MOST_WORDS, ROOM_FOR_WORDS)
