"""A manner learned from letters: kept where held-back passages are expected better, used by name, checked."""

import pytest

from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.home import manner_folder
from revive.drafting.adapter import FILES, add_adapter, save_adapter
from revive.drafting.gemma import load_model
from revive.drafting.manner import manner_of
from revive.people import find_person
from revive.teaching.manner import teach
from revive.teaching.manner.teach import teach_manner
from tests.drafting.tiny import make_tiny

pytestmark = pytest.mark.slow

CONSENT = Consent("a test", "agreed", True)

LETTER = "Dear Tom, the lake is lovely. Hello to the apple pies, and happy birthday, and all my love to you. "


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny(tmp_path_factory.mktemp("tiny"))


def quiet(line: str) -> None:
    pass


@pytest.fixture
def base(tiny, tmp_path, monkeypatch):
    """The tiny model with an adapter that does nothing."""
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(teach, "RATE", 1e-2)
    monkeypatch.setattr(teach, "WORSE", 10.0)  # random weights have nothing to forget
    save_adapter(add_adapter(load_model(tiny)[0]), tmp_path / "adapter")
    return tiny, tmp_path / "adapter"


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "letters.txt"
    path.write_text("\n\n".join(f"{LETTER}{LETTER}Number {n}." for n in range(12)), encoding="utf-8")
    return path


def test_it_is_kept_by_name_and_checked_when_used(base, letters, open_to_others):
    outcome = teach_manner(letters, "Grandma Ruth", consent=CONSENT, base=base, steps=12, say=quiet)
    assert outcome.learned and outcome.figures["after"]["letters"] < outcome.figures["before"]["letters"]
    folder, known = manner_of("grandma ruth")
    assert (
        folder == manner_folder("Grandma Ruth")
        and known.passages == 10
        and known.private
        and find_person("Grandma Ruth").manner
    )
    assert {path.name for path in folder.iterdir()} == {*FILES, "manner.json"}
    assert not open_to_others(folder.parent.parent)
    (folder / FILES[0]).write_bytes(b"nonsense")
    with pytest.raises(UserError, match="damaged"):
        manner_of("Grandma Ruth")


def test_it_is_kept_only_where_the_perplexity_of_letters_held_back_falls_by_a_fifth(base, letters, monkeypatch):
    assert teach.BETTER == 0.8
    told = iter([{"letters": 10.0, "messages": 5.0}, {"letters": 8.1, "messages": 5.0}])
    monkeypatch.setattr(teach, "_perplexities", lambda *_: next(told))
    outcome = teach_manner(letters, "Ruth", consent=CONSENT, base=base, steps=2, say=quiet)
    assert outcome.learned is None and not manner_folder("Ruth").exists()


def test_whole_letters_are_held_back():
    found = [f"letter {number}" for number in range(12)]
    held, learned = teach.split(found, 7)
    assert len(held) == 2 and sorted(held + learned) == sorted(found)


def test_what_does_not_help_is_not_kept(base, letters, monkeypatch):
    monkeypatch.setattr(teach, "BETTER", 0.0)
    outcome = teach_manner(letters, "Ruth", consent=CONSENT, base=base, steps=2, say=quiet)
    assert outcome.learned is None and "nothing was stored" in str(outcome.sentence)
    assert not manner_folder("Ruth").exists()


def test_too_few_letters(base, tmp_path):
    (tmp_path / "short.txt").write_text("\n\n".join([LETTER * 3] * 9), encoding="utf-8")
    with pytest.raises(UserError, match="too few letters"):
        teach_manner(tmp_path / "short.txt", "Ruth", consent=CONSENT, base=base, say=quiet)
    with pytest.raises(UserError, match="Nobody called"):
        manner_of("Ruth")
