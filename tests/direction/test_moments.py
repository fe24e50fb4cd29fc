"""Moments are read from names and from plain words, English and Chinese."""

import pytest

from revive.core.errors import UserError
from revive.direction.moments import MOMENTS, MOST, Moment, read_moments


def names(text: str) -> list[str]:
    return [moment.name for moment in read_moments(text)]


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_has_its_name(name):
    assert read_moments(name) == (Moment(name),)
    assert names(name.replace("-", " ").title()) == [name]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("smile, look-around, nod", ["smile", "look-around", "nod"]),
        ("she looks at us and smiles slowly", ["smile"]),
        ("Grandpa turns his head, nods and then laughs quietly", ["look-around", "nod", "laugh"]),
        ("he takes a deep breath and closes his eyes for a moment", ["breathe", "close-eyes"]),
        ("looks left and right, then grins broadly", ["look-around", "smile"]),
        ("she does not smile, only nods", ["nod"]),
        ("tilts her head a little, smiling", ["tilt", "smile"]),
        ("turns to us with a gentle smile", ["look-around", "smile"]),
        ("她看着我们，慢慢微笑", ["smile"]),
        ("奶奶点点头，然后闭上眼睛", ["nod", "close-eyes"]),
        ("他微微歪头，轻轻地笑了", ["tilt", "smile"]),
        ("环顾四周，深呼吸，大笑", ["look-around", "breathe", "laugh"]),
        ("她没有笑，只是点头", ["nod"]),
        ("nos mira y sonríe despacio", ["smile"]),
        ("Gira la cabeza, luego cierra los ojos y suspira", ["look-around", "close-eyes", "breathe"]),
        ("no sonríe, solo asiente", ["nod"]),
    ],
)
def test_plain_words_name_moments_in_order(text, wanted):
    assert names(text) == wanted


@pytest.mark.slow
def test_words_change_how_a_moment_is_done():
    (slow,), (usual,), (quick,) = map(read_moments, ("smiles very slowly", "smiles", "smiles quickly"))
    assert slow.tempo < 0.7 < usual.tempo == 1.0 < quick.tempo
    (little,), (broad,) = map(read_moments, ("a slight smile", "smiles broadly"))
    assert little.amount < usual.amount < broad.amount
    (late,) = read_moments("she smiles, slowly")
    assert late.tempo < 1


@pytest.mark.slow
@pytest.mark.parametrize("text", ["dances in the rain", "没有微笑", "shakes her head", "42", "!?", "she winks"])
def test_what_a_photograph_cannot_do_is_said(text):
    with pytest.raises(UserError, match="No moment was understood"):
        read_moments(text)


def test_a_clip_has_room_for_few():
    with pytest.raises(UserError, match="ask for fewer"):
        read_moments(", ".join(["nod"] * (MOST + 1)))
