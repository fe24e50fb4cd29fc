"""Find the eigenfaces that fill folds across a face, and measure what they fill on faces held out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from revive.restore.face_inpainting import HEIGHT, WIDTH, Eigenfaces, face_region, frame_of
from revive.teaching.common.pictures import read_rgb
from revive.training.common.clips import HELD_OUT as HELD_OUT_CLIPS
from revive.training.common.clips import tracked_clips
from revive.training.common.faces import face_pairs

COUNT = 200  # eigenfaces
HELD_OUT = 12  # every twelfth portrait is kept apart
MOVED = 12  # pictures of each film
UPSCALED = 2  # times, before a face is looked for in a portrait: they are small


def train_eigenfaces(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, say: Callable[[str], None] = print
) -> dict[str, float]:
    """Find them, measure them, and write `out`/eigenfaces.safetensors (float16).

    Parameters
    ----------
    data : folder with portraits/, faces/ and talking/
    out : the work folder
    resume : take the faces that an earlier run found and kept there
    seed : nothing is drawn by chance

    Returns
    -------
    dict : faces, how many were learned from; explained, the share of the variance of faces held out
    """
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    cache = out / "faces-in-frame.npz"
    if not (resume and cache.exists()):
        say(f"bringing faces into the frame, a few minutes; kept in {cache}")
        found = list(_faces_in_frame(data))
        pictures, held_out = (np.array(part) for part in zip(*found, strict=True))
        part = cache.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, pictures=pictures, held_out=held_out)
        part.replace(cache)
    with np.load(cache) as kept:
        pictures, held_out = kept["pictures"], kept["held_out"]
    known = normalised(pictures[~held_out])
    faces = fit(np.concatenate([known, known[:, :, ::-1]]))
    stored = {"mean": faces.mean, "basis": faces.basis, "spread": faces.spread, "noise": np.array([faces.noise])}
    save_file(
        {name: np.ascontiguousarray(part, np.float16) for name, part in stored.items()}, out / "eigenfaces.safetensors"
    )
    strange = normalised(pictures[held_out])[:, face_region()]
    away = strange - faces.mean
    left = away - away @ faces.basis.T @ faces.basis
    return {"faces": len(known), "explained": round(1 - float((left**2).mean() / (away**2).mean()), 3)}


def fit(faces: np.ndarray, count: int = COUNT) -> Eigenfaces:
    """The eigenfaces of lightness (N, HEIGHT, WIDTH), by principal components."""
    rows = faces[:, face_region()].astype(np.float32)
    mean = rows.mean(axis=0)
    away = rows - mean
    power, mixed = np.linalg.eigh(away @ away.T)
    power, mixed = power[::-1][:count], mixed[:, ::-1][:, :count]
    basis = (mixed.T @ away) / np.sqrt(power)[:, None]
    noise = float(((away**2).sum() - power.sum()) / away.size)
    return Eigenfaces(mean, basis, np.sqrt(power / len(rows)), noise)


def normalised(pictures: np.ndarray) -> np.ndarray:
    """(N, HEIGHT, WIDTH) float32, lightness of pictures (N, HEIGHT, WIDTH, 3), of mean 0 and spread 1 over the face."""
    import cv2

    light = np.array([cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0] for p in pictures])
    inside = light[:, face_region()]
    return (light - inside.mean(axis=1)[:, None, None]) / inside.std(axis=1)[:, None, None]


def _faces_in_frame(data: Path) -> Iterator[tuple[np.ndarray, bool]]:
    import cv2

    from revive.face.detection import find_faces

    for i, path in enumerate(sorted((data / "portraits" / "images").glob("*.jpg"))):
        picture = cv2.resize(read_rgb(path), None, fx=UPSCALED, fy=UPSCALED, interpolation=cv2.INTER_CUBIC)
        if seen := find_faces(picture):
            yield _in_frame(picture, seen[0].landmarks), i % HELD_OUT == 0
    for pair in face_pairs(data):
        for face in (pair.neutral, pair.smiling):
            yield _in_frame(read_rgb(face.path), face.landmarks), pair.held_out
    for clip in tracked_clips(data):
        for frame in clip.frames[:: max(len(clip.frames) // MOVED, 1)]:
            yield _in_frame(clip.picture(frame), clip.landmarks[frame]), clip.name in HELD_OUT_CLIPS


def _in_frame(picture: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    import cv2

    place, finer = frame_of(landmarks).place, 2
    large = cv2.warpAffine(
        picture, finer * place, (finer * WIDTH, finer * HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
