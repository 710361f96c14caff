"""The instruments: each note is a sum of partials under an envelope, in mono at 48 kHz."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
RATE = 48_000
_HIGHEST = 9000.0


def frequency(pitch: float) -> float:
    """MIDI 69 is 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


@lru_cache(maxsize=512)
def play(instrument: str, pitch: int, milliseconds: int) -> Sound:
    """One note at full loudness, with its release. Notes come back often in a song, so they are kept."""
    return INSTRUMENTS[instrument](frequency(pitch), milliseconds / 1000)


def seconds_axis(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def envelope(size: int, attack: float, release: float) -> Sound:
    """Straight up, level, straight down; lengths in seconds."""
    shape = np.ones(size, dtype=np.float32)
    up, down = min(size, max(1, int(attack * RATE))), min(size, max(1, int(release * RATE)))
    shape[:up] *= np.linspace(0, 1, up, dtype=np.float32)
    shape[-down:] *= np.linspace(1, 0, down, dtype=np.float32)
    return shape


def _struck(pitch: float, seconds: float, partials: list[tuple[float, float]], fade: float) -> Sound:
    """Partials of (ratio, loudness) that die away, the high ones sooner."""
    axis = seconds_axis(seconds)
    sound = np.zeros_like(axis)
    for ratio, loudness in partials:
        if pitch * ratio < _HIGHEST:
            decay = np.exp(axis * np.float32(-fade * (0.6 + 0.4 * ratio)))
            sound += np.float32(loudness) * decay * np.sin(axis * np.float32(2 * np.pi * pitch * ratio))
    return sound


def _held(pitch: float, seconds: float, loudness: list[float], vibrato: float, detune: float = 0.0) -> Sound:
    """Steady harmonics from one table of a period, with a vibrato that sets in late; `detune` adds a second player."""
    axis = seconds_axis(seconds)
    phase = np.linspace(0, 2 * np.pi, 2048, endpoint=False)
    table = np.zeros(2048)
    for index, amount in enumerate(loudness, start=1):
        if pitch * index < _HIGHEST:
            table += amount * np.sin(index * phase)
    wobble = np.float32(vibrato) * np.minimum(axis, 0.4) * np.sin(axis * np.float32(2 * np.pi * 5.2))
    players = (1.0, 1.0 + detune) if detune else (1.0,)
    sound = np.zeros_like(axis)
    for player in players:
        turns = axis.astype(np.float64) * pitch * player + wobble
        sound += table[((turns % 1.0) * 2048).astype(np.int32)].astype(np.float32)
    return np.asarray(sound / np.float32(len(players)), dtype=np.float32)


def _piano(pitch: float, seconds: float) -> Sound:
    partials = [(k * (1 + 0.0004 * k * k) ** 0.5, 0.9 / k**1.25) for k in range(1, 9)]
    sound = _struck(pitch, seconds + 0.35, partials, 1.2 + pitch / 600)
    return sound * envelope(sound.size, 0.003, 0.3) * np.float32(0.6)


def _guitar(pitch: float, seconds: float) -> Sound:
    partials = [(float(k), abs(np.sin(k * np.pi * 0.21)) / k) for k in range(1, 15)]
    sound = _struck(pitch, seconds + 0.25, partials, 1.5 + pitch / 350)
    return sound * envelope(sound.size, 0.002, 0.2) * np.float32(0.75)


def _bells(pitch: float, seconds: float) -> Sound:
    sound = _struck(pitch, seconds + 0.9, [(1.0, 0.7), (2.0, 0.25), (2.76, 0.3), (5.4, 0.16)], 1.6)
    return sound * envelope(sound.size, 0.002, 0.5) * np.float32(0.55)


def _bass(pitch: float, seconds: float) -> Sound:
    sound = _struck(pitch, seconds + 0.06, [(1.0, 1.0), (2.0, 0.5), (3.0, 0.22), (4.0, 0.1)], 0.9)
    return sound * envelope(sound.size, 0.006, 0.08) * np.float32(0.7)


def _strings(pitch: float, seconds: float) -> Sound:
    sound = _held(pitch, seconds + 0.25, [0.8 / k for k in range(1, 13)], 0.025, detune=0.004)
    return sound * envelope(sound.size, 0.09, 0.28) * np.float32(0.42)


def _flute(pitch: float, seconds: float) -> Sound:
    sound = _held(pitch, seconds + 0.12, [1.0, 0.28, 0.09, 0.03], 0.035)
    breath = np.random.default_rng(int(pitch)).standard_normal(sound.size).astype(np.float32) * np.float32(0.012)
    return (sound + breath) * envelope(sound.size, 0.06, 0.12) * np.float32(0.5)


def _synth(pitch: float, seconds: float) -> Sound:
    sound = _held(pitch, seconds + 0.1, [0.9 / k for k in range(1, 20)], 0.004, detune=0.007)
    fall: Sound = np.exp(-seconds_axis(seconds + 0.1) * np.float32(2.0)) * np.float32(0.5) + np.float32(0.5)
    return sound * fall[: sound.size] * envelope(sound.size, 0.008, 0.1) * np.float32(0.36)


def _organ(pitch: float, seconds: float) -> Sound:
    sound = _held(pitch, seconds + 0.05, [0.8, 0.6, 0.35, 0.3, 0.0, 0.2, 0.0, 0.12], 0.006)
    return sound * envelope(sound.size, 0.015, 0.06) * np.float32(0.32)


INSTRUMENTS: dict[str, Callable[[float, float], Sound]] = {
    "piano": _piano,
    "guitar": _guitar,
    "bells": _bells,
    "bass": _bass,
    "strings": _strings,
    "flute": _flute,
    "synth": _synth,
    "organ": _organ,
}


@lru_cache(maxsize=8)
def stroke(drum: str) -> Sound:
    """`kick`, `snare` or `hat`."""
    noise = np.random.default_rng(7)
    if drum == "kick":
        axis = seconds_axis(0.32)
        sweep = 48 * axis + 110 / 28 * (1 - np.exp(-28 * axis))
        return np.asarray(np.sin(2 * np.pi * sweep) * np.exp(-9 * axis), dtype=np.float32)
    if drum == "snare":
        axis = seconds_axis(0.22)
        hiss = noise.standard_normal(axis.size).astype(np.float32) * np.exp(-17 * axis) * np.float32(0.42)
        return np.asarray(hiss + 0.4 * np.sin(2 * np.pi * 187 * axis) * np.exp(-24 * axis), dtype=np.float32)
    axis = seconds_axis(0.07)
    hiss = np.diff(noise.standard_normal(axis.size + 2).astype(np.float32), n=2)
    return np.asarray(hiss * np.exp(-65 * axis) * np.float32(0.14), dtype=np.float32)
