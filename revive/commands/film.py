"""`python -m revive film`: a film from a story, or a story from a folder of photographs."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.terminal import in_words, listener
from revive.core.errors import UserError
from revive.core.progress import Progress

if TYPE_CHECKING:
    from revive.film import Story

STORIES = (".yaml", ".yml")


def add(commands: argparse._SubParsersAction) -> None:
    """Put `film` among the commands."""
    parser = commands.add_parser("film", help="make the film for the day from a story, or begin a story from a folder")
    parser.add_argument("story", nargs="?", type=file_name, metavar="STORY", help="the story, a .yaml file")
    parser.add_argument(
        "--from", dest="folder", type=file_name, metavar="FOLDER",
        help="begin a story from the photographs, films and sounds in a folder, instead",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=file_name, default=Path("film.mp4"), metavar="FILE",
        help="the film (.mp4), or with --from the story alone (.yaml), to be edited (default: film.mp4)",
    )  # fmt: skip
    parser.add_argument(
        "--size", metavar="SIZE", help="another size than the story's: 360p for a first look, 720p, 1080p, 4K"
    )
    parser.add_argument("--aspect", metavar="SHAPE", help="another shape than the story's: 16:9, 4:3, 9:16")
    parser.add_argument("--check", action="store_true", help="only look whether everything can be used; makes nothing")
    add_consent(parser.add_argument_group("answers for the persons of the story who have none in it"))
    parser.add_argument("--json", action="store_true", help="print one JSON object about the film")
    parser.set_defaults(run=_film)


def _film(options: argparse.Namespace) -> int:
    from revive.film import check_story, make_film, reckoned_frames, save_story

    progress = Progress(listener(options))
    story = _story(options, progress)
    given = {name: value for name in ("size", "aspect") if (value := getattr(options, name)) is not None}
    story = dataclasses.replace(story, **given)
    if options.folder is not None and options.out.suffix.lower() in STORIES:
        save_story(story, options.out)
        _tell(options, {"out": str(options.out), "scenes": len(story.scenes)}, f"{len(story.scenes)} scenes")
        return 0
    if options.check:
        checked = check_story(story)
        seconds = reckoned_frames(checked) / checked.fps
        told = {"scenes": len(story.scenes), "reckoned_s": round(seconds, 1)}
        _tell(options, told, f"{len(story.scenes)} scenes, about {in_words(seconds)}", options.story or options.folder)
        return 0
    film = make_film(story, options.out, progress)
    _tell(options, film.as_json(), f"{film.width}x{film.height}, {in_words(film.duration_s)}, seed {film.story.seed}")
    return 0


def _story(options: argparse.Namespace, progress: Progress) -> Story:
    from revive.film import load_story, story_from_folder

    if (options.story is None) == (options.folder is None):
        raise UserError("Please give either a story, or --from and a folder of photographs.")
    if options.folder is not None:
        return story_from_folder(options.folder, progress=progress)
    story, answers = load_story(options.story), consent_of_options(options)
    given = dataclasses.asdict(answers) if answers.given else {}
    persons = (one if one.answers.given else dataclasses.replace(one, **given) for one in story.persons)
    return dataclasses.replace(story, persons=tuple(persons))


def _tell(options: argparse.Namespace, told: dict, line: str, path: Path | None = None) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else f"{path or options.out}  {line}")
