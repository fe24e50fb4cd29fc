"""A story from a folder: in the order of the dates that the files tell, with its films and sounds."""

from datetime import datetime

import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.film import FamilyFilm, Photograph, Title, story_from_folder
from revive.film.folder import date_in, in_order_of_date
from revive.media.photo import read_date

TAKEN, EXIF = 0x9003, 0x8769


def picture(path, taken: str = "") -> None:
    tags = Image.Exif()
    if taken:
        tags.get_ifd(EXIF)[TAKEN] = taken
    Image.new("RGB", (64, 48)).save(path, exif=tags)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("1958-06-12", datetime(1958, 6, 12)), ("IMG_20040517_123000", datetime(2004, 5, 17, 12, 30)),
        ("12.6.1958 Oma", datetime(1958, 6, 12)), ("Summer 1958", datetime(1958, 1, 1)),
        ("2011-03 garden", datetime(2011, 3, 1)), ("scan 31.06.1958", datetime(1958, 1, 1)),
        ("DSC_4711", None), ("12345678", None), ("9999-01-01", None), ("Ruth", None),
    ],
)  # fmt: skip
def test_dates_in_names(name, date):
    assert date_in(name) == date


def test_photographs_are_ordered_by_exif_then_by_name(tmp_path):
    picture(tmp_path / "c.jpg", "1950:01:02 10:00:00")
    picture(tmp_path / "1949 d.jpg")
    picture(tmp_path / "a.jpg", "1961:05:06 00:00:00")
    picture(tmp_path / "2012.jpg", "1920:01:01 00:00:00")  # a scan's name says less than its camera
    assert [path.name for path in in_order_of_date(tmp_path.iterdir())] == ["2012.jpg", "1949 d.jpg", "c.jpg", "a.jpg"]


def test_without_dates_names_count_as_people_read_them(tmp_path):
    for name in ("10.jpg", "2.jpg", "1.jpg"):
        picture(tmp_path / name)
    assert [path.name for path in in_order_of_date(tmp_path.iterdir())] == ["1.jpg", "2.jpg", "10.jpg"]


def test_a_damaged_date_is_none(tmp_path):
    picture(tmp_path / "a.jpg", "0000:00:00 00:00:00")
    assert read_date(tmp_path / "a.jpg") is None


@pytest.mark.slow
def test_a_story_has_a_title_photographs_films_and_music(tmp_path, ffmpeg):
    folder = tmp_path / "Ruth_1931"
    folder.mkdir()
    picture(folder / "1990.jpg")
    picture(folder / "1950.jpg")
    (folder / "notes.txt").write_text("nothing of the film")
    (folder / "empty.jpg").touch()
    source = ("-f", "lavfi", "-i", "color=gray:size=64x48:duration=1", "-f", "lavfi", "-i", "sine=300:duration=1")
    ffmpeg(*source, folder / "1970.mp4")
    ffmpeg("-f", "lavfi", "-i", "sine=300:duration=2", folder / "harp.wav")
    story = story_from_folder(folder)
    assert story.title == "Ruth 1931" and story.music == folder / "harp.wav"
    title, first, film, last = story.scenes
    assert isinstance(title, Title) and title.text == "Ruth 1931"
    assert isinstance(first, Photograph) and first.photo == folder / "1950.jpg"
    assert isinstance(film, FamilyFilm) and film.film == folder / "1970.mp4"
    assert isinstance(last, Photograph) and last.photo == folder / "1990.jpg"


def test_a_folder_without_pictures_is_told(tmp_path):
    with pytest.raises(UserError, match="no photograph and no film"):
        story_from_folder(tmp_path)
    with pytest.raises(UserError, match="There is no folder"):
        story_from_folder(tmp_path / "none")
