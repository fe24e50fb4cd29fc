"""What was brought is told apart by its first bytes, and nothing is decoded for that."""

import pytest

from revive import UserError
from revive.fuzz import seeds
from revive.teaching.samples.collect import is_picture, read_picture


@pytest.mark.slow
def test_pictures_and_films_are_told_apart_whatever_they_are_called(tmp_path):
    for data, picture in ((seeds.pictures()[0], True), (seeds.films()[0], False), (b"a letter", False)):
        (tmp_path / "a.png").write_bytes(data)
        assert is_picture(tmp_path / "a.png") == picture
    with pytest.raises(UserError, match="no file called"):
        is_picture(tmp_path / "b.png")


def test_a_damaged_picture_is_said_to_be_one(tmp_path):
    (tmp_path / "a.png").write_bytes(seeds.pictures()[3][:20])
    assert is_picture(tmp_path / "a.png")
    with pytest.raises(UserError, match=r"a\.png.*damaged"):
        read_picture(tmp_path / "a.png")
