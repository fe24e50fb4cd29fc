"""Fill a fold or a crack that crosses a face by what a face has there: its other half, and what faces have in common.

The face is brought into a frame in which every face has its eyes at the same place. Faces in that frame are described
by eigenfaces (Turk and Pentland 1991) with the spread of each, a normal distribution; given what is seen of a face, the
expected value of what is hidden follows in closed form (Tipping and Bishop 1999). Its mean with the other half, as a
mirror shows it in the light of this one, gives the coarse tones. Fine structure is that of the mirrored half, and of
the skin round about where that is hidden too. Colours are those of the nearest places of the face as light as these.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.weights import FOLDER, read_weights
from revive.face import mesh
from revive.face.expression_basis import expression_basis

WEIGHTS = FOLDER / "eigenfaces.safetensors"
WIDTH, HEIGHT = 108, 120  # pixels of the frame
EYES, ORIGIN = 37.5, (54.0, 42.0)  # pixels between the eyes in the frame, and the point between them
GRID = 6  # pixels between two points at which the mirror is computed
REGION = 1.08  # of the outline of the mean face, within which eigenfaces are known
LIGHT = 7.5  # pixels, the spread over which the light of both halves is compared
MATCH = 3.0  # pixels, the spread over which what is expected is matched to what is round the hole
MIRRORED = 0.5  # how much the mirrored half counts beside what is expected, where it is known
ALIKE, NEAR = 6.0, 14.0  # Lab units of lightness, and pixels, within which places of a face have one colour
SHARPER, FINE = 1.0, 2.0  # how much more contrast hidden eyes get, in structure finer than so many pixels
OF_EYES = 11.0  # pixels of the frame, how far from the middle of an eye
CAUTIOUS = 25.0  # times the noise that eigenfaces leave; with less, a hidden mouth gets a smile that nobody smiled
LARGEST = 1100  # pixels of the height of a face, with what is round it, that is worked on
MOST = 0.5  # of a face that may be hidden
MARGIN = 2  # pixels over which the filling passes into that of the rest of the picture
_ANCHORS = slice(0, mesh.RIGHT_IRIS[0], 4)  # points of the mesh that carry the mirror: every fourth


@dataclass(frozen=True)
class Eigenfaces:
    """The lightness of faces in the frame, each of mean 0 and spread 1, at the P pixels of `face_region`.

    Attributes
    ----------
    mean : (P,) float32
    basis : (K, P) float32, orthonormal rows
    spread : (K,) float32, the standard deviation of the coefficients
    noise : the variance that the basis leaves at a pixel
    """

    mean: np.ndarray
    basis: np.ndarray
    spread: np.ndarray
    noise: float

    def expected(self, light: np.ndarray, known: np.ndarray) -> np.ndarray:
        """(P,), the expected lightness of a face of which `light` (P,) is known where `known` (P,) is True."""
        level, scale = float(light[known].mean()), max(float(light[known].std()), 1e-3)
        seen, noise = self.basis[:, known], CAUTIOUS * self.noise
        system = seen @ seen.T / noise + np.diag(1 / self.spread**2)
        codes = np.linalg.solve(system, seen @ ((light[known] - level) / scale - self.mean[known]) / noise)
        return level + scale * (self.mean + codes @ self.basis)


@dataclass(frozen=True)
class FaceFrame:
    """Where a face lies in the frame.

    Attributes
    ----------
    place : (2, 3), the similarity from the picture to the frame
    mirror : (HEIGHT, WIDTH, 2) float32, where in the frame the point lies that mirrors each pixel
    """

    place: np.ndarray
    mirror: np.ndarray

    def __post_init__(self) -> None:
        assert self.mirror.shape == (HEIGHT, WIDTH, 2)


def fill_face(
    image: np.ndarray, filled: np.ndarray, hole: np.ndarray, landmarks: np.ndarray, *, faces: Eigenfaces | None = None
) -> np.ndarray:
    """A picture whose hole is filled, over the face, by what a face has there.

    Parameters
    ----------
    image : (H, W, 3) uint8, with the hole
    filled : the same, filled in another way; what is returned differs from it in the hole only
    hole : (H, W) bool
    landmarks : (478, 2 or 3), of the face in `filled`
    faces : others than the shipped ones
    """
    import cv2

    frame = frame_of(landmarks)
    finer = float(np.clip(1 / np.hypot(*frame.place[:, 0]), 1, LARGEST / HEIGHT))
    size = (round(finer * WIDTH), round(finer * HEIGHT))
    place = frame.place * finer
    near = {"dsize": size, "flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}

    def coarse(values: np.ndarray) -> np.ndarray:
        return cv2.resize(values, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)

    torn = cv2.warpAffine(hole.astype(np.float32), place, **near) > 0.02
    small_torn = coarse(torn.astype(np.float32)) > 0.02
    region = face_region()
    if not (small_torn & region).any() or (small_torn & region).sum() > MOST * region.sum():
        return filled
    detailed = cv2.warpAffine(filled, place, **near).astype(np.float32) / 255
    mirror = cv2.resize(finer * frame.mirror, size, interpolation=cv2.INTER_LINEAR)
    mirrored, known = mirrored_half(detailed, torn, mirror)
    wanted = _wanted(coarse(detailed), small_torn, coarse(mirrored), coarse(known), faces or load_eigenfaces())
    detailed += known[..., None] * (mirrored - detailed)
    detailed += cv2.resize(wanted - coarse(detailed), size, interpolation=cv2.INTER_CUBIC)
    back = {"dsize": image.shape[1::-1], "flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP}
    share = cv2.GaussianBlur(cv2.erode(region.astype(np.float32), np.ones((3, 3))), (0, 0), MARGIN)
    share = cv2.warpAffine(cv2.resize(share, size), place, **back)
    share = (share * cv2.GaussianBlur(hole.astype(np.float32), (0, 0), 0.7) * hole)[..., None]
    result = filled + share * (255 * cv2.warpAffine(detailed, place, **back) - filled)
    return (result + 0.5).clip(0, 255).astype(np.uint8)


def _wanted(
    picture: np.ndarray, hole: np.ndarray, mirrored: np.ndarray, known: np.ndarray, faces: Eigenfaces
) -> np.ndarray:
    """The coarse tones and colours of a face in the frame, (HEIGHT, WIDTH, 3) of 0–1; the parameters are like these."""
    import cv2

    region = face_region()
    lab = cv2.cvtColor(picture.clip(0, 1), cv2.COLOR_RGB2LAB)
    sound = ~hole
    light = lab[..., 0].copy()
    light[region] = faces.expected(lab[..., 0][region], sound[region])
    counted = (sound & region).astype(np.float32)
    away = cv2.GaussianBlur(counted * (lab[..., 0] - light), (0, 0), MATCH)
    light += away / (cv2.GaussianBlur(counted, (0, 0), MATCH) + 1e-3)
    # what is expected is a mean of many eyes, and paler than any
    light += SHARPER * eyes_region() * (1 - known) * (light - cv2.GaussianBlur(light, (0, 0), FINE))
    other = cv2.cvtColor(mirrored.clip(0, 1), cv2.COLOR_RGB2LAB)[..., 0]
    light += MIRRORED * known * (other - light)
    filled = lab.copy()
    inside = hole & region
    filled[..., 0] = np.where(inside, light, lab[..., 0])
    filled[inside, 1:] = _colours(filled[..., 0], lab[..., 1:], inside, sound & region)
    return cv2.cvtColor(filled, cv2.COLOR_LAB2RGB)


def _colours(light: np.ndarray, colours: np.ndarray, hole: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(n, 2), Lab's a and b of the n pixels of a hole: of places nearby that are known and as light."""
    here, there = np.argwhere(hole), np.argwhere(known)[::2]
    far = ((here[:, None] - there[None]) ** 2).sum(axis=2) / (2 * NEAR**2)
    unlike = (light[hole][:, None] - light[tuple(there.T)][None]) ** 2 / (2 * ALIKE**2)
    close = far + unlike
    weight = np.exp(close.min(axis=1, keepdims=True) - close)
    return weight @ colours[tuple(there.T)] / weight.sum(axis=1, keepdims=True)


@functools.cache
def face_region() -> np.ndarray:
    """(HEIGHT, WIDTH) bool, where the frame shows the face."""
    import cv2

    outline = _template()[list(mesh.OVAL)]
    middle = outline.mean(axis=0)
    region = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(region, [np.round(middle + REGION * (outline - middle)).astype(np.int32)], 1)
    return region > 0


@functools.cache
def eyes_region() -> np.ndarray:
    """(HEIGHT, WIDTH) float32, 1 in the middle of each eye of the frame, softly to 0 around it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    eyes = (_template()[list(corners)].mean(axis=0) for corners in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS))
    away = np.min([np.hypot(x - eye[0], 1.6 * (y - eye[1])) for eye in eyes], axis=0)
    return np.exp(-((away / OF_EYES) ** 4)).astype(np.float32)


def frame_of(landmarks: np.ndarray) -> FaceFrame:
    """The frame of a face with these landmarks (478, 2 or 3), in pixels of the picture."""
    import cv2
    from scipy.interpolate import RBFInterpolator

    stable = list(mesh.STABLE)
    place = mesh.flat_similarity(landmarks[stable, :2].astype(np.float64), _template()[stable])
    points = landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    own, other = points[_ANCHORS], points[_partners()[_ANCHORS]]
    spline = RBFInterpolator(own, other, kernel="thin_plate_spline", smoothing=1.0)
    y, x = np.mgrid[0 : HEIGHT + 1 : GRID, 0 : WIDTH + 1 : GRID]
    coarse = spline(np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)).reshape(*x.shape, 2)
    v, u = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32) / GRID
    return FaceFrame(place, cv2.remap(coarse.astype(np.float32), u, v, cv2.INTER_LINEAR))


def mirrored_half(picture: np.ndarray, hole: np.ndarray, mirror: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A picture (h, w, 3) of 0–1 as the mirror shows it, in the light of each place; and how well that is known, 0–1.

    mirror : (h, w, 2) float32, pixels of the picture
    """
    import cv2

    def shown(values: np.ndarray) -> np.ndarray:
        return cv2.remap(values, mirror, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    sound = 1 - hole.astype(np.float32)
    mirrored, known = shown(picture), shown(cv2.erode(sound, np.ones((3, 3), np.uint8)))
    both = (sound * known)[..., None]
    spread = LIGHT * picture.shape[1] / WIDTH
    weight = cv2.GaussianBlur(both, (0, 0), spread)[..., None] + 1e-4
    return mirrored + cv2.GaussianBlur(both * (picture - mirrored), (0, 0), spread) / weight, known


@functools.cache
def _partners() -> np.ndarray:
    return mesh.mirror_points(expression_basis()["mean"])


@functools.cache
def _template() -> np.ndarray:
    """(478, 2), the mean face in the frame."""
    return EYES * expression_basis()["mean"][:, :2] + ORIGIN


@cached_model()
def load_eigenfaces(path: Path = WEIGHTS) -> Eigenfaces:
    """The shipped ones, once."""
    found = read_weights(path)
    return Eigenfaces(found["mean"], found["basis"], found["spread"], float(found["noise"][0]))
