"""Failures by chance: a share of the calls to each stand-in meets one, of every kind that the stand-in knows.

Left out is what would be a lie rather than a fault: a refusal of a create call that was carried out all the same, and
Discord calling a message gone that is there.
"""

import asyncio
import random
from collections import Counter
from typing import Any

from bot.demo.discord import faults as of_discord
from bot.demo.music import faults as of_music
from bot.demo.music.answers import Json

UNCLEAR = frozenset({"html", "empty", "list", "cut", "hold", "http"})
"""After these the caller cannot know whether the service did its work, so it may have."""

CODES = (400, 401, 405, 413, 429, 430, 455, 500, 503)
STATUSES = (429, 500, 502, 503, 504)
SELDOM = {"never": 0.2, "maintenance": 0.3, "broke": 0.3, "oversize": 0.2, "huge": 0.3, "cloudflare": 0.1, "403": 0.3}
"""What holds up everybody, or takes long, comes less often than the rest, which all have the weight 1."""

OF_CREATES = (*of_music.INSTEAD, *of_music.ON_THE_WAY, "null_data", "no_data", "no_task_id", *of_music.IN_FATE)
OF_QUERIES = (*of_music.INSTEAD, *of_music.ON_THE_WAY, *of_music.IN_DATA)
OF_DISCORD: tuple[of_discord.Kind, ...] = (
    "429", "429-global", "403", "cloudflare", "500-before", "500-after", "cut-before", "cut-after", "hold-before",
    "hold-after", "slow-before", "slow-after",
)  # fmt: skip
HELD = (0.2, 2.0)
"""Seconds for which an answer may be held."""


class MusicMisfortunes(of_music.Faults):
    """`met` counts the kinds; `calls` all calls."""

    def __init__(self, share: float, chance: random.Random) -> None:
        super().__init__()
        self.share, self._chance = share, chance
        self.met: Counter[str] = Counter()
        self.calls = 0

    def take(self, endpoint: str, body: Json) -> of_music.Fault | None:
        self.calls += 1
        if self._chance.random() >= self.share:
            return None
        create = endpoint in of_music.CREATES
        kinds = tuple(of_music.IN_MEDIA) if endpoint == "media" else OF_CREATES if create else OF_QUERIES
        kind = _one_of(self._chance, kinds)
        self.met[f"{endpoint} {kind}"] += 1
        fault = of_music.Fault(endpoint, kind, 1, None, None, self._options(kind, create))
        _let_go(fault, self._chance)
        return fault

    def _options(self, kind: str, create: bool) -> dict[str, Any]:
        chance = self._chance
        options: dict[str, Any] = {"seconds": chance.uniform(0.1, 1), "size": 11_000_000, "to": "http://10.0.0.1/song"}
        if kind == "code":
            options["code"] = chance.choice(CODES)
        if kind == "http":
            options["status"] = chance.choice(STATUSES)
        if create and kind in UNCLEAR and options.get("status") != 429:
            options["applied"] = chance.random() < 0.5
        return options


class DiscordMisfortunes(of_discord.Faults):
    """Only for what is said in channels and to members; a login that fails ends a bot in words."""

    def __init__(self, share: float, chance: random.Random) -> None:
        super().__init__()
        self.share, self._chance = share, chance
        self.met: Counter[str] = Counter()
        self.calls = 0

    def take(self, method: str, path: str, payload: object, now: int) -> of_discord.Fault | None:
        if not path.startswith(("/channels/", "/interactions/", "/webhooks/")):
            return None
        self.calls += 1
        if self._chance.random() >= self.share:
            return None
        kind = _one_of(self._chance, OF_DISCORD)
        if kind == "403" and (method == "GET" or not path.startswith("/channels/")):
            return None
        self.met[kind] += 1
        fault = of_discord.Faults().add((method, "."), kind, seconds=self._chance.uniform(0.1, 1))
        _let_go(fault, self._chance)
        return fault


def _one_of(chance: random.Random, kinds: tuple[Any, ...]) -> Any:
    return chance.choices(kinds, [SELDOM.get(kind, 1.0) for kind in kinds])[0]


def _let_go(fault: of_music.Fault | of_discord.Fault, chance: random.Random) -> None:
    if fault.kind.startswith("hold"):
        asyncio.get_running_loop().call_later(chance.uniform(*HELD), fault.release)
