"""The sound of a film: voices, films and recordings at their places, and under them music that is lowered for them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from revive.clip.sound import (
    MUSIC_FADES,
    RATE,
    STEP,
    VOICE_FADES,
    Layer,
    amplitude,
    decibels_of,
    decode_music,
    loudness,
    music_gain,
)
from revive.core.progress import Progress
from revive.film.levelling import Sound

LAST_FADE = 4.0  # seconds in which the music ends


def mix_film(
    sounds: Sequence[Sound], *, samples: int, music: Path | None, music_volume: float, folder: Path, progress: Progress
) -> Path:  # fmt: skip
    """Write the sound of the film in blocks of a second, so memory does not grow with its length.

    Parameters
    ----------
    sounds : in seconds of the film
    samples : length of the whole at RATE
    music : looped or cut to the length; None for none
    music_volume : dB that it is louder than usual

    Returns
    -------
    Path : 24-bit stereo WAV at RATE, exactly `samples` long

    Raises
    ------
    UserError : the music cannot be read; the disk is full
    """
    voices, levels = _mixed([_layer(sound) for sound in sounds], samples, folder / "voices.wav", progress)
    if music is None:
        return voices
    duration = samples / RATE
    bed = decode_music(music, duration, folder, progress)
    gain = music_gain(levels, lead=0.0, duration=duration, bed=loudness(bed)) * amplitude(music_volume)
    under = [(voices, 0.0, duration, VOICE_FADES, None), (bed, 0.0, duration, (MUSIC_FADES[0], LAST_FADE), gain)]
    return _mixed(under, samples, folder / "sound.wav", progress)[0]


def placed(sound: Sound, start: float) -> Sound:
    """A sound of a scene that begins at a second of the film, in the time of the film."""
    return dataclasses.replace(sound, start=sound.start + start)


def _layer(sound: Sound) -> tuple:
    return sound.path, sound.start, sound.seconds, sound.fades, np.array([amplitude(sound.volume)])


def _mixed(layers: Sequence[tuple], samples: int, path: Path, progress: Progress) -> tuple[Path, np.ndarray]:
    """All layers in one file; and its level, dBFS each STEP."""
    import soundfile

    hop, levels = round(STEP * RATE), []
    with contextlib.ExitStack() as opened:
        open_layers = [Layer(opened.enter_context(soundfile.SoundFile(layer[0])), *layer[1:]) for layer in layers]
        file = opened.enter_context(soundfile.SoundFile(path, "w", RATE, 2, "PCM_24"))
        for start in range(0, samples, RATE):
            progress.update(start / samples)
            block = np.zeros((min(RATE, samples - start), 2))
            for layer in open_layers:
                layer.add_to(block, start)
            file.write(block)
            mono = block.mean(axis=1)
            levels.append(decibels_of(np.pad(mono, (0, -len(mono) % hop)).reshape(-1, hop)))
    return path, np.concatenate(levels)
