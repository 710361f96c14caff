"""What differs between the three shop fronts of the service: codes, limits, prices, retention."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Longest texts in custom mode, in characters."""

    lyrics: int
    style: int
    title: int


@dataclass(frozen=True)
class House:
    name: str
    credit_path: str
    models: Mapping[str, Limits]
    idea: int
    """Longest prompt in non-custom mode."""
    lyrics_prompt: int
    bad: int
    """Code for a field that is missing, wrong or refused for its words."""
    too_long: int
    no_credits: int
    too_many: int
    too_many_status: int
    """HTTP status that goes with `too_many`: kie's limiter is the only one that leaves 200."""
    audio_failed: int
    retention_days: int
    queries_per_second: int | None
    """Queries for one task; only kie publishes a number."""
    lyrics_callback_id: str
    tells_titles_early: bool
    """Whether the `text` callback carries the tracks' titles and lyrics."""
    signs: bool


SMALL = Limits(3000, 200, 80)
LARGE = Limits(5000, 1000, 80)
LARGE_LONG_TITLE = Limits(5000, 1000, 100)

_LISTED = {"V4": SMALL, "V4_5": LARGE, "V4_5PLUS": LARGE, "V4_5ALL": LARGE, "V5": LARGE, "V5_5": LARGE}
_LONG_TITLES = dict.fromkeys(("V4_5", "V4_5PLUS", "V5", "V5_5"), LARGE_LONG_TITLE)
_NEWEST = dict.fromkeys(("V6", "V6_WILD", "V6_MINI"), LARGE)

APIBOX = House(
    name="apibox",
    credit_path="/api/v1/generate/credit",
    models={"V3_5": SMALL, **_LISTED, **_NEWEST},
    idea=400,
    lyrics_prompt=200,
    bad=400,
    too_long=413,
    no_credits=429,
    too_many=430,
    too_many_status=200,
    audio_failed=400,
    retention_days=15,
    queries_per_second=None,
    lyrics_callback_id="taskId",
    tells_titles_early=True,
    signs=False,
)

SUNOAPI = House(
    name="sunoapi",
    credit_path="/api/v1/generate/credit",
    models={**_LISTED, **_LONG_TITLES},
    idea=500,
    lyrics_prompt=200,
    bad=400,
    too_long=413,
    no_credits=429,
    too_many=405,
    too_many_status=200,
    audio_failed=400,
    retention_days=15,
    queries_per_second=None,
    lyrics_callback_id="taskId",
    tells_titles_early=True,
    signs=False,
)

KIE = House(
    name="kie",
    credit_path="/api/v1/chat/credit",
    models=_LISTED,
    idea=500,
    lyrics_prompt=200,
    bad=422,
    too_long=422,
    no_credits=402,
    too_many=429,
    too_many_status=429,
    audio_failed=501,
    retention_days=14,
    queries_per_second=3,
    lyrics_callback_id="task_id",
    tells_titles_early=False,
    signs=True,
)

HOUSES: Mapping[str, House] = {house.name: house for house in (APIBOX, SUNOAPI, KIE)}

# Thousandths of a credit, as measured by users; timestamped lyrics and queries are free.
PRICES = {"generate": 12_000, "extend": 12_000, "lyrics": 400, "wav": 400}
