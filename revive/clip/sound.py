"""The sound of a clip: the voice, and music that is lowered (ducked) while someone speaks.

Both are WAV files on disk and are mixed in blocks of a second, so memory does not grow with length. The music's level
is relative to the voice's: BELOW_SPEECH under it during speech, BELOW_IN_PAUSES in longer pauses.
"""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.media import ffmpeg
from revive.provenance.voice import VoiceMark
from revive.speech.recording import check_recording
from revive.speech.speech import Speech

RATE = 48_000  # Hz, of every clip
BELOW_SPEECH = 18.0  # dB
BELOW_IN_PAUSES = 8.0  # dB
STEP = 0.01  # seconds between two values of the voice's level
RAMP = 0.8  # seconds in which the music is lowered, and raised again
HOLD = 0.4  # seconds after the voice before the music is raised
QUIET = -45.0  # dBFS; softer is not speech
LOUDEST_MUSIC = 0.5  # of full scale, its highest peak
MOST_GAIN = 10.0  # times; the hiss of a nearly silent file stays quiet
VOICE_FADES = 0.02, 0.06  # seconds; no click at either end
MUSIC_FADES = 1.2, 2.0  # seconds

# Accepted formats of music, without playlists and others that refer to files and addresses.
_CONTAINERS = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,flac,matroska,webm,mov,mp4,m4a,mp3,mpeg,mpegts,ogg,tta,w64,wav,wv"


def mix_sound(
    speech: Speech, *, lead: float, samples: int, music: Path | None, folder: Path, progress: Progress,
    voice_volume: float = 0.0, music_volume: float = 0.0,
) -> Path:  # fmt: skip
    """Write the clip's sound.

    Parameters
    ----------
    lead : seconds before the voice begins (the title card)
    samples : length of the whole sound at RATE
    music : any audio file; looped or cut to the length
    folder : for temporary files and the result
    voice_volume, music_volume : dB that each is louder than usual; a louder voice does not raise the music

    Returns
    -------
    Path : 24-bit stereo WAV at RATE, exactly `samples` long

    Raises
    ------
    UserError : the music cannot be read; the disk is full
    """
    import soundfile

    folder = Path(tempfile.mkdtemp(prefix="sound-", dir=folder))
    duration, spoken = samples / RATE, samples / RATE - lead
    voice_file, levels = write_voice(speech, spoken, folder / "voice.wav", progress)
    with contextlib.ExitStack() as opened:

        def layer(path: Path, *settings) -> Layer:
            return Layer(opened.enter_context(soundfile.SoundFile(path)), *settings)

        voice = np.array([amplitude(voice_volume)]) if voice_volume else None
        layers = [layer(voice_file, lead, spoken, VOICE_FADES, voice)]
        if music is not None:
            bed = decode_music(music, duration, folder, progress)
            gain = music_gain(levels, lead=lead, duration=duration, bed=loudness(bed))
            layers.append(layer(bed, 0.0, duration, MUSIC_FADES, gain * amplitude(music_volume)))
        return write_mix(layers, samples, folder / "sound.wav", progress)


def lay_music(
    sound: Path, music: Path, *, volume: float = 0.0, folder: Path, progress: Progress
) -> Path:  # fmt: skip
    """Lay music under a finished sound; parameters, result and errors as of `mix_sound`."""
    import soundfile

    folder = Path(tempfile.mkdtemp(prefix="sound-", dir=folder))
    samples, hop = soundfile.info(sound).frames, round(STEP * RATE)
    blocks = soundfile.blocks(sound, RATE, always_2d=True)
    levels = np.concatenate(
        [decibels_of(np.pad(block.mean(axis=1), (0, -len(block) % hop)).reshape(-1, hop)) for block in blocks]
    )
    bed = decode_music(music, samples / RATE, folder, progress)
    gain = music_gain(levels, lead=0.0, duration=samples / RATE, bed=loudness(bed)) * amplitude(volume)
    with soundfile.SoundFile(sound) as whole, soundfile.SoundFile(bed) as under:
        layers = [
            Layer(whole, 0.0, samples / RATE, (0.0, 0.0)), Layer(under, 0.0, samples / RATE, MUSIC_FADES, gain),
        ]  # fmt: skip
        return write_mix(layers, samples, folder / "sound.wav", progress)


def write_mix(layers: Sequence[Layer], samples: int, path: Path, progress: Progress) -> Path:
    """Write the sum of `layers` to `path`, a 24-bit stereo WAV at RATE of so many samples; gives the path."""
    import soundfile

    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_24") as file:
        for start in range(0, samples, RATE):
            progress.update(0.0)
            block = np.zeros((min(RATE, samples - start), 2))
            for each in layers:
                each.add_to(block, start)
            file.write(block)
    return path


class Layer:
    """One sound of the mix: an open soundfile.SoundFile at RATE, heard for `seconds` from `start` on (seconds).

    It is faded in and out by `fades` seconds, and amplified by `gain`, a value each STEP of the clip.
    """

    def __init__(self, file, start: float, seconds: float, fades: tuple[float, float], gain: np.ndarray | None = None):
        self._file, self._start, self._seconds, self._gain = file, start, seconds, gain
        self._fade_in, self._fade_out = (max(min(fade, seconds / 3), 1 / RATE) for fade in fades)

    def add_to(self, block: np.ndarray, at: int) -> None:
        """Add what is heard during `block`, (N, 2), whose first sample is the clip's sample `at`; called in order."""
        begin = min(max(round(self._start * RATE) - at, 0), len(block))
        sound = self._file.read(len(block) - begin, always_2d=True)[:, [0, -1]]
        t = (np.arange(len(sound)) + at + begin) / RATE
        heard, left = t - self._start, self._start + self._seconds - t
        amplitude = np.clip(heard / self._fade_in, 0, 1) * np.clip(left / self._fade_out, 0, 1)
        if self._gain is not None:
            amplitude *= np.interp(t, np.arange(len(self._gain)) * STEP, self._gain)
        block[begin : begin + len(sound)] += sound * amplitude[:, None]


def music_gain(levels: np.ndarray, *, lead: float, duration: float, bed: tuple[float, float]) -> np.ndarray:
    """How much to amplify the music, a value each STEP seconds of the clip.

    Parameters
    ----------
    levels : dBFS of the voice, a value each STEP
    lead : seconds before the voice begins
    duration : of the clip, in seconds
    bed : (dBFS, peak) of the music
    """
    from scipy.ndimage import maximum_filter1d

    steps = math.ceil(duration / STEP) + 1
    speaking = np.zeros(steps)
    heard = levels > max(QUIET, np.percentile(levels, 95) - 25)
    begin = min(round(lead / STEP), steps)
    speaking[begin : begin + len(heard)] = heard[: steps - begin]
    # spread by the ramp and the hold, then rounded off: the music is down when the voice begins
    early, late = round(RAMP / 2 / STEP), round((RAMP / 2 + HOLD) / STEP)
    speaking = maximum_filter1d(speaking, early + late + 1, origin=(late - early) // 2, mode="nearest")
    window = np.hanning(2 * early + 1)
    ducked = np.convolve(np.pad(speaking, early, mode="edge"), window / window.sum(), mode="valid")
    voice = levels[heard].mean() if heard.any() else -24.0
    decibels = voice - bed[0] - BELOW_IN_PAUSES - (BELOW_SPEECH - BELOW_IN_PAUSES) * ducked
    return np.minimum(10 ** (decibels / 20), min(LOUDEST_MUSIC / max(bed[1], 1e-6), MOST_GAIN))


def write_voice(speech: Speech, seconds: float, path: Path, progress: Progress) -> tuple[Path, np.ndarray]:
    """The voice at RATE, at most `seconds` of it; and its level, dBFS each STEP."""
    import soundfile

    hop, left = round(STEP * RATE), math.ceil(seconds * RATE)
    levels = []
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        blocks = speech.blocks(sample_rate=RATE, block=RATE)
        if speech.synthetic:  # a recording is not changed
            blocks = VoiceMark(RATE).blocks(blocks)
        for block in blocks:
            progress.update(0.0)
            file.write(block[:left])
            left -= len(block[:left])
            levels.append(decibels_of(np.pad(block, (0, -len(block) % hop)).reshape(-1, hop)))
    return path, np.concatenate(levels)


def amplitude(decibels: float) -> float:
    """By how much samples are multiplied to be so many dB louder."""
    return 10 ** (decibels / 20)


def decibels_of(hops: np.ndarray) -> np.ndarray:
    return 10 * np.log10(np.mean(hops.astype(np.float64) ** 2, axis=-1) + 1e-10)


def loudness(path: Path) -> tuple[float, float]:
    """(dBFS over the whole, highest peak) of a sound file."""
    import soundfile

    power, peak, count = 0.0, 0.0, 0
    for block in soundfile.blocks(path, RATE, dtype="float32"):
        power += float(np.sum(block.astype(np.float64) ** 2))
        peak = max(peak, float(np.abs(block).max()))
        count += block.size
    return 10 * math.log10(power / count + 1e-10), peak


def check_music(music: Path) -> UserError:
    """Check the music by its header; fast enough to do before the work. Gives the error for music that is damaged.

    Raises
    ------
    UserError : not a sound, or shorter than 0.3 s or longer than 30 minutes
    """
    unreadable = UserError(
        "“{file}” could not be read as music; please choose a sound file such as MP3, WAV or M4A.", file=music.name
    )
    try:
        check_recording(music)
    except UserError as error:
        raise unreadable from error
    return unreadable


def decode_music(music: Path, seconds: float, folder: Path, progress: Progress) -> Path:
    """The music as a stereo WAV at RATE, at least `seconds` long: cut, or played again and again."""
    import soundfile

    unreadable = check_music(music)
    once = folder / "music.wav"
    if not decode_stereo(ffmpeg.source(music, _CONTAINERS), seconds + 1, once, progress):
        raise unreadable
    frames = soundfile.info(once).frames
    if frames < RATE // 10:
        raise unreadable
    if frames >= seconds * RATE:
        return once
    again = folder / "music-again.wav"
    if not decode_stereo(["-stream_loop", "-1", *ffmpeg.source(once)], seconds + 1, again, progress):
        raise unreadable
    return again


def decode_stereo(source: list[str], seconds: float, path: Path, progress: Progress) -> bool:
    """Decode to WAV with ffmpeg; whether that worked. Stops at once when cancelled."""
    form = ["-map", "0:a:0", "-t", f"{seconds:.3f}", "-ac", "2", "-ar", str(RATE), "-c:a", "pcm_s16le", str(path)]
    status, _ = ffmpeg.run([*source, *form], lambda: progress.update(0.0), seconds=ffmpeg.time_for(seconds))
    return status == 0 and path.exists()
