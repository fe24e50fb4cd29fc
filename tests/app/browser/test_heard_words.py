"""A real Chromium: the words of a recording appear in the box to be corrected, and those that were typed stay."""

import numpy as np
import pytest
import soundfile

from tests.app.browser.steps import (
    fill_in_the_example,
    loaded_clip,
    open_tab,
    press,
    says,
    see,
    set_size,
    shows,
    there,
    write,
)

pytestmark = pytest.mark.slow

WORDS = "Happy birthday, Tom. I am so proud of you."


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A recording in which WORDS are said."""
    from revive.direction import Direction
    from revive.speech import make_speech

    return make_speech(Direction(), tmp_path_factory.mktemp("told"), words=WORDS).path


def choose_recording(browser, path) -> None:
    open_tab(browser, "A recording")
    there(browser, "#recording input[type=file]").send_keys(str(path))


def test_the_words_of_a_recording_are_corrected_and_become_the_captions(page, browser, told):
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", " ")
    choose_recording(browser, told)
    says(browser, "#recording-words", "English was heard", within=60)
    shows(browser, "#recording-said textarea", WORDS)
    write(browser, "#recording-said textarea", WORDS.replace("Tom", "Thom"))
    press(browser, "#make")
    says(browser, "#status", "Done in", within=60)
    loaded_clip(browser)
    (captions,) = page.jobs.sessions.root.rglob("*.srt")
    assert "Happy birthday, Thom." in captions.read_text(encoding="utf-8")
    # taken out, it takes its own words with it, but for those that were changed
    press(browser, "#recording button[aria-label='Empty the field']")
    shows(browser, "#recording-said textarea", WORDS.replace("Tom", "Thom"))


def test_words_that_were_typed_stay(page, browser, told):
    fill_in_the_example(browser)
    write(browser, "#words textarea", "Something else.")
    choose_recording(browser, told)
    says(browser, "#recording-note", "The clip will use this recording")
    says(browser, "#recording-words", "")
    shows(browser, "#recording-said textarea", "Something else.")
    assert not page.jobs.busy()


def test_a_recording_without_words_says_so(browser, tmp_path):
    draw = np.random.default_rng(0)
    sound = draw.normal(0, 0.1, 16000 * 4) * (np.arange(16000 * 4) // 8000 % 2)  # a noise that comes and goes
    soundfile.write(tmp_path / "sea.wav", sound, 16000)
    fill_in_the_example(browser)
    write(browser, "#words textarea", " ")
    choose_recording(browser, tmp_path / "sea.wav")
    says(browser, "#recording-words", "No words were heard", within=60)
    shows(browser, "#recording-said textarea", " ")


def test_the_words_of_a_film_are_shown_and_can_be_corrected(browser, acted, told, ffmpeg, tmp_path):
    film = ffmpeg("-i", acted.path, "-i", told, "-map", "0:v", "-map", "1:a", "-c:v", "copy", tmp_path / "said.mp4")
    fill_in_the_example(browser)
    write(browser, "#words textarea", " ")
    open_tab(browser, "Act it yourself")
    see(browser, "#driver [data-testid=upload-text]")
    browser.find_element("css selector", "#driver input[type=file]").send_keys(str(film))
    says(browser, "#driver-words", "English was heard", within=60)
    assert WORDS in says(browser, "#driver-words", "Happy birthday")
    press(browser, "#driver-words-use")
    shows(browser, "#words textarea", WORDS)
