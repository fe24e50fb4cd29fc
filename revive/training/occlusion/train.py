"""Train the networks that find what lies over a mouth and over a face, on faces over which things were drawn.

One looks at the lower face and judges the mouth; the other at the whole face, and tells glasses from other things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face import covers, mesh, occlusion
from revive.face.covers import face_square
from revive.face.occlusion import COVERED, DOUBTFUL, cut_out, lips_mask, lower_face
from revive.teaching.common.pictures import jpeg, read_rgb
from revive.training.common.onnx_export import export_network
from revive.training.common.training_loop import train
from revive.training.occlusion.glasses import glassed, wears_glasses
from revive.training.occlusion.things import Scene, bearded, cover, shaded

STEPS, BATCH = 2400, 12
WIDTHS = (16, 32, 48, 64)
FINER = 1.8  # times the side of the face's square, the pixels of a kept face
AROUND = 0.12  # of its side, more of the face that is kept on each side
HELD_OUT = 4  # every fourth portrait, and every fifth person of the faces, is kept apart
MOVED = 25  # pictures of moving faces, of each clip
COVERS, GLASSES = 0.55, 0.35  # shares of samples over which a thing, and glasses, are drawn
RIMS = 2.0  # how much more a pixel of a rim counts, as there are few


@dataclass(frozen=True)
class View:
    """What a network looks at.

    Attributes
    ----------
    name : of its file
    square : of a face's points, the affine map into the network's input
    side : of that, pixels
    finds : 1 for things alone, 2 for things and glasses
    """

    name: str
    square: Callable[[np.ndarray], np.ndarray]
    side: int
    finds: int


MOUTH = View("occlusion", lower_face, occlusion.SIDE, 1)
FACE = View("covers", face_square, covers.SIDE, 2)


@dataclass(frozen=True)
class FaceCut:
    """A face from above the brows to below the chin, and a little more.

    Attributes
    ----------
    picture : (S, S, 3) uint8
    points : (478, 2) float32, pixels of it
    """

    picture: np.ndarray
    points: np.ndarray

    @property
    def scene(self) -> Scene:
        """Where eyes, mouth, nose and chin are."""
        mouth = self.points[list(mesh.OUTER_LIPS)].mean(axis=0)
        corners = (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS)
        eyes = np.stack([self.points[list(pair)].mean(axis=0) for pair in corners])
        return Scene(mouth, self.points[mesh.NOSE_TIP], self.points[mesh.CHIN], eyes, mesh.eye_distance(self.points))


def train_occlusion(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, steps: int = STEPS,
    say: Callable[[str], None] = print,
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Train both networks, measure on faces held out, and write `out`/occlusion.onnx and `out`/covers.onnx.

    Parameters
    ----------
    data : folder with portraits/, faces/ and talking/
    out : the work folder
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew

    Returns
    -------
    dict : of each network, see `evaluate`

    Raises
    ------
    UserError : there are no pictures in `data`
    """
    if not _pictures(data):
        raise UserError(
            "The folder {data} holds no portraits/, faces/ or talking/; please give the folder of training data.",
            data=data,
        )
    out.mkdir(parents=True, exist_ok=True)
    learned, held = read_faces(data, out / "occlusion-faces.npz", say)
    figures = {}
    for view in (MOUTH, FACE):
        checkpoint = out / f"{view.name}.checkpoint"
        if not resume:
            checkpoint.unlink(missing_ok=True)
        net = train_network(learned, view, checkpoint=checkpoint, seed=seed, steps=steps, say=say)
        export(net, view, out / f"{view.name}.onnx")
        figures[view.name] = evaluate(net, view, held)
    return figures


def read_faces(data: Path, cache: Path, say: Callable[[str], None]) -> tuple[list[FaceCut], list[FaceCut]]:
    """Those to learn from, and those held out, of portraits, faces and a few frames of every talking clip."""
    if not cache.exists():
        found = [(face, held) for path, held in _pictures(data) if (face := _look_at(path)) is not None]
        say(f"{len(found)} faces")
        np.savez(
            cache, pictures=[face.picture for face, _ in found], points=[face.points for face, _ in found],
            held=[held for _, held in found],
        )  # fmt: skip
    with np.load(cache) as kept:
        faces = [FaceCut(*pair) for pair in zip(kept["pictures"], kept["points"], strict=True)]
        held = kept["held"]
    return [f for f, h in zip(faces, held, strict=True) if not h], [f for f, h in zip(faces, held, strict=True) if h]


def _pictures(data: Path) -> list[tuple[Path, bool]]:
    portraits = sorted((data / "portraits" / "images").glob("*.jpg"))
    found = [(path, i % HELD_OUT == 0) for i, path in enumerate(portraits)]
    found += [(path, int(path.name[:3]) % 5 == 0) for path in sorted((data / "faces" / "images").glob("*.jpg"))]
    for clip in sorted((data / "talking").glob("clip*")):
        frames = sorted(clip.glob("*.jpg"))
        found += [(path, False) for path in frames[:: max(len(frames) // MOVED, 1)]]
    return found


def _look_at(path: Path) -> FaceCut | None:
    import cv2

    from revive.face.detection import find_faces

    picture = read_rgb(path)
    larger = 2.0 if max(picture.shape) < 300 else 1.0
    faces = find_faces(cv2.resize(picture, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC))
    if not faces:
        return None
    points = faces[0].landmarks[:, :2] / larger
    place = face_square(points)
    place[:, 2] += AROUND * covers.SIDE
    place *= FINER
    side = round(FINER * covers.SIDE * (1 + 2 * AROUND))
    return FaceCut(cut_out(picture, place, side), (points @ place[:, :2].T + place[:, 2]).astype(np.float32))


def sample(
    faces: list[FaceCut], view: View, draw: np.random.Generator, *, covered: float = COVERS
) -> tuple[np.ndarray, np.ndarray]:
    """What the network sees, (4, S, S) float32, and where things and glasses lie before the face.

    The second is (2, S, S) of 0 and 1; all of its glasses are −1 where the photograph itself may show some.
    """
    import cv2

    face = faces[draw.integers(len(faces))]
    others = [faces[i].picture.astype(np.float32) / 255 for i in draw.integers(0, len(faces), 2)]
    picture = face.picture.astype(np.float32) / 255
    if draw.random() < 0.35:
        picture = picture @ np.array([0.299, 0.587, 0.114], np.float32)[:, None] * np.ones(3, np.float32)
        others = [other.mean(axis=2, keepdims=True) * np.ones(3, np.float32) for other in others]
    mask, rims = (np.zeros(picture.shape[:2], np.float32) for _ in range(2))
    unknown = wears_glasses(picture, face.scene)
    if draw.random() < 0.25:
        picture = bearded(picture, face.scene, draw)
    if not unknown and draw.random() < GLASSES:
        picture, rims = glassed(picture, face.scene, draw)
    if draw.random() < covered:
        picture, mask = cover(picture, face.scene, others, draw)
    if draw.random() < 0.25:
        picture = shaded(picture, draw)
    picture = _photographed(picture, draw)
    # what a face looks like whose points were found with the thing before it: a little elsewhere
    place, side = view.square(face.points), view.side
    turn, size = draw.normal(0, 0.05), np.exp(draw.normal(0, 0.06))
    rotation = size * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([side / 2, side / 2])
    shift = rotation @ (place[:, 2] - middle) + middle + draw.normal(0, 1, 2)
    place = np.column_stack([rotation @ place[:, :2], shift])
    seen = cut_out((255 * picture.clip(0, 1)).astype(np.uint8), place, side).astype(np.float32) / 255
    things = cv2.warpAffine(mask, place, (side, side), flags=cv2.INTER_LINEAR) > 0.5
    worn = cut_out((255 * rims * (1 - mask)).astype(np.uint8), place, side) > 80  # a thin rim covers part of a pixel
    goal = np.stack([things, np.full_like(things, -1.0, np.float32) if unknown else worn], axis=2).astype(np.float32)
    moved = face.points + draw.normal(0, 0.03, 2) * face.scene.unit
    lips = lips_mask(moved @ place[:, :2].T + place[:, 2], side)
    if draw.random() < 0.5:
        seen, goal, lips = seen[:, ::-1], goal[:, ::-1], lips[:, ::-1]
    stacked = np.concatenate([seen, lips[..., None]], axis=2).transpose(2, 0, 1)
    return np.ascontiguousarray(stacked, np.float32), np.ascontiguousarray(goal.transpose(2, 0, 1))


def _photographed(picture: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """As lights, prints, cameras and files leave it."""
    import cv2

    low, high = draw.uniform(0, 0.15), draw.uniform(0.7, 1.0)
    picture = low + (high - low) * picture.clip(0, 1) ** np.exp(draw.normal(0, 0.35))
    if draw.random() < 0.4:
        picture = picture * (1 + draw.normal(0, 0.08, 3))
    if draw.random() < 0.5:  # a small face, or one out of focus
        side = picture.shape[0]
        small = int(side * draw.uniform(0.2, 0.8))
        picture = cv2.resize(cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA), (side, side))
    if draw.random() < 0.4:
        picture = picture + draw.uniform(0, 0.06) * draw.normal(0, 1, (*picture.shape[:2], draw.choice([1, 3])))
    if draw.random() < 0.4:
        picture = jpeg((255 * picture.clip(0, 1)).astype(np.uint8), int(draw.integers(35, 95))) / 255
    return picture


def train_network(
    faces: list[FaceCut], view: View, *, checkpoint: Path, seed: int, steps: int, say: Callable[[str], None]
):  # fmt: skip
    """The network, averaged over the steps; resumes from the checkpoint."""
    import torch
    import torch.nn.functional as F

    from revive.teaching.common.accelerator import channels_last
    from revive.training.common.unet import UNet

    torch.manual_seed(seed)
    net = channels_last(UNet(WIDTHS, before=4, after=view.finds))
    say(f"{view.name}: {steps} steps of {BATCH} faces, from {len(faces)}")

    def loss_at(step: int):
        draw = np.random.default_rng([seed, step])
        samples = [sample(faces, view, draw) for _ in range(BATCH)]
        seen, goal = (torch.from_numpy(np.stack(part)) for part in zip(*samples, strict=True))
        found, *rims = net(seen.contiguous(memory_format=torch.channels_last)).unbind(1)
        goal, worn = goal.unbind(1)
        lips = seen[:, 3]
        share, told = ((part * lips).sum((1, 2)) / lips.sum((1, 2)).clamp(min=1) for part in (found.sigmoid(), goal))
        pixels = F.binary_cross_entropy_with_logits(found, goal, weight=1 + 2 * lips)
        loss = pixels + F.binary_cross_entropy(share.clamp(1e-4, 1 - 1e-4), told)
        for rim in rims:
            known = (worn >= 0).float()
            loss = loss + F.binary_cross_entropy_with_logits(rim, worn, weight=known * (1 + RIMS * worn))
        return loss

    return train(net, loss_at, steps=steps, name=view.name, checkpoint=checkpoint, say=say, rate=2e-3, ema_decay=0.995)


def export(net, view: View, out: Path) -> None:
    """Write the network for onnxruntime: (1, 4, S, S) "seen" -> (1, 1 or 2, S, S) "covered"."""
    import torch

    export_network(net, (torch.zeros(1, 4, view.side, view.side),), out, inputs=["seen"], outputs=["covered"])


def evaluate(net, view: View, faces: list[FaceCut], *, seed: int = 0) -> dict[str, float]:
    """Of faces that were held out, aged as in the training.

    refused, doubted : share of uncovered faces that are refused, or of which the user is told
    found : share of faces with most of the lips (two thirds) covered that are refused
    noticed : of those faces, the share that are refused or of which the user is told
    """
    import torch

    draw = np.random.default_rng(seed)
    shares: dict[bool, list[float]] = {False: [], True: []}
    for number in range(4 * len(faces)):
        seen, goal = sample(faces, view, draw, covered=float(number % 2))
        lips = seen[3]
        told = float((goal[0] * lips).sum() / max(lips.sum(), 1))
        if 0 < told < 2 / 3:
            continue
        with torch.inference_mode():
            found = net(torch.from_numpy(seen)[None])[0, 0].sigmoid().numpy()
        shares[told > 0].append(float((found * lips).sum() / max(lips.sum(), 1)))
    clean, hidden = (np.array(shares[key]) for key in (False, True))
    return {
        "refused": round(float((clean > COVERED).mean()), 4), "doubted": round(float((clean > DOUBTFUL).mean()), 4),
        "found": round(float((hidden > COVERED).mean()), 4), "noticed": round(float((hidden > DOUBTFUL).mean()), 4),
    }  # fmt: skip
