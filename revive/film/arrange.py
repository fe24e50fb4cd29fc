"""Change the scenes of a story: their order, what kind each is, and its words. Each change gives a new story."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from revive.brief import Brief
from revive.film.scenes import KINDS, AnyScene, Letter, Living, Photograph, Recording, Scene, Talking, Title
from revive.film.story import Story


def moved(story: Story, number: int, to: int) -> Story:
    """The story with scene `number` (from 0) at the place `to`, or the nearest there is."""
    scenes = list(story.scenes)
    scene = scenes.pop(number)
    scenes.insert(min(max(to, 0), len(scenes)), scene)
    return dataclasses.replace(story, scenes=tuple(scenes))


def without(story: Story, number: int) -> Story:
    """The story without scene `number` (from 0)."""
    return dataclasses.replace(story, scenes=(*story.scenes[:number], *story.scenes[number + 1 :]))


def with_scene(story: Story, number: int, scene: AnyScene) -> Story:
    """The story with `scene` in the place of scene `number` (from 0)."""
    return dataclasses.replace(story, scenes=(*story.scenes[:number], scene, *story.scenes[number + 1 :]))


def without_person(story: Story, number: object) -> Story:
    """The story without person `number` (from 1), whose scenes are then of the first; unchanged if there is none."""
    if type(number) is not int or not 1 <= number < len(story.persons):
        return story
    gone = story.persons[number].name
    scenes = tuple(
        dataclasses.replace(scene, persons=tuple(one for one in named if one != gone))
        if (named := getattr(scene, "persons", ())) else scene
        for scene in story.scenes
    )  # fmt: skip
    persons = tuple(one for one in story.persons if one.name != gone)
    return dataclasses.replace(story, persons=persons, scenes=scenes)


def photo_of(scene: AnyScene) -> Path | None:
    """The photograph of a scene, the first where it has several."""
    if isinstance(scene, Living | Talking):
        return scene.clip.photo
    if isinstance(scene, Recording):
        return next(iter(scene.photos), None)
    return scene.photo if isinstance(scene, Photograph | Title | Letter) else None


def words_of(scene: AnyScene) -> str:
    """The words that matter most in a scene: what is said, read or written large, else its caption."""
    if isinstance(scene, Talking):
        return scene.clip.words
    return scene.text if isinstance(scene, Title | Letter) else scene.caption


def with_words(scene: AnyScene, words: str) -> AnyScene:
    """The scene with other words, see `words_of`."""
    if isinstance(scene, Talking):
        return dataclasses.replace(scene, clip=dataclasses.replace(scene.clip, words=words))
    return dataclasses.replace(scene, **{"text" if isinstance(scene, Title | Letter) else "caption": words})


def voice_of(scene: AnyScene) -> tuple[str | None, Path | None]:
    """The named voice of a scene that speaks, and the recording that is heard instead; None for what it has not."""
    spoken = scene.clip if isinstance(scene, Talking) else scene
    return (spoken.voice, spoken.recording) if isinstance(spoken, Brief | Letter) else (None, None)


def with_voice(scene: Letter | Talking, voice: str | None, recording: Path | None) -> Letter | Talking:
    """The scene with another voice or recording, see `voice_of`."""
    if isinstance(scene, Talking):
        return dataclasses.replace(scene, clip=dataclasses.replace(scene.clip, voice=voice, recording=recording))
    return dataclasses.replace(scene, voice=voice, recording=recording)


def possible_kinds(scene: AnyScene) -> tuple[str, ...]:
    """The kinds that a scene can become with the files that it has."""
    if scene.kind in ("film", "recording"):
        return (scene.kind,)
    from_words = ("title", "letter")
    return ("photograph", "living", "talking", *from_words) if photo_of(scene) else from_words


def turned(scene: AnyScene, kind: str) -> AnyScene:
    """The scene as another of its `possible_kinds`, with its photograph, words, voice and what every scene has."""
    if kind == scene.kind or kind not in possible_kinds(scene):
        return scene
    common = {name: getattr(scene, name) for name in Scene.options()}
    if kind == "talking":  # which lasts as long as its words
        common["seconds"] = None
    words, photo, new = words_of(scene), photo_of(scene), KINDS[kind](**{**common, "caption": ""})
    if isinstance(new, Living | Talking):
        new = dataclasses.replace(new, clip=dataclasses.replace(new.clip, photo=photo))
    elif isinstance(new, Photograph | Title | Letter):
        new = dataclasses.replace(new, photo=photo)
    if isinstance(new, Letter | Talking):
        new = with_voice(new, *voice_of(scene))
    return with_words(new, words)
