"""Other languages in the second Discord, which says `en-US` of every interaction: that is changed on its way."""

from typing import Any

import pytest
import simcord.interactions


def spoken(monkeypatch: pytest.MonkeyPatch, member: str, guild: str) -> None:
    """From here on members read `member`, and servers are in `guild`."""
    said = simcord.interactions.base_payload

    def payload(*args: Any, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        record, body = said(*args, **kwargs)
        return record, body | {"locale": member, "guild_locale": guild}

    monkeypatch.setattr(simcord.interactions, "base_payload", payload)
