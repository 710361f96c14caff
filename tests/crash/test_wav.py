"""The bot killed at every point of a WAV's life."""

import pytest

from tests.crash.kinds import WAV
from tests.crash.trials import RecordProperty, die_at_every_point

pytestmark = pytest.mark.timeout(900)


async def test_a_wav_comes_once_and_costs_once_wherever_the_bot_is_killed(record_property: RecordProperty) -> None:
    await die_at_every_point(WAV, record_property)
