"""Samples of one person, from the moments that were collected: the same as for the shipped generator.

Of a film some pictures are the photograph and others what it should become, laid on it by the points that expressions
hardly move, so that pans and zooms do not matter. Photographs are paired with each other, their colours matched; one
with parted lips is also a sample of what is behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.animator.placement import scale_of
from revive.animator.region import MOUTH
from revive.animator.rig import build_rig
from revive.face import mesh
from revive.portrait.grading import LUMA
from revive.teaching.samples.moments import Moment
from revive.teaching.samples.region_samples import (
    RUN,
    RegionSample,
    as_portrait,
    draw_samples,
    hidden_mouth,
    sample_path,
    save_samples,
)  # fmt: skip

SOURCES, RUNS, PAIRS = 8, 24, 48  # photographs taken from films, runs drawn of each; pairs of photographs
JUDGED = 3  # photographs from which a photograph that was held back is drawn
TURNED = 100.0  # degrees that count as much as lips an eye distance apart
MOST_ENLARGED = 1.6  # times that what should be learned may be smaller than the photograph
MOST_GAIN = 2.0  # of a colour, when pictures of different light are matched
GREY = 4.0  # levels between the channels of a skin, below which a picture is black and white


def draw_person_samples(
    moments: list[Moment], folder: Path, *, seed: int, tell: Callable[[float], None] = lambda _: None
) -> None:
    """Draw `folder`/learn and `folder`/validate, as `load_samples` reads them, from the moments that are used.

    tell : told the fraction done, 0–1; may raise to stop
    """
    rng = np.random.default_rng(seed)
    used = [moment for moment in moments if moment.used]
    photos = [moment for moment in used if not moment.film]
    works: list[Callable[[], None]] = []
    for source in sorted({moment.source for moment in used if moment.film}):
        of_film = [moment for moment in used if moment.source == source]
        learned, held = ([m for m in of_film if m.held == kind] for kind in (False, True))
        share = len(learned) / max(sum(m.film and not m.held for m in used), 1)
        for moment in _photographs(learned, max(2, round(SOURCES * share)), rng):
            targets = _drawn([m for m in learned if m is not moment], RUNS, rng)
            works.append(lambda a=moment, b=targets: _film_samples(folder, a, b))
        if len(held) > 1:
            still = min(held, key=_unrest)
            works.append(lambda a=still, b=[m for m in held if m is not still]: _film_samples(folder, a, b))
    learned = [moment for moment in photos if not moment.held]
    pairs = [(a, b) for a in learned for b in learned if a is not b]
    pairs = [pairs[k] for k in rng.permutation(len(pairs))[:PAIRS]]
    pairs += [(a, b) for b in photos if b.held for a in sorted(learned, key=_unrest)[:JUDGED]]
    works += [lambda a=a, b=b: _pair_samples(folder, a, b) for a, b in pairs]
    works += [lambda a=moment: _hidden_sample(folder, a) for moment in photos]
    for number, work in enumerate(works):
        work()
        tell((number + 1) / len(works))


def _film_samples(folder: Path, source: Moment, targets: list[Moment]) -> None:
    image, points = source.image(RUN // 2), source.landmarks[RUN // 2]
    places = [(target, _laid_on(target.landmarks[RUN // 2], points)) for target in targets]
    places = [(target, place) for target, place in places if scale_of(place) <= MOST_ENLARGED]
    if not places:
        return
    moved = [_moved(target, number, place, image.shape) for target, place in places for number in range(RUN)]
    drawn = _draw(source, RUN // 2, image, moved, run=RUN)
    save_samples(folder, source.held, f"film{source.source}-{_number(source)}", [matched(sample) for sample in drawn])


def _pair_samples(folder: Path, source: Moment, target: Moment) -> None:
    image = source.image(0)
    place = _laid_on(target.landmarks[0], source.landmarks[0])
    grey_source, grey_target = _is_grey(image, source.landmarks[0]), _is_grey(target.image(0), target.landmarks[0])
    if scale_of(place) > MOST_ENLARGED or (grey_target and not grey_source):  # colours cannot be learned from grey
        return
    landmarks, truth = _moved(target, 0, place, image.shape)
    if grey_source:
        truth = np.repeat((truth @ LUMA)[..., None].round().astype(np.uint8), 3, axis=-1)
    drawn = _draw(source, 0, image, [(landmarks, truth)], run=1)
    name = f"photo{source.source}-{target.source}"
    save_samples(folder, target.held, name, [matched(sample, spread=True) for sample in drawn])


def _hidden_sample(folder: Path, source: Moment) -> None:
    """The mouth of one photograph, as though what is behind its lips had never been seen."""
    sample = hidden_mouth(as_portrait(source.image(0), source.landmarks[0], source.scores[0]))
    if sample is not None:
        sample.save(sample_path(folder, source.held, MOUTH, f"hidden{source.source}-0"))


def _draw(
    source: Moment, number: int, image: np.ndarray, moved: list[tuple[np.ndarray, np.ndarray]], **how
) -> list[RegionSample]:
    rig = build_rig(as_portrait(image, source.landmarks[number], source.scores[number]))
    landmarks, truths = zip(*moved, strict=True)
    return draw_samples(image, rig, np.stack(landmarks), list(truths), **how)


def matched(sample: RegionSample, *, spread: bool = False) -> RegionSample:
    """The sample with its truths in the light of its pictures, as it is outside the opening.

    spread : also their contrast, as photographs of different days have different ones
    """
    n, run = len(sample.picture), int(sample.run)
    skin = (1 - sample.opening.astype(np.float32) / 255).reshape(n // run, -1, 1)
    total = skin.sum(axis=1, keepdims=True)

    def light(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and spread of each colour in each run."""
        values = pictures.astype(np.float32).reshape(n // run, -1, 3)
        mean = (skin * values).sum(axis=1, keepdims=True) / total
        return mean, np.sqrt((skin * (values - mean) ** 2).sum(axis=1, keepdims=True) / total)

    (mean, wide), (true_mean, true_wide) = light(sample.picture), light(sample.truth)
    gain = wide / np.maximum(true_wide, 1) if spread else mean / np.maximum(true_mean, 1)
    gain = np.clip(gain, 1 / MOST_GAIN, MOST_GAIN)
    values = sample.truth.astype(np.float32).reshape(n // run, -1, 3)
    truth = np.clip(mean + gain * (values - true_mean), 0, 255).round().astype(np.uint8)
    return RegionSample(**{**vars(sample), "truth": truth.reshape(sample.truth.shape)})


def _photographs(moments: list[Moment], count: int, rng: np.random.Generator) -> list[Moment]:
    """Half of them from the third most at rest, as most photographs are."""
    order = sorted(moments, key=_unrest)
    third = max(len(order) // 3, 1)
    return _drawn(order[:third], (count + 1) // 2, rng) + _drawn(order[third:], count // 2, rng)


def _drawn(moments: list[Moment], count: int, rng: np.random.Generator) -> list[Moment]:
    return [moments[k] for k in rng.permutation(len(moments))[:count]]


def _unrest(moment: Moment) -> float:
    """How little a picture is like most photographs: the lips apart (in eye distances), the face turned away."""
    return mesh.inner_lip_gap(moment.landmarks[len(moment.landmarks) // 2][:, :2]) + moment.turn / TURNED


def _laid_on(target: np.ndarray, source: np.ndarray) -> np.ndarray:
    """(2, 3), pixels of the target -> pixels of the source."""
    stable = list(mesh.STABLE)
    return mesh.flat_similarity(target[stable, :2].astype(np.float64), source[stable, :2].astype(np.float64))


def _moved(target: Moment, number: int, place: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Landmarks (478, 3) and picture of a moment, laid on another of this shape."""
    import cv2

    landmarks = target.landmarks[number].astype(np.float64)
    points = np.column_stack([landmarks[:, :2] @ place[:, :2].T + place[:, 2], scale_of(place) * landmarks[:, 2]])
    flags = cv2.INTER_AREA if scale_of(place) < 1 else cv2.INTER_LINEAR
    picture = cv2.warpAffine(
        target.image(number), place, (shape[1], shape[0]), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return points.astype(np.float32), picture


def _is_grey(image: np.ndarray, landmarks: np.ndarray) -> bool:
    low, high = landmarks[:, :2].min(axis=0).astype(int), landmarks[:, :2].max(axis=0).astype(int)
    face = image[max(low[1], 0) : high[1], max(low[0], 0) : high[0]].astype(np.float32)
    return float(np.ptp(face, axis=2).mean()) < GREY


def _number(moment: Moment) -> str:
    return moment.pictures[0].stem.split("-")[0]
