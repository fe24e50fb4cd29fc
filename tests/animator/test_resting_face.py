"""A mouth that is open or grins in the photograph comes to rest, and its own smile comes back when it smiles."""

import numpy as np
import pytest

from revive.animator.draw import Renderer
from revive.animator.placement import box_of
from revive.animator.pose import Poser
from revive.animator.resting_face import bring_to_rest, geometry, needs_rest
from revive.animator.resting_frame import SIZE, frame_place
from revive.animator.resting_geometry import LOWER_SCORES, resting_landmarks
from revive.animator.rig import build_rig
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.identity import cosine_similarity, face_embedding

STILL = (np.zeros(3), np.zeros(2), 0.0)
SMILES = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]


@pytest.fixture(scope="module")
def rested(smiling_portrait):
    return bring_to_rest(smiling_portrait)


def _gap(face) -> float:
    return mesh.inner_lip_gap(face.landmarks[:, :2])


def test_a_mouth_at_rest_is_left_alone(hopper_portrait):
    assert not needs_rest(hopper_portrait.face)
    assert bring_to_rest(hopper_portrait) is hopper_portrait


@pytest.mark.slow
def test_a_grin_comes_to_rest(smiling_portrait, rested, seen):
    assert needs_rest(smiling_portrait.face) and not needs_rest(rested.face)
    looked = seen(rested.image)
    assert _gap(looked) < 0.02 < 0.1 < _gap(smiling_portrait.face)
    assert looked.scores[SMILES].mean() < 0.5 * smiling_portrait.face.scores[SMILES].mean()
    assert rested.original is smiling_portrait


@pytest.mark.slow
def test_she_stays_who_she_is(smiling_portrait, rested):
    before, after = (face_embedding(p.image, p.face.landmarks) for p in (smiling_portrait, rested))
    assert cosine_similarity(before, after) > 0.75


@pytest.mark.slow
def test_only_the_lower_face_changes(smiling_portrait, rested):
    points = smiling_portrait.face.landmarks
    low, high = box_of(frame_place(points), SIZE)
    outside = np.ones(rested.image.shape[:2], bool)
    grown = round(0.7 * mesh.eye_distance(points[:, :2]))  # the jaw's outline goes with the chin
    outside[low[1] : high[1] + grown, low[0] - grown : high[0] + grown] = False
    assert np.abs(rested.image[outside].astype(int) - smiling_portrait.image[outside]).max() <= 2
    eyes = [*mesh.RIGHT_EYE_RING, *mesh.LEFT_EYE_RING]
    assert np.array_equal(rested.face.landmarks[eyes], points[eyes])


def test_the_points_at_rest_have_closed_lips_and_a_narrower_mouth(smiling_portrait):
    face = smiling_portrait.face
    points = resting_landmarks(face.landmarks, face.scores, geometry())
    assert mesh.inner_lip_gap(points[:, :2]) < 1e-6
    right, left = mesh.MOUTH_CORNERS
    assert np.linalg.norm(points[left] - points[right]) < 0.9 * np.linalg.norm(
        face.landmarks[left] - face.landmarks[right]
    )
    eyes = [*mesh.RIGHT_EYE_RING, *mesh.LEFT_EYE_RING]
    assert np.allclose(points[eyes], face.landmarks[eyes])


@pytest.mark.slow
def test_when_she_smiles_as_in_the_photograph_the_smile_is_hers(smiling_portrait, rested):
    rig = build_rig(rested)
    poser, drawer = Poser(rig), Renderer(rested.image, rig)
    low, high = box_of(frame_place(smiling_portrait.face.landmarks), SIZE)
    box = (slice(low[1], high[1]), slice(low[0], high[0]))

    def away(scores: np.ndarray, closure: float) -> float:
        frame = drawer.draw(poser.pose(scores, closure, *STILL))
        return float(np.abs(frame[box].astype(float) - smiling_portrait.image[box]).mean())

    own = np.zeros(52)
    own[LOWER_SCORES] = smiling_portrait.face.scores[LOWER_SCORES]
    assert away(own, 0.0) < 0.45 * away(np.zeros(52), 1.0)


@pytest.mark.slow
def test_the_teeth_that_she_shows_when_she_speaks_are_her_own(smiling_portrait, rested):
    """They stay where the skull has them: at the same place of the picture, and nearly as bright."""
    rig = build_rig(rested)
    drawer = Renderer(rested.image, rig)
    vowel = np.zeros(52)
    vowel[INDEX["jawOpen"]] = 0.35
    frame = drawer.draw(Poser(rig).pose(vowel, 0.0, *STILL))
    teeth = drawer.teeth
    assert teeth is not None
    corner = np.round(drawer.origin + teeth.corner).astype(int)
    height, width = teeth.coverage.shape
    part = (slice(corner[1], corner[1] + height), slice(corner[0], corner[0] + width))
    clear = teeth.coverage > 0.9
    assert clear.sum() > 20
    drawn, real = frame[part][clear].astype(float), smiling_portrait.image[part][clear].astype(float)
    assert np.corrcoef(drawn.mean(axis=1), real.mean(axis=1))[0, 1] > 0.7
    assert drawn.mean() > 0.7 * real.mean()
