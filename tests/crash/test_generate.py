"""The bot killed at every point of a song's life."""

import pytest

from tests.crash.kinds import GENERATE
from tests.crash.trials import RecordProperty, die_at_every_point

pytestmark = pytest.mark.timeout(900)


async def test_songs_come_once_and_cost_once_wherever_the_bot_is_killed(record_property: RecordProperty) -> None:
    await die_at_every_point(GENERATE, record_property)
