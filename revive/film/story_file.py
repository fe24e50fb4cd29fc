"""A story as a YAML file: read with the line of every mistake, written so that it is pleasant to edit."""

from __future__ import annotations

import dataclasses
import difflib
import typing
from pathlib import Path
from typing import Any

from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.options import Option, value_of
from revive.core.outputs import check_writable, part_of
from revive.core.text import plain_text
from revive.film.scenes import CLIP_OPTIONS, KINDS, AnyScene, Living, Scene, Talking
from revive.film.story import PERSON_OPTIONS, STORY_OPTIONS, Person, Story
from revive.media.yaml_file import Written, read_yaml, wrong

STORY_VERSION = 1
VERSION_FIELD = "revive_story"
COMMON = frozenset(Scene.options())  # fields that every scene has
HEADING = "# A film made with Revive: revive film {name}\n# docs/film.md describes every field.\n"


def load_story(path: Path, *, within: Path | None = None) -> Story:
    """Read a story.

    Parameters
    ----------
    within : the folder in which the file, and every file that it names, must lie; None where the caller may read
        anything, as on the command line

    Raises
    ------
    UserError : not a story; the sentence names the line, the scene, the field, and what to write
    """
    path = Path(path)
    whole = _table(read_yaml(path, within=within), Message("a story"))
    given = _entries(whole)
    version = given.pop(VERSION_FIELD, None)
    if version is None or version.value != str(STORY_VERSION):
        first = f"{VERSION_FIELD}: {STORY_VERSION}"
        what = Message("a story begins with “{line}”; please write it, or choose another file", line=first)
        raise wrong(version.line if version else 1, what)
    persons, scenes = (_list(given.pop(name, None), name) for name in ("persons", "scenes"))
    known = [*STORY_OPTIONS, "persons", "scenes"]
    values = _values(whole, STORY_OPTIONS, known, path, within)
    values["persons"] = tuple(_person(one, path) for one in persons)
    values["scenes"] = tuple(_scene(number, one, path, within) for number, one in enumerate(scenes, 1))
    return _made(Story, values, whole)


def save_story(story: Story, path: Path) -> None:
    """Write a story; what is not said is left to Revive. Files beside it are named by their place in its folder.

    Raises
    ------
    UserError : it cannot be written, see `check_writable`; or its name does not end with .yaml
    """
    import yaml

    path = Path(path)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UserError("A story is a YAML file; please end the name “{file}” with .yaml.", file=path.name)
    check_writable(path, made_from=story.files, room=0)
    folder = path.absolute().parent
    told: dict[str, Any] = {VERSION_FIELD: STORY_VERSION, **_told(story, STORY_OPTIONS, folder)}
    if story.persons:
        told["persons"] = [_told(person, PERSON_OPTIONS, folder) for person in story.persons]
    told["scenes"] = [_scene_told(scene, folder) for scene in story.scenes]
    text = yaml.dump(told, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=100, default_flow_style=False)
    part = part_of(path)
    try:
        part.write_text(HEADING.format(name=plain_text(path.name, lines=False)) + text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _person(written: Written, path: Path) -> Person:
    written = _table(written, Message("a person"))
    return _made(Person, _values(written, PERSON_OPTIONS, PERSON_OPTIONS, path, None), written)


def _scene(number: int, written: Written, path: Path, within: Path | None) -> AnyScene:
    """One scene; its mistakes are told with its number."""
    try:
        written = _table(written, Message("a scene"))
        kind = _entries(written).pop("kind", None)
        if kind is None or kind.value not in KINDS:
            near = difflib.get_close_matches(str(kind.value) if kind else "", KINDS, n=1)
            raise wrong(
                kind.line if kind else written.line,
                Message("please say what kind of scene this is, as in “kind: {near}”; there are {kinds}",
                        near=near[0] if near else "photograph", kinds=list(KINDS)),
            )  # fmt: skip
        scene = KINDS[str(kind.value)]
        options = scene.options()
        every = options | (CLIP_OPTIONS if scene.clip_settings else {})
        values = _values(written, every, every, path, within)
        if scene.clip_settings:
            settings = {name: values.pop(name) for name in list(values) if name not in options}
            values["clip"] = _made(Brief, settings, written)
        return _made(scene, values, written)
    except UserError as error:
        raise UserError("Scene {number}: {what}", number=number, what=error.message) from error


def _values(
    written: Written, options: dict[str, Option], known: typing.Iterable[str], path: Path, within: Path | None
) -> dict[str, Any]:  # fmt: skip
    """The settings of a table, by the kinds that they have to be."""
    values = {}
    for name, one in _entries(written).items():
        if name not in options:
            raise _unknown(name, known, written.lines[name])
        if one.value is None:
            continue
        values[name] = _value(one, options[name], path, within)
    return values


def _value(written: Written, option: Option, path: Path, within: Path | None) -> object:
    several = typing.get_origin(option.kind) is tuple
    if several:
        kind = typing.get_args(option.kind)[0]
        kind = Path if kind is not str else str
        ones = written.value if isinstance(written.value, list) else [written]
        return tuple(_one(one, kind, option, path, within) for one in ones)
    return _one(written, option.kind, option, path, within)


def _one(written: Written, kind: type, option: Option, path: Path, within: Path | None) -> object:
    if not isinstance(written.value, str):
        raise wrong(written.line, Message("“{name}” has to be one value, as in “{name}: …”", name=option.name))
    if kind is not Path:
        return value_of(written.value, kind)
    return _file(written.value, written.line, path, within)


def _file(text: str, line: int, path: Path, within: Path | None) -> Path:
    """The file that a story names: beside the story or in folders there, or an absolute path."""
    file = Path(text)
    if not file.is_absolute() and ".." in file.parts:
        shown = plain_text(text, most=60, lines=False)
        raise wrong(line, Message("“{file}” leads out of the story's folder; please name a file that lies beside the"
                                  " story, or its whole path", file=shown))  # fmt: skip
    try:
        file = path.absolute().parent / file
        if within is not None and not file.resolve().is_relative_to(within.resolve()):
            raise wrong(line, Message("“{file}” lies outside the folder that Revive may read here; please upload the"
                                      " file itself", file=plain_text(file.name, most=60, lines=False)))  # fmt: skip
    except (OSError, ValueError) as error:  # a null character, or a link in a circle
        raise wrong(line, Message("this cannot be the name of a file")) from error
    return file


def _made(kind: type, values: dict[str, Any], written: Written) -> Any:
    """The settings as their dataclass; its error is told with the line of the field that it names."""
    for name in values.keys() & written.lines.keys():
        if name in ("persons", "scenes"):  # those are made already
            continue
        try:
            kind(**{name: values[name]})
        except UserError as error:
            line = written.lines[name]
            raise UserError("Line {line}, “{name}”: {what}", line=line, name=name, what=error.message) from error
    try:
        return kind(**values)
    except UserError as error:
        raise UserError("Line {line}: {what}", line=written.line, what=error.message) from error


def _entries(written: Written) -> dict[str, Written]:
    """The entries of a table."""
    assert isinstance(written.value, dict)  # see `_table`
    return written.value


def _table(written: Written, what: Message) -> Written:
    if not isinstance(written.value, dict):
        raise wrong(written.line, Message("{what} is expected here: names, each with a colon and its value", what=what))
    return written


def _list(written: Written | None, name: str) -> list[Written]:
    if written is None or written.value is None:
        return []
    if not isinstance(written.value, list):
        raise wrong(written.line, Message("“{name}” is a list; please begin each entry with “- ”", name=name))
    return written.value


def _unknown(name: str, known: typing.Iterable[str], line: int) -> UserError:
    shown = plain_text(name, most=40, lines=False)
    near = difflib.get_close_matches(shown.casefold().replace(" ", "_"), known, n=1)
    if near:
        return wrong(line, Message("there is no field “{name}” here; did you mean “{near}”", name=shown, near=near[0]))
    return wrong(line, Message("there is no field “{name}” here; please take it out or correct it", name=shown))


def _scene_told(scene: AnyScene, folder: Path) -> dict[str, Any]:
    """What it shows and says first, then what every scene has."""
    told = _told(scene, scene.options(), folder)
    if isinstance(scene, Living | Talking):
        told |= _told(scene.clip, CLIP_OPTIONS, folder)
    return {"kind": scene.kind} | dict(sorted(told.items(), key=lambda item: item[0] in COMMON))


def _told(settings: Any, options: dict[str, Option], folder: Path) -> dict[str, Any]:
    """The fields that are not their defaults, as YAML has them."""
    told = {}
    for part in dataclasses.fields(settings):
        value = getattr(settings, part.name)
        if part.name in options and value != options[part.name].default:
            told[part.name] = _plain(value, folder)
    return told


def _plain(value: object, folder: Path) -> object:
    if isinstance(value, tuple):
        return [_plain(one, folder) for one in value]
    if isinstance(value, Path):
        file = value.absolute()
        return str(file.relative_to(folder)) if file.is_relative_to(folder) else str(file)
    return value


def _dumper() -> type:
    """PyYAML's dumper, with a text of several lines as a block, and entries of lists indented."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow=False, indentless=False):
            return super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    return Dumper
