"""The bot killed around its posts, and started when Discord has forgotten the nonce, or where it cannot look."""

import pytest

from tests.crash.births import Nursery
from tests.crash.kinds import GENERATE, LYRICS, WAV
from tests.crash.matrix import posts, suffer_all, table
from tests.crash.trials import RecordProperty, judge

pytestmark = pytest.mark.timeout(900)


async def test_a_post_is_found_again_or_told_to_be_unsure_and_never_doubled(
    record_property: RecordProperty,
) -> None:
    async with Nursery.open() as nursery:
        cases = [case for kind in (GENERATE, LYRICS, WAV) for case in posts(kind, await table(kind, nursery))]
        outcomes = await suffer_all(cases, nursery)
    judge("posts, forgotten or unseen", outcomes, record_property)
