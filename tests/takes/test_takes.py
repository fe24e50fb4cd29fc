"""What is kept of a clip: exact, small, private, and read as something from outside."""

import dataclasses
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.brief import Brief
from revive.clip.frames import Cut
from revive.core.errors import UserError
from revive.direction import Direction
from revive.motion.emotions import SentenceEmotion
from revive.motion.motion import COLUMNS, Motion
from revive.speech import Sentence, Speech
from revive.takes import Performance, Take, cues_of_take, read_take, shortened, write_take


@pytest.fixture
def take(tmp_path) -> Take:
    """Two faces, four seconds, two sentences."""
    draw = np.random.default_rng(0)
    sound = draw.integers(-9000, 9000, 4 * 16000).astype(np.int16)
    soundfile.write(tmp_path / "speech.wav", sound, 16000)
    photo = tmp_path / "gran.jpg"
    photo.write_bytes(b"any picture")
    sentences = (Sentence("Hello, Tom.", 0.5, 1.5, 0, "Hello, [Tom](/tɒm/)."), Sentence("爷爷，你好。", 2.0, 3.5, 1))
    motions = [Motion.of(25.0, draw.random((100, COLUMNS)).astype(np.float32)) for _ in range(2)]
    return Take(
        Brief(photo=photo, words="Hello, Tom. 爷爷，你好。", title="For Tom", relation="his son", out=Path("a.mp4")),
        Direction("warm", 0.7), Speech(tmp_path / "speech.wav", 16000, len(sound), "en", sentences, synthetic=True),
        tuple(Performance(face, motion) for face, motion in enumerate(motions, start=1)), 256, 320,
        (SentenceEmotion("happy", 0.5, 0.5, 1.5),),
    )  # fmt: skip


@pytest.fixture
def kept(take, tmp_path) -> Path:
    write_take(take, tmp_path / "a.take")
    return tmp_path / "a.take"


def test_everything_comes_back_as_it_was(take, kept, tmp_path, open_to_others):
    (tmp_path / "back").mkdir()
    back = read_take(kept, tmp_path / "back")
    for one, two in zip(take.performances, back.performances, strict=True):
        assert one.face == two.face and np.array_equal(one.motion.array, two.motion.array)
    assert np.array_equal(soundfile.read(take.speech.path)[0], soundfile.read(back.speech.path)[0])
    assert back.speech.sentences == take.speech.sentences and back.speech.synthetic
    assert (back.direction, back.feelings, back.cut) == (take.direction, take.feelings, Cut())
    assert back.brief == dataclasses.replace(take.brief, photo=None, out=Brief().out)
    assert back.sources["photo"].found(tmp_path) == take.brief.photo
    assert back.frames == 100 + back.card and back.card == 62
    assert kept.stat().st_mode & 0o077 == 0


def test_the_photograph_is_known_by_its_content(kept, tmp_path):
    source = read_take(kept, tmp_path).sources["photo"]
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    (tmp_path / "gran.jpg").rename(moved / "gran.jpg")
    assert source.found(tmp_path) is None and source.found(moved) == moved / "gran.jpg"
    (moved / "gran.jpg").write_bytes(b"another picture")
    assert source.found(moved) is None


def test_what_was_cut_is_not_in_it_any_more(take, tmp_path):
    cues = cues_of_take(take)
    part = shortened(take, 62 + 50, 62 + 80, cues=cues, folder=tmp_path)  # from 2.0 s to 3.2 s of the speech
    assert part.frames == 30 and part.card == 0 and part.cut == Cut(62, 50, 20)
    assert np.array_equal(part.performances[1].motion.array, take.performances[1].motion.array[50:80])
    sound = soundfile.read(take.speech.path)[0]
    assert np.array_equal(soundfile.read(part.speech.path)[0], sound[32000:51200])
    assert [one.text for one in part.speech.sentences] == ["爷爷，你好。"] and part.feelings == ()
    assert [part.speech.sentences[0].start, part.speech.sentences[0].end] == pytest.approx([0.0, 1.2])
    write_take(part, tmp_path / "part.take")
    with zipfile.ZipFile(tmp_path / "part.take") as packed:
        assert "Tom." not in packed.read("take.json").decode()


def changed(path: Path, name: str, change, out: Path) -> Path:
    """A copy of a take, in which one member is another."""
    with zipfile.ZipFile(path) as packed:
        members = {one: packed.read(one) for one in packed.namelist()}
    members[name] = change(members.get(name, b""))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one, content in members.items():
            if content is not None:
                packed.writestr(one, content)
    return out


def told(**change):
    return lambda raw: json.dumps({**json.loads(raw), **change})


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("take.json", lambda raw: raw[:-9]), ("take.json", lambda raw: b"[" * 9000), ("take.json", lambda raw: None),
        ("take.json", told(faces=[1])), ("take.json", told(faces=[True, 2])), ("take.json", told(fps=1e9)),
        ("take.json", told(fps=50)), ("take.json", told(sentences={})), ("take.json", told(width=-2)),
        ("take.json", told(cut={"card": 10**12})), ("take.json", told(direction={"pickle": 1})),
        ("take.json", told(speech={"sample_rate": 16000, "samples": 9, "language": "", "synthetic": 1, "aligned": 0})),
        ("take.json", told(settings={"caption_style": "enormous"})),
        ("motion-1.f32", lambda raw: raw[:-4]), ("motion-1.f32", lambda raw: raw[: 59 * 4]),
        ("motion-2.f32", lambda raw: b"\xff" * len(raw)), ("motion-2.f32", lambda raw: None),
        ("motion-1.f32", lambda raw: np.full(len(raw) // 4, 1e20, "<f4").tobytes()),
        ("speech.flac", lambda raw: b"RIFF" * 99), ("speech.flac", lambda raw: raw[: len(raw) // 2]),
        ("../evil.txt", lambda raw: b"x"), ("weights.pkl", lambda raw: b"x"),
    ],
)  # fmt: skip
def test_a_changed_one_is_refused_in_one_sentence(kept, tmp_path, name, change):
    (tmp_path / "into").mkdir()
    with pytest.raises(UserError) as error:
        read_take(changed(kept, name, change, tmp_path / "bad.take"), tmp_path / "into")
    assert "bad.take" in str(error.value) or "caption style" in str(error.value)
    assert {path.name for path in (tmp_path / "into").iterdir()} <= {"speech.flac", "speech.wav"}


def test_what_is_no_take_at_all(kept, tmp_path):
    bad = tmp_path / "bad.take"
    for content in (b"x", kept.read_bytes()[:-30], kept.read_bytes() + b"x"):
        bad.write_bytes(content)
        with pytest.raises(UserError, match="damaged"):
            read_take(bad, tmp_path)
    newer = changed(kept, "take.json", told(revive_take=9), bad)
    with pytest.raises(UserError, match="another version of Revive"):
        read_take(newer, tmp_path)
