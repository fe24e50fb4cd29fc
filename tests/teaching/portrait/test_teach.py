"""Learning one person's face for portraits, from one photograph: like them, as the words ask, deletable."""

import shutil

import numpy as np
import pytest
from PIL import Image

from revive import UserError, people
from revive.__main__ import main
from revive.consent import Consent
from revive.generator import generate_portrait
from revive.generator.frame import HEIGHT, WIDTH
from revive.generator.identity import SCALE, load_identity
from revive.teaching.portrait import photographs as choosing
from revive.teaching.portrait.teach import teach_portrait
from tests.answers import FAMILY

pytestmark = pytest.mark.slow

CONSENT = Consent("a test", "agreed", True)
NAME = "奶奶 Grace"


@pytest.fixture(scope="module")
def taught(hopper, tmp_path_factory):
    """What came of one photograph, and where it is kept."""
    home = tmp_path_factory.mktemp("taught")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(home))
        return teach_portrait([hopper], NAME, consent=CONSENT, sheet=home / "sheet.png"), home


@pytest.fixture
def home(taught, tmp_path, monkeypatch):
    shutil.copytree(taught[1], tmp_path / "home")
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_portraits_by_name_are_like_the_person(taught, open_to_others):
    outcome, home = taught
    assert not open_to_others(home / "people")
    assert outcome.learned is not None and outcome.learned.learned == 1
    assert outcome.figures["after"]["likeness"] > 0.6 > 0.45 > outcome.figures["before"]["likeness"]
    with Image.open(home / "sheet.png") as sheet:
        assert sheet.size == (4 * SCALE * WIDTH, 3 * SCALE * HEIGHT)


def test_the_words_are_followed_and_the_photograph_is_there_to_compare(home):
    by_words = {
        words: generate_portrait(words, person=NAME, seed=3, consent=FAMILY)[0]
        for words in ("serious, dark blue background", "light grey background, black and white")
    }
    blue, grey = (one.picture.astype(int) for one in by_words.values())
    wall = blue[:20, :20].reshape(-1, 3).mean(axis=0)
    assert wall[2] > 1.4 * wall[0] and wall.max() < 110
    assert grey[:20, :20].mean() > 150 and np.ptp(grey, axis=2).max() == 0
    for one in by_words.values():
        assert (one.likeness or 0) > 0.6 and not one.notes
        assert one.before is not None and one.before.shape == one.picture.shape


def test_another_age_is_told_to_be_a_guess(home):
    (older,) = generate_portrait("aged eighty", person=NAME, seed=3, consent=FAMILY)
    assert "guess" in older.notes[0].text("en")
    assert (older.likeness or 0) > 0.45


def test_what_was_learned_is_stored_found_and_deleted(home):
    (entry,) = people.people()
    assert entry.name == NAME and entry.person is None and entry.portrait is not None
    assert entry.portrait.consent == "a test"
    assert not list(entry.folder.rglob("work"))
    people.delete_person(NAME)
    assert not entry.folder.exists()
    with pytest.raises(UserError, match="Nobody called"):
        generate_portrait("", person=NAME, consent=FAMILY)


def test_what_is_damaged_is_refused(home, tmp_path):
    (entry,) = people.people()
    path = entry.folder / "portrait" / "adapter.safetensors"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserError, match="damaged"):
        generate_portrait("", person=NAME, consent=FAMILY)
    with pytest.raises(UserError, match="damaged"):
        load_identity(path)


def test_faces_that_look_aside_are_not_learned_from(hopper, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(choosing, "ASIDE", 0.0)
    with pytest.raises(UserError, match="turned aside"):
        teach_portrait([hopper], NAME, consent=CONSENT)
    assert not people.people()


def test_bad_input_is_said_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "wall.png")
    with pytest.raises(UserError, match="No face"):
        teach_portrait([tmp_path / "wall.png"], NAME, consent=CONSENT)
    with pytest.raises(UserError, match="choose photographs"):
        teach_portrait([], NAME, consent=CONSENT)
    assert main(["train", "portrait", "--photos", str(tmp_path / "nowhere"), "--name", NAME]) != 0
    assert "one folder" in capsys.readouterr().err
    assert not (tmp_path / "home" / "people").exists() or not list((tmp_path / "home" / "people").iterdir())
