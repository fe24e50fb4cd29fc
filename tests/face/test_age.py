"""Grown people are let through, however their photograph looks; who is taken for a child is refused."""

import numpy as np
import pytest

from revive.core.errors import UserError
from revive.face import age
from revive.face.age import CHILD, LIKELY, chance_of_child, check_age


@pytest.mark.parametrize(
    "work", [lambda x: x, lambda x: np.repeat(x.mean(2, keepdims=True), 3, 2), lambda x: x // 2 + 100]
)
def test_grown_people(hopper_portrait, smiling_portrait, work):
    for portrait in (hopper_portrait, smiling_portrait):
        picture = work(portrait.image).astype(np.uint8)
        assert chance_of_child(picture, portrait.face.landmarks) < LIKELY / 2
        check_age(picture, portrait.face.landmarks)


def test_ages_are_read_from_the_face(hopper_portrait, smiling_portrait):
    def years(portrait) -> float:
        return age.estimated_age(portrait.image, portrait.face.landmarks)

    assert years(smiling_portrait) < 55 < years(hopper_portrait)  # they were 43 and 77 about that time


def test_a_child_is_refused(hopper_portrait, monkeypatch):
    class Young:
        def run(self, names, inputs):
            chances = np.zeros((1, 81), np.float32)
            chances[0, CHILD] = 1
            return [chances]

    monkeypatch.setattr(age, "age_network", Young)
    with pytest.raises(UserError, match="child"):
        check_age(hopper_portrait.image, hopper_portrait.face.landmarks)
