"""kie's signature of a callback: Base64(HMAC-SHA256(key, `task_id.timestamp`)). The other hosts sign nothing."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from bot.clock import MINUTE, SECOND

FRESH = 10 * MINUTE
"""How old a signature may be: three more attempts of the service fit in, a callback that somebody kept does not."""


def is_signed(key: str, task_id: str, headers: Mapping[str, str], now: int) -> bool:
    """Whether `headers` sign `task_id` with `key`, at a time near `now`. Takes as long for any wrong signature."""
    timestamp = headers.get("X-Webhook-Timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    digest = hmac.new(key.encode(), f"{task_id}.{timestamp}".encode(), hashlib.sha256).digest()
    given = headers.get("X-Webhook-Signature", "").encode(errors="replace")  # headers may hold bytes of no encoding
    genuine = hmac.compare_digest(base64.b64encode(digest), given)
    return genuine and abs(now - int(timestamp) * SECOND) <= FRESH
