"""What the project makes carries its marks: a clip by the whole way, a portrait, a restored photograph, a voice."""

import json

import numpy as np
import pytest
from PIL import Image

from revive import make_clip
from revive.__main__ import main
from revive.provenance import Provenance, verify
from revive.provenance.pictures import labelled, write_picture

pytestmark = pytest.mark.slow
ANSWERS = {"relation": "Ruth Miller's grandson", "basis": "public", "adult": True}
TOLD = ("--relation", "her son", "--basis", "family", "--adult")


@pytest.fixture(scope="module")
def clip(hopper, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clip")
    words = "A ship in port is safe, but that is not what ships are built for."
    make_clip(photo=hopper, words=words, size=256, seed=1, out=folder / "clip.mp4", **ANSWERS)
    return folder / "clip.mp4"


def test_a_clip_has_every_mark(clip):
    told = verify(clip).as_json()
    assert told["manifest"]["state"] == "valid" and not told["manifest"]["changed"]
    assert told["manifest"]["made"] == "AI modified" and told["aigc"]["Label"] == "1"
    assert told["watermark"]["found"] and told["watermark"]["by_accident"] < 1e-6
    assert told["voice"]["found"]
    facts = told["manifest"]["facts"]
    assert "public domain" in facts["consent"] and "adult" in facts["consent"] and facts["voice"] == "synthetic"


def test_nobodys_words_or_names_are_in_it(clip):
    data = clip.read_bytes()
    for secret in (b"Ruth", b"grandson", b"ship in port", b"hopper", str(clip.parent).encode()):
        assert secret not in data


def test_encoded_again_the_marks_in_picture_and_voice_stay(clip, tmp_path, ffmpeg):
    again = ffmpeg(
        "-i", clip, "-map_metadata", "-1", "-vf", "scale=-2:480", "-b:v", "400k", "-b:a", "96k", tmp_path / "a.mp4"
    )
    told = verify(again).as_json()
    assert told["manifest"]["state"] == "none" and told["aigc"] is None
    assert told["watermark"]["found"] and told["voice"]["found"]


def test_a_recording_keeps_its_own_samples(hopper, tmp_path, speak):
    voice = speak("Good morning, and good night.").path
    made = make_clip(photo=hopper, recording=voice, size=256, seed=1, out=tmp_path / "a.mp4", captions=False, **ANSWERS)
    told = verify(made.clip.out).as_json()
    assert told["watermark"]["found"] and not told["voice"]["found"]


def test_a_portrait_from_words(tmp_path):
    assert main(["portrait", "--prompt", "an old man", "--seed", "1", "--out", str(tmp_path / "a.png")]) == 0
    told = verify(tmp_path / "a.png").as_json()
    assert told["manifest"]["state"] == "valid" and told["manifest"]["made"] == "AI generated"
    assert told["aigc"] and told["xmp"] and told["watermark"]["found"]


def test_a_restored_photograph_goes_without_a_label_that_is_seen(hopper, tmp_path):
    out = tmp_path / "a.jpg"
    assert main(["restore", str(hopper), "--tones", *TOLD, "--out", str(out), "--json"]) == 0
    assert verify(out).as_json()["manifest"]["made"] == "AI modified"
    picture = np.full((240, 192, 3), 128, np.uint8)
    assert (labelled(picture, Provenance("portrait")) != picture).any()
    write_picture(picture, tmp_path / "b.png", Provenance("photograph"), seen=False)
    assert np.abs(np.asarray(Image.open(tmp_path / "b.png")).astype(int) - 128).max() < 12


@pytest.mark.parametrize(("side", "language"), [((192, 240), "en"), ((240, 192), "zh"), ((512, 640), "zh")])
def test_the_label_is_large_enough_and_leaves_the_face_alone(side, language):
    width, height = side
    picture = np.full((height, width, 3), 200, np.uint8)
    drawn = np.argwhere((labelled(picture, Provenance("portrait", language)) != 200).any(axis=2))
    top, bottom = drawn[:, 0].min(), drawn[:, 0].max()
    assert bottom - top + 1 >= 0.05 * min(side) and top > height / 2


@pytest.mark.slow
def test_the_label_of_a_picture_lies_on_no_face(hopper):
    """A face in a lower corner."""
    from revive.face.detection import find_faces

    head = np.asarray(Image.open(hopper).convert("RGB"))[100:350, 120:400]
    picture = np.full((600, 500, 3), 90, np.uint8)
    picture[350:, 220:] = head
    drawn = np.argwhere((labelled(picture, Provenance("portrait")) != picture).any(axis=2))
    left, top, _, bottom = find_faces(picture)[0].box
    assert bottom > 560 and left > 220
    assert drawn[:, 0].max() < top or drawn[:, 1].max() < left


def test_the_command_says_what_it_finds(clip, capsys):
    assert main(["verify", str(clip)]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert main(["verify", str(clip), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["state"] == "valid"
