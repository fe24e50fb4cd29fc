"""Samples for the generators from tracked clips, single portraits, and pairs of neutral and smiling faces."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from revive.animator.region import MOUTH
from revive.animator.rig import build_rig
from revive.face.blendshapes import INDEX
from revive.portrait.portrait import Portrait
from revive.teaching.common.pictures import read_rgb
from revive.teaching.samples.region_samples import (
    FACE,
    RUN,
    RegionSample,
    draw_samples,
    hidden_mouth,
    sample_path,
    save_samples,
)
from revive.training.common.clips import HELD_OUT, TrackedClip, lip_gaps, tracked_clips
from revive.training.common.faces import FacePair, face_pairs

SOURCES, RUNS = 10, 16  # photographs taken from a clip, and runs drawn of each


def prepare_samples(
    data: Path, folder: Path, *, seed: int, workers: int | None = None, say: Callable[[str], None] = print
) -> None:
    """Draw all samples of `data` into `folder`, as many as are not yet there: learn/ and validate/, by region.

    workers : processes that draw at the same time; None is one for each core
    """
    clips = tracked_clips(data)
    portraits = sorted((data / "portraits" / "images").glob("*.jpg"))
    pairs = face_pairs(data)
    say(
        f"drawing samples from {len(clips)} clips, {len(portraits)} portraits and {len(pairs)} pairs of faces:"
        f" about 20 minutes of one core, kept in {folder}"
    )
    tasks: list[Callable[[], None]] = []
    for clip in clips:
        rng = np.random.default_rng([seed, zlib.crc32(clip.name.encode())])
        sources = [_most_closed(clip)] if clip.name in HELD_OUT else _draw_sources(clip, rng)
        for source in sources:
            targets = _draw_runs(clip, rng, RUNS)
            if not sample_path(folder, clip.name in HELD_OUT, MOUTH, _name(clip, source)).exists():
                tasks.append(partial(_draw_clip, clip, source, targets, folder))
    tasks += [partial(_draw_portrait, path, folder, seed) for path in portraits]
    tasks += [partial(_draw_pair, pair, folder) for pair in pairs]
    for done, _ in enumerate(_in_parallel(tasks, workers or os.cpu_count() or 1), start=1):
        if done % 200 == 0:
            say(f"{done} of {len(tasks)} drawn")


def _in_parallel(tasks: list[Callable[[], None]], workers: int) -> Iterator[None]:
    if workers == 1 or len(tasks) < 2 * workers:
        for task in tasks:
            yield task()
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # a fork would copy threads of OpenCV and MediaPipe that are then waited for in vain
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_run, tasks, chunksize=4)


def _run(task: Callable[[], None]) -> None:
    """What a process of the pool does with one task."""
    import cv2

    cv2.setNumThreads(1)
    task()


def _name(clip: TrackedClip, source: int) -> str:
    """Of a sample: the person first, as every person is to be learned from as often."""
    return f"{clip.person}-{clip.name}-{source:05d}"


def _draw_clip(clip: TrackedClip, source: int, targets: np.ndarray, folder: Path) -> None:
    save_samples(folder, clip.name in HELD_OUT, _name(clip, source), _from_clip(clip, source, targets))


def _draw_portrait(path: Path, folder: Path, seed: int) -> None:
    if not sample_path(folder, False, MOUTH, path.stem).exists():
        drawn = _from_portrait(path, np.random.default_rng([seed, zlib.crc32(path.stem.encode())]))
        if drawn is not None:
            drawn.save(sample_path(folder, False, MOUTH, path.stem))


def _draw_pair(pair: FacePair, folder: Path) -> None:
    """The neutral face as it smiles; and the smiling one after its lips were closed and opened again."""
    name = f"{FACE}-{pair.person}"
    if sample_path(folder, pair.held_out, MOUTH, name).exists():
        return
    neutral = pair.neutral.portrait()
    smiling = pair.smiling.portrait()
    hidden = None if pair.held_out else hidden_mouth(smiling, relaxed=0.5)
    if hidden is not None:
        hidden.save(sample_path(folder, False, MOUTH, f"{name}-hidden"))
    drawn = draw_samples(neutral.image, build_rig(neutral, matte=False), pair.smiling.landmarks[None], [smiling.image])
    save_samples(folder, pair.held_out, name, drawn)


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
    rig = build_rig(portrait, matte=False)
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
