"""What Revive says in other languages: every message is found, translated, and asks for the same values."""

import ast
import io
import tomllib
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from revive import UserError
from revive.core import localisation
from revive.core.localisation import Message, Plural, in_context, languages, nearest, places, translate

ROOT = Path(__file__).parents[2]
CATALOGS = sorted(localisation.FOLDER.glob("*/LC_MESSAGES/revive.po"))
THIRD = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

msgid "The file “{file}” is {size}."
msgstr "{size} hat die Datei „{file}“."

msgid "empty"
msgstr "nichts"

msgid "{count} hour"
msgid_plural "{count} hours"
msgstr[0] "eine Stunde"
msgstr[1] "{count} Stunden"
msgstr[2] "viele, {count}, Stunden"

msgctxt "tab"
msgid "Words"
msgstr "Worte"

msgid "It lasts {seconds:.1f} s."
msgstr "Es dauert {seconds.__class__}."

msgid "It has {count} parts."
msgstr "Es hat {count Teile."

#, fuzzy
msgid "It is unsure."
msgstr "Es ist falsch."

msgid ", "
msgstr " und "

msgctxt "its own name"
msgid "English"
msgstr "Deutsch"

msgid "Make a clip"
msgstr "Einen Film machen"
"""


@pytest.fixture
def third(tmp_path, monkeypatch):
    """A third language, in one file."""
    catalog = tmp_path / "de" / "LC_MESSAGES" / "revive.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(THIRD, encoding="utf-8")
    with catalog.open("rb") as source, catalog.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source))
    monkeypatch.setattr(localisation, "FOLDER", tmp_path)


@pytest.fixture(scope="module")
def extracted() -> dict:
    """(English, its plural or None, context or None) of every message in the code -> the files it stands in."""
    (mapping,) = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    found = {}
    for file, _, message, _, context in extract_from_dir(
        ROOT, [(mapping["pattern"], mapping["method"])], keywords=parse_keywords(mapping["keywords"])
    ):
        one, many = (message, None) if isinstance(message, str) else message
        found.setdefault((one, many, context), []).append(file)
    return found


def entries(path: Path) -> dict:
    """The same of a catalog -> its translations."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    found = {}
    for message in catalog:
        if message.id:
            one, many = (message.id, None) if isinstance(message.id, str) else message.id
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            assert not message.fuzzy and len(forms) == (catalog.num_plurals if many else 1)
            found[one, many, message.context] = forms
    return found


def test_there_is_a_catalog_of_chinese():
    assert "zh" in languages() and {path.parts[-3] for path in CATALOGS} == set(languages()) - {"en"}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_and_none_is_left_over(extracted, path):
    translated = entries(path)
    assert len(extracted) > 700
    assert {key for key, forms in translated.items() if not all(form.strip() for form in forms)} == set()
    assert set(extracted) == set(translated)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_translation_has_the_places_of_the_english(path):
    for (one, many, _), forms in entries(path).items():
        asked = places(one) | places(many or "")
        assert all(name.isidentifier() for name, _, _ in asked), one
        assert all(places(form) == asked for form in forms), one


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_what_is_read_is_what_was_edited(path):
    compiled = io.BytesIO()
    with path.open("rb") as edited:
        write_mo(compiled, read_po(edited))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.slow
def test_no_message_is_put_together_before_it_is_translated():
    """An f-string, or a sentence in two languages, is not found by those who translate."""
    for path in sorted((ROOT / "revive").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "UserError",
                "OldSettingWarning",
                "Message",
            ):
                assert len(node.args) == 1 or isinstance(node.args[0], ast.Starred), f"{path}:{node.lineno}"
                assert not isinstance(node.args[0], ast.JoinedStr), f"{path}:{node.lineno}"


def test_a_third_language_is_one_file(third):
    assert languages() == ("en", "de")
    error = UserError("The file “{file}” is {size}.", file="a.wav", size=Message("empty"))
    assert str(error) == error.sentence() == "The file “a.wav” is empty."
    assert error.sentence("de_DE.UTF-8") == "nichts hat die Datei „a.wav“."
    assert error.sentence("zh_CN.UTF-8") == error.sentence()  # there is no such catalog here
    assert in_context("tab", "Words").text("de") == "Worte" and Message("Words").text("de") == "Words"
    said = [Plural("{count} hour", "{count} hours", count=n).text("de") for n in (1, 2, 5)]
    assert said == ["eine Stunde", "2 Stunden", "viele, 5, Stunden"]
    assert Message("{parts}", parts=["a", Message("empty")]).text("de") == "a und nichts"


@pytest.mark.slow
def test_the_page_speaks_a_third_language(third):
    from revive.app.page import build_page, head
    from revive.app.texts import i18n, say

    assert say("tab_make", "de-AT") == i18n().translations_dict["de"]["tab_make"] == "Einen Film machen"
    assert set(i18n().translations_dict["de"]) == set(i18n().translations_dict["en"])
    assert '"de": "de"' in head() and ":lang(de)" in head()
    header = next(vars(block)["value"] for block in build_page().blocks.values() if block.elem_id == "header")
    assert '<a href="?lang=de" lang="de">Deutsch</a>' in header and '<p lang="de">' in header


def test_what_is_not_translated_or_not_fit_is_said_in_english(third):
    assert translate("Something else.", "de") == "Something else."
    assert Message("It lasts {seconds:.1f} s.", seconds=1.25).text("de") == "It lasts 1.2 s."
    assert Message("It has {count} parts.", count=3).text("de") == "It has 3 parts."
    assert Message("It is unsure.").text("de") == "It is unsure."


def test_english_needs_no_catalog(monkeypatch):
    monkeypatch.setattr(localisation, "_read", None)
    assert Plural("{count} hour", "{count} hours", count=1).text() == "1 hour"
    assert Plural("{count} hour", "{count} hours", count=2).text("en_GB.UTF-8") == "2 hours"
    assert UserError("There are {count} files.", count=3).sentence("fr") == "There are 3 files."


@pytest.mark.parametrize(
    ("asked", "language"),
    [("zh_CN.UTF-8", "zh"), ("zh-TW", "zh"), ("ZH", "zh"), ("zh-hans-cn", "zh"), ("en-GB", "en"), ("C", "en"),
     ("POSIX", "en"), ("", "en"), ("../zh", "en"), ("zhuang", "en"), ("de_DE@euro", "en")],
)  # fmt: skip
def test_the_nearest_language(asked, language):
    assert nearest(asked) == language


def test_braces_in_a_value_are_left_as_they_are():
    assert UserError("“{file}” is empty.", file="{a}.wav").sentence() == "“{a}.wav” is empty."
    assert UserError("100 % {of} it").sentence("zh") == "100 % {of} it"


def test_a_value_may_be_given_later():
    waiting = Message("{before} and {after}", before=1)
    assert waiting.filled(after=2).text() == "1 and 2" and waiting == Message("{before} and {after}", before=1)
    assert len({Message("a"), Message("a"), in_context("tab", "a"), Message("a", n=1)}) == 3
