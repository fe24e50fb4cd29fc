"""What is kept of people is its owner's alone, whatever the umask."""

import os

import pytest

from revive import UserError, people
from revive.consent import Consent, keep_consent
from revive.core.permissions import close_to_others, private_folder
from revive.core.scratch import scratch_folder
from revive.provenance import check_keys
from revive.provenance.keys import signing_keys
from tests.answers import names_of, taking_in
from tests.people.store import NAME, store_animator, store_portrait

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.slow
def test_nobody_else_may_read_anything_that_is_kept(home, tmp_path, monkeypatch, open_umask, open_to_others):
    keep_consent(NAME, Consent("her grandson", "family", True))
    store_animator(NAME)
    store_portrait(NAME)
    people.keep_pronunciations(NAME, {"Siobhan": "shiv-awn"}, permit=names_of(NAME))
    signing_keys()
    with scratch_folder() as folder:
        assert not open_to_others(folder)
        assert not open_to_others(home)
    exported = people.export_person(NAME, tmp_path / "ruth.zip")
    assert exported.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "deep" / "down" / "another"))
    people.import_person(exported, permit=taking_in())
    assert {entry.name for entry in people.people()} == {NAME}
    assert not open_to_others(tmp_path / "deep") and not open_to_others(home)


def test_what_was_open_is_closed_when_it_is_met(home, open_to_others):
    for name in ("people/ruth", "keys/made", "models/words", "temporary/revive-page"):
        (home / name).mkdir(parents=True)
        (home / name / "file").write_text("something")
        (home / name / "file").chmod(0o666)
    for folder in home.rglob("*"):
        folder.chmod(folder.stat().st_mode | 0o077)
    home.chmod(0o777)
    assert people.people() is not None
    assert not open_to_others(home)
    assert (home / "people/ruth/file").stat().st_mode & 0o777 == 0o600


def test_a_folder_of_other_uses_too_is_left_as_it_is(home):
    """REVIVE_HOME may be a folder in which other things lie."""
    (home / "letters").mkdir(parents=True)
    (home / "people").mkdir()
    (home / "letters" / "one.txt").write_text("Dear all")
    for path in (home, home / "letters", home / "people"):
        path.chmod(0o755)
    (home / "letters" / "one.txt").chmod(0o644)
    people.people()
    modes = [
        path.stat().st_mode & 0o777 for path in (home, home / "letters", home / "letters/one.txt", home / "people")
    ]
    assert modes == [0o755, 0o755, 0o644, 0o700]


def test_a_key_that_others_could_read_is_still_refused(home):
    (home / "keys").mkdir(parents=True)
    for name in ("own.pem", "own.key"):
        (home / "keys" / name).write_text("a key")
        (home / "keys" / name).chmod(0o644)
    with pytest.raises(UserError, match="Others on this computer can read"):
        check_keys()


def test_links_are_not_followed(tmp_path, home):
    away = tmp_path / "away"
    away.mkdir(mode=0o755)
    (away / "file").write_text("not ours")
    (away / "file").chmod(0o644)
    folder = private_folder(home / "people" / "ruth")
    (folder / "link").symlink_to(away)
    (folder / "one").symlink_to(away / "file")
    close_to_others(home)
    assert (away.stat().st_mode & 0o777, (away / "file").stat().st_mode & 0o777) == (0o755, 0o644)


@pytest.mark.slow
def test_what_somebody_saves_for_themselves_keeps_the_ordinary_umask(hopper, tmp_path):
    from revive.__main__ import main

    before = os.umask(0o022)
    try:
        picture = tmp_path / "a.png"
        told = ["--relation", "me", "--basis", "agreed", "--adult"]
        assert main(["restore", str(hopper), "--out", str(picture), *told]) == 0
        assert picture.stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)
