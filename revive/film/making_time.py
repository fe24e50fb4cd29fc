"""How long making a film usually takes, on the computer of docs/speed.md: what the time left begins with.

`core.pace` knows how much longer or shorter it takes here. Frames are drawn while the next scene is made ready, and
both need all cores, so their times add up. All are in seconds, models loaded, on two cores.
"""

from __future__ import annotations

import dataclasses
import math

from revive.brief import OPTIONS, Brief
from revive.core.pace import Pace, pace_here
from revive.direction import Direction
from revive.film.checks import reckoned
from revive.film.scenes import AnyScene, Letter, Living, Photograph, Recording, Talking
from revive.film.shots import clip_side
from revive.film.story import Story
from revive.speech import SpeechOptions
from revive.usual_times import usual_speech, usual_times

FRAME = (0.001, 0.006)  # for any frame, and for each of its megapixels: words, marks, encoding
MOVED = 0.003  # more for each megapixel of a frame in which a photograph moves
LAID_OUT = 0.7  # for each photograph: its faces, and the people apart from what is behind them
LOADING = (1.5, 4.0)  # of models for any film, and of more for one in which somebody speaks


def usual_scene(scene: AnyScene, story: Story) -> float:
    """Seconds that drawing the frames of a scene, and making what they show, usually takes.

    Raises
    ------
    UserError : a file of it cannot be used
    """
    width, height = story.frame_size
    frames, megapixels = max(reckoned(scene) - scene.transition, 0.0) * story.fps, width * height / 1e6
    drawn = frames * (FRAME[0] + FRAME[1] * megapixels)
    if isinstance(scene, Photograph | Recording):
        photos = len(scene.photos) if isinstance(scene, Recording) else 1
        return drawn + photos * LAID_OUT + (scene.movement != "still") * frames * MOVED * megapixels
    return drawn + _spoken_or_moved(scene, story)


def usual_film(story: Story, pace: Pace) -> float:
    """Seconds that all scenes usually take, and the models that this process has not loaded yet.

    Raises
    ------
    UserError : a file of a scene cannot be used
    """
    seconds = sum(usual_scene(scene, story) for scene in story.scenes)
    if not (pace.done("film") or pace.done("clip")):
        seconds += LOADING[0]
    return seconds + (speaks(story) and not pace.done("speech")) * LOADING[1]


def speaks(story: Story) -> bool:
    """Whether models of speech are needed for it."""
    return any(isinstance(scene, Talking | Letter) for scene in story.scenes)


def usual_seconds(story: Story) -> float:
    """About how many seconds making a film takes on this computer, from the headers of its files.

    Raises
    ------
    UserError : a file of a scene cannot be used
    """
    return usual_film(story, pace_here()) * pace_here().times("film")


def _spoken_or_moved(scene: AnyScene, story: Story) -> float:
    """Seconds that the speech of a letter, or a clip, usually takes."""
    if isinstance(scene, Letter):
        brief = Brief(words=scene.text, voice=scene.voice, language=scene.language, recording=scene.recording)
        return 0.0 if brief.silent else usual_speech(brief, *_said(brief))[1]
    if (isinstance(scene, Talking) and scene.clip.silent) or not isinstance(scene, Living | Talking):
        return 0.0
    length = {}
    if isinstance(scene, Living):  # which is asked for its length when the film is made
        low, high = OPTIONS["seconds"].bounds or (0.0, math.inf)
        length = {"seconds": min(max(reckoned(scene), low), high)}
    brief = dataclasses.replace(scene.clip, size=clip_side(story), fps=story.fps, **length)
    return sum(usual_times(brief, *_said(brief)).values())


def _said(brief: Brief) -> tuple[Direction, SpeechOptions]:
    return Direction(pace=brief.pace or 1.0), SpeechOptions(voice=brief.voice, language=brief.language)
