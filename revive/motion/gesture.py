"""The gesture: all movement of face and head except forming the words.

A diffusion model samples it, conditioned on speech features, emotion and description; blink events are then turned
into blinks, and the gaze is kept on the viewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.core.easing import eased, window
from revive.core.progress import Progress
from revive.direction import Direction
from revive.face.blendshapes import BLENDSHAPES, INDEX, sides_of
from revive.motion.breath import SHIFT, breathing, head_shift, looped_breathing
from revive.motion.conditioning import BLINK, CHANNELS, FACE, GLANCE, HEAD, RATE, Conditioning, conditioning_frames
from revive.motion.emotions import SentenceEmotion, emotion_curve
from revive.motion.eyes import CLOSING, OPENING, at_pauses, drawn_out, look_scores, resting, spaced, steadied
from revive.motion.gesture_diffusion import sample_gesture
from revive.motion.moments import activities, deep_breaths, laughing, lay_out
from revive.motion.options import MotionOptions
from revive.motion.prosody import Prosody
from revive.motion.style import blink_frames, in_style

LIDS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
GAZE = [i for name, i in INDEX.items() if name.startswith("eyeLook")]
JAW = INDEX["jawOpen"]
WIDE = [INDEX["eyeWideLeft"], INDEX["eyeWideRight"]]
MOST_BREATH = 0.9
RISE = 0.6  # seconds until the emotion shows fully
MOST_TURN = np.array([6.0, 7.0, 6.0])  # degrees of pitch, yaw and roll
MOST_GLANCE = 0.35  # eyeLook score
HARDLY = 0.04  # score below which a channel is set to 0, to remove residual noise
CALM = 0.06  # seconds over which the sample is smoothed, to remove residual noise
CALM_JAW = 0.025  # the same of a jaw that laughs four times a second


@dataclass(frozen=True)
class Gesture:
    """T frames of everything but the words; the fields are those of a Motion, `scores` without the mouth's own."""

    scores: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray
    breath: np.ndarray


def make_gesture(
    prosody: Prosody, direction: Direction, times: np.ndarray, options: MotionOptions, *,
    words: np.ndarray | None = None, style: np.ndarray | list[float] | None = None,
    feelings: tuple[SentenceEmotion, ...] = (), net=None, progress: Progress | None = None,
) -> Gesture:  # fmt: skip
    """Draw a gesture for a speech and sample it.

    Parameters
    ----------
    prosody : of the speech
    direction : its emotion, strength and pace are used
    times : (T,) seconds of the frames, ascending
    options : these are used:
        seed : the same seed gives the same arrays on one machine
        head_motion : 0–2, amount of head turns, nods, shifts and breathing; at 0 all of them are exactly 0, and so is
            the eyes' counter-turn, which belongs to them
        blink : 0–2, rate of the blinks; the small movements of the gaze come with it (in full from 1) and are 0 with it
        expression : 0–2, how strongly the feeling shows, the brows' part in stressing words included
        moments : laid out by the seed over the whole duration
        loop : the last frame passes into the first, in place and speed; without it everything begins and ends at rest
    words : (384,), the sentence embedding of the description
    style : (len(STYLE),), how this person moves; see `measure_style`
    feelings : temporary emotions of sentences
    net : another `GestureNetwork` than the shipped one
    """
    seed, head_motion, blink, loop = options.seed, options.head_motion, options.blink, options.loop
    rng, duration = body_stream(seed), prosody.duration
    count = max(round(duration * RATE) if loop else int(np.ceil(duration * RATE)), 1)
    spans = lay_out(options.moments, duration, np.random.default_rng([seed, 2]))
    told = conditioning_frames(prosody, emotion_curve(direction, feelings, count), activities(spans, count))
    style = None if style is None else np.asarray(style)
    drawn = sample_gesture(Conditioning(told, words, style), seed=seed, net=net, loop=loop, progress=progress)
    often = blink
    if style is not None:
        drawn, more = in_style(drawn, style)
        often = blink * more
    shut = (blink_frames(drawn[:, CHANNELS.index(BLINK)]) + 0.5) / RATE
    rate = count / duration if loop else RATE
    head, face = (
        _sampled(drawn[:, [CHANNELS.index(n) for n in part]], times, rate, loop=loop) for part in (HEAD, FACE)
    )
    glance = resting(drawn[:, [CHANNELS.index(n) for n in GLANCE]], rate, times, loop=loop)

    ends = np.ones(1) if loop else window(times, duration, rise=0.8, fall=1.0)[:, None]
    rotation = head_motion * ends * MOST_TURN * np.tanh(head / MOST_TURN)
    if loop:
        breath = np.clip(head_motion * looped_breathing(times, duration, direction.pace, rng), 0, MOST_BREATH)
    else:
        breath = make_breath(prosody, direction, times, rng=rng, head_motion=head_motion)
    breath = deep_breaths(times, breath, spans, head_motion)
    most = SHIFT * max(head_motion, 1e-9)
    translation = most * np.tanh(head_shift(rotation, breath) / most)

    rise = np.ones((1, 1)) if loop else eased(times / min(RISE, duration / 2))[:, None]
    scores = np.zeros((len(times), len(BLENDSHAPES)))
    for name, track in zip(FACE, (options.expression * rise * np.clip(face - HARDLY, 0, 1)).T, strict=True):
        scores[:, sides_of(name)] = track[:, None]
    scores[:, JAW] *= laughing(times, spans)
    gaze = min(blink, 1.0) * rise * np.clip(glance, -MOST_GLANCE, MOST_GLANCE) + steadied(rotation)
    scores[:, GAZE] = look_scores(gaze)[:, GAZE]
    blinks = spaced(at_pauses(shut, prosody.phrases), duration, often, rng)
    if loop:  # none across the seam
        blinks = [moment for moment in blinks if 2 * CLOSING < moment < duration - 1.5 * OPENING]
    lids = drawn_out(times, blinks)
    scores[:, WIDE] *= 1 - lids[:, None]
    scores[:, LIDS] = 1 - (1 - np.clip(scores[:, LIDS], 0, 1)) * (1 - lids[:, None])
    return Gesture(
        np.clip(scores, 0, 1).astype(np.float32),
        rotation.astype(np.float32),
        translation.astype(np.float32),
        breath.astype(np.float32),
    )


def make_breath(
    prosody: Prosody, direction: Direction, times: np.ndarray, *, rng: np.random.Generator, head_motion: float = 1.0
) -> np.ndarray:
    """(T,) 0–1, how far the chest is raised: the part of a gesture that a film of somebody acting does not show."""
    return np.clip(head_motion * breathing(times, prosody, direction.pace, rng), 0, MOST_BREATH)


def body_stream(seed: int) -> np.random.Generator:
    """The random generator of breath and blinks."""
    return np.random.default_rng([seed, 1])


def _sampled(track: np.ndarray, times: np.ndarray, rate: float, *, loop: bool) -> np.ndarray:
    """(T, n) the channels (frames, n), `rate` a second, at these seconds, smooth at any frame rate."""
    from scipy.interpolate import CubicSpline
    from scipy.ndimage import gaussian_filter1d

    ticks = (np.arange(len(track)) + 0.5) / rate
    if len(track) < 2:
        return np.repeat(track, len(times), axis=0)
    calm = gaussian_filter1d(track, CALM * rate, axis=0, mode="wrap" if loop else "nearest")
    if track.shape[1] == len(FACE):
        jaw = FACE.index("jawOpen")
        calm[:, jaw] = gaussian_filter1d(track[:, jaw], CALM_JAW * rate, mode="wrap" if loop else "nearest")
    if not loop:
        return CubicSpline(ticks, calm)(np.clip(times, ticks[0], ticks[-1]))
    around = CubicSpline(
        np.append(ticks, ticks[0] + len(track) / rate), np.vstack([calm, calm[:1]]), bc_type="periodic"
    )
    return around(times)
