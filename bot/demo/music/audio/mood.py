"""What a description asks for: tempo, key, instruments, drums."""

import random
import re
from dataclasses import dataclass

TEMPOS: dict[str, tuple[int, int]] = {
    "very slow|lullaby|ambient|drone|meditat\\w*": (54, 62),
    "slow\\w*|ballad|gentle|calm|sleepy|tender|lento|adagio": (64, 74),
    "lo-?fi|chill\\w*|relax\\w*|dreamy|waltz|soul|blues": (76, 88),
    "very fast|speed|frantic|drum and bass|dnb|hardcore": (170, 178),
    "fast\\w*|punk|quick|racing|rush\\w*|presto|allegro|polka": (150, 164),
    "energetic|metal|rave|techno|upbeat|wild": (136, 146),
    "dance|house|disco|party|edm|pop|rock": (118, 128),
}
MINOR = (
    r"\b(sad\w*|minor|dark\w*|melanchol\w*|lonel\w*|alone|grief|cry\w*|tears?|lost|goodbye|moody|gloom\w*|blue|rain\w*|"
    r"winter|ghosts?|haunt\w*|angry|metal|techno|night)\b"
)
MAJOR = (
    r"\b(happ\w*|major|joy\w*|sunn\w*|bright\w*|cheer\w*|summer|uplifting|glad|celebrat\w*|birthday|smil\w*|hope\w*|"
    r"love|playful|carnival|spring|wedding)\b"
)
LEADS = {
    "flute": r"\b(flutes?|whistle|recorder|pan ?pipes?)\b",
    "strings": r"\b(violins?|strings|cello|orchestra\w*|fiddle|cinematic)\b",
    "synth": r"\b(synth\w*|electro\w*|techno|edm|house|rave|8-?bit|chip\w*|retro)\b",
    "guitar": r"\b(guitars?|folk|country|acoustic|punk|rock|metal|ukulele|banjo)\b",
    "bells": r"\b(bells?|music box|lullaby|christmas|glocken\w*|vibra\w*)\b",
    "organ": r"\b(organ|gospel|hymn|reggae|accordion)\b",
    "piano": r"\b(piano|keys|jazz|classical|ballad|lo-?fi)\b",
}
NO_DRUMS = r"\b(no drums|without drums|ambient|lullaby|meditat\w*|classical|a ?cappella|solo)\b"
SOFT_DRUMS = r"\b(slow\w*|ballad|gentle|calm|lo-?fi|chill\w*|jazz|folk|acoustic|dreamy|soft\w*)\b"


@dataclass(frozen=True)
class Mood:
    """`lead` sings the tune where nobody sings, `backing` plays the chords; `drums` is their loudness, 0 to 1."""

    bpm: int
    minor: bool
    lead: str
    backing: str
    drums: float
    named: tuple[str, ...]
    """Instruments that the text names."""


def read_mood(text: str, seed: int, variant: int) -> Mood:
    """The same text and seed give the same mood; the two variants differ in instruments, and a little in tempo."""
    lowered = text.lower()
    chance = random.Random(seed * 2 + variant)
    named = tuple(name for name, pattern in LEADS.items() if re.search(pattern, lowered))
    lead, backing = _instruments(named, chance, variant)
    drums = 0.0 if re.search(NO_DRUMS, lowered) else 0.45 if re.search(SOFT_DRUMS, lowered) else 0.9
    return Mood(_tempo(lowered, seed, variant), _is_minor(lowered, seed), lead, backing, drums, named)


def _tempo(text: str, seed: int, variant: int) -> int:
    if said := re.search(r"\b(\d{2,3})\s*-?bpm\b", text):
        return min(200, max(40, int(said.group(1))))
    found = (span for words, span in TEMPOS.items() if re.search(rf"\b({words})\b", text))
    low, high = next(found, (92, 108))
    middle = random.Random(seed).randint(low, high)
    # Both songs keep to the word that was given; the second leans to the other end of its range.
    return middle if variant == 0 else low + high - middle


def _is_minor(text: str, seed: int) -> bool:
    sad, glad = len(re.findall(MINOR, text)), len(re.findall(MAJOR, text))
    return sad > glad if sad != glad else random.Random(seed).random() < 0.4


def _instruments(named: tuple[str, ...], chance: random.Random, variant: int) -> tuple[str, str]:
    others = [name for name in LEADS if name not in named and name != "organ"]
    chance.shuffle(others)
    if len(named) >= 2:
        return named[variant % 2], named[(variant + 1) % 2]
    if named and variant == 0:
        return named[0], named[0] if named[0] in {"piano", "guitar", "organ", "synth"} else "piano"
    if named:
        return others[0], named[0]
    return others[0], ("piano", "guitar")[variant % 2]
