"""How a task ends, and the words in a prompt that decide it in the demo.

| words in the prompt   | what happens |
| --------------------- | --- |
| `fail please`         | starts, then GENERATE_AUDIO_FAILED (lyrics: GENERATE_LYRICS_FAILED) |
| `crash please`        | CREATE_TASK_FAILED at once |
| `sensitive please`    | starts, then SENSITIVE_WORD_ERROR |
| `refuse please`       | refused for its words by the create call |
| `vague please`        | failure 531, credits given back by the service |
| `slow please`         | takes five times as long |
| `never please`        | stays PENDING for ever |
| `single please`       | one song instead of two |
| `silent please`       | SUCCESS without audio links for a quarter of the usual time |
| `callback please`     | CALLBACK_EXCEPTION, with audio |
| `maintenance please`  | 455, and maintenance for everybody for 30 s (divided by the speed); works once for a text |
| `busy please`         | too many calls; works once for a text |
| `broke please`        | out of credits, this once |
| `unclear please`      | the request is taken, the answer is lost; works once for a text |
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fate:
    """What becomes of a task. `status` is its last word; `fails_at` the part of its time after which it fails."""

    status: str = "SUCCESS"
    fails_at: float = 0.5
    error_code: int | None = None
    error_message: str | None = None
    refunds: bool = False
    tracks: int = 2
    slowness: float = 1.0
    never: bool = False
    silent: float = 0.0
    """Part of its time that it already says SUCCESS but shows no audio link."""

    @property
    def fails(self) -> bool:
        return self.status not in {"SUCCESS", "CALLBACK_EXCEPTION"}


HAPPY = Fate()
BUSY = "Internal Error, Please try again later."

FATES: dict[str, Fate] = {
    "fail": Fate("GENERATE_AUDIO_FAILED", 0.5, 500, BUSY),
    "crash": Fate("CREATE_TASK_FAILED", 0.02, 500, BUSY),
    "sensitive": Fate("SENSITIVE_WORD_ERROR", 0.1, 400, "Song Description contained artist name"),
    "vague": Fate("GENERATE_AUDIO_FAILED", 0.2, 531, "Generation failed, credits have been refunded", refunds=True),
    "slow": Fate(slowness=5.0),
    "never": Fate(never=True),
    "single": Fate(tracks=1),
    "silent": Fate(silent=0.25),
    "callback": Fate("CALLBACK_EXCEPTION"),
}

REFUSALS = ("refuse", "maintenance", "busy", "broke", "unclear")
ONCE = frozenset({"maintenance", "busy", "broke", "unclear"})


def word_in(text: str) -> str | None:
    """The word of the table that the prompt asks for."""
    lowered = text.lower()
    return next((word for word in (*REFUSALS, *FATES) if f"{word} please" in lowered), None)


def fate_for(kind: str, word: str | None, house_failure: int) -> Fate:
    """The fate of a new task; failures carry the words of its kind (`generate`, `extend`, `lyrics`, `wav`)."""
    fate = FATES.get(word or "", HAPPY)
    if fate.status == "GENERATE_AUDIO_FAILED" and kind in {"lyrics", "wav"}:
        fate = replace(fate, status=f"GENERATE_{kind.upper()}_FAILED")
    if fate.error_code == 500 and house_failure == 501:
        fate = replace(fate, error_code=501, error_message="Audio generation failed")
    return fate
