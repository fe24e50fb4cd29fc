"""The shading that was put into pairs of pictures is found again."""

import numpy as np

from revive.training.creases.train import _places, fit


def test_a_known_shading_is_found_in_noise():
    rng = np.random.default_rng(0)
    skin, cheeks, forehead = _places()
    assert cheeks.any() and forehead.any() and not (cheeks & forehead).any() and (skin | ~cheeks).all()
    known = np.where(cheeks, -0.1, 0.0)
    amounts = rng.uniform(0.2, 1, 40)
    changes = amounts[:, None, None] * known + 0.05 * rng.standard_normal((40, *known.shape))
    found = fit(changes, amounts, skin)
    assert abs(found[cheeks].mean() + 0.1) < 0.02 and abs(found[forehead]).mean() < 0.01
    assert abs(found - found[:, ::-1]).mean() < 0.002


def test_the_shipped_shading_darkens_beside_the_nose_and_not_the_forehead():
    from revive.animator.creases import UNIT, _shading, mean_face

    shading = _shading()
    x, y = np.round(mean_face()[[205, 425]].mean(axis=0)).astype(int)
    aside = int(0.42 * UNIT)
    for side in (-1, 1):
        fold = shading[y - 10 : y + 6, x + side * aside - 4 : x + side * aside + 5]
        assert fold.min() < -0.08
    assert np.abs(shading[_places()[2]]).mean() < 0.03
