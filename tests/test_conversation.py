"""Two people of one photograph talk: who speaks moves the mouth, who listens keeps it shut."""

import dataclasses

import numpy as np
import pytest

from revive import Brief, Progress, UserError
from revive.consent import keep_consent
from revive.conversation import turns_of
from revive.core.home import keep_name
from revive.people.pronunciations import keep_pronunciations
from revive.pipeline import drawn_frames, prepare, restaged, take_of
from revive.previews import preview_words
from revive.roles import roles_of
from revive.speakers import Speaker
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
