"""Real people's gestures: tracked clips as samples, described by what the tracks show; and the course of their speech.

Their heads are laid on the range that a photograph can follow, so that timing is learned from the lively ones too.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from revive.direction.moments import MOMENTS
from revive.face.tracking import EYES_APART, Track
from revive.motion.conditioning import (
    BLINK,
    CHANNELS,
    FEELING,
    HEAD,
    INPUTS,
    RATE,
    SCALE,
    SPEECH_INPUTS,
    speech_features,
)
from revive.motion.gesture_diffusion import LENGTH
from revive.motion.performance_capture import relative
from revive.motion.prosody import Prosody, analyse_prosody, intonation, loudness
from revive.motion.style import BROWS, measure_style
from revive.speech import Speech
from revive.teaching.face.gesture_channels import SPOKEN, channels_of
from revive.training.common.clips import HELD_OUT
from revive.training.gesture.sample import GestureSample, SpeechCourse

# clips with running speech of the moment that is seen
SPEAKING = tuple(f"clip{n:02d}" for n in (*range(11), 21, 22, 28, 30, 31, 32, 34, 35, 36, 37, 39))

SHOWN = {  # channel -> mean from which it is described, and the words for it
    "browInnerUp": (0.3, "eyebrows raised"), "browDown…": (0.3, "frowning"), "eyeWide…": (0.25, "eyes wide open"),
    "eyeSquint…": (0.35, "narrowed eyes"), "mouthFrown…": (0.2, "corners of the mouth turned down"),
}  # fmt: skip
STILL = 0.01  # spread of a brow's score below which the tracker sees nothing of it
PLAIN = 0.2  # mean up to which every one of these may be on the face of somebody who speaks with no feeling
MOST_SPEED, MOST_RANGE = 8.0, 6.0  # degrees a second, and sum of the axes' spreads, that a learned head moves by
FULL_SMILE, FULL_TURN, FULL_TILT = 0.6, 5.0, 5.0  # score, and degrees, of a moment that is told as 1
LEAST_SHOWN = 0.4  # of it, from which it counts
TEMPOS = (0.88, 1.0, 1.13)  # times as fast; every clip is learned at each of them


def real_gestures(data: Path) -> list[GestureSample]:
    """Every clip of `data`/talking that is not held out and long enough, at every one of TEMPOS."""
    clips = sorted(path.parent for path in (data / "talking").glob("*/tracks.npz"))
    rows = [gesture_of(clip) for clip in clips if clip.name not in HELD_OUT]
    rows = [at_tempo(within_range(row), tempo) for row in rows for tempo in TEMPOS]
    return [row for row in rows if len(row.channels) >= LENGTH]


def shares_of(rows: list[GestureSample]) -> np.ndarray:
    """(rows,) how often each is drawn: by length, those with speech half of the time, if there are both."""
    length = np.array([len(row.channels) for row in rows], np.float64)
    spoken = np.array([row.conditioning[:, SPEECH_INPUTS.index("speaking")].any() for row in rows])
    for kind in (spoken, ~spoken):
        length[kind] /= max(length[kind].sum(), 1)
    return length / length.sum()


def real_speech(data: Path) -> list[SpeechCourse]:
    """What is said in the speaking clips that are not held out."""
    return [course_of(data / "talking" / name) for name in SPEAKING if name not in HELD_OUT]


def within_range(gesture: GestureSample) -> GestureSample:
    """A gesture whose head moves no faster than MOST_SPEED and no farther than MOST_RANGE."""
    channels = within(gesture.channels * SCALE)
    return dataclasses.replace(
        gesture, channels=channels / SCALE, words=describe(channels), style=measure_style(channels)
    )


def within(channels: np.ndarray) -> np.ndarray:
    """The channels (T, len(CHANNELS)) in their own units, as of `within_range`."""
    head = channels[:, : len(HEAD)]
    speed = np.linalg.norm(np.diff(head, axis=0), axis=1).mean() * RATE
    share = min(1.0, MOST_SPEED / max(speed, 1e-6), MOST_RANGE / max(head.std(axis=0).sum(), 1e-6))
    return np.where(np.arange(len(CHANNELS)) < len(HEAD), share, 1.0) * channels


def shown_moments(channels: np.ndarray) -> np.ndarray:
    """(T, len(MOMENTS)) 0–1, how much of a smile, a look around and a tilt a gesture of somebody silent shows.

    Each is how far the corners of the mouth, the yaw and the roll are from where they rest, against a full one.
    """
    from scipy.ndimage import gaussian_filter1d

    column = dict(zip(CHANNELS, channels.T, strict=True))
    smile = (column["mouthSmileLeft"] + column["mouthSmileRight"]) / 2
    shown = {
        "smile": (smile - np.percentile(smile, 20)) / FULL_SMILE,
        "look-around": np.abs(column["yaw"] - np.median(column["yaw"])) / FULL_TURN,
        "tilt": np.abs(column["roll"] - np.median(column["roll"])) / FULL_TILT,
    }
    told = np.zeros((len(channels), len(MOMENTS)), np.float32)
    for name, share in shown.items():
        far = np.where(share > LEAST_SHOWN, share, 0.0)
        told[:, MOMENTS.index(name)] = gaussian_filter1d(far, 0.2 * RATE, mode="nearest").clip(0, 1)
    return told


def at_tempo(gesture: GestureSample, tempo: float) -> GestureSample:
    """A gesture and its speech `tempo` times as fast."""
    frames = np.arange(len(gesture.channels))
    moments = np.arange(0, len(frames) - 1, tempo)

    def resampled(track: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(moments, frames, column) for column in track.T], axis=1).astype(np.float32)

    channels = resampled(gesture.channels)
    return dataclasses.replace(
        gesture, channels=channels, conditioning=resampled(gesture.conditioning), style=measure_style(channels * SCALE)
    )


def gesture_of(clip: Path) -> GestureSample:
    """A tracked clip as a sample; its sound counts only where it is speech.

    Somebody who speaks with a plain face is known to be neutral; what others feel is not known. Not learned are the
    blinks, which the tracker counts at 5 to 75 a minute, and brows of which it sees nothing.
    """
    performance = relative(read_track(clip))
    count = int(len(performance.scores) / performance.rate * RATE)
    channels = channels_of(performance, count)
    told = np.zeros((count, len(INPUTS)), np.float32)
    told[:, : len(SPEECH_INPUTS)] = speech_features(prosody_of_clip(clip), count)
    shown = [*SHOWN, "mouthSmileLeft", "mouthSmileRight"]
    plain = all(channels[:, CHANNELS.index(name)].mean() < PLAIN for name in shown)
    told[:, FEELING.stop - 1] = clip.name in SPEAKING and plain
    if clip.name not in SPEAKING:
        told[:, FEELING.stop :] = shown_moments(within(channels))
    unknown = (*SPOKEN, BLINK, *(name for name in BROWS if channels[:, CHANNELS.index(name)].std() < STILL))
    known = np.array([name not in unknown for name in CHANNELS], np.float32)
    return GestureSample(channels / SCALE, known, told, describe(channels), measure_style(channels))


def prosody_of_clip(clip: Path) -> Prosody:
    """The course of a clip's speech; silence where its sound is no speech."""
    if clip.name in SPEAKING:
        return analyse_prosody(speech_of(clip))
    hush = np.zeros(0, np.float32)
    return Prosody(0.0, hush, hush, (), ())


def course_of(clip: Path) -> SpeechCourse:
    """Loudness and pitch of what is said in a clip."""
    speech = speech_of(clip)
    level, pitch = loudness(speech), intonation(speech)
    return SpeechCourse(
        level, np.pad(pitch, (0, max(len(level) - len(pitch), 0)), constant_values=np.nan)[: len(level)]
    )


def speech_of(clip: Path) -> Speech:
    """The sound of a clip."""
    import soundfile

    sound = soundfile.info(clip / "audio.flac")
    return Speech(clip / "audio.flac", sound.samplerate, sound.frames)


def describe(channels: np.ndarray) -> str:
    """In words, what a gesture (T, len(CHANNELS)) shows."""
    mean: dict[str, float] = dict(zip(CHANNELS, channels.mean(axis=0).tolist(), strict=True))
    smile = (mean["mouthSmileLeft"] + mean["mouthSmileRight"]) / 2
    words = [told for name, (least, told) in SHOWN.items() if mean[name] > least]
    words += ["smiling broadly"] if smile > 0.45 else ["a slight smile"] if smile > 0.15 else []
    style = measure_style(channels)
    words += ["animated"] if style[0] > 1 else ["holding the head still"] if style[0] < -1 else []
    words += ["nodding"] if style[1] > 1 else []
    words += ["blinking often"] if style[3] > 1 else ["hardly blinking"] if style[3] < -1.5 else []
    return ", ".join(words)


def read_track(clip: Path) -> Track:
    """The tracks of a clip as the project's own `Track`."""
    from revive.face.mesh import inner_lip_gap

    with np.load(clip / "tracks.npz") as kept:
        pose, points, seen = kept["pose"], kept["landmarks"], kept["valid"]
        gap = np.array([inner_lip_gap(p[:, :2]) if valid else 0.0 for p, valid in zip(points, seen, strict=True)])
        turn = np.tile(np.eye(3), (len(seen), 1, 1))
        turn[seen] = pose[seen, :3, :3] / np.linalg.norm(pose[seen, :3, :3], axis=1, keepdims=True)
        place = pose[:, :2, 3] / EYES_APART * [1, -1]
        return Track(
            float(kept["fps"]), seen, kept["blendshapes"] * seen[:, None], gap, turn, place,
            np.ptp(points[..., 0], axis=1),
        )  # fmt: skip
