"""Learn a person's head for portraits by name: the average of their photographs.

The average of several photographs is more like a person than any one of them (Jenkins & Burton 2008, "100% accuracy in
automatic face recognition"). All are warped to one shape. Coarse bands of their Laplacian pyramids are averaged; fine
ones are those of the sharpest photograph of each place (Burt & Kolczynski 1993, "Enhanced image capture through
fusion"), so that no line is drawn twice. Eyes, mouth and hair are one photograph's each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revive.animator import animate, bring_to_rest
from revive.core.errors import UserError
from revive.face import mesh
from revive.face.age import estimated_age
from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.matte import person_matte
from revive.face.occlusion import covered_share
from revive.generator.encode import Seen, encode, texture_of
from revive.generator.frame import HEIGHT, MESH, WIDTH, Frame, aside, placed, placement, shape_of
from revive.generator.identity import SCALE, Head, Identity, region
from revive.generator.pyramid import fused
from revive.motion.motion import Motion
from revive.portrait.grading import LUMA
from revive.portrait.portrait import Portrait
from revive.restore.colour_state import ColourState, colour_state

SMILES = 0.4  # MediaPipe's score, from which a photograph shows a smile
SMILE = {"mouthSmile": 0.62, "cheekSquint": 0.35, "eyeSquint": 0.12}  # scores of a gentle one, left and right
FRONTAL = 5.0  # units, see `frame.aside`: by so much a photograph that looks aside counts a third
LARGE = 60.0  # pixels between the eyes, from which a photograph is large enough
SHARP = 8  # units, the surroundings in which one photograph is sharper than another
BAND = 5  # units on either side of the matte's edge, within which it is told anew by the colours
BESIDE = 18.0  # levels beside what lies between these, from which a pixel is something else, such as a hat
TOLD_APART = 25.0  # levels between the colours of person and background
FOOT = 16  # pixels in which hair fades out where the photograph ends below
EYES, MOUTH, FACE = 4.0, 5.0, 7.0  # units by which eyes, mouth and face end softly


@dataclass(frozen=True)
class _View:
    """A photograph in the frame, or how it looks with another expression.

    Attributes
    ----------
    picture, matte : (SCALE HEIGHT, SCALE WIDTH, 3) float32, 0–255, and (SCALE HEIGHT, SCALE WIDTH) float32, 0–1
    shape : (POINTS, 2)
    weight : how much it counts
    opened : 0–1, how open its eyes are
    covered : 0–1, how much of the mouth is behind something
    """

    picture: np.ndarray
    matte: np.ndarray
    shape: np.ndarray
    weight: float
    opened: float
    covered: float


def learn_identity(images: Sequence[np.ndarray], landmarks: Sequence[np.ndarray], pipeline) -> Identity:
    """What photographs of one person show of them.

    Parameters
    ----------
    images : (H, W, 3) uint8 RGB
    landmarks : (478, 3) of the person's face in each
    pipeline : the `PortraitPipeline` that will draw the person

    Raises
    ------
    UserError : the face is not found any more
    """
    portraits = [_portrait(image, points) for image, points in zip(images, landmarks, strict=True)]
    smiles = [_smile(portrait.face) > SMILES for portrait in portraits]
    rested = [bring_to_rest(portrait) for portrait in portraits]
    smiling = [portrait for portrait, smile in zip(portraits, smiles, strict=True) if smile]
    views = [_view(portrait) for portrait in portraits]
    best = int(np.argmax([view.weight for view in views]))
    resting = average([_view(portrait) for portrait in rested])
    photograph = placed(images[best], placement(landmarks[best]), scale=SCALE)
    smiling = average([_view(portrait) for portrait in smiling or [with_smile(rested[best])]])
    return Identity(
        resting, smiling, photograph, _code(resting, pipeline), _whole(images[best], placement(landmarks[best])),
        age=float(np.median([estimated_age(one.image, one.face.landmarks) for one in portraits])),
        smiles=sum(smiles) * 2 > len(smiles), grey=all(colour_state(image) is ColourState.NONE for image in images),
    )  # fmt: skip


def average(views: Sequence[_View]) -> Head:
    """The head that photographs with one expression have in common."""
    weights = np.array([view.weight for view in views])
    best = int(weights.argmax())
    eyes = int((weights * np.array([view.opened for view in views])).argmax())
    mouth = int((weights * (1 - np.array([view.covered for view in views]))).argmax())
    share = weights / weights.sum()
    middle = np.tensordot(share, [view.shape for view in views], axes=1)
    masks = _parts(middle)
    alone = np.eye(len(views))

    def shared(counted: np.ndarray) -> np.ndarray:
        """(n, h, w) how much each counts where; `counted` (n, h, w) or (n, 1, 1) is that of the face."""
        face = masks["face"] * counted + (1 - masks["face"]) * alone[best][:, None, None]
        for name, number in (("eyes", eyes), ("mouth", mouth)):
            face = masks[name] * alone[number][:, None, None] + (1 - masks[name]) * face
        return face

    at = np.round(SCALE * middle).astype(int).clip(0, [SCALE * WIDTH - 1, SCALE * HEIGHT - 1])
    told = shared(share[:, None, None])[:, at[:, 1], at[:, 0]]  # (n, POINTS)
    told[:, MESH:] = alone[best][:, None]
    shape = np.sum([one[:, None] * view.shape for one, view in zip(told, views, strict=True)], axis=0)
    frame = Frame(np.asarray(shape, np.float64))
    pictures = [frame.texture(view.picture, view.shape).astype(np.float32) for view in views]
    matte = frame.texture(views[best].matte, views[best].shape).clip(0, 1)
    pictures = [_in_light_of(picture, pictures[best], masks["face"]) for picture in pictures]
    detail = share[:, None, None] * np.stack([_detail(picture) for picture in pictures])
    counted = shared(detail / np.maximum(detail.sum(axis=0), 1e-6))
    picture = fused(pictures, counted, sharpest=2)
    return Head(shape.astype(np.float32), np.dstack([picture, 255 * matte]).clip(0, 255).round().astype(np.uint8))


def with_smile(portrait: Portrait) -> Portrait:
    """The portrait with a gentle smile; the lips stay closed.

    Raises
    ------
    UserError : no face is found in it then
    """
    scores = np.zeros((1, len(INDEX)), np.float32)
    for name, value in SMILE.items():
        scores[0, [INDEX[name + side] for side in ("Left", "Right")]] = value
    still = np.zeros((1, 3), np.float32), np.zeros((1, 2), np.float32), np.zeros(1, np.float32)
    (image,) = animate(portrait, Motion(25.0, scores, np.zeros(1, np.float32), *still))
    return _portrait(image.copy(), portrait.face.landmarks)


def _portrait(image: np.ndarray, landmarks: np.ndarray) -> Portrait:
    """The portrait of the face that is where the landmarks are."""

    def away(face: Face) -> float:
        return float(np.linalg.norm(face.landmarks[:, :2] - landmarks[:, :2], axis=1).mean())

    faces = sorted(find_faces(image), key=away)
    if not faces or away(faces[0]) > mesh.eye_distance(landmarks[:, :2]):
        raise UserError("The face in one of the photographs is not found any more; please leave that photograph out.")
    return Portrait(image, (faces[0],))


def _view(portrait: Portrait) -> _View:
    image, face = portrait.image, portrait.face
    place = placement(face.landmarks)
    points = face.landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    matte = _ended(person_matte(image, face.landmarks))
    shape = shape_of(points, placed(matte, place))
    size = mesh.eye_distance(face.landmarks[:, :2])
    picture, matte = cut_out(placed(image, place, scale=SCALE), placed(matte, place, scale=SCALE))
    frontal = 1 / (1 + 2 * (float(aside(shape)) / FRONTAL) ** 2)
    return _View(
        picture, matte, shape,
        weight=frontal * min(size / LARGE, 1.0) ** 2 * float(np.sqrt(_detail(picture.astype(np.float32)).mean())),
        opened=1 - max(float(face.scores[INDEX[f"eyeBlink{side}"]]) for side in ("Left", "Right")),
        covered=covered_share(image, face.landmarks),
    )  # fmt: skip


def cut_out(picture: np.ndarray, matte: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colours (h, w, 3) float32, 0–255, and matte of the person alone, without what is behind them at the edge of hair.

    In a band about the edge a pixel is told to lie between the colours of person and background that are near it.
    """
    import cv2

    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * BAND * SCALE + 1,) * 2)
    person = cv2.erode((matte > 0.9).astype(np.uint8), around).astype(np.float32)[..., None]
    behind = 1 - cv2.dilate((matte > 0.1).astype(np.uint8), around).astype(np.float32)[..., None]
    colours = picture.astype(np.float32)
    (own, sure), (others, plain) = (_spread(colours, where) for where in (person, behind))
    away = own - others
    square = (away**2).sum(axis=2)
    between = (((colours - others) * away).sum(axis=2) / np.maximum(square, 1)).clip(0, 1)
    beside = np.linalg.norm(colours - others - between[..., None] * away, axis=2)  # of neither colour, nor a mixture
    trust = square / (square + TOLD_APART**2) * np.minimum(sure, plain) * np.exp(-((beside / BESIDE) ** 2))
    band = 1 - (person + behind)[..., 0]
    alpha = matte + band * trust * (between - matte)
    edge = (band * sure * trust * (1 - alpha))[..., None]
    return (1 - edge) * colours + edge * own, alpha


def _spread(picture: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The colours of where (h, w, 1) is 1, spread beyond it, and (h, w) 0–1, how near it is."""
    import cv2

    size = SCALE * BAND
    weight = cv2.GaussianBlur(where, (0, 0), size)[..., None]
    spread = cv2.GaussianBlur(picture * where, (0, 0), size) / np.maximum(weight, 1e-4)
    return spread, np.minimum(30 * weight[..., 0], 1)


def _smile(face: Face) -> float:
    return float(face.scores[INDEX["mouthSmileLeft"]] + face.scores[INDEX["mouthSmileRight"]]) / 2


def _parts(shape: np.ndarray) -> dict[str, np.ndarray]:
    """(h, w) float32 each, 0–1: where the eyes, the mouth and the face within its outline are."""
    eyes = region([shape[list(ring)] for ring in (mesh.RIGHT_EYE_RING, mesh.LEFT_EYE_RING)], EYES, grown=EYES)
    mouth = region([shape[list(mesh.OUTER_LIPS)]], MOUTH, grown=MOUTH)
    return {"eyes": eyes, "mouth": mouth, "face": region([shape[list(mesh.OVAL)]], FACE, grown=-FACE)}


def _detail(picture: np.ndarray) -> np.ndarray:
    """(h, w), how much fine detail there is about each pixel of an (h, w, 3) picture."""
    import cv2

    light = (picture @ LUMA).astype(np.float32)
    fine = light - cv2.GaussianBlur(light, (0, 0), SCALE)
    return cv2.GaussianBlur(fine**2, (0, 0), SCALE * SHARP) + 0.5


def _in_light_of(picture: np.ndarray, other: np.ndarray, face: np.ndarray) -> np.ndarray:
    """The picture with the mean and the spread of another's colours in the face."""
    inside = face > 0.5
    here, there = picture[inside], other[inside]
    gain = (there.std(axis=0) / np.maximum(here.std(axis=0), 1)).clip(0.6, 1.6)
    return (picture - here.mean(axis=0)) * gain + there.mean(axis=0)


def _code(head: Head, pipeline) -> np.ndarray:
    """The numbers that a `PortraitPipeline` has for the head, NaN for the rest."""
    import cv2

    small = cv2.resize(head.picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    seen = Seen(small[..., :3], small[..., 3], head.shape)
    code = encode(seen, texture_of(seen, pipeline.frame), pipeline)
    shape, head = pipeline.decoder.sizes[:2]
    code[:shape], code[shape + head :] = np.nan, np.nan
    return code


def _whole(image: np.ndarray, place: np.ndarray) -> bool:
    """Whether the foot of the frame is within the photograph."""
    foot = np.array([[0, HEIGHT], [WIDTH, HEIGHT]], float)
    there = (foot - place[:, 2]) @ np.linalg.inv(place[:, :2]).T
    height, width = image.shape[:2]
    return bool((there[:, 1] <= height).all() and there[0, 0] >= 0 and there[1, 0] <= width)


def _ended(matte: np.ndarray) -> np.ndarray:
    """The matte, 0 in the outermost pixels: what is beyond the photograph is not the person; soft at its foot."""
    ended = matte.copy()
    ended[0], ended[:, [0, -1]] = 0, 0
    rows = min(FOOT, len(ended))
    ended[-rows:] *= np.linspace(1, 0, rows, dtype=np.float32)[:, None]
    return ended
