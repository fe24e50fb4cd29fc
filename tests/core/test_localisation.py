"""What Revive says in other languages: a catalog each, read when it is asked for."""

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from revive import UserError
from revive.core import localisation
from revive.core.localisation import Message, Plural, in_context, languages, translate

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


def test_braces_in_a_value_are_left_as_they_are():
    assert UserError("“{file}” is empty.", file="{a}.wav").sentence() == "“{a}.wav” is empty."
    assert UserError("100 % {of} it").sentence("zh") == "100 % {of} it"


def test_a_value_may_be_given_later():
    waiting = Message("{before} and {after}", before=1)
    assert waiting.filled(after=2).text() == "1 and 2" and waiting == Message("{before} and {after}", before=1)
    assert len({Message("a"), Message("a"), in_context("tab", "a"), Message("a", n=1)}) == 3
