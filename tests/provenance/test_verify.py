"""What a file tells: whole, changed, encoded anew, damaged, nothing at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from revive.__main__ import main
from revive.core.errors import UserError
from revive.core.localisation import languages
from revive.media import ffmpeg
from revive.provenance import Provenance, sign, verify
from revive.provenance.reading import read_manifest

pytestmark = pytest.mark.slow

TOLD = {"kind", "manifest", "watermark", "voice", "aigc", "xmp", "sentences"}


@pytest.fixture
def clip(file_of, marks):
    """A signed film."""
    path = file_of("mp4")
    sign(path, Provenance("clip", synthetic_voice=True), ingredient=file_of("jpg"))
    return path


def flipped(path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_whole_clip(clip, marks):
    marks.picture, marks.voice = (True, 3.217e-9), (True, 1e-7)
    verdict = verify(clip)
    told = verdict.as_json()
    assert set(told) == TOLD and json.loads(json.dumps(told)) == told
    manifest = told["manifest"]
    assert {key: manifest[key] for key in ("state", "trusted", "changed", "ours", "made")} == {
        "state": "valid", "trusted": False, "changed": False, "ours": True, "made": "AI modified",
    }  # fmt: skip
    assert manifest["by"].startswith("Revive installation") and manifest["when"].endswith("Z")
    assert told["watermark"] == {"found": True, "by_accident": 3.2e-9} and told["voice"]["by_accident"] == 1e-7
    assert told["aigc"]["Label"] == "1" and marks.frames >= 20 and verdict.whole
    said = " ".join(verdict.sentences("en"))
    assert "clip has a valid Content Credential" in said and "not who made it" in said
    assert "AI modified" in said and "in the picture and in the voice" in said and "hint and no proof" in said
    assert "the key of Revive on this computer signed it" in said and told["sentences"]["en"] == verdict.sentences("en")
    assert "完整的内容凭证" in " ".join(verdict.sentences("zh")) and "{" not in " ".join(verdict.sentences("zh"))


def test_one_bit_of_the_picture_changed(clip):
    flipped(clip, clip.read_bytes().index(b"mdat") + 500)
    manifest = verify(clip).manifest
    assert (manifest.state, manifest.changed, manifest.ours) == ("invalid", True, False)
    assert "was changed after it was signed" in verify(clip).sentences("en")[0]


@pytest.mark.parametrize("words", [b"synthetic", b"compositeWithTrained"])
def test_a_manifest_that_was_tampered_with(clip, words):
    flipped(clip, clip.read_bytes().index(words))
    verdict = verify(clip)
    assert (verdict.manifest.state, verdict.manifest.changed) == ("invalid", False)
    assert "not valid" in verdict.sentences("en")[0] and "It says" not in " ".join(verdict.sentences("en"))


def test_encoded_anew_the_mark_stays(clip, marks, tmp_path):
    anew = tmp_path / "anew.mp4"
    assert ffmpeg.run([*ffmpeg.source(clip), "-c:v", "libx264", "-crf", "30", str(anew)], lambda: None)[0] == 0
    marks.picture = (True, 1e-8)
    verdict = verify(anew)
    assert verdict.manifest.state == "none" and verdict.watermark and verdict.watermark.found
    assert verdict.sentences("en")[0].startswith("There is no Content Credential")
    assert not any("Nothing was found" in sentence for sentence in verdict.sentences("en"))


@pytest.mark.parametrize("sound", [False, True])
def test_a_mark_alone_proves_nothing(file_of, marks, sound):
    """Its key is in the program: anybody can put it into a real photograph, or a real recording."""
    marks.picture = marks.voice = (True, 0.0)
    verdict = verify(file_of("wav" if sound else "jpg"))
    english, chinese = (" ".join(verdict.sentences(language)) for language in ("en", "zh"))
    assert "Anybody who reads Revive's code can add this mark to something else" in english
    assert "hint and no proof" in english and "fewer than one unmarked file in a million" in english
    assert "只是线索，不是证明" in chinese and "不到百万分之一" in chinese
    for claim in ("made with Revive", "made by Revive", "sure", "%"):
        assert claim not in english
    assert "由 Revive 制作" not in chinese and "把握" not in chinese and "%" not in chinese
    told = verdict.as_json()
    assert (told["watermark"] or told["voice"])["by_accident"] == 1e-9
    assert "confidence" not in json.dumps(told) and told["sentences"] == {
        language: verdict.sentences(language) for language in languages()
    }  # fmt: skip


def test_a_real_photograph_into_which_somebody_put_the_mark(hopper, tmp_path):
    from PIL import Image

    from revive.provenance.pixels import mark_picture

    with Image.open(hopper) as picture:
        marked = mark_picture(np.asarray(picture.convert("RGB")))
    Image.fromarray(marked).save(tmp_path / "real.png")
    verdict = verify(tmp_path / "real.png")
    assert verdict.watermark and verdict.watermark.found and verdict.watermark.by_accident < 1e-6
    assert "hint and no proof" in " ".join(verdict.sentences()) and "made with" not in " ".join(verdict.sentences())


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "wav", "mp3", "m4a", "mov"])
def test_nothing_is_found_in_ordinary_files(ending, file_of, marks):
    verdict = verify(file_of(ending))
    assert verdict.manifest.state == "none" and verdict.aigc is None and verdict.xmp is None
    assert (verdict.watermark is None) == (ending in ("wav", "mp3", "m4a"))
    assert (verdict.voice is None) == (ending in ("jpg", "png", "webp"))
    (said,) = verdict.sentences("en")
    assert said.startswith("Nothing was found") and "may still be made with AI" in said


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_a_picture_with_labels(ending, file_of, marks):
    made = Provenance("portrait")
    path = file_of(ending, made)
    verdict = verify(path)
    assert verdict.manifest.state == "none" and verdict.aigc and verdict.aigc["ProduceID"] == made.id
    assert "can be added and removed by anyone" in verdict.sentences("en")[-1]
    sign(path, made)
    verdict = verify(path)
    assert verdict.whole and verdict.manifest.made == "AI generated"
    assert verdict.xmp and verdict.xmp["source_type"] == made.source_type


def test_another_installation_signed_it(clip, home):
    (home / "keys").rename(home / "away")
    assert not verify(clip).manifest.ours and not (home / "keys").exists()
    from revive.provenance import check_keys

    check_keys()
    verdict = verify(clip)
    assert verdict.whole and not verdict.manifest.ours
    assert "It names Revive" in verdict.sentences("en")[0]


def test_cut_off_and_crashing_files(clip, file_of, marks, monkeypatch):
    photo = file_of("jpg")
    sign(photo, Provenance("photograph"))
    photo.write_bytes(photo.read_bytes() + b"more")
    assert verify(photo).manifest.changed
    data = clip.read_bytes()
    clip.write_bytes(data[:2000])
    with pytest.raises(UserError, match="damaged or incomplete"):
        verify(clip)
    clip.write_bytes(data)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")  # as if the reader had crashed
        crashed = read_manifest(clip, "video/mp4")
    assert crashed == {"state": "unreadable"}
    monkeypatch.setattr(sys.modules["revive.provenance.verify"], "read_manifest", lambda *_: crashed)
    assert "cannot tell" in verify(clip).sentences("en")[0]


def test_the_command(clip, file_of, marks, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "en")
    assert main(["verify", str(clip)]) == 0
    assert "has a valid Content Credential" in capsys.readouterr().out
    assert main(["verify", str(clip), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["state"] == "valid"
    flipped(clip, clip.read_bytes().index(b"mdat") + 500)
    assert main(["verify", str(clip)]) == 1
    assert main(["verify", str(file_of("wav"))]) == 3


@pytest.mark.parametrize("name", ["words.txt", "missing.mp4", "folder", "empty.png"])
def test_bad_input_ends_with_status_2_and_a_sentence(name, tmp_path, capsys):
    (tmp_path / "words.txt").write_text("words, nothing else")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.png").write_bytes(b"")
    assert main(["verify", str(tmp_path / name)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "please" in said.err


def test_the_package_is_imported_fast():
    heavy = {"numpy", "c2pa", "cryptography", "PIL", "torch"}
    code = f"import sys, revive.provenance; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", ["SECURITY.md", "assets/about.en.md", "assets/about.es.md", "assets/about.zh.md"])
def test_no_document_takes_the_mark_for_a_proof(name):
    text = (Path(__file__).parents[2] / name).read_text(encoding="utf-8")
    written = "".join(text.split())  # however its lines are folded
    for claim in ("hiddenmarkwasmade", "hiddenmarkcamefrom", "隐藏标记说明由", "隐藏标记的内容出自"):
        assert claim not in written
    assert any(said in written for said in ("hintandnoproof", "indicioynounaprueba", "只是线索，不是证明"))
