"""Two people of one photograph talk: who speaks moves the mouth, who listens keeps it shut."""

import dataclasses

import numpy as np
import pytest
import soundfile

from revive import Brief, Progress, UserError
from revive.consent import keep_consent
from revive.conversation import say_turns, turns_of
from revive.core.home import keep_name
from revive.people.pronunciations import keep_pronunciations
from revive.pipeline import drawn_frames, prepare, restaged, take_of
from revive.previews import preview_words
from revive.roles import roles_of
from revive.speakers import Speaker
from revive.speech.pauses import lines_of
from revive.takes import read_take, write_take
from tests.answers import FAMILY, names_of

WORDS = "1: Are you all far away? 2: Father has asked for a half."


@pytest.fixture
def brief(pair, tmp_path) -> Brief:
    return Brief(
        photo=pair, words=WORDS, size=448, seed=4, out=tmp_path / "clip.mp4", **dataclasses.asdict(FAMILY)
    )  # fmt: skip


@pytest.mark.slow
def test_each_mouth_is_moved_by_its_own_words_alone(brief, tmp_path):
    with prepare(brief, Progress()) as plan:
        assert [one.portrait.chosen for one in plan.performers] == [0, 1]
        first, second = (one.motion for one in plan.performers)
        lines = plan.speech.sentences
        assert [line.speaker for line in lines] == [1, 2]
        for line, speaks, listens in zip(lines, (first, second), (second, first), strict=True):
            here = slice(round(line.start * 25) + 3, round(line.end * 25) - 3)
            assert listens.closure[here].min() > 0.99 and speaks.closure[here].min() < 0.1
            mouth = [np.ptp(motion.scores[here, 25], axis=0) for motion in (speaks, listens)]  # jawOpen
            assert mouth[0] > 0.05 and mouth[1] == 0
        frames = [frame.copy() for frame in drawn_frames(plan)]
        assert len(frames) == len(first) == len(second)
        write_take(take_of(plan), tmp_path / "kept.take")
        take = read_take(tmp_path / "kept.take", tmp_path)
        again, _ = restaged(dataclasses.replace(take), dataclasses.replace(take.brief, photo=brief.photo))
        assert [line.speaker for line in take.speech.sentences] == [1, 2]
        for drawn, frame in zip(drawn_frames(again), frames, strict=True):
            assert np.array_equal(drawn, frame)
            break
        again.close()


@pytest.mark.slow
def test_the_words_can_be_heard_before(brief, tmp_path):
    speech = preview_words(brief, tmp_path)
    assert [line.speaker for line in speech.sentences] == [1, 2] and speech.synthetic


def test_a_list_for_one_face_is_said_as_it_is(brief, hopper):
    assert [turn.face for turn in turns_of(brief)] == [1, 2]
    assert turns_of(dataclasses.replace(brief, photo=hopper)) == ()
    named = dataclasses.replace(brief, photo=hopper, speakers=(Speaker(1),))
    assert len(turns_of(named)) == 2  # and that there is no second face is told when they are looked for


def test_a_list_that_names_a_face_which_is_not_there_is_said_as_it_is(brief):
    """Two faces are in the photograph."""
    listed = dataclasses.replace(brief, words="1: Be kind. 2: Be brave. 3: Come home.")
    assert turns_of(listed) == ()
    assert len(turns_of(dataclasses.replace(listed, speakers=(Speaker(1),)))) == 3


@pytest.mark.slow
def test_a_recording_is_cut_at_its_pauses_into_the_lines_of_its_face(brief, speak, tmp_path, monkeypatch):
    first, last = (soundfile.read(speak(words).path)[0] for words in ("Remember the lake?", "We were so happy there."))
    rate, silence, recording = 48000, np.zeros(48000), tmp_path / "both.wav"
    soundfile.write(recording, np.concatenate([first, silence, last]), rate)
    script, heard = "1:\n2: How could I forget.\n1:", []

    class Heard(Exception):
        """Every turn was looked at."""

    def make_speech(*_, recording, **__):
        heard.append(recording and soundfile.info(recording).duration)
        return None

    def join_turns(said, *_, **__):
        raise Heard(*[turn.face for turn in said])

    monkeypatch.setattr("revive.conversation.make_speech", make_speech)
    monkeypatch.setattr("revive.conversation.join_turns", join_turns)
    talk = dataclasses.replace(brief, words=script, speakers=(Speaker(1, recording=recording),))
    with pytest.raises(Heard) as told:
        say_turns(talk.turns, roles_of(talk, talk.turns), tmp_path, Progress())
    assert told.value.args == (1, 2, 1) and heard[1] is None
    assert heard[0] - len(first) / rate == pytest.approx(0.5, abs=0.3)  # half of the silence, wherever it was
    assert heard[0] + heard[2] == pytest.approx((len(first) + len(last)) / rate + 1, abs=0.01)
    with pytest.raises(UserError, match="too few clear pauses"):
        lines_of(recording, 3, tmp_path, Progress())


def test_everybody_has_a_voice_and_a_seed_of_their_own(brief):
    roles = roles_of(brief, brief.turns)
    assert [role.voice.voice for role in roles] == ["heart", "joe"]
    assert len({role.brief.seed for role in roles}) == 2
    mine = dataclasses.replace(brief, voice="joe", speakers=(Speaker(2, emotion="tender", strength=0.9), Speaker(3)))
    one, two, three = roles_of(mine, mine.turns)
    assert (one.voice.voice, two.voice.voice) == ("joe", "heart")
    assert (two.direction.emotion, two.direction.strength) == ("tender", 0.9) != (one.direction.emotion, 0.5)
    assert three.brief.words == ""  # listens


def test_one_face_has_the_whole_brief(brief):
    alone = dataclasses.replace(brief, words="Good night.", voice="joe", pronounce="Tom = tom")
    (role,) = roles_of(alone)
    assert role.brief == alone and role.voice.seed == alone.seed


def test_a_job_file_keeps_the_speakers(brief, tmp_path):
    told = dataclasses.replace(
        brief, speakers=(Speaker(1, "heart"), Speaker(2, emotion="tender", recording=tmp_path / "b.wav"))
    )
    told.save(tmp_path / "clip.job.json")
    assert Brief.load(tmp_path / "clip.job.json") == told
    assert told.files["recording-2"] == tmp_path / "b.wav"
    elsewhere = told.with_files({"recording-2": tmp_path / "c.wav"})
    assert elsewhere.speakers[1].recording == tmp_path / "c.wav" and elsewhere.speakers[0] == told.speakers[0]


def test_everybody_who_is_known_has_been_asked_for(brief, monkeypatch, tmp_path):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    keep_pronunciations("Ruth", {"half": "send me money"}, permit=names_of("Ruth"))
    keep_name("Abe")
    with pytest.raises(UserError, match="For “Abe”, face 1, the three questions were not answered"):
        dataclasses.replace(brief, speakers=(Speaker(1, person="Abe"),)).checked()
    keep_consent("Abe", FAMILY)
    allowed = dataclasses.replace(brief, speakers=(Speaker(1, person="Abe"),)).checked()
    assert allowed.people == ("Abe",)
    with pytest.raises(UserError, match="meant to deceive"):  # as Ruth would say it
        dataclasses.replace(brief, speakers=(Speaker(2, person="Ruth"),)).checked()


@pytest.mark.parametrize("words", [
    "1: Please send me 2: some money today.", "1: Please send me\n2: money.",
])  # fmt: skip
def test_words_are_refused_as_they_are_heard(brief, words):
    with pytest.raises(UserError, match="meant to deceive"):
        dataclasses.replace(brief, words=words).checked()


def test_a_recording_or_film_of_the_whole_clip_is_nobodys(brief, tmp_path):
    with pytest.raises(UserError, match="its own recording"):
        dataclasses.replace(brief, speakers=(Speaker(1),), recording=tmp_path / "a.wav").checked()
    transcript = dataclasses.replace(brief, recording=tmp_path / "a.wav")
    assert transcript.turns == ()
