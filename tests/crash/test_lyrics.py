"""The bot killed at every point in the life of drafts of lyrics."""

import pytest

from tests.crash.kinds import LYRICS
from tests.crash.trials import RecordProperty, die_at_every_point

pytestmark = pytest.mark.timeout(900)


async def test_drafts_come_once_and_cost_once_wherever_the_bot_is_killed(record_property: RecordProperty) -> None:
    await die_at_every_point(LYRICS, record_property)
