"""Teaching the portrait generator one person, from three pictures: nearer to them, resumable, deletable."""

import shutil

import numpy as np
import pytest
from PIL import Image

from revive import Cancelled, Progress, UserError, people
from revive.__main__ import main
from revive.consent import Consent
from revive.generator import generate_portrait
from revive.teaching.portrait import adapter_training, losses, teach
from revive.teaching.portrait import photographs as encoding
from revive.teaching.portrait.teach import teach_portrait
from tests.answers import FAMILY

pytestmark = [pytest.mark.slow, pytest.mark.long]

CONSENT = Consent("a test", "agreed", True)

NAME = "奶奶 Grace"
STEPS = {"finisher": 20, "denoiser": 150}


@pytest.fixture(scope="module", autouse=True)
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "COPIES", 4)
        patch.setattr(losses, "DRAWN", 32)
        patch.setattr(losses, "PAIRS", 1)
        patch.setattr(teach, "SAMPLES", 3)
        patch.setattr(adapter_training, "CHECKPOINT_EVERY", 10)
        yield


@pytest.fixture(scope="module")
def photographs(hopper, tmp_path_factory):
    """Three looks of one person, and somebody nobody is."""
    folder = tmp_path_factory.mktemp("photographs")
    shutil.copyfile(hopper, folder / "one.jpg")
    for name, words in (("two.png", "smiling happily"), ("three.png", "sad, golden hour")):
        Image.fromarray(generate_portrait(words, photo=hopper, seed=1, consent=FAMILY)[0].picture).save(folder / name)
    Image.linear_gradient("L").convert("RGB").save(folder / "wall.png")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def taught(photographs, tmp_path_factory):
    home = tmp_path_factory.mktemp("taught")
    heard: list[tuple] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(home))
        outcome = teach_portrait(
            photographs, NAME, steps=STEPS, consent=CONSENT, sheet=home / "sheet.png",
            heard=lambda *news: heard.append(news),
        )  # fmt: skip
    return outcome, home, heard


@pytest.fixture
def home(taught, tmp_path, monkeypatch):
    shutil.copytree(taught[1], tmp_path / "home")
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_pictures_by_name_come_nearer(taught, open_to_others):
    outcome, home, heard = taught
    assert not open_to_others(home / "people")
    assert outcome.learned is not None
    assert outcome.figures["after"]["likeness"] > outcome.figures["before"]["likeness"] + 0.1
    assert {part for part, _, _ in heard} == {"finisher", "denoiser"}
    with Image.open(home / "sheet.png") as sheet:
        assert sheet.size == (3 * 192, 4 * 240)


def test_the_name_draws_them_and_others_stay(home):
    by_name = generate_portrait("", person=NAME, seed=3, consent=FAMILY)[0]
    others = generate_portrait("a portrait of a young man", seed=3)[0]
    assert np.abs(by_name.picture.astype(int) - others.picture).mean() > 5
    assert by_name.likeness is not None and by_name.likeness > 0.2
    assert others.likeness is None
    (grey,) = generate_portrait("black and white", person=NAME, seed=3, consent=FAMILY)
    assert np.ptp(grey.picture.astype(int), axis=2).max() == 0


def test_what_was_learned_is_stored_found_and_deleted(home):
    (entry,) = people.people()
    assert entry.name == NAME and entry.person is None and entry.portrait is not None
    assert entry.portrait.learned == 3
    assert entry.portrait.consent == "a test"
    assert not list(entry.folder.rglob("work"))
    people.delete_person(NAME)
    assert not entry.folder.exists()
    with pytest.raises(UserError, match="Nobody called"):
        generate_portrait("", person=NAME, consent=FAMILY)


def test_damaged_adapters_are_refused(home):
    (entry,) = people.people()
    path = entry.folder / "portrait" / "adapter.safetensors"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserError, match="damaged"):
        generate_portrait("", person=NAME, consent=FAMILY)


def test_stopped_and_gone_on_it_comes_to_the_same(photographs, tmp_path, monkeypatch):
    monkeypatch.setattr(losses, "DRAWN", 8)
    steps = {"finisher": 4, "denoiser": 20}
    ends = {}
    for way in ("straight", "stopped"):
        monkeypatch.setenv("REVIVE_HOME", str(tmp_path / way))
        progress = Progress()
        if way == "stopped":

            def stop(part: str, step: int, loss: float, progress: Progress = progress) -> None:
                if (part, step) == ("denoiser", 10):
                    progress.cancel()

            with pytest.raises(Cancelled):
                teach_portrait(photographs[:1], NAME, consent=CONSENT, steps=steps, progress=progress, heard=stop)
        outcome = teach_portrait(photographs[:1], NAME, consent=CONSENT, steps=steps, resume=way == "stopped")
        ends[way] = outcome.figures
    assert ends["straight"] == ends["stopped"]


def test_faces_that_look_aside_are_not_learned_from(photographs, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(encoding, "ASIDE", 0.0)
    with pytest.raises(UserError, match="turned aside"):
        teach_portrait(photographs[:1], NAME, consent=CONSENT)
    assert not people.people()


def test_bad_input_is_said_in_a_sentence(tmp_path, photographs, monkeypatch, capsys):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    (tmp_path / "note.txt").write_text("no picture")
    wall = [path for path in photographs if path.name == "wall.png"]
    with pytest.raises(UserError, match="No face"):
        teach_portrait(wall, NAME, consent=CONSENT)
    with pytest.raises(UserError, match="choose photographs"):
        teach_portrait([], NAME, consent=CONSENT)
    assert main(["train", "portrait", "--photos", str(tmp_path / "nowhere"), "--name", NAME]) != 0
    assert "one folder" in capsys.readouterr().err
    assert not (tmp_path / "home" / "people").exists() or not list((tmp_path / "home" / "people").iterdir())
