"""What the profiles promise, and that the stand-in, made from the same pages by another hand, agrees."""

import pytest

from bot.demo.music.house import HOUSES, PRICES
from bot.models import Kind
from bot.music_api.profiles import profile_named

NAMES = ("apibox", "sunoapi", "kie")


def test_apibox_has_its_own_pages_limits_unless_a_model_takes_more() -> None:
    profile = profile_named("apibox")
    for model in ("V3_5", "V4"):
        limits = profile.limits(model)
        assert (limits.idea, limits.lyrics, limits.style, limits.title) == (400, 3000, 200, 80)
    limits = profile.limits(profile.default_model)
    assert (limits.idea, limits.lyrics, limits.style, limits.title) == (400, 5000, 1000, 80)


@pytest.mark.parametrize("name", NAMES)
def test_prices_retention_and_hosts_are_as_documented(name: str) -> None:
    profile = profile_named(name)
    assert profile.prices == {Kind.GENERATE: 12_000, Kind.EXTEND: 12_000, Kind.LYRICS: 400, Kind.WAV: 400}
    assert profile.retention_days == (14 if name == "kie" else 15)
    assert profile.base_url.startswith("https://")
    assert profile.default_model in profile.models
    assert profile.lyrics_prompt_limit == 200


@pytest.mark.parametrize("name", NAMES)
def test_no_limit_is_larger_than_what_the_service_takes(name: str) -> None:
    profile, house = profile_named(name), HOUSES[name]
    assert set(profile.models) <= set(house.models)
    for model in profile.models:
        ours, theirs = profile.limits(model), house.models[model]
        assert ours.idea <= house.idea
        assert (ours.lyrics, ours.style) == (theirs.lyrics, theirs.style)
        assert ours.title <= theirs.title
    assert profile.lyrics_prompt_limit <= house.lyrics_prompt
    assert profile.credit_path == house.credit_path
    assert {kind.value: price for kind, price in profile.prices.items()} == PRICES


def test_an_unknown_profile_or_model_is_an_error() -> None:
    with pytest.raises(KeyError):
        profile_named("suno")
    with pytest.raises(KeyError):
        profile_named("apibox").limits("V9")
