"""A timeline of a motion: curves of mouth, head, eyes and blinks under the words, as an SVG in the page."""

from __future__ import annotations

from html import escape

import numpy as np

from revive.app.texts import choices, say
from revive.face.blendshapes import INDEX
from revive.motion import Motion, SentenceEmotion
from revive.motion.eyes import gaze_of
from revive.motion.gesture import LIDS
from revive.speech.speech import Sentence

WIDTH, LANE = 1000, 64  # of the drawing's own units: its width, and the height of one lane
MOST_POINTS = 400  # of a curve
LEAST_DEGREES, LEAST_GAZE = 5.0, 0.2  # a lane's range at the least, so that stillness looks still
SHUT = 0.9  # of a blink


def timeline(
    motion: Motion, sentences: tuple[Sentence, ...], feelings: tuple[SentenceEmotion, ...], language: str
) -> str:
    """A figure of four lanes over time, with the sentences and their feelings at their times; all in `language`."""
    duration = len(motion) / motion.fps
    lids = motion.scores[:, LIDS].max(axis=1)
    gaze = gaze_of(motion.scores)
    lanes = {
        "mouth": [("mouth", motion.scores[:, INDEX["jawOpen"]] * (1 - motion.closure))],
        "head": list(zip(("pitch", "yaw", "roll"), motion.rotation.T, strict=True)),
        "gaze": [("sideways", gaze[:, 0]), ("downwards", gaze[:, 1])],
        "blinks": [("lids", lids)],
    }
    least = {"mouth": 0.3, "head": LEAST_DEGREES, "gaze": LEAST_GAZE, "blinks": 1.0}
    drawn, legend = [], []
    for number, (lane, curves) in enumerate(lanes.items()):
        signed = lane in ("head", "gaze")
        most = max(least[lane], *(float(np.abs(values).max()) for _, values in curves))
        top = number * LANE
        for name, values in curves:
            heights = 0.5 - 0.5 * values / most if signed else 1 - values / most
            drawn.append(f'<polyline class="{name}" points="{_points(heights, top)}"/>')
        base = top + (LANE / 2 if signed else LANE - 4)
        drawn.append(f'<line x1="0" x2="{WIDTH}" y1="{base:.1f}" y2="{base:.1f}"/>')
        told = {"head": f"±{most:.0f}°", "blinks": str(count_blinks(lids))}.get(lane, "")
        parts = " ".join(f'<span class="{name}">{escape(say(f"curve_{name}", language))}</span>' for name, _ in curves)
        label = escape(say(f"lane_{lane}", language))
        legend.append(f"<li><b>{label}</b> {told} {parts if len(curves) > 1 else ''}</li>")
    words = _row([(s.text, s.start, s.end) for s in sentences], duration)
    names = [(choices("emotion", [f.emotion], language)[0][0], f.start, f.end) for f in feelings]
    felt = f'<div class="said felt">{_row(names, duration)}</div>' if names else ""
    title = escape(say("timeline", language))
    seconds = "".join(f"<span>{t:.1f}</span>" for t in np.linspace(0, duration, 5))
    return (
        f'<figure class="timeline"><figcaption>{title}</figcaption><div class="said">{words}</div>{felt}'
        f'<svg viewBox="0 -2 {WIDTH} {4 * LANE + 4}" role="img" aria-label="{title}" preserveAspectRatio="none">'
        f'{"".join(drawn)}</svg><div class="seconds">{seconds}</div><ul>{"".join(legend)}</ul></figure>'
    )


def _row(texts: list[tuple[str, float, float]], duration: float) -> str:
    """A row of texts, each between its seconds."""
    return "".join(
        f'<span style="left:{100 * start / duration:.2f}%;width:{100 * (end - start) / duration:.2f}%"'
        f' title="{escape(text)}">{escape(text)}</span>'
        for text, start, end in texts
    )


def count_blinks(lids: np.ndarray) -> int:
    """How often the eyelids, scores (T,) from 0 to 1, close."""
    shut = lids > SHUT
    return int((shut[1:] & ~shut[:-1]).sum() + shut[0])


def _points(heights: np.ndarray, top: float) -> str:
    """Points of a line; of a long curve the extremes of every piece, so that no blink is lost."""
    pieces = np.array_split(heights, min(MOST_POINTS, len(heights)))
    span = LANE - 8
    return " ".join(
        f"{WIDTH * (i + 0.5) / len(pieces):.1f},{top + 4 + span * piece[np.argmax(np.abs(piece - 0.5))]:.1f}"
        for i, piece in enumerate(pieces)
    )
