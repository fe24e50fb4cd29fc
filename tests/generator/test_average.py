"""A head from photographs: as sharp as the sharpest, at rest and with a smile, kept in a file and read again."""

import cv2
import numpy as np
import pytest

from revive.core.errors import UserError
from revive.face.blendshapes import INDEX
from revive.face.identity import face_embedding
from revive.generator.average import cut_out, learn_identity
from revive.generator.identity import load_identity, save_identity
from revive.generator.loading import load_pipeline

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def identity(hopper_portrait):
    """Learned from a photograph and the same out of focus and darker."""
    image, landmarks = hopper_portrait.image, hopper_portrait.face.landmarks
    dull = (0.7 * cv2.GaussianBlur(image, (0, 0), 4)).astype(np.uint8)
    return learn_identity([dull, image], [landmarks, landmarks], load_pipeline())


def test_the_average_is_as_sharp_as_the_sharpest(identity):
    def fine(picture: np.ndarray) -> float:
        face = cv2.cvtColor(np.ascontiguousarray(picture[180:360, 110:270, :3]), cv2.COLOR_RGB2GRAY)
        return float(cv2.Laplacian(face, cv2.CV_64F).std())

    assert fine(identity.resting.picture) > 0.8 * fine(identity.photograph)
    assert not identity.grey and not identity.smiles


def test_the_smile_is_theirs(identity, seen, hopper_portrait):
    resting, smiling = (
        seen(np.ascontiguousarray(head.picture[..., :3])) for head in (identity.resting, identity.smiling)
    )
    smile = INDEX["mouthSmileLeft"]
    assert smiling.scores[smile] > resting.scores[smile] + 0.2
    known = face_embedding(hopper_portrait.image, hopper_portrait.face.landmarks)
    same = face_embedding(np.ascontiguousarray(identity.smiling.picture[..., :3]), smiling.landmarks)
    assert float(known @ same) > 0.7


def test_sepia_is_no_colour(hopper_portrait):
    image, landmarks = hopper_portrait.image, hopper_portrait.face.landmarks
    light = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None]
    sepia = (light * np.array([1.0, 0.86, 0.62])).astype(np.uint8)
    assert learn_identity([sepia], [landmarks], load_pipeline()).grey


def test_what_was_learned_is_read_again(identity, tmp_path):
    path = tmp_path / "identity.safetensors"
    save_identity(identity, path)
    again = load_identity(path)
    assert np.array_equal(again.smiling.picture, identity.smiling.picture)
    assert (again.whole, again.grey, round(again.age, 3)) == (identity.whole, identity.grey, round(identity.age, 3))
    path.write_bytes(b"nothing")
    with pytest.raises(UserError, match="damaged"):
        load_identity(path)


def test_what_is_behind_does_not_shine_through_the_edge():
    picture = np.full((480, 384, 3), 250, np.uint8)
    picture[:, :190] = (40, 30, 20)
    matte = np.zeros((480, 384), np.float32)
    matte[:, :196] = 1  # six pixels of wall are taken for the person
    colours, alpha = cut_out(picture, matte)
    assert alpha[:, :185].min() > 0.95 and alpha[100:380, 192:].max() < 0.2
    shown = alpha[..., None] > 0.2
    assert (colours * shown).max() < 80
