"""What differs between the hosts of the service: addresses, meaning of codes, limits by model, prices, retention.

A code inside the answer means what the profile says; codes in no set mean that nobody knows what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.models import Kind

PRICES = {Kind.GENERATE: 12_000, Kind.EXTEND: 12_000, Kind.LYRICS: 400, Kind.WAV: 400}


@dataclass(frozen=True, slots=True)
class Limits:
    """Longest texts in characters: the idea of non-custom mode, and the three fields of custom mode."""

    idea: int
    lyrics: int
    style: int
    title: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One host of the service. `retention_days`: how long it keeps files; `signs`: whether callbacks may be signed."""

    name: str
    base_url: str
    limits_by_model: Mapping[str, Limits]
    default_model: str = "V4_5"
    credit_path: str = "/api/v1/generate/credit"
    both_callback_names: bool = False
    signs: bool = False
    retention_days: int = 15
    lyrics_prompt_limit: int = 200
    prices: Mapping[Kind, int] = field(default_factory=lambda: PRICES)
    refused: frozenset[int] = frozenset({400, 413, 422, 451})
    no_credits: frozenset[int] = frozenset({402, 429})
    too_many: frozenset[int] = frozenset({405, 430})

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(self.limits_by_model)

    def limits(self, model: str) -> Limits:
        """Raises KeyError for a model that is not among `models`."""
        return self.limits_by_model[model]


_OLD = ("V3_5", "V4")
_NEW = ("V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5")
_NEWEST = ("V6", "V6_WILD", "V6_MINI")


def _limits(idea: int, old: tuple[str, ...], new: tuple[str, ...], long_titles: tuple[str, ...]) -> dict[str, Limits]:
    small = {model: Limits(idea, 3000, 200, 80) for model in old}
    large = {model: Limits(idea, 5000, 1000, 100 if model in long_titles else 80) for model in new}
    return small | large


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "apibox",
            "https://apibox.erweima.ai",
            _limits(400, _OLD, (*_NEW, *_NEWEST), ()),
            both_callback_names=True,
        ),
        Profile(
            "sunoapi",
            "https://api.sunoapi.org",
            _limits(500, ("V4",), _NEW, ("V4_5", "V4_5PLUS", "V5", "V5_5")),
        ),
        Profile(
            "kie",
            "https://api.kie.ai",
            _limits(500, ("V4",), _NEW, ()),
            credit_path="/api/v1/chat/credit",
            signs=True,
            retention_days=14,
            no_credits=frozenset({402}),
            too_many=frozenset({405, 429, 430}),
        ),
    )
}


def profile_named(name: str) -> Profile:
    """Raises KeyError for a name that is not in `PROFILES`."""
    return PROFILES[name]
