"""Settings: what they accept, what they refuse in words, and that nothing secret is ever in those words."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.config import Settings, duration, thousandths
from bot.errors import ConfigError
from bot.models import Kind

NEEDED = {"DISCORD_TOKEN": "token-of-ours", "MUSIC_API_KEY": "key-of-ours"}


def load(**environ: str) -> Settings:
    return Settings.load(NEEDED | environ, None)


def fault(**environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(**environ)
    return str(caught.value)


def test_two_settings_are_enough() -> None:
    settings = load()
    assert settings.discord_token.get_secret_value() == "token-of-ours"
    assert (settings.quota_default, settings.quota_max, settings.quota_total) == (240_000, 240_000, None)
    assert (settings.wait_max, settings.deadline, settings.grace) == (6 * HOUR, 30 * MINUTE, 10 * MINUTE)
    assert settings.database_url.get_secret_value() == "sqlite:///data/minstrel.db"
    assert settings.guilds_allowed is None


def test_every_fault_is_told_in_one_message() -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.load({"HTTP_PORT": "70000", "GRACE": "10", "LOG_FORMAT": "xml"}, None)
    lines = str(caught.value).splitlines()[1:]
    assert [line.split(":")[0] for line in lines] == [
        "- DISCORD_TOKEN",
        "- MUSIC_API_KEY",
        "- HTTP_PORT",
        "- GRACE",
        "- LOG_FORMAT",
    ]


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields if name != "media_dir"])
def test_a_refused_value_is_never_repeated(name: str) -> None:
    told = fault(**{name: "hunter2 is\x07 my secret"})
    assert f"- {name}: expected" in told
    assert "hunter2" not in told


def test_secrets_are_in_no_representation() -> None:
    settings = load(DATABASE_URL="postgresql://minstrel:hunter2@db/minstrel", MUSIC_WEBHOOK_KEY="hunter2")
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert not {word for word in ("hunter2", "token-of-ours", "key-of-ours") if word in text}


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        load().http_port = 1


def test_an_empty_value_counts_as_unset() -> None:
    settings = load(QUOTA_MAX="", PUBLIC_URL="  ", GUILDS_ALLOWED="")
    assert (settings.quota_max, settings.public_url, settings.guilds_allowed) == (240_000, None, None)
    assert "DISCORD_TOKEN: required" in fault(DISCORD_TOKEN="")


def test_the_most_a_manager_may_set_follows_the_default_and_is_never_below_it() -> None:
    assert load(QUOTA_DEFAULT="300").quota_max == 300_000
    assert load(QUOTA_DEFAULT="300", QUOTA_MAX="600").quota_max == 600_000
    assert "QUOTA_MAX: is below QUOTA_DEFAULT" in fault(QUOTA_DEFAULT="300", QUOTA_MAX="299.999")


def test_lists_are_read() -> None:
    settings = load(
        GUILDS_ALLOWED="1, 22", PRICES="generate=12, lyrics=0.4", MEDIA_TRUSTED_HOSTS="Files.example, 127.0.0.1:9000"
    )
    assert settings.guilds_allowed == frozenset({1, 22})
    assert settings.prices == {Kind.GENERATE: 12_000, Kind.LYRICS: 400}
    assert settings.media_trusted_hosts == {"files.example", "127.0.0.1:9000"}


@pytest.mark.parametrize("text", ["generate", "generate=x", "song=1", "generate=1,generate=2", "generate=0.0001", ","])
def test_prices_that_are_none_are_refused(text: str) -> None:
    assert "PRICES" in fault(PRICES=text)


@pytest.mark.parametrize("url", ["sqlite:///data/a.db", "sqlite:////var/a.db", "postgresql://u:p@h:5432/n"])
def test_databases_of_three_forms_are_known(url: str) -> None:
    assert load(DATABASE_URL=url).database_url.get_secret_value() == url


@pytest.mark.parametrize("url", ["data/a.db", "sqlite://a.db", "sqlite:///", "mysql://h/n", "postgresql:///n"])
def test_other_databases_are_refused(url: str) -> None:
    assert "DATABASE_URL" in fault(DATABASE_URL=url)


def test_addresses_lose_their_last_slash_and_may_hold_no_password() -> None:
    assert load(PUBLIC_URL="https://bot.example/m/").public_url == "https://bot.example/m"
    assert "PUBLIC_URL" in fault(PUBLIC_URL="https://u:p@bot.example")
    assert "DISCORD_API_URL" in fault(DISCORD_API_URL="http://127.0.0.1:9/api/v9")
    assert load(DISCORD_GATEWAY_URL="ws://127.0.0.1:9").discord_gateway_url == "ws://127.0.0.1:9"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN='from$file'\nMUSIC_API_KEY=from-file\nLOG_LEVEL=debug\n")
    settings = Settings.load({"MUSIC_API_KEY": "from-environ"}, file)
    assert settings.discord_token.get_secret_value() == "from$file"
    assert settings.music_api_key.get_secret_value() == "from-environ"
    assert settings.log_level == "DEBUG"


def test_the_real_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    assert Settings.load(env_file=tmp_path / "none").music_api_key.get_secret_value() == "key-of-ours"


def test_a_misspelt_setting_in_the_file_is_pointed_out(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKN=hunter2\nQUOTAMAX=hunter2\nGUILD_ALLOWED=1\nALLOWED_GUILDS=1\nguilds_allowed=1\n")
    assert Settings.load(NEEDED, file).warnings == (
        "DISCORD_TOKN: no such setting; is DISCORD_TOKEN meant?",
        "QUOTAMAX: no such setting; is QUOTA_MAX meant?",
        "GUILD_ALLOWED: no such setting; is GUILDS_ALLOWED meant?",
        "ALLOWED_GUILDS: no such setting; is GUILDS_ALLOWED meant?",
        "guilds_allowed: no such setting; is GUILDS_ALLOWED meant?",
    )
    with pytest.raises(ConfigError, match="is DISCORD_TOKEN meant") as caught:
        Settings.load({}, file)
    assert "hunter2" not in str(caught.value)


def test_any_other_name_in_the_file_is_pointed_out_but_those_of_compose(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("EDITOR=vi\nCOMPOSE_PROJECT_NAME=songs\nDOCKER_HOST=h\n")
    assert Settings.load(NEEDED, file).warnings == ("EDITOR: no such setting; .env.example names them all",)


def test_what_may_be_a_secret_in_the_place_of_a_name_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("MTk4NjIyNDgz.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs=\nDISCORD_TOKEN:MTk4NjIy=\n")
    (warning, _) = Settings.load(NEEDED, file).warnings
    assert warning == "a name that is not shown, for it may be a secret: no such setting; .env.example names them all"


def test_of_the_environment_only_what_is_nearly_a_setting_is_pointed_out() -> None:
    """Compose hands the file over as the environment, where many other names are."""
    given = NEEDED | {"GUILD_ALLOWED": "1", "EDITOR": "vi", "PATH": "/bin", "HTTP_PROXY": "p", "LOGNAME": "ana"}
    assert Settings.load(given, None).warnings == ("GUILD_ALLOWED: no such setting; is GUILDS_ALLOWED meant?",)


def test_a_file_that_is_no_text_is_a_fault_in_words(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        Settings.load(NEEDED, file)


@given(st.integers(1, 999_999), st.sampled_from([("s", SECOND), ("m", MINUTE), ("h", HOUR), ("d", DAY)]))
def test_times_are_read_exactly(count: int, unit: tuple[str, int]) -> None:
    assert duration(f"{count}{unit[0]}") == count * unit[1]


@pytest.mark.parametrize("text", ["", "0s", "6", "h", "1.5h", "-1h", "6 h", "٦h", "6w", "1h30m"])
def test_times_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — it has no text of its own
        duration(text)


@given(st.decimals(0, 10**9, places=3))
def test_credits_are_read_exactly(amount: Decimal) -> None:
    assert thousandths(f"{amount:f}") == amount * 1000
    assert thousandths(f"{int(amount)}") == int(amount) * 1000


@pytest.mark.parametrize("text", ["", "-1", "1.", ".5", "0.0001", "1e3", "1,5", "٣", "NaN", "1_000"])
def test_credits_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — it has no text of its own
        thousandths(text)
