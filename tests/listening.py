"""Measuring what an ear would hear, on the decoded file: tempo, home note, mode, brightness."""

import shutil
import subprocess
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.audio.render import render, to_mp3

Signal = NDArray[np.float64]
RATE = 24_000
HOP = 256
# How often each step of the scale is heard in music of a key (Krumhansl and Kessler, 1982).
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


def recipe(text: str, *, seed: int = 1, variant: int = 0, lyrics: str = "", seconds: float = 16.0) -> Recipe:
    return Recipe(seed, variant, variant, text, lyrics, bool(lyrics), seconds)


@lru_cache(maxsize=64)
def heard(song: Recipe) -> Signal:
    """The song as it comes out of its MP3, in mono; where ffmpeg is missing, as it went in."""
    pcm = render(song)
    if shutil.which("ffmpeg") is None:
        return np.asarray(pcm[::2].mean(axis=1) / 32768, dtype=np.float64)
    command = ["ffmpeg", "-v", "error", "-i", "-", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"]
    decoded = subprocess.run(command, input=to_mp3(pcm), capture_output=True, check=True, timeout=60).stdout
    return np.frombuffer(decoded, dtype="<i2") / 32768


def spectrogram(signal: Signal, size: int, hop: int) -> NDArray[Any]:
    frames = np.lib.stride_tricks.sliding_window_view(signal, size)[::hop] * np.hanning(size)
    return np.abs(np.fft.rfft(frames))


def onsets(signal: Signal) -> Signal:
    """How much begins at each moment."""
    rises = np.maximum(0, np.diff(np.log1p(spectrogram(signal, 1024, HOP)), axis=0))
    return np.asarray(rises.sum(axis=1), dtype=np.float64)


def strokes_per_second(signal: Signal) -> float:
    """Moments that stand out from the tenth of a second around them."""
    flux, near = onsets(signal), round(0.05 * RATE / HOP)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(flux, near), 2 * near + 1)
    peaks = (flux == around.max(axis=1)) & (flux > 0.25 * np.quantile(flux, 0.99))
    return float(peaks.sum() / (signal.size / RATE))


def tempo(signal: Signal) -> float:
    """Beats per minute: the period after which onsets repeat best.

    A period, its half and its double repeat alike; as by a listener, the one with one or two strokes a beat is taken.
    """
    flux = onsets(signal)
    flux -= flux.mean()
    repeats = np.correlate(flux, flux, "full")[flux.size :]
    speeds = 60 * RATE / HOP / np.arange(1, repeats.size + 1)
    likely = np.exp(-0.5 * (np.log2(speeds / (48 * strokes_per_second(signal))) / 0.4) ** 2)
    return float(speeds[np.argmax(repeats * likely)])


def chroma(signal: Signal, lowest: float = 60, highest: float = 1500) -> Signal:
    """How much of each of the twelve notes is heard, from C."""
    spectrum = spectrogram(signal, 8192, 2048).mean(axis=0)
    hertz = np.fft.rfftfreq(8192, 1 / RATE)
    low = (hertz > lowest) & (hertz < highest)
    notes = np.round(12 * np.log2(hertz[low] / 440) + 69).astype(int) % 12
    return np.asarray(np.bincount(notes, weights=spectrum[low] ** 2, minlength=12) ** 0.5, dtype=np.float64)


def small_third(signal: Signal, home: int) -> float:
    """How much more the minor third above home is heard than the major one; without the overtones, which are major."""
    notes = chroma(signal, 120, 620)
    return float(notes[(home + 3) % 12] / notes[(home + 4) % 12])


def key_of(signal: Signal) -> tuple[int, bool]:
    """Home note from C, and whether the key is minor: the profile that fits best."""
    notes = chroma(signal)
    fits = [
        (float(np.corrcoef(notes, np.roll(profile, home))[0, 1]), home, minor)
        for home in range(12)
        for minor, profile in ((False, MAJOR), (True, MINOR))
    ]
    _, home, minor = max(fits)
    return home, minor


def brightness(signal: Signal) -> float:
    """Middle of the spectrum in hertz."""
    spectrum = spectrogram(signal, 2048, 1024).mean(axis=0)
    hertz = np.fft.rfftfreq(2048, 1 / RATE)
    return float((spectrum * hertz).sum() / spectrum.sum())


def loudness(signal: Signal, start: float, end: float, low: float, high: float) -> float:
    """Power between two frequencies in a stretch of time."""
    part = signal[int(start * RATE) : int(end * RATE)]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(part.size))) / part.size
    hertz = np.fft.rfftfreq(part.size, 1 / RATE)
    return float((spectrum[(hertz >= low) & (hertz < high)] ** 2).sum())
