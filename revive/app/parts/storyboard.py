"""The storyboard: the scenes of a story with a small picture each, and buttons to move, change and remove them.

It is HTML with real buttons, which send an event with the number of the scene and what is to be done (assets/film.js).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from revive.app.jobs.stories import Look
from revive.app.parts.own_voice import length_in_words
from revive.app.texts import choices, say
from revive.film import Story
from revive.film.arrange import moved, photo_of, without, words_of
from revive.film.scenes import AnyScene

LONGEST_TOLD = 160  # characters of a scene's words
CHANGES: dict[str, Callable[[Story, int], Story]] = {
    "up": lambda story, number: moved(story, number, number - 1),
    "down": lambda story, number: moved(story, number, number + 1),
    "remove": without,
}
EDIT = "edit"  # opens the settings of a scene, and changes nothing


def storyboard(story: Story, look: Look, language: str, address: Callable[[Path], str], shown: range) -> str:
    """HTML of a list of scenes; empty where none is shown.

    Parameters
    ----------
    address : gives the public address of a file
    shown : the numbers of the scenes, from 0
    """
    if not story.scenes and shown.start == 0:
        return f'<p class="lead">{escape(say("film_empty", language))}</p>'
    if not shown:
        return ""
    rows = "".join(_row(number, story.scenes[number], len(story.scenes), look, language, address) for number in shown)
    named = escape(say("film_scenes", language))
    return f'<ol class="storyboard" start="{shown.start + 1}" aria-label="{named}">{rows}</ol>'


def asked_for(data: object, story: Story) -> tuple[str, int] | None:
    """What an event of the list asks for, and the number of the scene; None where there is no such scene or action."""
    if not isinstance(data, dict):
        return None
    action, number = data.get("action"), data.get("entry")
    if action not in (*CHANGES, EDIT) or type(number) is not int or not 0 <= number < len(story.scenes):
        return None
    return action, number


def name_of(number: int, scene: AnyScene, language: str) -> str:
    """How a scene is called: its place, from 1, and its kind."""
    kind = choices("scene_kind", [scene.kind], language)[0][0]
    return say("film_scene", language, number=number + 1, kind=kind)


def _row(
    number: int, scene: AnyScene, count: int, look: Look, language: str, address: Callable[[Path], str]
) -> str:  # fmt: skip
    name, still = escape(name_of(number, scene, language)), look.stills[number]
    picture = (
        f'<img src="{escape(address(still))}" alt="" loading="lazy">' if still
        else f'<div class="no-still">{escape(say("film_no_still", language))}</div>'
    )  # fmt: skip
    words = " ".join(words_of(scene).split())
    told = words[:LONGEST_TOLD] + "…" * (len(words) > LONGEST_TOLD) or _file_of(scene)
    buttons = "".join(
        list_button(action, f"film_{action}", name, language, off=off)
        for action, off in (("up", number == 0), ("down", number == count - 1), (EDIT, False), ("remove", False))
    )
    length = f" · {length_in_words(look.lengths[number], language)}" if look.lengths[number] else ""
    return (
        f'<li data-scene="{number}">{picture}<p><strong>{name}{length}</strong>{escape(told)}</p>'
        f'<div class="shelf-buttons">{buttons}</div></li>'
    )


def list_button(action: str, key: str, name: str, language: str, *, off: bool = False) -> str:
    """HTML of a button in a row, which asks for `action`; `key` is its text, `name` what the row is called, escaped."""
    said = escape(say(key, language))
    return (
        f'<button type="button" class="shelf-button" data-action="{action}" aria-label="{said}: {name}"'
        f"{' disabled' * off}>{said}</button>"
    )


def _file_of(scene: AnyScene) -> str:
    """The name of the file that a scene without words shows."""
    named = [path for paths in scene.files.values() for path in paths]
    first = photo_of(scene) or next(iter(named), None)
    return first.stem.replace("_", " ") if first else ""
