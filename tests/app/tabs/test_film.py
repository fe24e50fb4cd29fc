"""The Film tab: the voice and the recording that are chosen in the settings of a scene reach the finished film."""

import inspect
import shutil
from pathlib import Path

import gradio as gr
import numpy as np
import pytest
import soundfile
from scipy.signal import correlate

from revive.app.jobs.stories import KeptStory
from revive.brief import Brief
from revive.direction import Direction
from revive.film import KINDS, Letter, Photograph, Story
from revive.speech import SpeechOptions, make_speech
from tests.answers import FAMILY

WORDS, OTHER_WORDS, SEED = "Thank you, Tom.", "Happy birthday.", 3
VOICE = "joe"  # not the one that is chosen where nobody chooses
ANSWERED = {"relation": FAMILY.relation, "basis": FAMILY.basis, "adult": True}


@pytest.fixture
def visit(page_at, asked):
    """(the visitor's story, a folder of theirs, call(end, state, **given)), which calls the handler of that name.

    `given` is by the ids of the inputs, with _ for -; all others are as the page draws them.
    """
    page, request = page_at("home"), asked()
    folder = page.jobs.sessions.new_folder("a")
    request.session_hash = f"{folder.parent.name}-a"

    def call(end: str, state=None, **given):
        (fn,) = [one for one in page.fns.values() if one.fn and one.fn.__qualname__.endswith(end)]
        named = {name.replace("_", "-"): value for name, value in given.items()}
        values = {one: named.get(str(getattr(one, "elem_id", "")), one.value) for one in fn.inputs}
        values |= {one: state for one in fn.inputs if isinstance(one, gr.State) and state is not None}
        answer = fn.fn(values, request)
        return list(answer)[-1] if inspect.isgenerator(answer) else answer

    yield KeptStory(folder.parent), folder, call
    page.jobs.sessions.delete(folder.parent.name)


def spoken(folder, words: str):
    """Words in VOICE, as a letter of a film with SEED has them."""
    folder.mkdir()
    return make_speech(Direction(), folder, words=words, options=SpeechOptions(voice=VOICE, seed=SEED)).path


@pytest.fixture
def likeness(ffmpeg, tmp_path):
    """likeness(film, sound) -> their largest correlation, -1 to 1, wherever the sound begins in the film."""

    def heard(path) -> np.ndarray:
        return soundfile.read(ffmpeg("-y", "-i", path, "-ac", "1", "-ar", "16000", tmp_path / "heard.wav"))[0]

    def likeness(film, sound) -> float:
        whole, part = heard(film), heard(sound)
        power = np.maximum(correlate(whole**2, np.ones(len(part)), mode="valid"), 1e-6)
        return float(np.max(correlate(whole, part, mode="valid") / np.sqrt(power * np.sum(part**2))))

    return likeness


@pytest.mark.slow
def test_a_letter_is_heard_in_the_voice_or_the_recording_that_was_chosen(visit, likeness):
    kept, folder, call = visit
    said, recorded = spoken(folder / "said", WORDS), spoken(folder / "recorded", OTHER_WORDS)
    kept.write(Story(size="360p", fps=5, seed=SEED, scenes=(Letter(text="My dear"), Letter(text="My dear"))))
    call("StoryScenes._keep", 0, scene_kind="letter", scene_words=WORDS, scene_voice=VOICE, scene_place=1)
    call("StoryScenes._keep", 1, scene_kind="letter", scene_words=WORDS, scene_recording=str(recorded), scene_place=2)
    told = call("FilmResult._make", film_size="360p", **ANSWERED)
    (film,) = folder.parent.rglob("*.mp4")
    assert any("ready" in str(update) for update in told.values())
    assert likeness(film, said) > 0.8 and likeness(film, recorded) > 0.8


@pytest.mark.slow
def test_a_photograph_that_shall_talk_gets_its_recording_and_no_file_of_somebody_else(visit, hopper, tmp_path):
    kept, folder, call = visit
    photo, own = Path(shutil.copy(hopper, folder)), folder / "own.wav"
    for sound in (own, tmp_path / "other.wav"):
        soundfile.write(sound, np.zeros(4800), 48000)
    kept.write(Story(scenes=(Photograph(photo=photo),)))
    given = {"scene_kind": "talking", "scene_words": WORDS, "scene_voice": "joe"}
    call("StoryScenes._keep", 0, scene_recording=str(tmp_path / "other.wav"), **given)
    assert kept.read().scenes[0].clip == Brief(photo=photo, words=WORDS, voice="joe")
    call("StoryScenes._keep", 0, scene_recording=str(own), **given | {"scene_voice": "auto"})
    assert kept.read().scenes[0].clip == Brief(photo=photo, words=WORDS, recording=own)
    call("StoryScenes._keep", 0, **given | {"scene_kind": "letter"})
    assert kept.read().scenes[0] == Letter(text=WORDS, voice="joe", photo=photo)


def test_what_is_typed_meanwhile_stays_when_another_setting_is_kept(visit, page_at, part_of):
    kept, _, call = visit
    kept.write(Story(scenes=(Letter(text="My dear"),)))
    told = call("FilmSettings.wire.<locals>.keep", -1, film_size="360p", film_aspect="4:3", caption_style="boxed")
    assert kept.read().aspect == "4:3" and part_of(page_at("home"), "story") in told
    assert part_of(page_at("home"), "film-title") not in told


def test_each_kind_of_scene_shows_the_settings_that_it_has(page_at):
    page = page_at("home")
    (fit,) = [fn.fn for fn in page.fns.values() if fn.fn and fn.fn.__qualname__ == "SceneForm.fit"]
    seen = {kind: {one.elem_id for one, update in fit(kind, True).items() if update["visible"]} for kind in KINDS}
    assert {kind for kind in KINDS if "scene-sound" in seen[kind]} == {"talking", "letter"}
    assert {kind for kind in KINDS if "scene-who" in seen[kind]} == {"talking", "living"}
    assert "scene-seconds" not in seen["talking"] and "scene-start" in seen["recording"]
