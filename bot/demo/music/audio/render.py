"""From a recipe to stereo sound, and on to MP3 and WAV bytes. Runs in a worker thread; numpy does the heavy part."""

import struct
from collections.abc import Iterator

import lameenc
import numpy as np
from numpy.typing import NDArray

from bot.demo.music.audio.instruments import RATE, Sound, play, stroke
from bot.demo.music.audio.recipe import JOIN_SECONDS, Recipe
from bot.demo.music.audio.score import Note, Score, compose
from bot.demo.music.audio.voice import sing

Pcm = NDArray[np.int16]
Place = tuple[float, float]
KBITS = 160
# Loudness and place from left (-1) to right (1).
LEAD, BACKING, BASS, VOICE = (0.5, 0.25), (0.34, -0.3), (0.62, 0.0), (0.62, 0.0)
DRUMS = {"kick": (0.75, 0.0), "snare": (0.5, 0.08), "hat": (0.6, 0.35)}
ECHO = 0.22


class _Desk:
    """Two channels into which sounds are mixed, and a third for what goes to the room's echo."""

    def __init__(self, samples: int) -> None:
        self.left: Sound = np.zeros(samples, dtype=np.float32)
        self.right: Sound = np.zeros(samples, dtype=np.float32)
        self.room: Sound = np.zeros(samples, dtype=np.float32)

    def add(self, sound: Sound, at: float, place: Place, loudness: float = 1.0, room: float = 1.0) -> None:
        begin = int(at * RATE)
        end = min(self.left.size, begin + sound.size)
        if end <= begin:
            return
        gain, side = place
        heard = sound[: end - begin] * np.float32(gain * loudness)
        self.left[begin:end] += heard * np.float32(np.sqrt((1 - side) / 2) * 1.414)
        self.right[begin:end] += heard * np.float32(np.sqrt((1 + side) / 2) * 1.414)
        if room:
            self.room[begin:end] += heard * np.float32(room)


def render(recipe: Recipe) -> Pcm:
    """The whole song: samples by two channels, as long as `recipe.seconds` says."""
    desk = _Desk(int(recipe.own_seconds * RATE))
    _mix(desk, recipe, compose(recipe))
    _echo(desk)
    new = _finish(desk)
    if recipe.source:
        new = _join(render(recipe.source)[: int(recipe.lead_in * RATE)], new)
    return _fit(new, int(recipe.seconds * RATE))


def _mix(desk: _Desk, recipe: Recipe, score: Score) -> None:
    mood = recipe.mood
    _play(desk, mood.lead, score.tune, LEAD)
    _play(desk, mood.backing, score.chords, BACKING)
    _play(desk, "bass", score.bass, BASS, room=0.1)
    for at, drum, force in score.drums:
        desk.add(stroke(drum), at, DRUMS[drum], force, 0.15)
    before: int | None = None
    for note in score.voice:
        desk.add(sing(note.text, note.pitch, note.length, before), note.start, VOICE, room=0.8)
        before = note.pitch


def _play(desk: _Desk, instrument: str, notes: list[Note], place: Place, room: float = 0.8) -> None:
    for note in notes:
        sound = play(instrument, note.pitch, round(note.length * 1000))
        desk.add(sound, note.start, place, note.loudness, room)


def _echo(desk: _Desk) -> None:
    """A room: the sum at half the rate, folded with two decaying noises, one for each ear."""
    even = desk.room.size // 2 * 2
    dry = (desk.room[0:even:2] + desk.room[1:even:2]) / np.float32(2)
    axis = np.arange(int(1.3 * RATE / 2), dtype=np.float32) / np.float32(RATE / 2)
    size = 1 << (dry.size + axis.size - 1).bit_length()
    spectrum = np.fft.rfft(dry, size)
    for side, channel in enumerate((desk.left, desk.right)):
        noise = np.random.default_rng(11 + side).standard_normal(axis.size).astype(np.float32)
        noise = np.convolve(noise, np.ones(3, dtype=np.float32) / 3, "same") * np.exp(-4.6 * axis)
        noise[: int(0.012 * RATE / 2)] = 0
        noise /= np.sqrt(np.sum(noise**2))
        wet = np.fft.irfft(spectrum * np.fft.rfft(noise, size), size)[: dry.size].astype(np.float32)
        channel[:even] += np.repeat(wet, 2) * np.float32(ECHO)


def _finish(desk: _Desk) -> Pcm:
    """As loud as it may be, peaks bent rather than cut, the end faded."""
    sound = np.stack((desk.left, desk.right), axis=1)
    level = np.sqrt(np.mean(sound**2)) or np.float32(1)
    sound = np.tanh(sound * (np.float32(0.17) / level))
    fade = min(sound.shape[0], int(1.2 * RATE))
    sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return np.asarray(sound * 32000, dtype=np.int16)


def _join(before: Pcm, after: Pcm) -> Pcm:
    """One after the other, faded over a moment so that the seam does not click."""
    short = min(int(JOIN_SECONDS * RATE), len(before), len(after))
    if short:
        ramp = np.linspace(1, 0, short)[:, None]
        before = before.copy()
        after = after.copy()
        before[-short:] = before[-short:] * ramp
        after[:short] = after[:short] * ramp[::-1]
    return np.concatenate((before, after))


def _fit(pcm: Pcm, samples: int) -> Pcm:
    if len(pcm) >= samples:
        return pcm[:samples]
    return np.concatenate((pcm, np.zeros((samples - len(pcm), 2), dtype=np.int16)))


def to_mp3(pcm: Pcm) -> bytes:
    """48 kHz stereo; in pieces of a second, since the encoder holds the interpreter while it works."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KBITS)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(2)
    encoder.set_quality(5)
    encoder.silence()
    pieces = [bytes(encoder.encode(pcm[at : at + RATE // 4].tobytes())) for at in range(0, len(pcm), RATE // 4)]
    return b"".join([*pieces, bytes(encoder.flush())])


def to_wav(pcm: Pcm) -> Iterator[bytes]:
    """A RIFF file in pieces of a second."""
    data = len(pcm) * 4
    yield (
        b"RIFF" + struct.pack("<I", 36 + data) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, RATE, RATE * 4, 4, 16)
    )
    yield b"data" + struct.pack("<I", data)
    for at in range(0, len(pcm), RATE):
        yield pcm[at : at + RATE].tobytes()
