"""Each sentence shows its own feeling while it is said, and the description's otherwise."""

import numpy as np
import pytest

from revive.direction import Direction
from revive.face.blendshapes import INDEX
from revive.motion import SentenceEmotion, make_motion, read_emotions
from revive.motion.conditioning import EMOTION_INPUTS, RATE
from revive.motion.emotions import emotion_curve
from revive.motion.options import MotionOptions

WORDS = "The keys are in the drawer. I miss you every day. The bus leaves at nine. Congratulations, my dear!"


@pytest.mark.slow
def test_the_sentences_that_feel_something(speak):
    speech = speak(WORDS, voice="heart")
    feelings = read_emotions(speech, Direction())
    assert [feeling.emotion for feeling in feelings] == ["sad", "happy"]
    _, sad, _, happy = speech.whole_sentences()
    assert (feelings[0].start, feelings[0].end) == (sad.start, sad.end)
    assert feelings[1].start == happy.start
    assert read_emotions(speech, Direction(strength=0.0)) == ()
    weaker = read_emotions(speech, Direction(strength=0.25))
    assert weaker[0].strength == pytest.approx(feelings[0].strength / 2)


def test_the_course_goes_there_and_back():
    course = emotion_curve(Direction(), (SentenceEmotion("sad", 0.8, 2.0, 4.0),), round(10 * RATE))
    sad, known = course[:, EMOTION_INPUTS.index("sad")], course[:, -1]
    assert np.all(known == 1)
    assert sad[round(3 * RATE)] == pytest.approx(0.8)
    assert sad[: round(1.5 * RATE)].max() == 0 and sad[round(6 * RATE) :].max() == pytest.approx(0, abs=1e-6)
    assert np.abs(np.diff(sad)).max() < 0.1


def test_the_description_stays_under_a_sentence():
    course = emotion_curve(Direction("warm", 0.6), (SentenceEmotion("sad", 0.6, 1.0, 3.0),), round(4 * RATE))
    warm, sad = (course[:, EMOTION_INPUTS.index(name)] for name in ("warm", "sad"))
    assert warm[0] == pytest.approx(0.6) and 0.2 < warm[round(2.5 * RATE)] < 0.4
    assert 0.3 < sad[round(2.5 * RATE)] < 0.6


@pytest.mark.slow
def test_the_face_changes_with_the_sentence(speak):
    speech = speak(WORDS, voice="heart")
    direction = Direction()
    feelings = read_emotions(speech, direction)
    plain, sad, _, happy = speech.whole_sentences()

    def mean(name, sentence):
        rows = []
        for seed in range(3):
            motion = make_motion(speech, direction, MotionOptions(seed=seed, lips=0), feelings=feelings)
            rows.append(motion.scores[int((sentence.start + 0.4) * 25) : int(sentence.end * 25), INDEX[name]].mean())
        return np.mean(rows)

    assert mean("browInnerUp", sad) > mean("browInnerUp", plain) + 0.15
    assert mean("mouthSmileLeft", happy) > mean("mouthSmileLeft", sad) + 0.3
    assert mean("mouthSmileLeft", happy) > mean("mouthSmileLeft", plain) + 0.3
