"""Which words are a script of several faces, and who says what in it."""

import pytest

from revive.core.errors import UserError
from revive.speakers import Speaker, read_turns, speakers_of
from revive.speech.script import Turn, read_script


@pytest.mark.parametrize("words", [
    "1: Remember the lake? 2: How could I forget.",
    "1: Remember the lake?\n2: How could I forget.",
    "  1:  Remember the lake?\n\n2 : How could I forget.\n",
    "1：Remember the lake? 2： How could I forget.",
])  # fmt: skip
def test_a_line_belongs_to_the_face_whose_number_is_before_it(words):
    assert read_script(words) == (Turn(1, "Remember the lake?"), Turn(2, "How could I forget."))


def test_lines_may_follow_closing_quotes_and_chinese_full_stops_and_go_on_below():
    assert read_script("1: He said “Come in.” 3: So we did.\nAnd stayed.\n1: Yes. 1: Yes.") == (
        Turn(1, "He said “Come in.”"), Turn(3, "So we did.\nAnd stayed."), Turn(1, "Yes.\nYes."),
    )  # fmt: skip
    assert read_script("1:你好。2:你好，爷爷。") == (Turn(1, "你好。"), Turn(2, "你好，爷爷。"))


@pytest.mark.parametrize("words", [
    "", "Good night.", "Come at 12:30. 1:15 is too late.", "I read Psalm 23: 1 to you. 2: 3 too.",
    "12:30 is when we met.",
    "1. Milk. 2. Eggs.", "1) Milk\n2) Eggs", "Shopping:\n1: Milk\n2: Eggs", "1:0 for us. 2:0 now.",
    "John 3:16. 1: that is love.",
])  # fmt: skip
def test_times_verses_and_lists_are_no_script(words):
    assert read_script(words) == ()


@pytest.mark.parametrize("words", ["1: Be kind.", "1: Be kind.\n1: Be brave."])
def test_a_single_number_makes_no_script_unless_speakers_are_named(words):
    assert read_turns(words, ()) == ()
    assert [turn.face for turn in read_turns(words, (Speaker(1), Speaker(2)))] == [1]


@pytest.mark.parametrize("words", [
    "1: We sang. 12: 30 was midnight. 2: Yes.", "1: The verse is this. 1: 16 of John. 2: Yes.",
])  # fmt: skip
def test_figures_inside_a_line_stay_words(words):
    assert [turn.face for turn in read_script(words)] == [1, 2]


def test_a_recording_is_said_at_its_number_or_after_the_lines(tmp_path):
    two = Speaker(2, recording=tmp_path / "b.wav")
    assert read_turns("2:\n1: Hello.", (two,)) == (Turn(2, ""), Turn(1, "Hello."))
    assert read_turns("1: Hello.", (two,)) == (Turn(1, "Hello."), Turn(2, ""))
    assert read_turns("", (Speaker(1, recording=tmp_path / "a.wav"), two)) == (Turn(1, ""), Turn(2, ""))
    assert [turn.face for turn in read_turns("2: One. 1: Two. 2: Three.", (two,))] == [2, 1, 2]  # cut at its pauses


def test_what_nobody_says_is_told():
    with pytest.raises(UserError, match="which face says them"):
        read_turns("Good night.", (Speaker(2),))
    with pytest.raises(UserError, match="face 2 has no words"):
        read_turns("1: Hello.\n2:\n3: Yes.", ())
    with pytest.raises(UserError, match="At most 9 faces"):
        read_turns("\n".join(f"{face}: Hello." for face in range(1, 11)), ())


def test_speakers_are_written_in_one_line_each(tmp_path):
    told = Speaker.from_text("2: voice=joe, emotion=tender, strength=0,7, person=Grandpa, the elder")
    assert told == Speaker(2, "joe", "Grandpa, the elder", "tender", 0.7)
    assert Speaker.from_text("3") == Speaker(3)
    assert speakers_of("2: voice=joe; 1: voice=heart") == (Speaker(1, "heart"), Speaker(2, "joe"))
    assert speakers_of([{"face": 1, "recording": "a.wav"}])[0].recording is not None
    for wrong in ("joe", "2: joe", 7, [7]):
        with pytest.raises(UserError):
            speakers_of(wrong)
    with pytest.raises(UserError, match="did you mean “voice”"):
        Speaker.from_text("2: voise=joe")
    with pytest.raises(UserError, match="same face"):
        speakers_of(["2: voice=joe", "2: voice=heart"])


@pytest.mark.parametrize("words", [
    "Ruth: Remember the lake? 2: How could I forget.", "1: Remember the lake? Grandpa Tom: How could I forget.",
    "RUTH : Remember the lake?\ngrandpa tom: How could I forget.",
])  # fmt: skip
def test_a_name_stands_for_the_number_of_its_face(words):
    speakers = (Speaker(1, person="Ruth"), Speaker(2, name="Grandpa Tom"))
    assert read_turns(words, speakers) == (Turn(1, "Remember the lake?"), Turn(2, "How could I forget."))


def test_a_name_counts_only_where_a_number_would():
    speakers = (Speaker(1, name="Ruth"), Speaker(2, name="Tom"))
    turns = read_turns("Ruth: I saw Tom: he waved. Tom: 3 times! Ruth:out of doors.", speakers)
    assert turns == (Turn(1, "I saw Tom: he waved."), Turn(2, "3 times! Ruth:out of doors."))
    with pytest.raises(UserError, match="which face says them"):  # whose name is it
        read_turns("Ruth: Hello.", (Speaker(1, name="Ruth"), Speaker(2, name="ruth")))
    for name in ("2", "a:b"):
        with pytest.raises(UserError, match="cannot be the name of a face"):
            Speaker(1, name=name)
