"""What is shown and heard before the clip carries its marks, and says names alone."""

import dataclasses

import pytest

from revive import people
from revive.brief import Brief
from revive.core.errors import UserError
from revive.previews import MOST_NAMES, check_names, preview_faces, preview_light, preview_names, preview_words
from revive.provenance import verify
from tests.answers import names_of

pytestmark = pytest.mark.slow

WHOLE = Brief(
    words="Good morning, my dear.", pronounce="Siobhan = shiv-awn\nNguyen = /wɪn/", prompt="golden hour",
    relation="her grandson", basis="family", adult=True,
)  # fmt: skip


@pytest.fixture
def brief(hopper):
    return dataclasses.replace(WHOLE, photo=hopper)


def marked(path) -> bool:
    """Whether a file has every mark: manifest, label, and the one that is not perceived."""
    told = verify(path).as_json()
    found = [told[name] for name in ("watermark", "voice") if told[name] is not None]
    return told["manifest"]["state"] == "valid" and bool(told["aigc"]) and all(mark["found"] for mark in found)


def test_pictures_of_a_look_are_marked_and_the_photograph_is_not(brief, tmp_path):
    looked = preview_faces(brief, tmp_path)
    assert len(looked.boxes) == 1 and marked(looked.picture)
    before, after = preview_light(brief, tmp_path)
    assert marked(after) and not marked(before)
    assert "family" in verify(after).as_json()["manifest"]["facts"]["consent"]


def test_without_a_photograph_there_is_nothing_to_look_at(tmp_path):
    for look in (preview_faces, preview_light):
        with pytest.raises(UserError, match="no photograph yet"):
            look(WHOLE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_childs_photograph_is_not_looked_at(brief, tmp_path, monkeypatch):
    monkeypatch.setattr("revive.face.age.chance_of_child", lambda picture, landmarks: 0.9)
    for look in (preview_faces, preview_light):
        with pytest.raises(UserError, match="child"):
            look(brief, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("say", [preview_words, preview_names])
def test_a_voice_is_marked(say, brief, tmp_path):
    speech = say(brief, tmp_path)
    assert speech.synthetic and marked(speech.path)


def test_names_alone_are_said(brief, tmp_path):
    spoken = preview_names(brief, tmp_path).sentences
    assert [sentence.text for sentence in spoken] == ["Siobhan.", "Nguyen."]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("", "no names yet"),
        ("My dear I have something to tell you = my dear", "longer than a name"),
        ("Tom = I will see you all again very soon", "longer than a name"),
        ("\n".join(f"Tom{chr(97 + i // 26)}{chr(97 + i % 26)} = tom" for i in range(MOST_NAMES + 1)), "41 names"),
        ("x" * 61 + " = x", "is not a word"),
    ],
)
def test_what_is_no_list_of_names_is_not_said(told, says, brief, tmp_path):
    with pytest.raises(UserError, match=says):
        check_names(told)
    with pytest.raises(UserError):
        preview_names(dataclasses.replace(brief, pronounce=told), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_that_make_a_sentence_are_read_as_one(brief, tmp_path):
    for told in ("Send = send\nmoney = money", "Tom = send me\nAnna = the money", "Tom = nude\nAnn = an"):
        with pytest.raises(UserError, match=r"deceive|sexual"):
            preview_names(dataclasses.replace(brief, pronounce=told), tmp_path)
    # nor can they bring into the words of a clip what those do not say
    for words, names in (
        ("Tom Anna", "Tom = please send me\nAnna = the money"), ("[Tom](send me the money)", ""), ("Tom", "Tom = nude"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=r"deceive|sexual"):
            dataclasses.replace(brief, words=words, pronounce=names).permit()
    people.keep_pronunciations("Ann", {"Tom": "send money"}, permit=names_of("Ann"))
    with pytest.raises(UserError, match="deceive"):
        dataclasses.replace(brief, words="Tom, Tom.", pronounce="", person="Ann").permit()
    people.delete_person("Ann")
