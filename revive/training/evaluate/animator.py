"""How true the animator is: a film's own photograph, moved by the film's own points, beside the film.

The picture with the lips most closed is the photograph. Every other one is drawn three times, by leaving the
photograph as it is, by the plain warp of the mesh, and by the whole animator with its generator, and compared with
what was really there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from revive.animator.network import WEIGHTS
from revive.core.errors import UserError
from revive.face import mesh
from revive.training.evaluate.comparison import CROP, Comparison
from revive.training.evaluate.reenactment import WAYS, Film, Reenactment

OPENED = 0.08  # eye distances more between the lips than in the photograph: a mouth clearly open
SHEET_ROWS, LEAST_ROWS = 8, 2  # rows of a sheet, shared among the films; of one film
FILMS = (".mp4", ".mov", ".m4v", ".mkv", ".avi", ".webm")  # that are taken out of a folder
GAINS = ("mouth_psnr", "mouth_ssim", "open_mouth_psnr", "open_mouth_ssim")


def evaluate_animator(
    drivers: Sequence[Path],
    *,
    weights: Path = WEIGHTS,
    sheet: Path | None = None,
    say: Callable[[str], None] = print,
) -> dict:
    """Self-reenactment of films.

    Parameters
    ----------
    drivers : films of one person each, or folders of such films
    weights : of the generators
    sheet : a PNG to write, with samples: photograph, warp, finished and real, and their mouths enlarged

    Returns
    -------
    dict : static, warp and gan with face_psnr, face_ssim, mouth_psnr, mouth_ssim, open_mouth_psnr and open_mouth_ssim
        (dB; mean over the frames; None where no mouth is clearly open) and feature_distance (round the mouth, see
        `FeatureDistance`); for gan also sharpness_ratio (variance of the Laplacian round the mouth, ours over real),
        flicker_ratio (mean absolute second difference in time, ours over real) and ms_per_frame (of the generator);
        frames and open_frames. All of these are means over the films (frames: sums); films has them for each, by name

    Raises
    ------
    UserError : no film, no face in one, fewer than three pictures of one
    """
    paths = _films(drivers)
    rows = max(SHEET_ROWS // len(paths), LEAST_ROWS) if sheet else 0
    films, samples = {}, []
    for path in paths:
        films[path.name], chosen = _evaluate_film(path, weights=weights, rows=rows, say=say)
        samples += chosen
    if sheet:
        _write_sheet(sheet, samples)
    return _mean(list(films.values())) | {"films": films}


def table(figures: dict) -> str:
    """The figures as two Markdown tables: what the animator gains over the warp by film, and the mean of every way."""
    heads = ("film", "frames (open)", "mouth dB", "SSIM", "open mouth dB", "SSIM", "sharpness", "flicker",
             "features: warp", "finished")  # fmt: skip
    rows = [*figures["films"].items(), ("mean", figures)]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name, one in rows:
        warp, gan = one["warp"], one["gan"]
        gains = [None if gan[key] is None else gan[key] - warp[key] for key in GAINS]
        cells = [
            name, f"{one['frames']} ({one['open_frames']})",
            *(_written(gain, "+.2f" if "psnr" in key else "+.4f") for key, gain in zip(GAINS, gains, strict=True)),
            *(_written(gan[key], ".2f") for key in ("sharpness_ratio", "flicker_ratio")),
            *(_written(way["feature_distance"], ".3f") for way in (warp, gan)),
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    names = list(figures["static"])
    lines += ["", "| mean | " + " | ".join(WAYS) + " |", "|---" * (len(WAYS) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(str(figures[way][name]) for way in WAYS) + " |" for name in names]
    return "\n".join([*lines, "", f"ms_per_frame: {figures['gan']['ms_per_frame']}"])


def _written(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _films(drivers: Sequence[Path]) -> list[Path]:
    """The films themselves, and those in the folders, in the order of their names."""
    paths: list[Path] = []
    for driver in drivers:
        inside = os.path.isdir(driver)  # noqa: PTH112 - false of a name that cannot be
        found = sorted(path for path in driver.iterdir() if path.suffix.lower() in FILMS) if inside else [driver]
        if not found:
            raise UserError("There is no film in the folder “{folder}”; please choose a folder of films.",
                            folder=driver.name)  # fmt: skip
        paths += found
    return list(dict.fromkeys(paths))


def _evaluate_film(
    path: Path, *, weights: Path, rows: int, say: Callable[[str], None]
) -> tuple[dict, list[dict[str, np.ndarray]]]:  # fmt: skip
    """The figures of one film, and its rows of the sheet."""
    film = Film(path)
    say(f"{path.name}: looking for the face in every picture")
    faces = film.faces()
    landmarks = {i: face.landmarks for i, face in enumerate(faces) if face is not None}
    seen = list(landmarks)
    if len(seen) < 3:
        raise UserError(
            "A face was seen in only {count} pictures of “{file}”; please choose a film of one person facing the"
            " camera.",
            count=len(seen),
            file=path.name,
        )
    gaps = {i: mesh.inner_lip_gap(points[:, :2]) for i, points in landmarks.items()}
    source = min(seen, key=lambda i: gaps[i])
    photograph = faces[source]
    assert photograph is not None  # it was seen
    say(f"{len(seen)} pictures; the photograph is number {source + 1}")
    opened = {i for i in seen if gaps[i] >= gaps[source] + OPENED}
    wanted = {seen[k] for k in np.linspace(0, len(seen) - 1, rows).astype(int)}
    reenactment = Reenactment(film.picture(source), photograph, weights=weights)
    comparison = Comparison()
    samples = []
    for i, picture in enumerate(film.pictures()):
        if i not in landmarks or i == source:
            comparison.interrupt()
            continue
        compared = comparison.add(reenactment.draw(landmarks[i]), picture, landmarks[i], opened=i in opened)
        if i in wanted:
            samples.append(compared)
    figures = comparison.figures()
    figures["gan"]["ms_per_frame"] = round(1000 * reenactment.seconds / max(len(seen) - 1, 1), 2)
    return figures, samples


def _mean(films: list[dict]) -> dict:
    """The mean of the films' figures; of those that have one."""
    mean: dict = {}
    for way in WAYS:
        mean[way] = {}
        for name in films[0][way]:
            values = [film[way][name] for film in films if film[way][name] is not None]
            mean[way][name] = round(float(np.mean(values)), 4) if values else None
    return mean | {name: sum(film[name] for film in films) for name in ("frames", "open_frames")}


def _write_sheet(path: Path, samples: list[dict]) -> None:
    import cv2

    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    rows = []
    for sample in samples:
        rows_, columns = sample["rectangle"]
        crops = [sample[way] for way in (*WAYS, "real")]
        mouths = [cv2.resize(picture[rows_, columns], (CROP, CROP), interpolation=cv2.INTER_CUBIC) for picture in crops]
        rows.append(np.hstack(crops + mouths))
    write_picture(np.vstack(rows), path, Provenance("photograph"), seen=False)
