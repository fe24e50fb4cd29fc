"""Whose a file is can be seen from where it lies, and outside nobody learns where that is."""

import json

import pytest
from gradio_client.utils import encode_file_path

from revive.app.server.file_access import ALIAS, FileAccess, token_of


@pytest.fixture
def files(tmp_path):
    return FileAccess(tmp_path)


def test_a_file_belongs_to_the_browser_in_whose_folder_it_lies(files, tmp_path):
    one, two = (files.browser(letter * 40) for letter in "xy")
    own = files.folder(one) / "room" / "clip.mp4"
    own.parent.mkdir()
    own.write_bytes(b"clip")
    assert files.owns(one, own) and not files.owns(two, own)
    assert not files.owns(one, files.folder(one)) and not files.owns(one, tmp_path / ".lock")
    assert not files.owns("", own) and not files.owns("..", tmp_path.parent / "file")
    for path in (own.parent / ".." / ".." / two / "f", "/etc/passwd", "\0", own.parent / ".." / ".." / ".lock"):
        assert not files.owns(one, path)
    (own.parent / "link").symlink_to("/etc")
    assert not files.owns(one, own.parent / "link" / "passwd")
    assert files.folder(one).stat().st_mode & 0o077 == 0


def test_a_file_is_told_by_another_name_and_meant_by_its_owner_alone(files):
    one, two = (files.browser(letter * 40) for letter in "xy")
    own = files.folder(one) / "a b.jpg"
    own.write_bytes(b"")
    told = files.public_name(own)
    assert told == f"{ALIAS}/{one}/a b.jpg"
    assert files.find(one, told) == own and files.find(two, told) is None
    (own.parent / ".made.json").write_text("{}")  # what the page notes for itself
    for name in (
        str(own), f"{ALIAS}/{one}/.made.json",
        f"{ALIAS}/{one}/../.lock", f"{ALIAS}/{one}", f"{ALIAS}//etc/passwd", f"{told}\0", "",
    ):  # fmt: skip
        assert files.find(one, name) is None


def test_a_browser_has_the_same_folder_again_where_the_salt_is_kept(tmp_path):
    salt = b"s" * 32
    assert FileAccess(tmp_path, salt).browser("x" * 40) == FileAccess(tmp_path, salt).browser("x" * 40)
    assert FileAccess(tmp_path).browser("x" * 40) != FileAccess(tmp_path).browser("x" * 40)


def test_no_answer_tells_a_path(tmp_path):
    root = tmp_path / "Jörg's folder"
    root.mkdir()
    files = FileAccess(root)
    path = f"{root}/abc/clip.mp4"
    for answer in (json.dumps([path]), json.dumps([path], ensure_ascii=False), encode_file_path(path), path):
        hidden = files.hide_paths(answer.encode()).decode()
        assert not any(part in hidden for part in ("Jörg", "u00f6rg", "%C3%B6rg", tmp_path.name))
    assert files.hide_paths(path.encode()) == f"{ALIAS}/abc/clip.mp4".encode()


def test_one_tab_is_never_another_browsers(files):
    one, two = (files.browser(letter * 40) for letter in "xy")
    assert files.visitor(one, "tab") != files.visitor(two, "tab")
    assert files.browser_of(files.visitor(one, "tab")) == one
    assert files.browser_of("tab") != files.browser_of("other")  # where none was given


def test_limits_are_counted_by_address_where_that_is_wished(files):
    one, two = (files.browser(letter * 40) for letter in "xy")
    files.count_by(one, "1.2.3.4")
    files.count_by(two, "1.2.3.4")
    assert files.source(f"{one}-a") == files.source(f"{two}-b") and "1.2.3.4" not in files.source(f"{one}-a")
    assert files.browsers_counted_with(one) == {one, two}
    other = files.browser("z" * 40)
    assert files.source(f"{other}-c") == other and files.browsers_counted_with(other) == {other}


def test_a_token_is_long_and_the_first_of_its_cookie():
    assert token_of([(b"cookie", b'a="b c; revive_visit=' + b"x" * 40 + b"; revive_visit=" + b"y" * 40)]) == "x" * 40
    assert token_of([(b"cookie", b"revive_visit=mine")]) == token_of([]) == ""
    assert token_of([(b"x-revive-visit", b"z" * 32)]) == "z" * 32
