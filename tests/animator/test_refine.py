"""What the generator adds to the frames, and where it keeps still."""

import numpy as np
import pytest

from revive.animator import animate
from revive.animator.draw import Renderer
from revive.animator.network import WEIGHTS, load_generator
from revive.animator.placement import cut
from revive.animator.pose import Poser
from revive.animator.refine import BRIGHTER, NEAR, SHADE, Refiner, _shaded
from revive.animator.region import EYES, MOUTH, REGIONS, RegionView, Viewer, moved, share
from revive.animator.rig import build_rig
from revive.face.blendshapes import INDEX
from revive.motion.motion import Motion

VOWEL = {"jawOpen": 0.5, "mouthLowerDownLeft": 0.1, "mouthLowerDownRight": 0.1}
STILL = {"rotation": np.zeros(3), "translation": np.zeros(2), "breath": 0.0}


def scores(**values) -> np.ndarray:
    row = np.zeros(52, np.float32)
    for name, value in values.items():
        row[INDEX[name]] = value
    return row


@pytest.fixture(scope="module")
def rig(hopper_portrait):
    return build_rig(hopper_portrait)


@pytest.mark.slow
def test_at_rest_the_photograph_is_left_as_it_is(hopper_portrait, rig):
    """No change of the points, no change of the pixels: not even by rounding."""
    posed = Poser(rig).pose_landmarks(hopper_portrait.face.landmarks)
    drawer, bare = Renderer(hopper_portrait.image, rig), Renderer(hopper_portrait.image, rig)
    bare.draw(posed)
    drawer.draw(posed)
    Refiner(hopper_portrait.image, rig).finish(drawer, posed)
    assert np.array_equal(drawer.frame, bare.frame)


def test_the_generator_changes_the_open_mouth_and_nothing_far_from_it(hopper_portrait, rig):
    posed = Poser(rig).pose(scores(**VOWEL), 0.0, **STILL)
    drawer = Renderer(hopper_portrait.image, rig)
    before = drawer.draw(posed).copy()
    Refiner(hopper_portrait.image, rig).finish(drawer, posed)
    changed = np.abs(drawer.frame.astype(int) - before).max(axis=2) > 2
    height, width = np.nonzero(changed)
    lips = posed.points[list(MOUTH.ring)]
    inside = changed[lips[:, 1].min().astype(int) : lips[:, 1].max().astype(int)]
    assert inside.any()
    reach = max(MOUTH.size) / 2 / 80 * 1.6 * rig.unit
    assert np.abs(width - lips[:, 0].mean()).max() < reach
    assert np.abs(height - lips[:, 1].mean()).max() < reach


def test_teeth_beside_the_drawn_ones_stay_bright_and_a_lip_in_the_dark_does_not():
    drawn, made = np.full((40, 60, 3), 20, np.uint8), np.full((40, 60, 3), 200, np.float32)
    drawn[10:14] = 180  # the row of teeth that was drawn
    opening = np.full((40, 60), 255, np.uint8)
    nothing = np.zeros((1, 2), np.float32)
    shaded = _shaded(made, RegionView(drawn, opening, nothing, nothing, nothing), skin=120.0)
    assert np.allclose(shaded[10 - NEAR : 14 + NEAR], 200)  # less than BRIGHTER times what was drawn
    assert np.allclose(shaded[14 + NEAR :], max(SHADE * 120, BRIGHTER * 20), atol=0.1)
    outside = _shaded(made, RegionView(drawn, 0 * opening, nothing, nothing, nothing), skin=120.0)
    assert np.array_equal(outside, made)


@pytest.mark.slow
def test_a_closing_lid_leaves_the_rims_of_glasses_and_the_brows_alone(hopper_portrait):
    from revive.face.mesh import eye_distance

    points = hopper_portrait.face.landmarks[:, :2]
    motion = Motion(25.0, np.zeros((1, 52), np.float32), *(np.zeros((1, *s), np.float32) for s in ((), (3,), (2,), ())))
    motion.scores[0, [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]] = 1
    bare, finished = (next(animate(hopper_portrait, motion, weights=w)).astype(int) for w in (None, WEIGHTS))
    changed = np.abs(finished - bare).max(axis=2)
    reach = round(0.05 * eye_distance(points))
    for brow, lid in ((52, 159), (282, 386)):
        (x, y), (lid_x, lid_y) = np.round(points[[brow, lid]]).astype(int)
        assert changed[y - reach : y + reach, x - reach : x + reach].max() <= 3
        assert changed[lid_y - reach : lid_y + 3 * reach, lid_x - reach : lid_x + reach].max() > 10


@pytest.mark.slow
def test_the_same_motion_gives_the_same_frames_and_the_switch_leaves_the_generator_out(hopper_portrait, mattes):
    row = scores(**VOWEL)
    motion = Motion(25.0, row[None], np.zeros(1), np.zeros((1, 3)), np.zeros((1, 2)), np.zeros(1))

    def last(weights):
        return [frame.copy() for frame in animate(hopper_portrait, motion, weights=weights)][-1]

    first = last(WEIGHTS)
    for count in range(1, 12):
        kept = np.empty(count * 1237, np.uint8)  # so that nothing lies where it lay in memory
        mattes.clear()
        assert np.array_equal(last(WEIGHTS), first), len(kept)
    rig = build_rig(hopper_portrait)
    bare = Renderer(hopper_portrait.image, rig).draw(Poser(rig).pose(row, 0.0, **STILL))
    assert np.array_equal(last(None), bare)
    assert not np.array_equal(last(WEIGHTS), bare)


def test_a_black_and_white_photograph_stays_black_and_white(hopper_portrait, rig):
    image = np.repeat(hopper_portrait.image.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    posed = Poser(rig).pose(scores(**VOWEL, eyeBlinkLeft=0.8, eyeBlinkRight=0.8), 0.0, **STILL)
    drawer = Renderer(image, rig)
    drawer.draw(posed)
    Refiner(image, rig).finish(drawer, posed)
    spread = drawer.frame.astype(int).max(axis=2) - drawer.frame.astype(int).min(axis=2)
    assert spread.max() <= 2


def test_a_region_moves_with_the_head_and_not_with_the_face(rig):
    """The frame is fixed to the skull: an open mouth does not carry it along, a nod does."""
    poser, viewer = Poser(rig), Viewer(MOUTH, rig)
    rest, spoken, turned = (
        viewer.place(poser.pose(row, 0.0, np.array(turn), np.zeros(2), 0.0).still)
        for row, turn in ((scores(), (0, 0, 0)), (scores(**VOWEL), (0, 0, 0)), (scores(), (0, 0, 6.0)))
    )
    assert np.allclose(rest, spoken)
    angle = np.degrees(np.arctan2(turned[1, 0], turned[0, 0]) - np.arctan2(rest[1, 0], rest[0, 0]))
    assert angle == pytest.approx(6.0, abs=0.3)


def test_both_eyes_are_seen_alike(hopper_portrait, rig):
    """The left eye's frame is mirrored: in both, x runs outwards from the nose or inwards to it."""
    right, left = (Viewer(region, rig).at_rest(hopper_portrait.image, rig) for region in EYES)
    alike = np.corrcoef(right[0].mean(axis=2).ravel(), left[0].mean(axis=2).ravel())[0, 1]
    wrong = np.corrcoef(right[0].mean(axis=2).ravel(), left[0][:, ::-1].mean(axis=2).ravel())[0, 1]
    assert alike > max(wrong, 0.5)
    assert np.corrcoef(right[1].ravel(), left[1].ravel())[0, 1] > 0.8


def test_stretch_is_read_in_powers_of_two(hopper_portrait, rig):
    """Lips twice as far apart: what lies between them is stretched down, not across."""
    posed = Poser(rig).pose(scores(**VOWEL), 0.0, **STILL)
    drawer = Renderer(hopper_portrait.image, rig, insides=False)
    drawer.draw(posed)
    seen = Viewer(MOUTH, rig).look(drawer, posed)
    inside = seen.stretch[seen.opening > 200]
    outside = seen.stretch[:20]
    assert np.median(inside[:, 1]) > 1.5
    assert abs(np.median(outside)) < 0.3


def test_the_share_grows_with_the_movement(rig):
    poser = Poser(rig)
    viewers = [Viewer(region, rig) for region in REGIONS]
    amounts = [
        [moved(viewer.region, viewer.shape(poser.pose(row, 0.0, **STILL))) for viewer in viewers]
        for row in (scores(jawOpen=0.1), scores(jawOpen=0.5), scores(eyeBlinkRight=1.0))
    ]
    assert amounts[0][0] < amounts[1][0]
    assert amounts[2][1] > 0.9 > 0.1 > amounts[2][2]  # only the person's right eye
    shape = viewers[0].shape(poser.pose(scores(**VOWEL), 0.0, **STILL))
    assert share(MOUTH, shape)[0].max() < share(MOUTH, shape)[40].max()  # less at the edge


def test_a_cut_lays_the_frame_where_it_is_told():
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[20:40, 30:50] = 200
    place = np.array([[2.0, 0, 30], [0, 2.0, 20]])
    assert (cut(picture, place, (10, 10))[1:9, 1:9] == 200).all()


def test_the_shipped_weights_are_small_and_load_as_half_precision():
    from safetensors.numpy import load_file

    tensors = load_file(WEIGHTS)
    assert all(tensor.dtype == np.float16 for tensor in tensors.values())
    assert WEIGHTS.stat().st_size < 30e6
    for region in (MOUTH, EYES[0]):
        load_generator(WEIGHTS, region)


def test_colours_are_read_as_the_networks_learned_them():
    import torch

    from revive.animator import generator
    from revive.animator.refine import read_colours

    draw = np.random.default_rng(0)
    for covered in (0.0, 0.4, 1.0):  # of the region by its opening
        picture = draw.random((24, 32, 3), np.float32)
        opening = (draw.random((24, 32)) < covered).astype(np.float32)
        theirs = generator.read_colours(
            torch.from_numpy(picture).permute(2, 0, 1)[None], torch.from_numpy(opening)[None, None]
        )
        assert np.abs(read_colours(picture, opening) - theirs.numpy()[0]).max() < 1e-5
