"""Numbers that Discord documents or that were seen; tests may move them."""

from dataclasses import dataclass

MINUTE_MS = 60_000


@dataclass
class Limits:
    callback_ms: int = 3_000
    token_ms: int = 15 * MINUTE_MS
    nonce_ms: int = 5 * MINUTE_MS
    """Discord says "the past few minutes"."""
    link_ms: int = 24 * 60 * MINUTE_MS
    late_edit_ms: int = 60 * MINUTE_MS
    late_edits: int = 3
    """Edits of one message older than an hour, within an hour, before 30046."""
    late_edit_retry_after: float = 60.0
