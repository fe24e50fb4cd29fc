"""The pace of this computer: learned, kept, and without a file that can be read learned anew."""

import json

import pytest

from revive.core.pace import KEPT, LOADING, Pace


def test_the_first_time_in_a_process_is_counted_apart(tmp_path):
    pace = Pace(tmp_path / "pace.json")
    assert pace.times("speech") == LOADING
    pace.learn("speech", 9.0)  # its models were loaded
    assert pace.times("speech") == 1.0
    pace.learn("speech", 2.0)
    assert pace.times("speech") == 2.0
    later = Pace(tmp_path / "pace.json")  # another process
    assert later.times("speech") == 9.0
    later.learn("speech", 7.0)
    assert later.times("speech") == 2.0


def test_one_slow_time_does_not_count_and_a_new_machine_is_learned():
    pace = Pace()
    for times in (5.0, 1.0, 1.1, 30.0, 0.9):
        pace.learn("clip", times)
    assert pace.times("clip") == pytest.approx(1.05)
    for _ in range(KEPT):
        pace.learn("clip", 3.0)
    assert pace.times("clip") == 3.0


@pytest.mark.parametrize("content", ["", "[]", '{"clip": "fast"}', '{"clip": [null]}', "\x00"])
def test_a_damaged_file_is_learned_anew(tmp_path, content):
    path = tmp_path / "pace.json"
    path.write_text(content, encoding="utf-8")
    pace = Pace(path)
    assert pace.times("clip") == LOADING
    pace.learn("clip", 1.5)
    assert json.loads(path.read_text(encoding="utf-8")) == {"first clip": [1.5]}


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    pace = Pace(tmp_path / "file" / "pace.json")
    pace.learn("clip", 1.5)
    pace.learn("clip", 2.5)
    assert pace.times("clip") == 2.5
