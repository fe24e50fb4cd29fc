"""Compute the rig's vertex positions from one frame of Motion, or from a face's tracked points.

The scores move the face along the basis; then contact is solved: the gap between the lips is exactly what the scores
open, as far as this mouth goes and whatever the photograph shows, and a blink of 1 closes the lids completely. The skin
around lips and lids follows them, less with growing distance along the skin.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from revive.animator.opening import asked_opening, widest_opening
from revive.animator.rig import Rig
from revive.face import mesh
from revive.face.blendshapes import INDEX, SMILE_SCORES
from revive.face.expression_basis import MIDDLE

# what opens a mouth: speech says how much, so the photograph's own share is taken away
OPENERS = ("jawOpen", "mouthFunnel", "mouthLowerDownLeft", "mouthLowerDownRight")
BLINKS = ("eyeBlinkRight", "eyeBlinkLeft")
SMILES = (("mouthSmileLeft", "mouthFrownLeft"), ("mouthSmileRight", "mouthFrownRight"))
SMILING = 0.3  # score from which a photograph smiles
LESS, ALIKE = 0.3, 0.75  # of its opening, at which nothing of its own lips is shown; at which they are
UPPER_SHARE = 0.3  # of the way to contact that the upper lip goes at most; the jaw carries the lower lip
UPPER_RISE = 0.16  # of an opening, by which the upper lip rises at least; of people who speak it rises 0.1 to 0.3
MOST_RISE = 0.03  # eye distances that the upper lip goes above where a photograph with teeth shows it
LID_SPEED = 1.4  # a tracked lid is three fifths closed at a score of a half
LID_MEETING = 0.07  # closed lids meet this far up from the lower lid
# the fit leaves weak what tracked speech hardly shows, and opens wide eyes wider than old lids go
GAIN = {
    "mouthFrownLeft": 3.0, "mouthFrownRight": 3.0, "browDownLeft": 1.6, "browDownRight": 1.6, "mouthPucker": 1.7,
    "mouthSmileLeft": 1.25, "mouthSmileRight": 1.25, "eyeWideLeft": 0.5, "eyeWideRight": 0.5,
}  # fmt: skip
LASHES = 0.048  # eye distances; the tracked lid runs below the lashes, and a closing lid must not carry the iris along
LID_BOW = np.sin(np.pi * np.arange(1, 8) / 8) ** 0.5  # that much of it at each of the seven points of a lid
JAW = (mesh.CHIN, 148, 377, 175)  # points of the chin
CHEST_RISE = 0.035  # eye distances at a full breath
GAZE = 0.12  # eye distances that the iris goes at a score of 1
LOOKS = (  # scores that turn each eye to the picture's left, right, up and down; the person's right eye first
    ("eyeLookOutRight", "eyeLookInRight", "eyeLookUpRight", "eyeLookDownRight"),
    ("eyeLookInLeft", "eyeLookOutLeft", "eyeLookUpLeft", "eyeLookDownLeft"),
)


@dataclass(frozen=True)
class Posed:
    """One frame's geometry.

    points : (V, 2) float32, every vertex
    texture : (V, 2) float32, where in the photograph each vertex takes its colour from
    still : (V, 2), every vertex moved by head and breath alone, without expression: skull, eyeballs, upper teeth
    jaw : (2,), how far the jaw has gone from there, in pixels
    gaze : (2, 2), how far each iris has gone from there, in pixels; the person's right eye first
    blink : (2,), 0–1, how far each eye is closed
    own_smile : 0–1, how much the face looks as the photograph did before its mouth was brought to rest
    """

    points: np.ndarray
    texture: np.ndarray
    still: np.ndarray
    jaw: np.ndarray
    gaze: np.ndarray
    blink: np.ndarray
    own_smile: float = 0.0


@dataclass(frozen=True)
class _Contact:
    """Two lines of points that can meet, and how the skin follows each of them."""

    upper: np.ndarray
    lower: np.ndarray
    upper_follow: np.ndarray  # (478, n)
    lower_follow: np.ndarray


@dataclass
class Poser:
    """Poses one rig; everything constant is worked out once."""

    rig: Rig
    _basis: np.ndarray = field(init=False, repr=False)
    _shown_gap: float = field(init=False, repr=False)  # of the photograph before it was brought to rest, eye distances
    _lips: _Contact = field(init=False, repr=False)
    _resting_gap: np.ndarray = field(init=False, repr=False)  # (n,), between the lips when no score opens them
    _resting_lip: np.ndarray = field(init=False, repr=False)  # (n,), the height of the upper lip then
    _down: np.ndarray = field(init=False, repr=False)  # (3,), from forehead to chin, in the plane of the picture
    _lids: tuple[_Contact, _Contact] = field(init=False, repr=False)
    _widest: float = field(init=False, repr=False)  # opening of the mouth, in eye distances
    _way: np.ndarray | None = field(init=False, repr=False)  # (478, 3), from rest to the photograph's own smile

    def __post_init__(self) -> None:
        gain = np.ones(52)
        for name, value in GAIN.items():
            gain[INDEX[name]] = value
        gain[[INDEX[name] for name in BLINKS]] = 0  # lids are solved, not fitted
        self._basis = (self.rig.basis * gain[:, None, None]).reshape(52, -1)
        original = self.rig.original
        smiles = original is not None and original.own[SMILE_SCORES].mean() >= SMILING
        self._shown_gap = mesh.inner_lip_gap(original.points[:, :2]) if original is not None else 0.0
        skin, held = _skin_distances(self.rig.points[:478]), self.rig.held
        self._way = (1 - held)[:, None] * (original.points - self.rig.points[:478]) if original and smiles else None
        unit = self.rig.unit
        self._widest = widest_opening(self.rig.points[:478], self.rig.basis, self.rig.own, self.rig.age)
        self._lips = _contact(skin, mesh.UPPER_INNER_LIP, mesh.LOWER_INNER_LIP, held, 0.28 * unit, 0.42 * unit)
        down = (self.rig.points[mesh.CHIN] - self.rig.points[mesh.FOREHEAD]) * (1, 1, 0)
        self._down = down / np.linalg.norm(down)
        neutral = self.rig.points[:478] + self._expression(np.zeros(52))
        self._resting_lip = neutral[self._lips.upper] @ self._down
        self._resting_gap = neutral[self._lips.lower] @ self._down - self._resting_lip
        self._lids = (
            _contact(skin, mesh.RIGHT_UPPER_LID, mesh.RIGHT_LOWER_LID, held, 0.13 * unit, 0.10 * unit),
            _contact(skin, mesh.LEFT_UPPER_LID, mesh.LEFT_LOWER_LID, held, 0.13 * unit, 0.10 * unit),
        )

    def pose(
        self, scores: np.ndarray, closure: float, rotation: np.ndarray, translation: np.ndarray, breath: float
    ) -> Posed:
        """One row of a Motion (see there for units) as geometry."""
        rig = self.rig
        opening, share = asked_opening(scores, self._widest)
        face = rig.points[:478] + self._expression(scores, share)
        opening = (1 - float(closure)) * opening
        face = self._meet_lips(face, rig.unit * opening)
        blink = 1 - (1 - np.clip([scores[INDEX[name]] for name in BLINKS], 0, 1)) ** LID_SPEED
        for lids, closed in zip(self._lids, blink, strict=True):
            face = self._meet_lids(face, lids, float(closed))
        moved = face - rig.points[:478]
        around = rig.points[478:] + rig.follow @ moved[list(mesh.OVAL)]
        everything = np.vstack([face, around])
        points, still = (self._turned(each, rotation, translation, rig.head) for each in (everything, rig.points))
        for each in (points, still):
            each[:, 1] -= breath * CHEST_RISE * rig.unit * rig.chest
        left, right, up, down = scores[[[INDEX[name] for name in names] for names in LOOKS]].T
        gaze = GAZE * rig.unit * np.column_stack([right - left, down - up])
        jaw = moved[list(JAW), :2].mean(axis=0)
        own_smile = self.smiling(scores)
        if own_smile > 0:
            own_smile *= self._opened_as_photograph(float(opening[MIDDLE].mean()))
        return Posed(points.astype(np.float32), self._texture(blink), still, jaw, gaze, blink, own_smile)

    def pose_landmarks(self, landmarks: np.ndarray) -> Posed:
        """The tracked points (478, 3) of the same person in the same camera, in pixels of the photograph, as geometry.

        The head's own movement is the similarity of the points that expressions hardly move; the rest is expression.
        """
        rig = self.rig
        rest, target = rig.points[:478], np.asarray(landmarks, np.float64)
        scale, rotation, shift = mesh.similarity(rest[list(mesh.STABLE)], target[list(mesh.STABLE)])
        rigid = (scale * rig.points @ rotation.T + shift)[:, :2]
        moved = target[:, :2] - rigid[:478]
        still = rig.points[:, :2] + rig.head[:, None] * (rigid - rig.points[:, :2])
        still[:478] = rigid[:478]
        points = still.copy()
        points[:478] = target[:, :2]
        points[478:] += rig.follow @ moved[list(mesh.OVAL)]
        blink = np.array([1 - min(_opening(target, lids) / max(_opening(rest, lids), 1e-6), 1) for lids in self._lids])
        # a closed eye hides its iris, and the tracker then only guesses
        gaze = moved[[mesh.RIGHT_IRIS[0], mesh.LEFT_IRIS[0]]] * (1 - blink)[:, None]
        jaw = moved[list(JAW)].mean(axis=0)
        return Posed(points.astype(np.float32), self._texture(blink), still, jaw, gaze, blink)

    def _texture(self, blink: np.ndarray) -> np.ndarray:
        """A closing upper lid takes its colour from ever higher up, so that it ends in skin."""
        texture = self.rig.texture
        for lids, closed in zip(self._lids, blink, strict=True):
            rise = closed * LASHES * self.rig.unit
            texture[lids.upper] -= rise * LID_BOW[:, None] * self._down[:2]
        return texture

    def _expression(self, scores: np.ndarray, opened: float = 1.0) -> np.ndarray:
        """(478, 3), how far the scores move the face; of those that open the mouth, the share `opened` counts."""
        own = self.rig.own
        change = np.clip(own + scores, 0, 1) - own
        openers = [INDEX[name] for name in OPENERS]
        change[openers] = opened * scores[openers] - own[openers]
        for smile, frown in SMILES:  # a frown first takes back the photograph's own smile
            change[INDEX[smile]] -= min(own[INDEX[smile]], scores[INDEX[frown]])
        original = self.rig.original
        if self._way is None or original is None:
            return (change @ self._basis).reshape(478, 3)
        # a mouth that was brought to rest smiles as the photograph does
        smiling = self.smiling(scores)
        change -= smiling * (original.own - own)
        return smiling * self._way + (change @ self._basis).reshape(478, 3)

    def smiling(self, scores: np.ndarray) -> float:
        """0–1, how much of the photograph's own smile the scores (52,) ask for; 0 where its mouth was at rest."""
        if self._way is None or self.rig.original is None:
            return 0.0
        return min(float(scores[SMILE_SCORES].mean() / self.rig.original.own[SMILE_SCORES].mean()), 1.0)

    def _opened_as_photograph(self, gap: float) -> float:
        """0–1: 1 where the lips are as far apart (eye distances) as in the photograph before it was brought to rest."""
        return min(max((gap / self._shown_gap - LESS) / (ALIKE - LESS), 0.0), 1.0)

    def _meet_lips(self, face: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """The face with its lips `wanted` (9,) pixels apart."""
        lips, down = self._lips, self._down
        gap = (face[lips.lower] - face[lips.upper]) @ down
        excess = gap - wanted
        aside = face[lips.lower] - face[lips.upper] - gap[:, None] * down
        touching = np.exp(-((wanted / (0.05 * self.rig.unit)) ** 2))[:, None]
        close = excess[:, None] * down + aside * touching
        # a mouth that smiles in the photograph speaks with its upper lip raised, and lowers it only to close
        nearly_closed = 1 - np.clip(wanted / np.maximum(self._resting_gap, 1e-3), 0, 1)[:, None]
        upper = UPPER_SHARE * nearly_closed * close
        rise = (self.rig.points[lips.upper] - face[lips.upper]) @ down
        allowed = MOST_RISE * self.rig.unit
        toothy = np.clip(self._resting_gap / (0.05 * self.rig.unit), 0, 1)  # it is already raised
        upper += (toothy * np.maximum(rise - allowed, 0))[:, None] * down
        missing = UPPER_RISE * wanted - (self._resting_lip - face[lips.upper] @ down)
        upper -= ((1 - toothy) * np.maximum(missing, 0))[:, None] * down
        return face + lips.upper_follow @ upper - lips.lower_follow @ (close - upper)

    def _meet_lids(self, face: np.ndarray, lids: _Contact, blink: float) -> np.ndarray:
        if blink <= 0:
            return face
        upper, lower = face[lids.upper], face[lids.lower]
        meeting = lower + LID_MEETING * (upper - lower)
        return face + lids.upper_follow @ (blink * (meeting - upper)) + lids.lower_follow @ (blink * (meeting - lower))

    def _turned(self, points: np.ndarray, rotation: np.ndarray, translation: np.ndarray, share: np.ndarray):
        """The head's own movement, (V, 2): pitch and yaw about the axis of the ears, roll about the neck."""
        rig = self.rig
        (sp, sy, sr), (cp, cy, cr) = np.sin(np.radians(rotation)), np.cos(np.radians(rotation))
        x, y, z = (points - rig.pivot).T
        y, z = y * cp - z * sp, y * sp + z * cp
        x = x * cy - z * sy
        x, y = x + rig.pivot[0] - rig.neck[0], y + rig.pivot[1] - rig.neck[1]
        x, y = x * cr - y * sr + rig.neck[0], x * sr + y * cr + rig.neck[1]
        moved = np.column_stack([x + translation[0] * rig.unit, y + translation[1] * rig.unit])
        return points[:, :2] + share[:, None] * (moved - points[:, :2])


def _opening(points: np.ndarray, lids: _Contact) -> float:
    """Mean distance of the three middle pairs of points of the lids."""
    return float(np.linalg.norm(points[lids.upper[2:5], :2] - points[lids.lower[2:5], :2], axis=1).mean())


def _skin_distances(points: np.ndarray):
    """A function giving the distances along the skin, round the mouth and the eyes and never across them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    from revive.face.expression_basis import expression_basis

    triangles = expression_basis()["triangles"]
    a, b = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]).T
    length = np.linalg.norm(points[a] - points[b], axis=1)
    once = np.unique(np.column_stack([np.minimum(a, b), np.maximum(a, b)]), axis=0, return_index=True)[1]
    graph = coo_array((length[once], (a[once], b[once])), shape=(len(points), len(points)))
    return lambda sources: dijkstra(graph, directed=False, indices=list(sources))


def _contact(
    skin, upper: tuple, lower: tuple, held: np.ndarray, upper_reach: float, lower_reach: float
) -> _Contact:  # fmt: skip
    """held : (478,), of `Rig`"""
    free = (1 - held)[:, None]
    return _Contact(
        np.array(upper),
        np.array(lower),
        free * _following(skin(upper), upper, lower, upper_reach),
        free * _following(skin(lower), lower, upper, lower_reach),
    )


def _following(distance: np.ndarray, line: tuple, other: tuple, reach: float) -> np.ndarray:
    """(478, n): how far each point goes when the points of `line` go; the line itself exactly, `other` not at all."""
    distance = np.minimum(distance, 1e3 * reach)  # points in no triangle (the irises) are infinitely far and stay
    nearest = distance.min(axis=0)
    blend = np.exp(-(((distance - nearest) / (0.5 * reach)) ** 2))
    blend /= blend.sum(axis=0)
    follow = (blend * np.exp(-((nearest / reach) ** 2))).T
    follow[list(line)] = np.eye(len(line))
    follow[list(other)] = 0
    return follow
