"""The bot killed at every point of lyrics in time, which nobody pays and nothing but the asker remembers."""

import pytest

from tests.crash.kinds import TIMED
from tests.crash.trials import RecordProperty, die_at_every_point

pytestmark = pytest.mark.timeout(900)


async def test_lyrics_in_time_can_be_asked_for_again_wherever_the_bot_dies(
    record_property: RecordProperty,
) -> None:
    await die_at_every_point(TIMED, record_property)
