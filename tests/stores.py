"""Stores for tests: a SQLite file or a PostgreSQL database of the test's own, and the rows they begin with."""

from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from bot.models import Asked, QuickSong, Request
from bot.store.intake import Terms
from bot.store.quotas import QuotaRules
from bot.store.store import Store

GUILD, OTHER_GUILD, CHANNEL, ANA, BEN = 1, 2, 10, 100, 101
RULES = QuotaRules(default=240_000, period="month", maximum=240_000, total=None)
TERMS = Terms(profile="apibox", host="music.example", price=12_000)
IDEA = QuickSong(prompt="slow piano, rain on a tin roof", model="V4_5")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same tests on both databases."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path}/minstrel.db"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store.open(database_url, RULES, TERMS.host) as opened:
        yield opened


def asked(
    interaction_id: int = 1,
    *,
    guild: int = GUILD,
    member: int = ANA,
    request: Request = IDEA,
    role_ids: Collection[int] = (),
) -> Asked:
    return Asked(
        interaction_id=interaction_id,
        interaction_token="token",
        guild_id=guild,
        channel_id=CHANNEL,
        member_id=member,
        member_name="Ana",
        locale="en-US",
        request=request,
        role_ids=frozenset({guild, *role_ids}),
    )
