"""The three answers: asked for, kept once a person, never carried elsewhere; and what is not made."""

import dataclasses
import json

import pytest

from revive import people
from revive.brief import Brief, answered
from revive.consent import BASES, Consent, Permit, consent_of, keep_consent, settle_consent
from revive.core.errors import UserError
from revive.core.home import folder_of
from revive.core.layout import CONSENT
from tests.answers import names_of

WHOLE = Consent("her grandson", "family", True)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"relation": " \n "}, "who you are to this person"),
        ({"relation": "x" * 501}, "under 500"),
        ({"basis": ""}, "why you may use"),
        ({"basis": "because"}, "why you may use"),
        ({"adult": False}, "adult"),
    ],
)
def test_each_of_the_three_is_asked_for(change, said):
    with pytest.raises(UserError, match=said) as caught:
        dataclasses.replace(WHOLE, **change).checked()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.sentence("zh"))


def test_what_is_told_elsewhere_holds_no_words_of_the_user():
    for basis in BASES:
        summary = dataclasses.replace(WHOLE, relation="Ruth Miller's grandson Tom", basis=basis).checked().summary
        assert "Ruth" not in summary and "grandson" not in summary and "adult" in summary
    assert "has died" in WHOLE.summary and "agreed" in Consent("me", "agreed", True).summary


def test_asked_once_a_person():
    assert consent_of("Ruth") is None
    with pytest.raises(UserError, match="who you are"):
        settle_consent("Ruth", Consent())
    keep_consent("Ruth", WHOLE)
    assert settle_consent("Ruth", Consent()) == WHOLE == consent_of("ruth")
    with pytest.raises(UserError, match="why you may use"):  # an answer that is begun is finished
        settle_consent("Ruth", Consent("his niece"))
    path = folder_of("Ruth") / CONSENT
    for damaged in ("", "[]", "{}", json.dumps({"relation": "x", "basis": "family", "adult": False}), "[" * 100_000):
        path.write_text(damaged, encoding="utf-8")
        assert consent_of("Ruth") is None


def test_a_clip_of_somebody_known_needs_no_second_answer():
    people.keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    brief = Brief(person="Ruth", relation="her son", basis="family", adult=True)
    keep_consent("Ruth", brief.stated)
    assert answered(brief) == brief and answered(Brief(person="ruth")).stated == brief.stated
    assert not answered(Brief()).stated.given and not answered(Brief(person="Ada")).stated.given
    begun = Brief(person="Ruth", relation="his niece")
    assert answered(begun) == begun


def test_who_takes_a_person_in_answers_for_themselves(tmp_path):
    people.keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    keep_consent("Ruth", WHOLE)
    people.export_person("Ruth", tmp_path / "ruth.zip")
    people.delete_person("Ruth")
    assert consent_of("Ruth") is None
    with pytest.raises(UserError, match="who you are"):
        Permit("taken in")
    people.import_person(tmp_path / "ruth.zip", permit=Permit("taken in", Consent("her niece", "family", True)))
    assert consent_of("Ruth") == Consent("her niece", "family", True)
