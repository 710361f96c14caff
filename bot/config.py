"""Settings, read once from the environment and `.env`, checked, and frozen.

The description of each field says what is expected; faults are told with it, in one message, and never with the value
that was refused: it might be a token in the wrong line.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import ConfigError
from bot.models import CREDIT, Kind

_OF_COMPOSE = ("COMPOSE_", "DOCKER_")
_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}


def duration(text: str) -> int:
    """Milliseconds in `45s`, `30m`, `6h` or `2d`; raises ValueError."""
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not found or not int(found[1]):
        raise ValueError
    return int(found[1]) * _UNITS[found[2]]


def thousandths(text: str) -> int:
    """Thousandths of a credit in `240` or `0.4`, exactly; raises ValueError, also for more than three decimals."""
    found = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{1,3}))?", text)
    if not found:
        raise ValueError
    return int(found[1]) * CREDIT + int((found[2] or "").ljust(3, "0"))


def _prices(text: str) -> dict[Kind, int]:
    pairs = [part.strip().partition("=") for part in text.split(",")]
    prices = {Kind(kind.strip()): thousandths(price.strip()) for kind, _, price in pairs}
    if len(prices) < len(pairs):
        raise ValueError
    return prices


def _guilds(text: str) -> frozenset[int]:
    return frozenset(_snowflake(part.strip()) for part in text.split(","))


def _snowflake(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,18}", text):
        raise ValueError
    return int(text)


def _hosts(text: str) -> frozenset[str]:
    hosts = frozenset(part.strip().lower() for part in text.split(","))
    if not all(re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", host) for host in hosts):
        raise ValueError
    return hosts


def _secret(text: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]+", text):  # it becomes an HTTP header
        raise ValueError
    return text


def _database(text: str) -> str:
    url = urlsplit(text)
    if not (text.startswith("sqlite:///") and len(url.path) > 1) and not (url.scheme == "postgresql" and url.netloc):
        raise ValueError
    return text


def _web(text: str) -> str:
    return _address(text, "http", "https")


def _gateway(text: str) -> str:
    return _address(text, "ws", "wss")


def _discord_api(text: str) -> str:
    address = _web(text)
    if not address.endswith("/api/v10"):
        raise ValueError
    return address


def _address(text: str, *schemes: str) -> str:
    url = urlsplit(text)
    plain = url.hostname and not (url.username or url.password or url.query or url.fragment)
    if url.scheme not in schemes or not plain or url.port == 0 or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError
    return text.rstrip("/")


def _not_below_default(most: int, info: ValidationInfo) -> int:
    if most < info.data.get("quota_default", 0):
        raise PydanticCustomError("fault", "is below QUOTA_DEFAULT, which every guild gets")
    return most


Credits = Annotated[int, BeforeValidator(thousandths)]
Duration = Annotated[int, BeforeValidator(duration)]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]
Web = Annotated[str, BeforeValidator(_web)]


class Settings(BaseSettings):
    """Money is in thousandths of a credit, durations are in milliseconds."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False)
    _warnings: tuple[str, ...] = PrivateAttr(default=())

    discord_token: Secret = Field(description="the bot's token from Discord's developer portal")
    music_api_key: Secret = Field(description="the key of the account at the music service")
    music_api_profile: Literal["apibox", "sunoapi", "kie"] = Field("apibox", description="apibox, sunoapi or kie")
    music_api_url: Web | None = Field(None, description="an address such as https://host, without user or query")
    default_model: str | None = Field(None, description="the name of a model", pattern=r"^[A-Za-z0-9_.-]{1,40}$")
    music_webhook_key: Secret | None = Field(None, description="the key that the service signs its callbacks with")
    database_url: Annotated[SecretStr, BeforeValidator(_database)] = Field(
        SecretStr("sqlite:///data/minstrel.db"),
        description="sqlite:///relative/path, sqlite:////absolute/path or postgresql://user:password@host/name",
    )
    public_url: Web | None = Field(None, description="an address such as https://host, without user or query")
    http_host: str = Field("127.0.0.1", description="an address or a name to listen at", pattern=r"^[A-Za-z0-9.:_-]+$")
    http_port: int = Field(8080, description="a port from 0 (any free one) to 65535", ge=0, le=65535)

    quota_default: Credits = Field(240 * CREDIT, description="credits such as 240 or 0.4, at most three decimals")
    quota_period: Literal["day", "week", "month"] = Field("month", description="day, week or month")
    quota_max: Annotated[Credits, AfterValidator(_not_below_default)] = Field(
        default_factory=lambda data: data.get("quota_default", 0),
        description="credits such as 240 or 0.4, at most three decimals",
    )
    quota_total: Credits | None = Field(None, description="credits such as 2400 or 0.4, at most three decimals")
    guilds_allowed: Annotated[frozenset[int], BeforeValidator(_guilds)] | None = Field(
        None, description="the ids of guilds, comma-separated"
    )
    prices: Annotated[dict[Kind, int], BeforeValidator(_prices)] | None = Field(
        None, description="a list such as generate=12,extend=12,lyrics=0.4,wav=0.4"
    )
    credits_warn: Credits = Field(240 * CREDIT, description="credits such as 240 or 0.4, at most three decimals")
    running_per_guild: int = Field(10, description="a whole number, 1 or more", ge=1)
    running_per_member: int = Field(2, description="a whole number, 1 or more", ge=1)
    wait_max: Duration = Field(6 * HOUR, description="a time such as 45s, 30m, 6h or 2d")
    deadline: Duration = Field(30 * MINUTE, description="a time such as 45s, 30m, 6h or 2d")
    grace: Duration = Field(10 * MINUTE, description="a time such as 45s, 30m, 6h or 2d")

    owner_channel: Annotated[int, BeforeValidator(_snowflake)] | None = Field(None, description="the id of a channel")
    discord_api_url: Annotated[str, BeforeValidator(_discord_api)] | None = Field(
        None, description="an http or https address that ends in /api/v10"
    )
    discord_gateway_url: Annotated[str, BeforeValidator(_gateway)] | None = Field(
        None, description="a ws or wss address without user or query"
    )
    media_trusted_hosts: Annotated[frozenset[str], BeforeValidator(_hosts)] = Field(
        frozenset(), description="hosts such as files.example or 127.0.0.1:9000, comma-separated"
    )
    media_dir: Path | None = Field(None, description="a folder")
    time_scale: float = Field(1.0, description="a number above 0", gt=0, allow_inf_nan=False)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)] = Field(
        "INFO", description="DEBUG, INFO, WARNING, ERROR or CRITICAL"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    def allows(self, guild_id: int) -> bool:
        """Whether the guild may spend."""
        return self.guilds_allowed is None or guild_id in self.guilds_allowed

    @property
    def warnings(self) -> tuple[str, ...]:
        """Names that are no settings, in words for the host."""
        return self._warnings

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Self:
        """Read `environ` (the process's own by default) over `env_file`; a setting without a value counts as unset.

        Raises `ConfigError` with every fault in one message.
        """
        in_file = _read(env_file)
        given = in_file | dict(os.environ if environ is None else environ)
        names = {name.upper(): name for name in cls.model_fields}
        hints = tuple(_misspelt(in_file, given, names))
        try:
            settings = cls.model_validate(
                {names[key]: value.strip() for key, value in given.items() if key in names and value.strip()}
            )
        except ValidationError as error:  # its own text would print what it refused
            found = error.errors(include_url=False, include_input=False)
            # QUOTA_MAX follows another setting; that it could not be told is no fault of its own
            faults = [_words(fault) for fault in found if fault["type"] != "default_factory_not_called"]
            lines = "".join(f"\n- {line}" for line in [*faults, *hints])
            raise ConfigError(f"The settings cannot be used (.env.example explains each):{lines}") from None
        settings._warnings = hints
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what `load` was given, so that tests and the demo are not touched by the real environment."""
        return (init_settings,)


def _read(env_file: Path | None) -> dict[str, str]:
    if env_file is None:
        return {}
    try:
        found = dotenv_values(env_file, interpolate=False)  # a token may hold a dollar sign
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{env_file} cannot be read: it must be a UTF-8 text file of lines NAME=value") from None
    return {name: value for name, value in found.items() if value is not None}


def _words(fault: ErrorDetails) -> str:
    field = str(fault["loc"][0])
    name, expected = field.upper(), Settings.model_fields[field].description
    if fault["type"] == "missing":
        return f"{name}: required, {expected}"
    return f"{name}: {fault['msg']}" if fault["type"] == "fault" else f"{name}: expected {expected}"


def _misspelt(in_file: Collection[str], given: Collection[str], names: Collection[str]) -> Iterator[str]:
    """The file is ours, so each name counts; the environment holds those of others, so only near ones do."""
    for key in given:
        if key in names or key.startswith(_OF_COMPOSE):
            continue
        nearest = _nearest(key.upper(), names, 0.6 if key in in_file else 0.8)
        if nearest or key in in_file:
            known = f"is {nearest} meant?" if nearest else ".env.example names them all"
            shown = key if re.fullmatch("[A-Za-z_]{1,40}", key) else "a name that is not shown, for it may be a secret"
            yield f"{shown}: no such setting; {known}"


def _nearest(key: str, names: Collection[str], likeness: float) -> str | None:
    """Also where its words stand in another order."""
    ordered = {_ordered(name): name for name in names}
    close = get_close_matches(_ordered(key), ordered, 1, likeness)
    return next(iter([*get_close_matches(key, names, 1, likeness), *(ordered[name] for name in close)]), None)


def _ordered(name: str) -> str:
    return "_".join(sorted(name.split("_")))
