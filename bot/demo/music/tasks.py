"""Tasks and tracks of the stand-in, and the stages that they pass as time goes by."""

from dataclasses import dataclass, field

from bot.demo.music.answers import Json
from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.fates import Fate

MODEL_NAMES = {
    "V3_5": "chirp-v3-5",
    "V4": "chirp-v4",
    "V4_5": "chirp-v4-5",
    "V4_5PLUS": "chirp-bluejay",
    "V4_5ALL": "chirp-v4-5-all",
    "V5": "chirp-crow",
    "V5_5": "chirp-fenix",
}
# Parts of a task's time after which the words, and the first song, are there.
TEXT_AT, FIRST_AT = 0.2, 0.6


@dataclass(frozen=True)
class Clip:
    """One song; `recipe` is everything that its sound and picture are made from."""

    id: str
    task_id: str
    index: int
    title: str
    tags: str
    lyrics: str
    model: str
    model_name: str
    created_ms: int
    recipe: Recipe

    @property
    def seconds(self) -> float:
        return self.recipe.seconds


@dataclass
class Task:
    """`kind` is generate, extend, lyrics or wav; `stage` the last one passed, in the service's words."""

    id: str
    kind: str
    key: str
    body: Json
    price: int
    fate: Fate
    created_ms: int
    lasts_ms: int
    clips: list[Clip] = field(default_factory=list)
    drafts: list[Json] = field(default_factory=list)
    source: Clip | None = None
    stage: str = "PENDING"
    ended_ms: int | None = None
    refunded: bool = False
    callback_failed: bool = False

    @property
    def callback_url(self) -> str:
        return str(self.body.get("callBackUrl", ""))

    @property
    def status(self) -> str:
        return "CALLBACK_EXCEPTION" if self.callback_failed and self.stage == "SUCCESS" else self.stage

    @property
    def ended(self) -> bool:
        return self.ended_ms is not None

    def due(self) -> list[tuple[int, str]]:
        """Every stage with its moment, in order."""
        if self.fate.never:
            return []
        moments = [(TEXT_AT, "TEXT_SUCCESS"), (FIRST_AT, "FIRST_SUCCESS")] if self.clips else []
        if self.fate.fails:
            moments = [moment for moment in moments if moment[0] < self.fate.fails_at]
            moments.append((self.fate.fails_at, self.fate.status))
        else:
            moments.append((1.0, self.fate.status))
        return [(self.created_ms + round(part * self.lasts_ms), stage) for part, stage in moments]

    def next_due(self) -> tuple[int, str] | None:
        if self.ended:
            return None
        stages = self.due()
        names = [stage for _, stage in stages]
        passed = names.index(self.stage) + 1 if self.stage in names else 0
        return stages[passed] if passed < len(stages) else None

    def pass_stage(self, moment: int, stage: str) -> None:
        self.stage = stage
        if stage not in {"TEXT_SUCCESS", "FIRST_SUCCESS"}:
            self.ended_ms = moment

    def shows_audio(self, clip: Clip, now_ms: int) -> bool:
        """Whether the clip can be downloaded by now; at FIRST_SUCCESS only the first one can."""
        if self.fate.fails:
            return False
        if self.ended_ms is not None:
            return now_ms >= self.ended_ms + self.fate.silent * self.lasts_ms
        return self.stage == "FIRST_SUCCESS" and clip.index == 0
