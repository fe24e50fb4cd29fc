"""Samples for the generators from tracked clips and single portraits."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.animator.region import MOUTH
from revive.animator.rig import build_rig
from revive.face.blendshapes import INDEX
from revive.portrait.portrait import Portrait
from revive.teaching.common.pictures import read_rgb
from revive.teaching.samples.region_samples import (
    RUN,
    RegionSample,
    draw_samples,
    hidden_mouth,
    sample_path,
    save_samples,
)
from revive.training.common.clips import HELD_OUT, TrackedClip, lip_gaps, tracked_clips

SOURCES, RUNS = 16, 20  # photographs taken from a clip, and runs drawn of each


def prepare_samples(data: Path, folder: Path, *, seed: int, say: Callable[[str], None] = print) -> None:
    """Draw all samples of `data` into `folder`, as many as are not yet there: learn/ and validate/, by region."""
    clips = tracked_clips(data)
    portraits = sorted((data / "portraits" / "images").glob("*.jpg"))
    say(f"drawing samples from {len(clips)} clips and {len(portraits)} portraits: about 8 minutes, kept in {folder}")
    for clip in clips:
        held_out = clip.name in HELD_OUT
        rng = np.random.default_rng([seed, zlib.crc32(clip.name.encode())])
        sources = [_most_closed(clip)] if held_out else _draw_sources(clip, rng)
        for source in sources:
            targets = _draw_runs(clip, rng, RUNS)
            name = f"{clip.name}-{source:05d}"
            if not sample_path(folder, held_out, MOUTH, name).exists():
                save_samples(folder, held_out, name, _from_clip(clip, source, targets))
    for path in portraits:
        if not sample_path(folder, False, MOUTH, path.stem).exists():
            drawn = _from_portrait(path, np.random.default_rng([seed, zlib.crc32(path.stem.encode())]))
            if drawn is not None:
                drawn.save(sample_path(folder, False, MOUTH, path.stem))


def _most_closed(clip: TrackedClip) -> int:
    return clip.frames[int(lip_gaps(clip).argmin())]


def _draw_sources(clip: TrackedClip, rng: np.random.Generator) -> list[int]:
    """Half of them from the third with the lips nearest to each other, as most photographs have them."""
    order = np.array(clip.frames)[np.argsort(lip_gaps(clip))]
    third = max(len(order) // 3, 1)
    half = SOURCES // 2
    closed = rng.choice(order[:third], min(half, third), replace=False)
    others = rng.choice(order[third:], min(SOURCES - half, len(order) - third), replace=False)
    return [int(frame) for frame in (*closed, *others)]


def _draw_runs(clip: TrackedClip, rng: np.random.Generator, count: int) -> np.ndarray:
    """(count, RUN) frames; a quarter of the runs about the widest mouths, a quarter about closing eyes."""
    middles = np.arange(1, len(clip.frames) - 1)
    gaps = lip_gaps(clip)[1:-1]
    blinks = clip.scores[clip.frames][1:-1][:, [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]].max(axis=1)
    quarter = count // 4
    chosen = [
        rng.choice(middles, count - 2 * quarter),
        rng.choice(middles[np.argsort(-gaps)[: max(len(middles) // 4, 1)]], quarter),
        rng.choice(middles[np.argsort(-blinks)[: max(len(middles) // 12, 1)]], quarter),
    ]
    middle = np.concatenate(chosen)
    return np.array(clip.frames)[middle[:, None] + np.arange(-1, 2)]


def _from_clip(clip: TrackedClip, source: int, targets: np.ndarray) -> list[RegionSample]:
    portrait = clip.portrait(source)
    rig = build_rig(portrait)
    order = targets.ravel()
    truths = [clip.picture(int(frame)) for frame in order]
    return draw_samples(portrait.image, rig, clip.landmarks[order], truths, run=RUN)


def _from_portrait(path: Path, rng: np.random.Generator) -> RegionSample | None:
    """The mouth of a single portrait as `hidden_mouth` draws it; None also if it shows no face."""
    from revive.face.detection import find_faces

    image = read_rgb(path)
    faces = find_faces(image)
    if not faces:
        return None
    return hidden_mouth(Portrait(image, faces), relaxed=rng.uniform(0, 0.8))
