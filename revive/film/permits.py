"""Who has to have agreed: one permit for every person who moves or speaks in a film, and one for every text in it.

Photographs, family films and recordings that are shown and heard as they are need no answers: nothing new is made of
anybody. Refusals hold for every word, also for titles and letters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from revive.brief import Brief
from revive.consent import BASES, Consent, Permit
from revive.core.errors import UserError
from revive.film.scenes import AnyScene, Letter, Living, Talking, Title
from revive.film.story import Person, Story
from revive.people import people


def permits(story: Story) -> tuple[Permit, ...]:
    """The permits of a story: that of the film itself, then those of its scenes.

    Raises
    ------
    UserError : no consent for one of the persons, or something that is not made; with the number of the scene
    """
    found = [Permit("film", title=story.title)]
    for number, scene in enumerate(story.scenes, 1):
        try:
            found += _of_scene(story, scene)
        except UserError as error:
            raise in_scene(number, error) from error
    return tuple(found)


def in_scene(number: int, error: UserError) -> UserError:
    """The error with the number of its scene, from 1."""
    return UserError("Scene {number}: {what}", number=number, what=error.message)


def summary_of(story: Story) -> str:
    """One sentence for the manifest on all persons; "" where nobody moves or speaks."""
    bases = {person.answers.basis for scene in story.scenes for person in story.persons_of(scene)}
    said = [meaning for basis, (_, meaning) in BASES.items() if basis in bases]
    return f"Said by the user: {'; '.join(said)}; the user is an adult." if said else ""


def with_answers(brief: Brief, person: Person) -> Brief:
    """The settings of a clip with the answers about its person, and their name if something of them is stored."""
    answers = person.answers
    return dataclasses.replace(
        brief, person=stored_name(person), relation=answers.relation, basis=answers.basis, adult=answers.adult
    )


def stored_name(person: Person) -> str:
    """The name by which something of this person is stored; "" if nothing is."""
    wanted = person.name.strip().casefold()
    return next((entry.name for entry in people() if entry.name.casefold() == wanted), "")


def _of_scene(story: Story, scene: AnyScene) -> Iterator[Permit]:
    persons = story.persons_of(scene)
    if scene.caption or scene.chapter:
        yield Permit("film", words=f"{scene.caption}\n{scene.chapter}")
    if isinstance(scene, Living | Talking):
        for person in persons:
            yield with_answers(scene.clip, person).permit()
    elif isinstance(scene, Title):
        yield Permit("film", title=scene.text, words=scene.dates)
    elif isinstance(scene, Letter):
        files: dict[str, Path] = {"recording": scene.recording} if scene.recording else {}
        for person in persons or (Person(),):
            yield Permit(
                "spoken", person.answers if persons else Consent(), stored_name(person) if persons else "",
                words=scene.text, somebody=bool(persons), files=files,
            )  # fmt: skip
