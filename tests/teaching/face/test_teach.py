"""Teaching one person, with a tiny course: sorted, judged on what was held back, kept only if better, resumable."""

import shutil

import numpy as np
import pytest

from revive import Cancelled, Progress, UserError, people
from revive.animator import WEIGHTS
from revive.consent import Consent
from revive.core.home import folder_of, work_folder
from revive.teaching.face import person_samples, plan, review, teach
from revive.teaching.samples.region_samples import RegionSample

pytestmark = [pytest.mark.slow, pytest.mark.long]

CONSENT = Consent("a test", "agreed", True)

NAME = "奶奶 Grace"
STEPS, RATE = 15, 3e-3


@pytest.fixture(scope="module", autouse=True)
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "BATCH", 2)
        patch.setattr(teach, "EVERY", 4)
        patch.setattr(review, "TIMED", 3)
        patch.setattr(person_samples, "SOURCES", 3)
        patch.setattr(person_samples, "RUNS", 12)
        yield


@pytest.fixture(scope="module")
def files(family_film, hopper, smiling, tmp_path_factory):
    from PIL import Image

    folder = tmp_path_factory.mktemp("brought")
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(folder / "meadow.png")
    with Image.open(hopper) as picture:
        picture.resize((80, 94)).save(folder / "tiny.png")
    return [family_film, smiling, folder / "meadow.png", folder / "tiny.png"]


@pytest.fixture(scope="module")
def looked(files, tmp_path_factory):
    """What was seen, and the home in which the teaching can begin."""
    home = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(home))
        seen = review.look_through(files, NAME, steps=STEPS, consent=CONSENT, thumbs=tmp_path_factory.mktemp("thumbs"))
    return seen, home


@pytest.fixture
def begun(looked, tmp_path, monkeypatch):
    """A home of its own for every test."""
    shutil.copytree(looked[1], tmp_path / "home")
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def kept(looked, tmp_path_factory):
    """An uninterrupted teaching: what came of it, and its home."""
    home = tmp_path_factory.mktemp("kept") / "home"
    shutil.copytree(looked[1], home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(home))
        return teach.teach(NAME, rate=RATE), home


def test_nobody_else_may_read_what_was_learned(looked, kept, open_to_others):
    assert not open_to_others(looked[1] / "people") and not open_to_others(kept[1] / "people")


def test_blurred_and_wrong_pictures_are_set_aside_with_the_reason(looked):
    moments = looked[0].moments
    assert [m.reason for m in moments if m.source > 0] == ["stranger", "no_face", "small"]
    film = [m for m in moments if m.film]
    assert {m.reason for m in film if 4.0 < m.seconds < 4.4} == {"blurred"}
    assert sum(m.reason == "blurred" for m in film) <= 4
    assert all(m.thumb.is_file() for m in moments)


def test_what_is_held_back_is_not_beside_what_is_learned(looked):
    plan, film = looked[0].plan, [m for m in looked[0].moments if m.film and m.used]
    held, learned = ([m.seconds for m in film if m.held == kind] for kind in (True, False))
    assert (plan.learned, plan.held_back) == (len(learned), len(held)) and plan.set_aside["stranger"] == 1
    assert len(held) >= 2 and len(learned) >= 8
    assert min(abs(a - b) for a in held for b in learned) > 0.25
    assert plan.steps == {"mouth": STEPS, "eye": 10} and plan.seconds > 0


def test_a_fine_tune_that_is_better_on_held_back_frames_is_kept_and_used(kept, monkeypatch):
    from revive import Brief
    from revive.roles import weights_for

    outcome, home = kept
    monkeypatch.setenv("REVIVE_HOME", str(home))
    mouth = outcome.figures["mouth"]
    assert mouth["kept"] and mouth["after"]["loss"] < 0.98 * mouth["before"]["loss"]
    assert mouth["after"]["psnr"] > mouth["before"]["psnr"]
    assert "Stored" in str(outcome.sentence) and NAME in outcome.sentence.text("zh")
    folder = folder_of(NAME)
    assert {path.name for path in folder.iterdir()} == {
        "animator.safetensors", "person.json", "before_after.png", "name.json", "consent.json"
    }  # fmt: skip
    assert weights_for(Brief(person=NAME)) == folder / "animator.safetensors"
    stored = people.find_person(NAME).person
    assert (
        stored is not None
        and stored == outcome.person
        and stored.curve["mouth"][-1][0] == STEPS
        and stored.consent == "a test"
    )


def test_what_is_kept_draws_another_mouth(kept, monkeypatch, hopper):
    from revive.animator import animate
    from revive.face.blendshapes import INDEX
    from revive.motion.motion import Motion
    from revive.portrait import make_portrait

    monkeypatch.setenv("REVIVE_HOME", str(kept[1]))
    scores = np.zeros((1, 52), np.float32)
    scores[0, INDEX["jawOpen"]] = 0.5
    still = np.zeros(1, np.float32)
    motion = Motion(25.0, scores, still, np.zeros((1, 3), np.float32), np.zeros((1, 2), np.float32), still)
    portrait = make_portrait(hopper, size=400)
    before, after = (
        next(animate(portrait, motion, weights=weights)).astype(int) for weights in (WEIGHTS, people.weights_of(NAME))
    )
    x, y = portrait.face.landmarks[14, :2].round().astype(int)
    mouth = np.s_[y - 4 : y + 12, x - 8 : x + 8]
    warmth = [float((frame[mouth][..., 0] - frame[mouth][..., 2]).mean()) for frame in (before, after)]
    assert warmth[1] < warmth[0] - 2  # nearer to the film's strange colour


def test_a_persons_fine_tune_is_refused_when_it_makes_the_held_back_frames_worse(begun):
    for path in (work_folder(NAME) / "lessons" / "learn").rglob("*.npz"):
        sample = RegionSample.load(path)
        RegionSample(**{**vars(sample), "truth": 255 - sample.truth}).save(path)
    outcome = teach.teach(NAME, rate=3 * RATE)
    assert outcome.person is None
    assert not any(figure["kept"] for figure in outcome.figures.values())
    assert outcome.figures["mouth"]["after"]["loss"] > outcome.figures["mouth"]["before"]["loss"]
    assert "Nothing was stored" in str(outcome.sentence) and "worse" in str(outcome.sentence)
    assert list((begun / "people").iterdir()) == [] and people.people() == []
    with pytest.raises(UserError, match="Nobody"):
        people.weights_of(NAME)


def test_a_stopped_teaching_goes_on_to_the_same_weights(kept, begun, open_to_others):
    seen = []

    def watch(report):
        seen.append((report.stage, round(report.fraction * STEPS)))
        if seen[-1] == ("teach_mouth", 6):
            stopped.cancel()

    stopped = Progress(watch)
    with pytest.raises(Cancelled):
        teach.teach(NAME, progress=stopped, rate=RATE)
    assert seen[-1] == ("teach_mouth", 6)
    (entry,) = people.people()
    assert entry.unfinished and entry.person is None
    assert not open_to_others(begun / "people")  # checkpoints and lessons too
    seen.clear()
    curve = []
    again = teach.teach(
        NAME, progress=Progress(watch), rate=RATE, heard=lambda part, step, loss: curve.append((part, step))
    )
    assert seen[:2] == [("teach_mouth", 0), ("teach_mouth", 5)]  # from the checkpoint after the fourth
    assert curve[:3] == [("mouth", 0), ("mouth", 4), ("mouth", 8)]
    assert again.person is not None
    assert again.person.sha256 == kept[0].person.sha256 and again.person.curve == kept[0].person.curve


def test_photographs_alone_are_enough_when_there_are_three(family_film, tmp_path, monkeypatch):
    from PIL import Image

    from revive.media.film import read_frames

    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    photos = []
    for i, frame in enumerate(read_frames(family_film, rate=1.3, side=720, seconds=3.5)):
        photos.append(tmp_path / f"{i}.png")
        Image.fromarray(frame).save(photos[-1])
    seen = review.look_through(photos, "Grace", consent=CONSENT, steps=1)
    assert seen.trouble is None and seen.plan is not None
    assert seen.plan.held_back == 1 and seen.plan.learned >= 2
    too_few = review.look_through(photos[:2], "Grace", consent=CONSENT)
    assert too_few.plan is None and too_few.trouble is not None and "too little" in too_few.trouble.sentence()
    assert people.people() == []


def test_bad_input_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch, hopper):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    for files, name, says in (
        ([], "Ruth", "choose photographs"), ([hopper], " ", "a name"), ([letter], "Ruth", "letter.txt"),
        ([tmp_path / "gone.mp4"], "Ruth", "gone.mp4"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=says):
            review.look_through(files, name, consent=CONSENT)
    with pytest.raises(UserError, match="no unfinished teaching"):
        teach.teach("Ruth")
    assert not list(tmp_path.rglob("people/*"))


def test_a_child_is_not_learned_from_but_one_face_may_mislead(family_film, tmp_path, monkeypatch):
    from revive.teaching.samples import collect

    monkeypatch.setattr(collect, "chance_of_child", lambda picture, landmarks: 0.9)
    with pytest.raises(UserError, match="child"):
        collect.collect([family_film], tmp_path)
    told = iter([0.9] + [0.1] * 100)
    monkeypatch.setattr(collect, "chance_of_child", lambda picture, landmarks: next(told))
    assert any(moment.used for moment in collect.collect([family_film], tmp_path))
