"""Logging for people or for machines. Nothing logs a secret on purpose; this drops those that slip through."""

import json
import logging
import re
import sys
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import quote, quote_plus, unquote, urlsplit

from bot.config import Settings

OURS = ("bot", "cogs")

# Keys that others put into addresses: tokens of interactions and webhooks, keys of our callbacks.
_IN_ADDRESSES = re.compile(r"(/(?:interactions|webhooks)/\d+/|/callbacks/)[^/\s?\"']+")
_PERCENT = re.compile("%[0-9A-F]{2}")
DROPPED = "[secret]"


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Log to `stream` (stderr) from now on.

    Libraries stay at INFO or above whatever is set: at DEBUG discord.py logs tokens, and aiosqlite what it stores.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    secrets = secrets_of(settings)
    handler.setFormatter(JsonLines(secrets) if settings.log_format == "json" else TextLines(secrets))
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Longest first, so that one which holds another goes as a whole; very short ones would blot out ordinary words."""
    password = urlsplit(settings.database_url.get_secret_value()).password or ""
    kept = (settings.discord_token, settings.music_api_key, settings.music_webhook_key)
    found = {password, unquote(password), *(secret.get_secret_value() for secret in kept if secret)}
    written = {form for secret in found for form in _forms_of(secret)}
    return tuple(sorted((form for form in written if len(form) >= 4), key=len, reverse=True))


def _forms_of(secret: str) -> set[str]:
    """As libraries write it: plain, percent-encoded for a path or a query, in Base64, in hexadecimal."""
    raw = secret.encode()
    percent = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    small = {_PERCENT.sub(lambda found: found[0].lower(), form) for form in percent}
    base64 = {encode(raw).decode().rstrip("=") for encode in (b64encode, urlsafe_b64encode)}
    return {secret, raw.hex(), *percent, *small, *base64}


class TextLines(logging.Formatter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return without(super().format(record), self._secrets)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            line["trace"] = without(self.formatException(record.exc_info), self._secrets)
        return json.dumps(line, ensure_ascii=False)


def without(text: str, secrets: tuple[str, ...]) -> str:
    """`text` with every secret replaced."""
    for secret in secrets:
        text = text.replace(secret, DROPPED)
    return _IN_ADDRESSES.sub(rf"\1{DROPPED}", text)
