"""A story from a folder of photographs: in the order in which they were taken, with what films and sounds are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.core.text import plain_text
from revive.film.scenes import AnyScene, FamilyFilm, Movement, Photograph, Recording, Title
from revive.film.story import MOST_SCENES, Person, Story
from revive.listening.voice_activity import detect_voice
from revive.media.ffmpeg import header, kind
from revive.media.kinds import MEDIA, PICTURES
from revive.media.photo import read_date
from revive.speech.recording import decode

MOST_FILES = 2000  # of a folder that are looked at
PHOTO_SECONDS, TITLE_SECONDS = 6.0, 5.0
FILM_SECONDS = 30.0  # of a film that are shown; longer ones are for the family to cut
UNDER_PICTURES = 3  # photographs that are shown while a recording of speech is heard
SPOKEN = 0.25  # share of a sound in which somebody speaks, from which on it is a recording and not music
MOVEMENTS: tuple[Movement, ...] = ("in", "out")  # by turns
YEARS = range(1826, 2100)  # the first photograph is of 1826
# 2004-05-17, 20040517_123000, 17.05.2004, 1931
_DATES = (
    re.compile(r"(?<!\d)(?P<y>1[89]\d\d|20\d\d)[-_. ]?(?P<m>0[1-9]|1[0-2])[-_. ]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
               r"(?:[-_T ]?(?P<H>[01]\d|2[0-3])[-_.h ]?(?P<M>[0-5]\d))?"),
    re.compile(r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[-_. ](?P<m>0?[1-9]|1[0-2])[-_. ](?P<y>1[89]\d\d|20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>1[89]\d\d|20\d\d)[-_. ](?P<m>0[1-9]|1[0-2])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>1[89]\d\d|20\d\d)(?!\d)"),
)  # fmt: skip


def story_from_folder(folder: Path, *, persons: tuple[Person, ...] = (), progress: Progress | None = None) -> Story:
    """A story of everything that is in a folder: a title, its photographs, films, recordings, and music under all.

    Photographs and films are ordered by the date that the file tells (EXIF), else by that in its name; those without
    one stand where their names do. A sound in which somebody speaks is heard under the photographs that follow; the
    first other one is the music.

    Raises
    ------
    UserError : no such folder, no photograph or film in it, or too many files
    """
    folder = Path(folder)
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise UserError("There is no folder {folder}; please choose one that exists.", folder=folder) from error
    title = " ".join(plain_text(folder.absolute().name.replace("_", " "), lines=False).split())
    story = story_from_files(paths, title=title, persons=persons, progress=progress)
    if not story.scenes:
        raise UserError(
            "There is no photograph and no film in the folder “{folder}”; please choose another.",
            folder=plain_text(folder.name, lines=False),
        )
    return story


def story_from_files(
    paths: Sequence[Path], *, title: str = "", persons: tuple[Person, ...] = (), progress: Progress | None = None
) -> Story:  # fmt: skip
    """A story of these photographs, films and sounds, see `story_from_folder`; it may be without scenes.

    Raises
    ------
    UserError : too many files
    """
    progress = progress or Progress()
    with progress.stage("folder"):
        pictures, films, sounds = _sorted_out(paths, progress)
        stretches = {path: _stretch(path) for path in films}
        with progress.share(0.3, 0.6):
            ordered = in_order_of_date([*pictures, *films], progress)
        scenes = [
            stretches.get(path) or Photograph(photo=path, seconds=PHOTO_SECONDS, movement=MOVEMENTS[number % 2])
            for number, path in enumerate(ordered)
        ]
        with progress.share(0.6, 1.0):
            recordings, music = _told_apart(sounds, progress)
        scenes = _with_recordings(scenes, recordings)
        if title and scenes:
            scenes = [Title(text=title, seconds=TITLE_SECONDS), *scenes]
        return Story(title=title, music=music, persons=persons, scenes=tuple(scenes))


def in_order_of_date(paths: Iterable[Path], progress: Progress | None = None) -> list[Path]:
    """The files by their dates; one without stands after the one that is before it by name."""
    named = sorted(paths, key=lambda path: _natural(path.name))
    dated: list[tuple[datetime, int, Path]] = []
    latest = datetime.min
    for number, path in enumerate(named):
        if progress:
            progress.update(number / len(named))
        latest = date_of(path) or latest
        dated.append((latest, number, path))
    return [path for *_, path in sorted(dated)]


def date_of(path: Path) -> datetime | None:
    """When a photograph was taken: as its EXIF tells, else as its name does; None where neither does."""
    told = None
    try:
        if kind(path) in PICTURES:
            told = read_date(path)
    except UserError:  # it is told where the story is checked
        told = None
    return told or date_in(path.stem)


def date_in(name: str) -> datetime | None:
    """The date in a file's name: “1958-06-12”, “IMG_20040517_123000”, “12.6.1958”, “Summer 1958”; None without one."""
    for pattern in _DATES:
        for found in pattern.finditer(name):
            parts = {part: int(value) for part, value in found.groupdict().items() if value}
            try:
                date = datetime(parts["y"], parts.get("m", 1), parts.get("d", 1), parts.get("H", 0), parts.get("M", 0))
            except ValueError:  # the 31st of June
                continue
            if date.year in YEARS:
                return date
    return None


def _sorted_out(paths: Sequence[Path], progress: Progress) -> tuple[list[Path], list[Path], list[Path]]:
    """The photographs, films and sounds among files, by their content; everything else is left out."""
    if len(paths) > MOST_FILES:
        raise UserError(
            "There are {count:,} files in the folder; please choose at most {most} photographs.",
            count=len(paths), most=MOST_SCENES,
        )  # fmt: skip
    pictures, films, sounds = [], [], []
    for number, path in enumerate(paths):
        progress.update(0.3 * number / len(paths))
        try:
            what = kind(path)
            if what in PICTURES:
                pictures.append(path)
            elif what in MEDIA and (told := header(path, lambda: progress.update(0.0))) is not None:
                (films if told.picture else sounds).append(path)
        except UserError:  # empty or unreadable: no part of the film
            continue
    return pictures, films, sounds


def _stretch(film: Path) -> FamilyFilm:
    told = header(film, lambda: None)
    seconds = told.seconds if told else None
    return FamilyFilm(film=film, end=FILM_SECONDS if seconds and seconds > FILM_SECONDS else None)


def _told_apart(sounds: list[Path], progress: Progress) -> tuple[list[Path], Path | None]:
    """The recordings in which somebody speaks, and the first sound that is none."""
    recordings, music = [], None
    for number, path in enumerate(sounds):
        with scratch_folder() as scratch, progress.share(number / len(sounds), (number + 1) / len(sounds)):
            if _speaks(path, scratch, progress):
                recordings.append(path)
            elif music is None:
                music = path
    return recordings, music


def _speaks(path: Path, scratch: Path, progress: Progress) -> bool:
    raw = scratch / "sound.wav"
    try:
        levels = decode(path, raw, progress.update)
    except UserError:
        return False
    return float(detect_voice(raw, levels, progress.update).speech.mean()) >= SPOKEN


def _with_recordings(scenes: Sequence[AnyScene], recordings: list[Path]) -> list[AnyScene]:
    """The scenes, with the recordings spread among them, each under a few photographs."""
    scenes = list(scenes)
    for number, recording in enumerate(recordings):
        at = round(len(scenes) * (number + 1) / (len(recordings) + 1))
        taken = [scene for scene in scenes[at:] if isinstance(scene, Photograph)][:UNDER_PICTURES]
        photos = tuple(scene.photo for scene in taken if scene.photo is not None)
        if photos:
            scenes = [scene for scene in scenes if scene not in taken]
            scenes.insert(min(at, len(scenes)), Recording(recording=recording, photos=photos))
    return scenes


def _natural(name: str) -> list[tuple[int, int, str]]:
    """The key that sorts “2.jpg” before “10.jpg”."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
