"""Real people's gestures: tracked clips as samples, described by what the tracks show."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.face.tracking import EYES_APART, Track
from revive.motion.conditioning import CHANNELS, INPUTS, RATE, SCALE, speech_features
from revive.motion.gesture_diffusion import LENGTH
from revive.motion.performance_capture import relative
from revive.motion.prosody import Prosody, prosody_of
from revive.motion.style import measure_style
from revive.motion.viseme_recogniser import loudness
from revive.teaching.face.gesture_channels import SPOKEN, channels_of
from revive.training.common.clips import HELD_OUT
from revive.training.gesture.sample import GestureSample
from revive.training.mouth.real_mouths import LEARN, mel_of, voice_pitch

SHOWN = {  # channel -> mean from which it is described, and the words for it
    "browInnerUp": (0.3, "eyebrows raised"), "browDown…": (0.3, "frowning"), "eyeWide…": (0.25, "eyes wide open"),
    "eyeSquint…": (0.35, "narrowed eyes"), "mouthFrown…": (0.2, "corners of the mouth turned down"),
}  # fmt: skip


def real_gestures(data: Path) -> list[GestureSample]:
    """Every clip of `data`/talking that is not held out and long enough."""
    clips = sorted(path.parent for path in (data / "talking").glob("*/tracks.npz"))
    rows = [gesture_of(clip) for clip in clips if clip.name not in HELD_OUT]
    return [row for row in rows if len(row.channels) >= LENGTH]


def gesture_of(clip: Path) -> GestureSample:
    """A tracked clip as a sample; its sound counts only where it is speech."""
    performance = relative(read_track(clip))
    count = int(len(performance.scores) / performance.rate * RATE)
    channels = channels_of(performance, count)
    told = np.zeros((count, len(INPUTS)), np.float32)
    duration = count / RATE
    hush = np.zeros(round(duration * 100), np.float32)
    silence = Prosody(duration, hush, hush, (), ())
    spoken = clip.name in LEARN
    heard_now = speech_features(
        prosody_of(loudness(mel_of(clip)), voice_pitch(clip), duration) if spoken else silence, count
    )
    told[:, : heard_now.shape[1]] = heard_now
    known = np.array([name not in SPOKEN for name in CHANNELS], np.float32)
    return GestureSample(channels / SCALE, known, told, describe(channels), measure_style(channels))


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
