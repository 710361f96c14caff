"""Logs: readable by people or machines, and never with a secret in them."""

import io
import json
import logging

import pytest

from bot import log
from bot.config import Settings
from tests.log_stream import stream

__all__ = ["stream"]

SETTINGS = {
    "DISCORD_TOKEN": "MTIz.token",
    "MUSIC_API_KEY": "key/of+ours",
    "MUSIC_WEBHOOK_KEY": "abc",
    "DATABASE_URL": "postgresql://minstrel:p%40ssword@db/minstrel",
}


def configure(stream: io.StringIO, **environ: str) -> None:
    log.configure(Settings.load(SETTINGS | environ, None), stream)


def test_a_line_for_people_names_level_and_place(stream: io.StringIO) -> None:
    configure(stream)
    logging.getLogger("bot.tasks").info("Request %d is queued", 7)
    assert stream.getvalue().endswith(" INFO    bot.tasks: Request 7 is queued\n")


def test_a_line_for_machines_is_one_object(stream: io.StringIO) -> None:
    configure(stream, LOG_FORMAT="json")
    logging.getLogger("bot.tasks").warning("two\nlines")
    line = json.loads(stream.getvalue())
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "bot.tasks", "two\nlines")
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_dropped_from_lines_and_traces(stream: io.StringIO, form: str) -> None:
    configure(stream, LOG_FORMAT=form)
    try:
        raise ValueError("refused: key/of+ours, key%2Fof%2Bours")
    except ValueError:
        logging.getLogger("bot").exception("with MTIz.token and p%40ssword, p@ssword")
    text = stream.getvalue()
    assert "refused" in text
    assert not {word for word in ("MTIz", "of+ours", "of%2B", "ssword") if word in text}


@pytest.mark.parametrize(
    "address",
    ["/api/v10/interactions/12/s3cret/callback", "/webhooks/12/s3cret/messages/@original", "/callbacks/s3cret"],
)
def test_keys_in_addresses_are_dropped(stream: io.StringIO, address: str) -> None:
    configure(stream)
    logging.getLogger("discord.http").warning("POST https://h%s answered 429", address)
    assert "s3cret" not in stream.getvalue()
    assert "answered 429" in stream.getvalue()


def test_a_very_short_secret_does_not_blot_out_words(stream: io.StringIO) -> None:
    configure(stream, MUSIC_WEBHOOK_KEY="abc")
    logging.getLogger("bot").info("abc")
    assert stream.getvalue().endswith("abc\n")


def test_libraries_never_go_below_info(stream: io.StringIO) -> None:
    configure(stream, LOG_LEVEL="debug")
    logging.getLogger("bot.tasks").debug("ours")
    logging.getLogger("discord.gateway").debug("a token")
    logging.getLogger("aiosqlite").debug("a prompt")
    assert [line.split()[-1] for line in stream.getvalue().splitlines()] == ["ours"]


def test_a_higher_level_holds_for_all(stream: io.StringIO) -> None:
    configure(stream, LOG_LEVEL="ERROR")
    logging.getLogger("bot").warning("ours")
    logging.getLogger("discord").warning("theirs")
    assert stream.getvalue() == ""
