"""Names said as the family says them: respelled or in IPA, in the text or from a list."""

import pytest

from revive.core.errors import UserError
from revive.motion.phoneme_alignment import states_of
from revive.speech import check_pronunciation, read_pronunciations
from revive.speech.engines import joe
from revive.speech.ipa import espeak_signs, unknown_signs
from revive.speech.normalisation import spoken_form
from revive.speech.phonemes import english_phonemes, phonemes, said_by_signs
from revive.speech.pronunciation import marked, respelled
from revive.speech.synthesise import prepare
from revive.speech.text import caption_lines


@pytest.mark.slow
def test_a_list_is_read():
    assert read_pronunciations("Siobhan = shiv-awn; Nguyen=/wɪn/\n\n 乐 ＝ /yuè/ ;") == {
        "Siobhan": "shiv-awn",
        "Nguyen": "/wɪn/",
        "乐": "/yuè/",
    }
    assert read_pronunciations(" \n") == {}


@pytest.mark.parametrize(
    "word, spoken",
    [
        ("Siobhan", "shiv-awn"),
        ("Siân", "/ʃɑːn/"),
        ("Nguyễn", "win"),
        ("乐", "月"),
        ("長谷川", "はせがわ"),
        ("x", "/tʃeɪ̯/"),
    ],
)
def test_what_can_be_said_is_taken(word, spoken):
    check_pronunciation(word, spoken)


@pytest.mark.parametrize(
    "word, spoken, named",
    [
        ("Siobhan", "", "letters long"),
        ("Siobhan", "sh" * 40, "letters long"),
        ("Siobhan", "/ʃ§vɔːn/", "§"),
        ("Siobhan", "//", "//"),
        ("Siobhan", "<b>", "<b>"),
        ("Siobhan", "/a/b/", "phonetic"),
        ("", "shiv", "not a word"),
        ("[Tom]", "tom", "brackets"),
        ("N" * 61, "n", "not a word"),
    ],
)
def test_what_cannot_be_said_is_refused(word, spoken, named):
    with pytest.raises(UserError, match=named):
        check_pronunciation(word, spoken)


def test_an_entry_without_a_sound_is_refused():
    with pytest.raises(UserError, match="Siobhan shiv"):
        read_pronunciations("Siobhan shiv-awn")


@pytest.mark.slow
def test_whole_words_are_marked_the_longest_first():
    table = {"Ann": "an", "Ann Lee": "annlee", "siobhan": "shiv-awn", "乐": "/yuè/"}
    assert marked("Ann Lee, ANN, Anna and [Ann](/æn/), Siobhan’s.", table) == (
        "[Ann Lee](annlee), [ANN](an), Anna and [Ann](/æn/), [Siobhan](shiv-awn)’s."
    )
    assert marked("给Siobhan的音乐", table) == "给[Siobhan](shiv-awn)的音[乐](/yuè/)"
    assert marked("Hello.", {}) == "Hello."


@pytest.mark.slow
def test_the_voice_says_the_respelling_and_the_caption_the_word():
    voice, spoken = prepare(
        "Siobhan's cake.", voice=None, language="en", pronunciations={"Siobhan": "shiv-AWN", "cake": "/kuːk/"}
    )
    (one,) = spoken
    sentence = one.text
    assert voice.name == "heart"
    assert caption_lines(sentence) == ["Siobhan's cake."]
    assert english_phonemes(sentence) == english_phonemes("shiv-awn's [x](/kuk/).")
    assert english_phonemes(sentence) != english_phonemes("Siobhan's cake.")
    assert respelled(sentence) == "shiv-awn's [cake](/kuːk/)."


@pytest.mark.slow
def test_the_lips_follow_what_is_said(speak_as):
    speech = speak_as("Mom said so.", voice="joe", pronunciations={"Mom": "/uː/"})
    (line,) = speech.sentences
    assert line.text == "Mom said so." and line.said == "[Mom](/uː/) said so."
    assert speech.whole_sentences()[0].said == line.said
    assert states_of(line.said, "en") != states_of(line.text, "en")


@pytest.mark.parametrize(
    "ipa, signs",
    [
        ("/ʃɪˈvɔːn/", "ʃɪvˈɔn"),
        ("/ˈdʒoʊ/", "ʤˈO"),
        ("/wɪn/", "wˈɪn"),
        ("/ʃˈɑn/", "ʃˈɑn"),
        ("/ˈt͡ʃaɪ̯.kɒf.ski/", "ʧˈIkɑfski"),
        ("/lɔx/", "lˈɔk"),
    ],
)
def test_ipa_becomes_the_english_voices_alphabet(ipa, signs):
    assert english_phonemes(f"[X]({ipa})") == signs


def test_an_s_belongs_to_its_word():
    assert english_phonemes("[Siobhan](/ʃɪˈvɔːn/)'s") == "ʃɪvˈɔnz"
    assert english_phonemes("[Jack](/dʒæk/)’s") == "ʤˈæks"
    assert english_phonemes("[Joyce](/dʒɔɪs/)'s") == "ʤˈYsɪz"


@pytest.mark.slow
def test_ipa_is_said_in_every_language():
    assert "ʃɪvˈɔːn" in phonemes("Hola [Siobhan](/ʃɪˈvɔːn/), te quiero", "es")[0]
    assert "ʃɪvˈɔn" in phonemes("[Siobhan](/ʃɪˈvɔːn/)，生日快乐", "zh")[0]


@pytest.mark.slow
def test_chinese_characters_take_pinyin_or_a_homophone():
    other = phonemes("乐天", "zh")
    assert phonemes("[乐](/yuè/)天", "zh") == phonemes("[乐](月)天", "zh") != other
    with pytest.raises(UserError):
        check_pronunciation("乐", "/yq9/")


@pytest.mark.slow
def test_pipers_voice_takes_ipa_in_its_own_alphabet():
    text = said_by_signs(
        spoken_form("[Kate](/kˈAt/)'s [Siobhan](/ʃɪˈvɔːn/)", "en"), lambda _, s: f"[[{s}]]", espeak_signs
    )
    spoken = "".join("".join(part) for part in joe().phonemize(text))
    assert spoken.split() == ["kˈeɪts", "ʃɪvˈɔːn"]
    assert set(spoken) <= set(joe().config.phoneme_id_map)


@pytest.mark.parametrize(
    "ipa, signs",
    [("məˈriːə", "məɹˈiːə"), ("hɑn", "hˈɑːn"), ("ˈbɜːrnərd", "bˈɜːnɚd"), ("ˈvɔɪtʃɛk", "vˈɔɪtʃɛk"), ("kˈATi", "kˈeɪɾi")],
)
def test_ipa_is_written_as_espeak_writes_it(ipa, signs):
    assert espeak_signs(ipa) == signs


def test_unknown_signs_are_told():
    assert unknown_signs("ʃɪˈvɔːn") == ""
    assert unknown_signs("ʃ§ɪ7") == "§7"


def test_marks_in_the_text_are_checked():
    with pytest.raises(UserError, match="§"):
        prepare("Hello [Tom](/t§m/).", voice=None, language="en")
    (one,) = prepare("See [here](5).", voice=None, language="en")[1]  # a link is no pronunciation
    assert one.text == "See [here](5)." and one.said == "See here (five)."
