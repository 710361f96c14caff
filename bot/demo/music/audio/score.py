"""Composing: keys, chords, motifs, and the words laid on the tune."""

import random
from dataclasses import dataclass

from bot.demo.music.audio.phrases import BARS_PER_LINE, SungLine, sung_lines
from bot.demo.music.audio.recipe import BEATS, Recipe

MAJOR_SCALE, MINOR_SCALE = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
# Chords as degrees of the scale, a bar each. All begin at home, so that the key is heard at once.
MAJOR_CHORDS = ((0, 4, 5, 3), (0, 5, 3, 4), (0, 3, 0, 4), (0, 3, 4, 0))
MINOR_CHORDS = ((0, 5, 3, 4), (0, 3, 0, 4), (0, 5, 0, 3), (0, 3, 4, 0))
# Beats at which the tune moves, over one bar.
RHYTHMS = ((0, 1, 2, 3), (0, 1.5, 2, 3), (0, 1, 1.5, 2, 3), (0, 0.5, 1, 2, 3, 3.5), (0, 2, 3), (0, 1.5, 3))


@dataclass(frozen=True)
class Note:
    """Seconds, MIDI pitch, loudness 0 to 1."""

    start: float
    length: float
    pitch: int
    loudness: float


@dataclass(frozen=True)
class Syllable:
    """One sung note; `text` is the syllable as spelt."""

    start: float
    length: float
    pitch: int
    text: str


@dataclass
class Score:
    """Parts of the new stretch of a song, in seconds from its beginning. `drums` holds names of strokes."""

    tune: list[Note]
    chords: list[Note]
    bass: list[Note]
    drums: list[tuple[float, str, float]]
    voice: list[Syllable]
    lines: list[SungLine]


def compose(recipe: Recipe) -> Score:
    return _Composer(recipe).compose()


class _Composer:
    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        mood = recipe.mood
        self._chance = random.Random(recipe.seed * 7 + recipe.variant * 3 + (101 + recipe.take if recipe.source else 0))
        key = random.Random(recipe.seed).randrange(12)
        # A fourth apart, so that the two songs of a task are told apart at the first note.
        self._home = 48 + (key + 5 * recipe.variant) % 12
        self._scale = MINOR_SCALE if mood.minor else MAJOR_SCALE
        self._degrees = self._chance.choice(MINOR_CHORDS if mood.minor else MAJOR_CHORDS)
        self._beat = 60 / mood.bpm
        self._bars = recipe.bars
        self._intro = 2 if self._bars >= 8 and not recipe.source else 0
        self._motifs = [self._motif() for _ in range(2)]

    def compose(self) -> Score:
        lines = self._sung()
        voice = [syllable for line in lines for syllable in self._sing(line)]
        chords = [note for bar in range(self._bars) for note in self._chord(bar)]
        bass = [note for bar in range(self._bars) for note in self._bass(bar)]
        drums = [stroke for bar in range(self._intro, self._bars) for stroke in self._drum_bar(bar)]
        return Score(self._tune(bool(voice)), self._ending(chords), bass, drums, voice, lines)

    def _degree(self, bar: int) -> int:
        return 0 if bar == self._bars - 1 else self._degrees[bar % 4]

    def _pitch(self, degree: int) -> int:
        octave, step = divmod(degree, 7)
        return self._home + 12 * octave + self._scale[step]

    def _motif(self) -> list[tuple[float, int]]:
        """Beats and steps above the chord for one bar; the first is a chord tone, the rest walk near it."""
        step, motif = self._chance.choice((0, 2, 4)), []
        for beat in self._chance.choice(RHYTHMS):
            motif.append((float(beat), step))
            step += self._chance.choice((-2, -1, -1, 1, 1, 2))
            step = max(-1, min(7, step))
        return motif

    def _tune(self, behind_voice: bool) -> list[Note]:
        """A A B A over four bars. Behind a voice the instrument only answers in every fourth bar."""
        notes = []
        for bar in range(self._intro and 1, self._bars - 1):
            if behind_voice and bar >= self._intro and bar % 4 != 3:
                continue
            motif = self._motifs[1 if bar % 4 == 2 else 0]
            for index, (beat, step) in enumerate(motif):
                end = motif[index + 1][0] if index + 1 < len(motif) else BEATS
                at = (bar * BEATS + beat) * self._beat
                pitch = self._pitch(self._degree(bar) + step) + 12
                notes.append(Note(at, (end - beat) * self._beat, pitch, 0.9 if beat == 0 else 0.7))
        return [*notes, Note(self._last_bar, 2.5 * self._beat, self._pitch(0) + 12, 0.8)]

    @property
    def _last_bar(self) -> float:
        return (self._bars - 1) * BEATS * self._beat

    def _chord(self, bar: int) -> list[Note]:
        """A triad, struck twice, or broken into a pattern when the song is slow."""
        root = self._degree(bar)
        triad = [self._pitch(root + step) for step in (0, 2, 4)]
        triad = [pitch + 12 if pitch < 52 else pitch for pitch in triad]
        start = bar * BEATS * self._beat
        if self._recipe.mood.bpm < 100:
            pattern = (0, 1, 2, 1, 0, 1, 2, 1)
            return [
                Note(start + index * self._beat / 2, self._beat * 1.4, triad[which], _weight(index))
                for index, which in enumerate(pattern)
            ]
        strokes = ((0, 1.4), (1.5, 0.9), (2.5, 1.4))
        return [Note(start + at * self._beat, held * self._beat, pitch, 0.5) for at, held in strokes for pitch in triad]

    def _ending(self, chords: list[Note]) -> list[Note]:
        """The last bar is one long chord at home."""
        kept = [note for note in chords if note.start < self._last_bar - 0.01]
        last = [Note(self._last_bar, 4 * self._beat + 1.0, self._pitch(step), 0.6) for step in (0, 2, 4)]
        return kept + last

    def _bass(self, bar: int) -> list[Note]:
        start, root = bar * BEATS * self._beat, self._pitch(self._degree(bar)) - 12
        root = root - 12 if root > 45 else root
        if bar == self._bars - 1:
            return [Note(start, 3.5 * self._beat, root, 0.8)]
        fast = self._recipe.mood.bpm >= 112
        beats = (0, 1, 2, 3) if fast else (0, 2)
        return [Note(start + beat * self._beat, self._beat * (0.9 if fast else 1.8), root, 0.8) for beat in beats]

    def _drum_bar(self, bar: int) -> list[tuple[float, str, float]]:
        loud = self._recipe.mood.drums
        if loud == 0.0 or bar == self._bars - 1:
            return []
        start, beat = bar * BEATS * self._beat, self._beat
        kicks = range(BEATS) if self._recipe.mood.bpm >= 112 else (0, 2)
        strokes = [(start + at * beat, "kick", 1.0 if at == 0 else 0.9) for at in kicks]
        strokes += [(start + beat, "snare", 0.8), (start + 3 * beat, "snare", 0.85)]
        strokes += [(start + half * beat / 2, "hat", 0.5 if half % 2 == 0 else 0.25) for half in range(8)]
        if bar % 4 == 3:
            strokes.append((start + 3.5 * beat, "snare", 0.6))
        return [(at, name, force * loud) for at, name, force in strokes]

    def _sung(self) -> list[SungLine]:
        if not self._recipe.sung:
            return []
        bars = max(BARS_PER_LINE, self._bars - 1 - self._intro)
        return sung_lines(self._recipe.lyrics, self._intro, bars, BEATS * self._beat)

    def _sing(self, line: SungLine) -> list[Syllable]:
        """Each syllable a note of the motif of its bar, walking towards a chord tone at the end of the line."""
        sung, step = [], self._chance.choice((0, 2, 4))
        for index, (start, length, text) in enumerate(line.syllables):
            bar = min(self._bars - 1, int(start / (BEATS * self._beat) + 1e-6))
            if index == len(line.syllables) - 1:
                step = min((0, 2, 4), key=lambda tone: abs(tone - step))
            pitch = self._pitch(self._degree(bar) + step)
            sung.append(Syllable(start, length, pitch + 12 if pitch < 55 else pitch, text))
            step = max(-1, min(6, step + self._chance.choice((-2, -1, 0, 1, 1, 2))))
        return sung


def _weight(half: int) -> float:
    """Loudness of a note of a broken chord: the bar, the beat, and what lies between."""
    if half == 0:
        return 0.75
    return 0.5 if half % 2 == 0 else 0.28
