"""The story that a visitor is working on: a file in a folder of its own among theirs, so that a reload finds it again.

It names only files of this visitor; a story from outside that names others is refused. What is downloaded has the
names of the files, and whoever opens it again brings the files, which are found by these names.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from revive.app.jobs import shelf
from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.json_files import digest
from revive.core.text import plain_text
from revive.film import Living, Person, Scene, Story, Talking, load_story, reckoned_frames, save_story
from revive.film.making_time import usual_scene, usual_seconds

FOLDER, FILE, DOWNLOAD = "job-story", "story.yaml", "story to keep.yaml"
FOLDER_NAME = 8  # characters of a checksum
STILL_SIDE = 2  # times smaller than `film.still_of` draws them
UNKNOWN = "\u2063"  # an invisible sign before a name, which no stored person's name has
_writing = threading.Lock()


@dataclass(frozen=True)
class Look:
    """What is known of a story before it is made.

    Attributes
    ----------
    stills : a small picture of each scene; None where its file cannot be used
    lengths : seconds of each scene, about
    seconds : of the film, about
    making : seconds that making it takes, about
    """

    stills: tuple[Path | None, ...]
    lengths: tuple[float, ...]
    seconds: float
    making: float


class KeptStory:
    """The story of a browser.

    Parameters
    ----------
    browser_folder : everything of the browser
    """

    def __init__(self, browser_folder: Path):
        self._all, self.folder = browser_folder, browser_folder / FOLDER
        self.file, self.download = self.folder / FILE, self.folder / DOWNLOAD

    def read(self) -> Story:
        """The story as it stands; an empty one where there is none.

        Raises
        ------
        UserError : its file cannot be read any more
        """
        return load_story(self.file, within=self._all) if self.file.is_file() else Story()

    def write(self, story: Story) -> Story:
        """Keep a story; gives it."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        save_story(story, self.file)
        names = names_to_keep(story.files)
        save_story(_at(story, {path: self.folder / name for path, name in names.items()}), self.download)
        return story

    def change(self, change: Callable[[Story], Story]) -> Story:
        """Read, change and keep the story; gives it."""
        with _writing:
            before = self.read()
            after = change(before)
            return after if after == before else self.write(after)

    def delete(self) -> None:
        """Begin without any story."""
        shelf.remove(self.folder)

    def open(self, path: Path, brought: Iterable[Path]) -> tuple[Story, list[str]]:
        """A story that the visitor gives, with their own files; and the names of the files that they have to bring.

        Raises
        ------
        UserError : not a story, with the line of the mistake; or it names a file elsewhere on this computer
        """
        story = load_story(path, within=self._all)
        newest_last = sorted(brought, key=lambda file: file.stat().st_mtime)
        found = {file: file if file.is_file() else _own(file, newest_last) for file in story.files}
        missing = [plain_text(file.name, most=60, lines=False) for file, there in found.items() if there is None]
        return _at(story, {file: there for file, there in found.items() if there is not None}), missing

    def look(self, story: Story) -> Look:
        """Draw the small pictures that are not there yet, and reckon how long the film is."""
        from revive.film import reckoned

        stills, lengths, usable = [], [], []
        for number, scene in enumerate(story.scenes):
            try:
                stills.append(self._still(story, number))
                usual_scene(scene, story)  # so that `usual_seconds` can be told of those that are usable
                lengths.append(reckoned(scene))
                usable.append(scene)
            except UserError:  # it is said when the film is made
                stills[number:] = [None]
                lengths.append(0.0)
        whole = dataclasses.replace(story, scenes=tuple(usable))
        seconds = reckoned_frames(whole) / story.fps if usable else 0.0
        return Look(tuple(stills), tuple(lengths), seconds, usual_seconds(whole) if usable else 0.0)

    def _still(self, story: Story, number: int) -> Path:
        """The small picture of a scene; drawn anew once something that is seen in it has changed."""
        from revive.film import still_of
        from revive.provenance.pictures import write_untouched

        scene = dataclasses.replace(story.scenes[number], seconds=None, transition=0.0, chapter="", volume=0.0)
        key = hashlib.sha256(f"{story.aspect} {scene!r}".encode()).hexdigest()[:16]
        path = self.folder / f"still-{key}.jpg"
        if not path.is_file():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            write_untouched(still_of(story, number)[::STILL_SIDE, ::STILL_SIDE], path)
        return path


def names_to_keep(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called in the story that is downloaded: its name; where several have the same, in a folder.

    The folder is the beginning of the file's checksum, by which it is found again.
    """
    names = Counter(file.name for file in files)
    return {file: file.name if names[file.name] == 1 else f"{digest(file)[:FOLDER_NAME]}/{file.name}" for file in files}


def _own(named: Path, brought: Sequence[Path]) -> Path | None:
    """The file that a story names so, see `names_to_keep`, among those that were brought, the newest last."""
    same = [file for file in brought if file.name == named.name]
    if len(same) > 1 and (exact := [file for file in same if digest(file)[:FOLDER_NAME] == named.parent.name]):
        return exact[-1]
    return same[-1] if same else None


def with_answers(story: Story, stated: Consent, *, name: str = "", at_home: bool = True) -> Story:
    """The story with the answers of the form for whoever has none of their own; the user is an adult once for all.

    Parameters
    ----------
    name : of the stored person who is chosen in the form, for a story that names nobody
    at_home : else nobody who is stored counts, whatever the story calls its persons

    Raises
    ------
    UserError : an answer is missing, where others can open the page
    """
    persons = tuple(
        dataclasses.replace(one, adult=stated.adult) if one.relation or one.basis
        else dataclasses.replace(one, relation=stated.relation, basis=stated.basis, adult=stated.adult)
        for one in story.persons or (Person(name=name if at_home else ""),)
    )  # fmt: skip
    scenes = [
        dataclasses.replace(scene, persons=(persons[0].name,))
        if isinstance(scene, Living | Talking) and not scene.persons and len(persons) > 1 else scene
        for scene in story.scenes
    ]  # fmt: skip
    if not at_home:
        for one in persons:
            Consent(one.relation, one.basis, one.adult).checked()
        persons = tuple(dataclasses.replace(one, name=UNKNOWN + one.name) for one in persons)
        scenes = [
            dataclasses.replace(scene, persons=tuple(UNKNOWN + one for one in named))
            if (named := getattr(scene, "persons", ())) else scene
            for scene in scenes
        ]  # fmt: skip
    return dataclasses.replace(story, persons=persons, scenes=tuple(scenes))


def _at(story: Story, places: dict[Path, Path]) -> Story:
    """The story with its files at other places."""

    def place(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(place(one) for one in value)
        return places.get(value, value) if isinstance(value, Path) else value

    def moved(settings: Scene):
        names = [name for name in settings.files if not isinstance(settings, Living | Talking)]
        changed = {name: place(getattr(settings, name)) for name in names}
        if isinstance(settings, Living | Talking):
            clip = {name: place(getattr(settings.clip, name)) for name in settings.files}
            changed["clip"] = dataclasses.replace(settings.clip, **clip)
        return dataclasses.replace(settings, **changed)

    music = places.get(story.music, story.music) if story.music else None
    return dataclasses.replace(story, music=music, scenes=tuple(moved(scene) for scene in story.scenes))
