"""A finished clip is changed: what changes is what was asked for, and everything else stays as it was."""

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from revive import Edit, edit_clip
from revive.brief import Brief
from revive.clip.encoder import encoder
from revive.clip.yuv import yuv420
from revive.core.errors import UserError
from revive.provenance import Provenance, sign, verify
from revive.provenance.pixels import PixelMark
from revive.provenance.reading import read_manifest
from revive.takes import read_take
from tests.answers import FAMILY

pytestmark = pytest.mark.slow
RATE = 48_000
HINDI = "मुझे तुम पर गर्व है।\nहमारी सैर याद आती है।"


def decode(path: Path) -> np.ndarray:
    """All frames, (T, H, W, 3)."""
    frames = imageio_ffmpeg.read_frames(str(path))
    width, height = next(frames)["size"]
    return np.stack([np.frombuffer(frame, np.uint8).reshape(height, width, 3) for frame in frames]).astype(np.int16)


def heard(path: Path, ffmpeg, tmp_path: Path) -> np.ndarray:
    """Its sound, mono."""
    wav = ffmpeg("-i", path, "-ac", 1, "-ar", RATE, tmp_path / "heard.wav")
    return soundfile.read(wav)[0]


def loudness(sound: np.ndarray) -> float:
    return 10 * np.log10(np.mean(sound**2))


def apart(one: np.ndarray, two: np.ndarray) -> float:
    """Mean difference of two stacks of frames, in grey levels."""
    return float(np.abs(one - two).mean())


def test_a_cut_is_the_same_clip_between_two_frames(made, tmp_path, ffmpeg):
    cut = edit_clip(clip=made.clip.out, cut="3-4.52", out=tmp_path / "cut.mp4")
    before, after = decode(made.clip.out), decode(cut.clip.out)
    assert not cut.drawn and len(after) == cut.clip.frames == 113 - 75
    same = apart(after, before[75:113])
    assert same < 2.5 and same < 0.9 * min(apart(after, before[74:112]), apart(after, before[76:114]))
    was, now = (heard(path, ffmpeg, tmp_path) for path in (made.clip.out, cut.clip.out))
    assert len(now) == pytest.approx(38 / 25 * RATE, abs=1024)
    was, now = was[3 * RATE :][3000:60_000], now[3000:60_000]  # without the fades against clicks
    assert np.abs(was - now).mean() < 0.1 * np.abs(was).mean()
    first = (tmp_path / "cut.srt").read_text("utf-8").split("\n")
    assert first[1].startswith("00:00:00,000 --> ") and first[2] == "I am so proud of you."


def test_a_take_of_a_cut_clip_draws_what_was_left(made, tmp_path):
    cut = edit_clip(clip=made.clip.out, cut="3-4.52", out=tmp_path / "cut.mp4")
    again = edit_clip(clip=cut.clip.out, captions="none", out=tmp_path / "again.mp4")
    assert again.drawn and again.clip.frames == 38
    top = slice(0, 150)  # above the captions
    before, after = decode(made.clip.out)[:, top], decode(again.clip.out)[:, top]
    same = apart(before[75:113], after)
    assert same < 3.5 and same < 0.9 * min(apart(before[74:112], after), apart(before[76:114], after))
    sentences = read_take(cut.clip.out.with_suffix(".take"), tmp_path).speech.sentences
    assert sentences[0].start == 0.0 and max(one.end for one in sentences) <= 1.52 + 1e-6


def test_nothing_is_said_anew_when_captions_change_their_language(made, tmp_path):
    hindi = edit_clip(clip=made.clip.out, caption_text=HINDI, captions="plain", out=tmp_path / "hi.mp4")
    was, now = (read_take(path, new(tmp_path, name)) for name, path in beside(made.clip.out, hindi.clip.out))
    assert np.array_equal(soundfile.read(was.speech.path)[0], soundfile.read(now.speech.path)[0])
    assert np.array_equal(was.performances[0].motion.array, made.motion.array)
    assert np.array_equal(now.performances[0].motion.array, made.motion.array)
    times = [[line for line in captions(path) if "-->" in line] for path in (made.clip.out, hindi.clip.out)]
    assert len(times[0]) == 2 and times[0] == times[1]
    assert [line for line in captions(hindi.clip.out) if "है" in line] == HINDI.split("\n")
    before, after = decode(made.clip.out), decode(hindi.clip.out)
    assert before.shape == after.shape
    assert apart(before[:, :150], after[:, :150]) < 3  # the face and the label
    assert apart(before[:, 200:], after[:, 200:]) > apart(before[:, :150], after[:, :150]) + 2  # the captions


def beside(*clips: Path):
    return [(f"take{number}", clip.with_suffix(".take")) for number, clip in enumerate(clips)]


def new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def captions(clip: Path) -> list[str]:
    return clip.with_suffix(".srt").read_text("utf-8").splitlines()


def test_a_softer_voice_leaves_the_pictures_as_they_are_encoded(made, tmp_path, ffmpeg):
    soft = edit_clip(clip=made.clip.out, voice_volume=-6.0, out=tmp_path / "soft.mp4")
    was, now = (loudness(heard(path, ffmpeg, tmp_path)) for path in (made.clip.out, soft.clip.out))
    assert now - was == pytest.approx(-6, abs=0.3)
    assert np.array_equal(decode(made.clip.out), decode(soft.clip.out))
    back = edit_clip(clip=soft.clip.out, voice_volume=6.0, out=tmp_path / "back.mp4")
    assert back.brief is not None and back.brief.voice_volume == 0
    assert loudness(heard(back.clip.out, ffmpeg, tmp_path)) == pytest.approx(was, abs=0.1)


@pytest.fixture
def hum(tmp_path) -> Path:
    path = tmp_path / "hum.wav"
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 1234.0 * np.arange(20 * RATE) / RATE), RATE)
    return path


def tone(sound: np.ndarray) -> float:
    """Level of the hum in dB."""
    t = np.arange(len(sound)) / RATE
    return 20 * np.log10(abs(np.mean(sound * np.exp(-2j * np.pi * 1234.0 * t))) + 1e-9)


def test_music_is_laid_under_the_voice_and_taken_away(made, hum, tmp_path, ffmpeg):
    with_music = edit_clip(clip=made.clip.out, music=hum, out=tmp_path / "music.mp4")
    sound = heard(with_music.clip.out, ffmpeg, tmp_path)
    card, speech = sound[int(1.2 * RATE) : int(2.0 * RATE)], sound[int(3.2 * RATE) : int(4.0 * RATE)]
    assert tone(card) > -50 and tone(card) - tone(speech) > 5  # lowered while somebody speaks
    louder = edit_clip(clip=with_music.clip.out, music_volume=6.0, out=tmp_path / "louder.mp4")
    now = heard(louder.clip.out, ffmpeg, tmp_path)
    assert tone(now[int(1.2 * RATE) : int(2.0 * RATE)]) - tone(card) == pytest.approx(6, abs=0.5)
    silent = edit_clip(clip=louder.clip.out, music="none", out=tmp_path / "silent.mp4")
    assert tone(heard(silent.clip.out, ffmpeg, tmp_path)[int(1.2 * RATE) : int(2.0 * RATE)]) < -70


def test_joined_clips_pass_into_one_another_and_every_mark_holds(made, tmp_path):
    cut = edit_clip(clip=made.clip.out, cut="3-4.52", out=tmp_path / "cut.mp4")
    both = edit_clip(clip=made.clip.out, join=[cut.clip.out], transition=0.4, out=tmp_path / "both.mp4")
    hard = edit_clip(clip=made.clip.out, join=[cut.clip.out], transition=0.0, out=tmp_path / "hard.mp4")
    whole = made.clip.frames
    assert hard.clip.frames == whole + 38 and both.clip.frames == whole + 38 - 10 == len(decode(both.clip.out))
    assert apart(decode(hard.clip.out)[whole:], decode(cut.clip.out)) < 2.5
    found = verify(both.clip.out)
    assert found.whole and found.watermark and found.watermark.found and found.aigc
    assert found.manifest.facts and found.manifest.facts["kind"] == "edited clip"
    told = read_manifest(both.clip.out, "video/mp4")
    assert told["state"] == "Valid" and not told["named"]
    assert any(line.startswith("00:00:0") for line in captions(both.clip.out)) and both.take is None


def test_what_the_file_alone_allows(alone, made, hum, tmp_path):
    answers: dict[str, Any] = dataclasses.asdict(FAMILY)
    cut = edit_clip(clip=alone, cut="-3", voice_volume=3.0, music=hum, out=tmp_path / "cut.mp4", **answers)
    assert cut.clip.frames == 75 and cut.take is None and cut.brief is None
    changes: tuple[dict[str, Any], ...] = (
        {"title": ""}, {"captions": "large"}, {"music_volume": 3.0}, {"caption_text": "a\nb"},
    )  # fmt: skip
    for change in changes:
        with pytest.raises(UserError, match=r"no “clip\.take” beside it"):
            edit_clip(clip=alone, out=tmp_path / "no.mp4", **answers, **change)
    with pytest.raises(UserError, match="who you are to this person"):
        edit_clip(clip=alone, cut="-3", out=tmp_path / "no.mp4")
    assert not (tmp_path / "no.mp4").exists()


def test_captions_are_drawn_on_a_file_that_shows_none(made, alone, tmp_path):
    plain = edit_clip(clip=made.clip.out, captions="none", out=alone)
    assert plain.job is not None and not Brief.load(plain.job).captions
    alone.with_suffix(".take").unlink()
    drawn = edit_clip(clip=alone, captions="yellow", out=tmp_path / "drawn.mp4")
    frame = decode(drawn.clip.out)[90]
    yellow = (frame[..., 0] > 200) & (frame[..., 1] > 170) & (frame[..., 2] < 120)
    assert yellow[200:].sum() > 60


def test_another_size_is_fitted_and_labelled(made, tmp_path):
    """What comes second has another shape and rate; it stands before a blurred picture, marked and labelled."""
    wide = tmp_path / "wide.mp4"
    sound = tmp_path / "silence.wav"
    soundfile.write(sound, np.zeros((RATE, 2)), RATE)
    card = np.full((128, 320, 3), 200, np.uint8)
    PixelMark.of(card).draw(card)
    with encoder(wide, width=320, height=128, fps=20, sound=sound, tags={}) as write:
        for _ in range(20):
            write(yuv420(card))
    sign(wide, Provenance("clip"))
    both = edit_clip(
        clip=made.clip.out, join=[wide], transition=0.2, out=tmp_path / "both.mp4", **dataclasses.asdict(FAMILY)
    )  # fmt: skip
    frames = decode(both.clip.out)
    assert len(frames) == made.clip.frames + 25 - 5 and frames.shape[1:3] == decode(made.clip.out).shape[1:3]
    last = frames[-1]
    height, width = last.shape[:2]
    band = round(128 * width / 320)
    middle, above = last[height // 2 - band // 3 : height // 2 + band // 3], last[:20, :40]
    assert abs(middle.mean() - 200) < 6 and above.mean() < 130  # the picture, and what is behind it
    assert np.abs(last[: (height - band) // 2].astype(float) - above.mean()).max() > 60  # letters of the label


def test_the_command_changes_a_clip(made, tmp_path, capsys):
    from revive.__main__ import main

    out = tmp_path / "cut.mp4"
    assert main(["edit", str(made.clip.out), "--cut", "3-4", "--fade", "0.2", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["frames"] == 25 and told["drawn"] and Path(told["take"]).is_file()
    assert decode(out)[-1, :150].mean() < 0.4 * decode(out)[12, :150].mean()  # faded out
    assert main(["edit", str(made.clip.out), "--captions", "huge", "--out", str(out)]) == 2
    assert "not a known captions" in capsys.readouterr().err


def test_a_film_of_somebody_else_is_refused(made, still, tmp_path):
    with pytest.raises(UserError, match="was not made by Revive"):
        edit_clip(clip=made.clip.out, join=[still.path], out=tmp_path / "no.mp4")


def test_what_is_asked_for_wrongly(made, tmp_path):
    def told(**change) -> str:
        with pytest.raises(UserError) as error:
            edit_clip(clip=made.clip.out, out=tmp_path / "no.mp4", **change)
        return str(error.value)

    assert "Nothing is to be changed" in told()
    assert "has 2 sentences, but the text has 3 lines" in told(caption_text="a\nb\nc")
    assert "does not tell what to keep" in told(cut="soon")
    assert "hardly anything would be left" in told(cut="3-3.1")
    assert "Only the title card" in told(cut="0-1.5")
    assert "voice volume" in told(voice_volume=30.0)
    assert "meant to deceive" in told(caption_text="I am in trouble.\nPlease transfer money to my bank account.")


def test_a_photograph_that_moved_is_asked_for(made, smiling, tmp_path):
    (tmp_path / "gone").mkdir()
    clip = Path(shutil.copy(made.clip.out, tmp_path / "gone" / "clip.mp4"))
    take = read_take(made.clip.out.with_suffix(".take"), tmp_path)
    from revive.takes import write_take
    from revive.takes.sources import Source

    lost = Source(tmp_path / "nowhere" / "gran.jpg", take.sources["photo"].sha256)
    write_take(dataclasses.replace(take, sources={"photo": lost}), clip.with_suffix(".take"))
    with pytest.raises(UserError, match=r"gran\.jpg.*does not lie any more"):
        edit_clip(clip=clip, captions="large", out=tmp_path / "no.mp4")
    with pytest.raises(UserError, match="is another photograph"):
        edit_clip(clip=clip, captions="large", photo=smiling, out=tmp_path / "no.mp4")
    assert edit_clip(clip=clip, cut="3-4", out=tmp_path / "yes.mp4").clip.frames == 25


def test_the_settings_of_an_edit():
    assert Edit(cut="1,5 - 0:08").span(100) == (1.5, 8.0) and Edit(cut="3-").span(5) == (3.0, 5)
    several: Any = ["a.mp4"]
    assert Edit(join=several).join == (Path("a.mp4"),)
    with pytest.raises(UserError, match="no setting called “cuts”"):
        Edit(cuts="1-2")  # pyright: ignore[reportCallIssue]
    with pytest.raises(UserError, match="captions"):
        Edit(captions="huge")  # pyright: ignore[reportArgumentType]
