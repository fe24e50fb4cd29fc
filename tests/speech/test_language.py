import pytest

from revive.core.errors import UserError
from revive.speech.language import detect, resolve, runs


@pytest.mark.slow
@pytest.mark.parametrize(
    "language, words",
    [
        ("en", "Happy birthday, Tom. I am so proud of you."),
        ("en", "Hi Tom"),
        ("en", "No, no, no!"),
        ("en", "Thank you, Pierre"),
        ("en", "Mi casa es su casa, as your grandfather used to say."),
        ("en", "1 2 3"),
        ("es", "Hola"),
        ("es", "Te quiero mucho"),
        ("es", "Hola, mi amor"),
        ("fr", "Je t’aime"),
        ("fr", "Merci"),
        ("fr", "Bon anniversaire, mon chéri"),
        ("it", "Ti voglio bene"),
        ("pt", "Eu te amo"),
        ("zh", "生日快乐"),
        ("zh", "Tom，生日快乐！"),
        ("ja", "お誕生日おめでとう"),
        ("hi", "जन्मदिन मुबारक हो"),
    ],
)
def test_language_of_short_words(language, words):
    assert detect(words) == language


@pytest.mark.parametrize(
    "asked, code", [("EN-gb", "en"), ("zh_CN", "zh"), ("Mandarin", "zh"), ("法语", "fr"), ("Spanish", "es")]
)
def test_language_by_its_names(asked, code):
    assert resolve(asked, "anything") == code


@pytest.mark.slow
@pytest.mark.parametrize(
    "language, words",
    [("tlh", "nuqneH"), (None, "Ich liebe dich"), (None, "Привет, милая"), (None, "안녕하세요")],
)
def test_refusal_lists_the_languages(language, words):
    with pytest.raises(UserError) as refused:
        resolve(language, words)
    assert "English (en)" in refused.value.sentence()
    assert "英语" in refused.value.sentence("zh")


def test_each_script_has_its_own_run():
    assert runs("Tom，生日快乐 2024！I love you.", "zh") == [
        ("en", "Tom，"),
        ("zh", "生日快乐 2024！"),
        ("en", "I love you."),
    ]
    assert [code for code, _ in runs("毎朝 bread を食べます", "ja")] == ["ja", "en", "ja"]
