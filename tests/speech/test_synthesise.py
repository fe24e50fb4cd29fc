import threading

import numpy as np
import pytest

from revive import Cancelled, Progress, UserError
from revive.speech import VOICES, speakable
from revive.speech.engines import hibari
from revive.speech.synthesise import LEAD, TAIL
from tests.speech.listening import WORDS, decibels, samples

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_every_line_is_heard_when_it_says_so(spoken):
    sound, rate = samples(spoken.path)
    assert len(sound) == spoken.samples and rate == spoken.sample_rate
    assert [line.text for line in spoken.sentences] == [
        "When you were little,",
        "we walked to the river every Sunday morning.",
        "And then we had cake.",
    ]
    first, second, third = spoken.sentences
    for line in spoken.sentences:
        assert decibels(sound[int(line.start * rate) : int(line.end * rate)]) > -30
    for a, b in ((first, second), (second, third)):
        assert decibels(sound[int((a.end + 0.05) * rate) : int((b.start - 0.05) * rate)]) < -45


def test_silence_before_and_after_is_digital(spoken):
    sound, rate = samples(spoken.path)
    assert not sound[: int((LEAD - 0.02) * rate)].any()
    assert not sound[-int((TAIL - 0.02) * rate) :].any()


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["heart", "joe"])
def test_loudness_is_levelled_without_clipping(speak, voice):
    speech = speak(WORDS, voice=voice)
    sound, rate = samples(speech.path)
    assert np.abs(sound).max() <= 10 ** (-0.9 / 20)
    windows = np.array([decibels(w) for w in np.array_split(sound, len(sound) * 5 // rate)])
    assert -21 < 10 * np.log10(np.mean(10 ** (windows[windows > -40] / 10))) < -15  # about −20 LUFS


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["heart", "joe"])
def test_seed_makes_the_samples(speak, voice):
    first, again = speak("Good night, my dear.", voice=voice), speak("Good night, my dear.", voice=voice)
    assert first.path.read_bytes() == again.path.read_bytes()
    if voice == "heart":
        assert speak("Good night, my dear.", voice=voice, seed=2).path.read_bytes() != first.path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["heart", "joe"])
def test_pace_is_the_speed_of_the_words(speak, voice):
    words = "We walked to the river every Sunday morning."
    slow, fast = (speak(words, voice=voice, pace=pace).sentences[-1] for pace in (0.7, 1.4))
    assert 1.5 < (slow.end - slow.start) / (fast.end - fast.start) < 2.6


@pytest.mark.slow
def test_kokoro_speaks_two_languages_in_one_breath_and_can_be_stopped(speak):
    speech = speak("Tom，生日快乐！")
    assert (speech.language, speech.sentences[0].text) == ("zh", "Tom，生日快乐！")
    assert 0.8 < speech.sentences[0].end - speech.sentences[0].start < 3
    assert speak("Tom，生日快乐！", seed=2).path.read_bytes() == speech.path.read_bytes()

    progress = Progress()
    timer = threading.Timer(0.3, progress.cancel)
    timer.start()
    long = "小时候，我们每个星期天早上都去河边散步，然后一起吃蛋糕。" * 3
    with pytest.raises(Cancelled):
        speak(long, progress=progress)
    timer.join()


def test_cancel_in_the_middle_leaves_nothing(speak, tmp_path):
    told, cancelled = [], []

    def listen(report):
        told.append(report.fraction)
        if report.fraction > 0 and not cancelled:
            cancelled.append(report.fraction)
            progress.cancel()

    progress = Progress(listener=listen)
    with pytest.raises(Cancelled):
        speak(" ".join([WORDS] * 120), progress=progress)
    assert told == sorted(told) and 0 < told[-1] < 0.1 and told[-1] <= 2 * cancelled[0]  # at most one sentence more
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "Hi \x00\x07\U0001f389 there",
        "<script>alert(1)</script> hello",
        "5" * 60,
        "no stop " * 60,
        "Dr. A. B. [x",
        "e\u0301" * 40,
    ],
)
def test_odd_words_are_spoken(speak, words):
    speech = speak(words, language="en")
    assert decibels(samples(speech.path)[0]) > -40
    assert all(0 <= line.start <= line.end <= speech.duration for line in speech.sentences)


@pytest.mark.parametrize("words", ["", " \n", "...", "\U0001f389", "<br>"])
def test_nothing_to_say_is_said_so(speak, words):
    with pytest.raises(UserError, match="nothing in the text"):
        speak(words, language="en")


@pytest.mark.parametrize(
    "voice, words, named",
    [
        ("heart", "生日快乐", "jf_alpha"),
        ("jf_alpha", "Je t’aime", "jm_kumo"),
        ("joe", "Hello 小明", "jm_kumo"),
        ("nobody", "Hello", "heart"),
    ],
)
def test_a_voice_that_cannot_is_refused_with_those_that_can(speak, voice, words, named):
    with pytest.raises(UserError) as refused:
        speak(words, voice=voice)
    assert (
        voice in refused.value.sentence()
        and named in refused.value.sentence()
        and named in refused.value.sentence("zh")
    )


def test_menu_of_voices():
    assert speakable("en")[0].name == "heart" and len(speakable("en")) == len(VOICES)
    assert {voice.engine for voice in speakable("zh")} == {"kokoro"}
    assert speakable("tlh") == []


def test_the_default_voice_is_in_the_package():
    import hibari as package

    assert hibari().model_path.startswith(package.__path__[0])


@pytest.mark.slow
def test_unreadable_character_is_named(speak):
    with pytest.raises(UserError, match="兙"):
        speak("我有一兙金", language="zh")
