"""Whose a file is can be seen from where it lies, and outside nobody learns where that is."""

import json

import pytest
from gradio_client.utils import encode_file_path

from revive.app.server.file_access import ALIAS, Visitors, token_of


@pytest.fixture
def visitors(tmp_path):
    return Visitors(tmp_path)


def test_a_file_belongs_to_the_browser_in_whose_folder_it_lies(visitors, tmp_path):
    one, two = (visitors.browser(letter * 40) for letter in "xy")
    own = visitors.folder(one) / "room" / "clip.mp4"
    own.parent.mkdir()
    own.write_bytes(b"clip")
    assert visitors.owns(one, own) and not visitors.owns(two, own)
    assert not visitors.owns(one, visitors.folder(one)) and not visitors.owns(one, tmp_path / ".lock")
    assert not visitors.owns("", own) and not visitors.owns("..", tmp_path.parent / "file")
    for path in (own.parent / ".." / ".." / two / "f", "/etc/passwd", "\0", own.parent / ".." / ".." / ".lock"):
        assert not visitors.owns(one, path)
    (own.parent / "link").symlink_to("/etc")
    assert not visitors.owns(one, own.parent / "link" / "passwd")
    assert visitors.folder(one).stat().st_mode & 0o077 == 0


def test_a_file_is_told_by_another_name_and_meant_by_its_owner_alone(visitors):
    one, two = (visitors.browser(letter * 40) for letter in "xy")
    own = visitors.folder(one) / "a b.jpg"
    own.write_bytes(b"")
    told = visitors.told(own)
    assert told == f"{ALIAS}/{one}/a b.jpg"
    assert visitors.meant(one, told) == own and visitors.meant(two, told) is None
    for name in (str(own), f"{ALIAS}/{one}/../.lock", f"{ALIAS}/{one}", f"{ALIAS}//etc/passwd", f"{told}\0", ""):
        assert visitors.meant(one, name) is None


def test_no_answer_tells_a_path(tmp_path):
    root = tmp_path / "Jörg's folder"
    root.mkdir()
    visitors = Visitors(root)
    path = f"{root}/abc/clip.mp4"
    for answer in (json.dumps([path]), json.dumps([path], ensure_ascii=False), encode_file_path(path), path):
        hidden = visitors.hide(answer.encode()).decode()
        assert not any(part in hidden for part in ("Jörg", "u00f6rg", "%C3%B6rg", tmp_path.name))
    assert visitors.hide(path.encode()) == f"{ALIAS}/abc/clip.mp4".encode()


def test_one_tab_is_never_another_browsers(visitors):
    one, two = (visitors.browser(letter * 40) for letter in "xy")
    assert visitors.visitor(one, "tab") != visitors.visitor(two, "tab")
    assert visitors.browser_of(visitors.visitor(one, "tab")) == one
    assert visitors.browser_of("tab") != visitors.browser_of("other")  # where none was given


def test_limits_are_counted_by_address_where_that_is_wished(visitors):
    one, two = (visitors.browser(letter * 40) for letter in "xy")
    visitors.count_by(one, "1.2.3.4")
    visitors.count_by(two, "1.2.3.4")
    assert visitors.source(f"{one}-a") == visitors.source(f"{two}-b") and "1.2.3.4" not in visitors.source(f"{one}-a")
    assert visitors.same_source(one) == {one, two}
    other = visitors.browser("z" * 40)
    assert visitors.source(f"{other}-c") == other and visitors.same_source(other) == {other}


def test_a_token_is_long_and_the_first_of_its_cookie():
    assert token_of([(b"cookie", b'a="b c; revive_visit=' + b"x" * 40 + b"; revive_visit=" + b"y" * 40)]) == "x" * 40
    assert token_of([(b"cookie", b"revive_visit=mine")]) == token_of([]) == ""
    assert token_of([(b"x-revive-visit", b"z" * 32)]) == "z" * 32
