"""Token and keys stand in no log, no error, no traceback and no metric, in no form that gives them away."""

import base64
import io
import logging
import re
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import aiohttp
import pytest

from bot import __main__ as command_line
from bot import log
from bot.config import Settings
from bot.errors import ConfigError
from tests.log_stream import stream
from tests.processes import free_port
from tests.walking import walk

__all__ = ["stream"]

SECRETS = {
    "DISCORD_TOKEN": "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-b_c+d/e=fghijklmnopqrstuvw",
    "MUSIC_API_KEY": "sk+live/9f8e7d6c5b4a%3d&x=1",
    "MUSIC_WEBHOOK_KEY": "hook~secret/with+signs==",
    "DATABASE_URL": "postgresql://minstrel:pa%2fss%3aword!7@db.example/minstrel",
}


def forms_of(secret: str) -> set[str]:
    """As people and programs write it: plain, percent-encoded, in Base64, in hexadecimal."""
    raw = secret.encode()
    percent = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    base = {base64.b64encode(raw).decode().rstrip("="), base64.urlsafe_b64encode(raw).decode().rstrip("=")}
    small = {re.sub("%..", lambda found: found[0].lower(), form) for form in percent}
    return {secret, *percent, *small, *base, raw.hex()}


def given_away(text: str, *secrets: str) -> list[str]:
    return [form for secret in secrets for form in forms_of(secret) if form in text]


def hidden_in(environ: dict[str, str]) -> list[str]:
    database = environ.get("DATABASE_URL", SECRETS["DATABASE_URL"])
    return [*(value for name, value in environ.items() if name != "DATABASE_URL"), "pa/ss:word!7", database[22:38]]


@pytest.mark.parametrize("form", ["text", "json"])
def test_every_form_of_every_secret_is_dropped_from_logs(stream: io.StringIO, form: str) -> None:
    log.configure(Settings.load(SECRETS | {"LOG_FORMAT": form, "LOG_LEVEL": "DEBUG"}, None), stream)
    for secret in hidden_in(SECRETS):
        for written in forms_of(secret):
            try:
                raise ValueError(f"Bearer {written}")
            except ValueError:
                logging.getLogger("bot").exception("refused: %s", written, stack_info=True)
    text = stream.getvalue()
    assert "refused: [secret]" in text
    assert given_away(text, *hidden_in(SECRETS)) == []


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
@pytest.mark.parametrize("secret", [SECRETS["DISCORD_TOKEN"], SECRETS["MUSIC_API_KEY"]], ids=["token", "key"])
def test_a_secret_in_the_wrong_line_is_not_told(name: str, secret: str, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{name.upper()}= {secret}\n{secret}\nOF_NOBODY={secret}\n")
    for value in (f"{secret} ", f"http://{secret}@host", secret * 9):
        told = fault_of({name.upper(): value}, file)
        assert given_away(told, secret) == [], told


def fault_of(environ: dict[str, str], file: Path) -> str:
    """What the host would read, and what a traceback would add to it."""
    try:
        Settings.load(SECRETS | environ, file)
    except ConfigError:
        return traceback.format_exc()
    return ""


def test_settings_shown_by_accident_show_no_secret() -> None:
    loaded = Settings.load(SECRETS, None)
    assert (
        given_away(f"{loaded} {loaded!r} {loaded.model_dump()} {loaded.model_dump_json()}", *hidden_in(SECRETS)) == []
    )


def test_a_fault_that_nobody_foresaw_is_told_through_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stream: io.StringIO
) -> None:
    async def fails() -> int:
        log.configure(Settings.load(SECRETS, None), stream)
        raise RuntimeError(f"cannot use {SECRETS['DISCORD_TOKEN']}")

    monkeypatch.setattr(command_line, "_run", fails)
    assert command_line.main(["run"]) == 1
    assert "cannot use [secret]" in stream.getvalue()
    told = capsys.readouterr()
    assert given_away(told.out + told.err, *hidden_in(SECRETS)) == []


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_full_run_with_trouble_on_the_way_tells_no_secret(tmp_path: Path, form: str) -> None:
    port, hook = free_port(), SECRETS["MUSIC_WEBHOOK_KEY"]
    settings: dict[str, Any] = {
        "log_level": "DEBUG",
        "log_format": form,
        "music_webhook_key": hook,
        "http_port": str(port),
    }
    async with walk(tmp_path, public_url=f"http://127.0.0.1:{port}", **settings) as show:
        for endpoint, kind in (("record-info", "http"), ("record-info", "html"), ("media", "500")):
            show.music.faults.add(endpoint, kind)
        done = await show.command("generate quick", prompt="slow piano, rain on a tin roof")
        await show.until_songs(done)
        show.music.faults.add("generate", "code", code=401, msg=f"key {show.music.key} is not known")
        refused = await show.command("generate quick", prompt="another slow piano, please")
        await show.until_says(refused, "Not made")
        await show.command("credits")
        told = await _over_http(port)
        await show.kill()
        await show.start()
        assert await show.terminate() == 0
        text = show.log() + told
        keys = (task.callback_url[-32:] for task in show.music.tasks.values())
        secrets = [show.discord.token, show.music.key, hook, *keys]
        assert given_away(text, *secrets) == []
        assert "minstrel_tasks_ended" in told
        assert "Creates are held back" in text


async def _over_http(port: int) -> str:
    told = []
    async with aiohttp.ClientSession() as session:
        for path in ("metrics", "healthz", "readyz", "callbacks/none-of-them", "nowhere"):
            async with session.get(f"http://127.0.0.1:{port}/{path}") as answer:
                told.append(f"{answer.headers} {await answer.text()}")
    return "\n".join(told)
