"""Names are said as their bearers say them, by every voice; what a voice can only guess is listed."""

import pytest

from revive.speech import unsure
from revive.speech.ipa import english_signs, espeak_signs, misaki_signs, unknown_signs
from revive.speech.names import mark_names
from revive.speech.names.pinyin import pinyin_ipa
from revive.speech.names.table import cmudict_signs, find_name, names
from revive.speech.phonemes import english_phonemes, phonemes
from revive.speech.synthesise import prepare
from revive.speech.text import shown

SAID = {  # in misaki's alphabet of American English
    "Chloe": "klˈOi", "Zoë": "zˈOi", "Noël": "nOˈɛl", "José": "hOzˈA", "Jose": "hˌOzˈA", "Seán": "ʃˈɔn", "Sean": "ʃˈɔn",
    "Siobhan": "ʃɪvˈɔn", "Siobhán": "ʃɪvˈɔn", "Saoirse": "sˈɪɹʃə", "Niamh": "nˈiəv", "Nguyen": "wˈɪn", "Nguyễn": "wˈɪn",
    "Xiaoming": "ʃWmˈɪŋ", "Joaquín": "hwɑkˈin", "Giuseppe": "ʤuzˈɛpA", "Guillaume": "ɡiˈOm", "Jürgen": "jˈɜɹɡən",
    "Wojciech": "vˈYʧɛk", "Szymon": "ʃˈɪmɔn", "Bjørn": "bjˈɔɹn", "Ngozi": "əŋɡˈOzi", "Yusuf": "jˈusʊf",
    "Hermione": "həɹmˈIəni", "Thérèse": "təɹˈɛz", "João": "ʒuˈW", "Isla": "ˈIlə", "Beyoncé": "biˈɑnsA",
}  # fmt: skip
LETTERS = """Happy birthday, my darling! I hope you have a wonderful day with Mum and Dad.
Merry Christmas everyone! Thank you for the lovely scarf, Auntie Jean. Yay! Woohoo!
I miss our walks along the beach at Brighton. Give Rex a hug from me. Ta-ra, Grandpops.
Hey Charlie, happy 7th birthday! Enjoy the Lego set and the Paw Patrol cake. Hahaha!
Hello Mr Thompson, thank you for teaching me the piano on Wednesdays. Goodnight from Nanny and Pop-Pop xx
Thank you, Doctor Patel, and all the nurses at St Mary's Hospital in Sheffield. WhatsApp me!
Dear Tom, will you read this in Reading? Love to Grace, Mark and Will. Yours, Rose"""


@pytest.mark.slow
@pytest.mark.parametrize("name", SAID)
def test_a_name_is_said_as_its_bearers_say_it(name):
    assert english_phonemes(mark_names(f"{name}.", "en")) == f"{SAID[name]}."


@pytest.mark.slow
def test_the_voice_says_it_and_the_caption_shows_what_was_typed():
    typed = "Niamh's cake is for Anne-Siobhan and Zhang Wei."
    _, (one,) = prepare(typed, voice=None, language="en")
    sentence = one.said
    assert one.text == shown(sentence) == typed
    assert "nˈiəvz" in english_phonemes(sentence) and "ˈæn ʃɪvˈɔn" in english_phonemes(sentence)
    assert english_phonemes(mark_names("the Nguyens", "en")) == "ðə wˈɪnz"
    told = prepare("Niamh.", voice=None, language="en", pronunciations={"Niamh": "nee-am"})[1][0].said
    assert told == "[Niamh](nee-am)."  # the family's own comes first


@pytest.mark.parametrize(
    "text",
    [
        "Will Mark and Grace read in Reading? Jean is in Nice with Polish friends.",
        "I hope that he wale and tope. Wale is a word at the beginning.",
        "He Ping can sing a song. You and Long Island. Man United.",
        "Love from Mum and Dad at home.",
        "[Siobhan](shiv-awn)",
    ],
)
@pytest.mark.slow
def test_ordinary_words_stay(text):
    assert mark_names(text, "en") == text


@pytest.mark.slow
def test_capitals_and_accents_do_not_matter_to_a_name():
    said = "/ʃɪˈvɔːn/"
    for written in ("Siobhan", "Siobhán", "SIOBHAN", "siobhan", "Siobhàn"):
        assert mark_names(f"Dear {written}!", "en") == f"Dear [{written}]({said})!"


def test_every_sign_of_the_table_is_known_to_every_voice():
    from hibari.g2p import CONSONANTS, VOWELS

    english = VOWELS | CONSONANTS | set("ˈˌ ")
    table = names()
    assert len(table) > 3000
    for spelling, name in table.items():
        assert spelling == spelling.strip() and unknown_signs(name.ipa.replace(" ", "")) == "", spelling
        assert set(english_signs(name.ipa)) <= english, spelling


@pytest.mark.slow
def test_no_voice_drops_a_sign():
    from revive.speech.engines import hibari, joe, kokoro

    table = [name.ipa for name in names().values()]
    assert set("".join(map(english_signs, table))) <= set(hibari().vocab)
    assert set("".join(map(english_signs, table))) <= set(kokoro()[1])
    assert set("".join(map(misaki_signs, table))) <= set(kokoro()[1])
    assert set("".join(map(espeak_signs, table))) <= set(joe().config.phoneme_id_map)


@pytest.mark.parametrize(
    "written, said",
    [("Xiaoming", "ʃaʊˈmɪŋ"), ("Xi'an", "ʃiːˈɑːn"), ("Qian", "ˈtʃjɛn"), ("Lüe", "ˈljwɛ"), ("Tom", None), ("", None)],
)
def test_pinyin_is_read_by_rule(written, said):
    assert pinyin_ipa(written) == said


@pytest.mark.slow
def test_two_syllables_beside_each_other_are_a_chinese_name():
    assert mark_names("I saw Li Na and Sun Yang.", "en") == (
        "I saw [Li](/ˈliː/) [Na](/ˈnɑː/) and [Sun](/ˈsʊn/) [Yang](/ˈjɑːŋ/)."
    )


def test_cmudict_has_what_the_voices_lack():
    assert cmudict_signs("Nguyen") and cmudict_signs("O’Neill") is not None
    assert cmudict_signs("house") is None and find_name("house") is None


@pytest.mark.slow
def test_titles_before_a_name_are_said():
    said = english_phonemes(mark_names("Dr. Nguyen of St. Ives and Mrs. Szymon of 5 Siobhan St. in Leeds.", "en"))
    assert said == "dˈɑktəɹ wˈɪn ʌv sˌAntˈIvz ænd mˈɪsəz ʃˈɪmɔn ʌv fˈIv ʃɪvˈɔn stɹˈit ɪn lˈidz."


@pytest.mark.slow
def test_piper_keeps_the_signs_beside_a_name():
    from revive.speech.engines import joe, piper_text

    typed = "Dear (Niamh), bye Niamh! Is it “Siobhan”? Prof. Niamh/Niamh."
    (spoken,) = joe().phonemize(piper_text(mark_names(typed, "en")))
    assert "".join(spoken).replace("  ", " ") == "dˈɪɹ nˈiːəv, bˈaɪ nˈiːəv! ɪz ɪt ʃɪvˈɔːn? pɹəfˈɛsɚ nˈiːəv nˈiːəv."


@pytest.mark.slow
def test_names_of_other_languages_are_said_in_theirs():
    assert "ʃivˈon, " in phonemes(mark_names("Hola Siobhan, te quiero", "es"), "es")[0]
    assert mark_names("Hola José, soy Alejandra", "es") == "Hola José, soy Alejandra"
    assert mark_names("小明，Niamh来了", "zh") == "小明，[Niamh](/ˈniːəv/)来了"


@pytest.mark.slow
def test_rare_names_are_unsure_once_and_in_order():
    text = "Przemila, give Oghenekaro my love. Siobhan and PRZEMILA too. Przemila's cake."
    assert unsure(text, "en") == ["Przemila", "Oghenekaro"]
    assert unsure(text, "en", {"przemila": "psheh-mee-la"}) == ["Oghenekaro"]
    assert unsure("[Przemila](/pʃɛˈmiːlə/)", "en") == []
    assert unsure("你好，Oghenekaro！", "zh") == ["Oghenekaro"]
    assert unsure("Querida Wrzesława, te quiero. José y Lucía", "es") == ["Wrzesława"]


@pytest.mark.slow
@pytest.mark.parametrize("letter", LETTERS.splitlines())
def test_no_word_of_an_ordinary_letter_is_unsure(letter):
    assert unsure(letter, "en") == []
