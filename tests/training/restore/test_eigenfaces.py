"""What eigenfaces learn: faces of a few components are found again, and what is hidden of one is told by the rest."""

import numpy as np

from revive.restore.face_inpainting import HEIGHT, WIDTH, face_region
from revive.training.restore.eigenfaces import fit, normalised
from revive.training.restore.folds import Fold, fold_mask


def test_the_hidden_part_of_a_face_follows_from_the_rest():
    draw = np.random.default_rng(0)
    parts = draw.normal(0, 1, (4, HEIGHT, WIDTH))
    known = np.einsum("nk,khw->nhw", draw.normal(0, 1, (60, 4)), parts) + 0.05 * draw.normal(0, 1, (60, HEIGHT, WIDTH))
    faces = fit(known, count=4)
    assert np.allclose(faces.basis @ faces.basis.T, np.eye(4), atol=1e-3)
    face = np.einsum("k,khw->hw", draw.normal(0, 1, 4), parts)[face_region()]
    seen = draw.random(len(face)) > 0.3
    expected = faces.expected(face, seen)
    assert np.corrcoef(expected[~seen], face[~seen])[0, 1] > 0.95


def test_faces_are_of_one_brightness_and_contrast():
    pictures = np.random.default_rng(1).integers(40, 90, (3, HEIGHT, WIDTH, 3)).astype(np.uint8)
    inside = normalised(pictures)[:, face_region()]
    assert np.allclose(inside.mean(axis=1), 0, atol=1e-3) and np.allclose(inside.std(axis=1), 1, atol=1e-3)


def test_a_fold_is_as_wide_as_it_says_and_crosses_the_picture():
    mask = fold_mask((200, 300), Fold(np.array([150.0, 100.0]), 0, 12), np.random.default_rng(0)) > 0.5
    assert mask.any(axis=0).all()
    assert 6 < mask.sum(axis=0).mean() < 20
