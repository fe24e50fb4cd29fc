"""Everyone in a living photograph lives: the chosen face smiles, the others blink and breathe, a child keeps still."""

import dataclasses

import numpy as np
import pytest

from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.face.blendshapes import INDEX
from revive.pipeline import drawn_frames, prepare, restaged, take_of
from revive.portrait import make, make_portraits
from tests.answers import FAMILY

SMILE = INDEX["mouthSmileLeft"]


@pytest.fixture
def brief(pair, tmp_path) -> Brief:
    return Brief(
        photo=pair, moment="smile, look-around", seconds=5.0, size=448, fps=10.0, seed=4, out=tmp_path / "pair.mp4",
        **dataclasses.asdict(FAMILY),
    )  # fmt: skip


@pytest.mark.slow
def test_the_chosen_face_smiles_and_the_other_lives(brief):
    with prepare(dataclasses.replace(brief, face=2), Progress()) as plan:
        assert plan.faces == (2, 1)
        chosen, other = (one.motion for one in plan.performers)
        assert chosen.scores[:, SMILE].max() > 0.3 and other.scores[:, SMILE].max() < 0.05
        assert other.closure.min() == 1 and other.scores[:, INDEX["eyeBlinkLeft"]].max() > 0.9
        assert np.ptp(other.rotation, axis=0).max() > 0.3  # degrees
        frames = np.stack(list(drawn_frames(plan))).astype(np.int16)
        moved = np.abs(frames - frames[0]).max(axis=(0, 3))
        for one in plan.performers:
            left, top, right, bottom = one.portrait.face.box
            assert moved[top:bottom, left:right].max() > 40
        again, _ = restaged(take_of(plan), plan.brief)
        assert again.faces == plan.faces


@pytest.mark.slow
def test_alone_when_the_others_are_to_keep_still(brief):
    with prepare(dataclasses.replace(brief, everyone=False), Progress()) as plan:
        assert plan.faces == (1,)


@pytest.mark.slow
def test_who_may_not_be_moved_is_left_out_and_keeps_still(pair, monkeypatch):
    real, asked = make.check_age, []

    def check_age(image, landmarks):
        asked.append(landmarks)
        if len(asked) == 2:
            raise UserError("This face looks like that of a child.")
        real(image, landmarks)

    assert [portrait.number for portrait in make_portraits(pair, (1,), size=448, most=6)] == [1, 2]
    monkeypatch.setattr(make, "check_age", check_age)
    assert [portrait.number for portrait in make_portraits(pair, (1,), size=448, most=6)] == [1]


@pytest.mark.slow
def test_a_shape_cuts_the_others_off_where_they_do_not_fit(pair):
    whole = make_portraits(pair, (2,), size=448, most=6)
    upright = make_portraits(pair, (2,), size=448, shape="upright", most=6)
    assert [portrait.number for portrait in whole] == [2, 1] and [portrait.number for portrait in upright] == [2]
    assert upright[0].faces[upright[0].chosen] is upright[0].face and len(upright[0].faces) == 1
