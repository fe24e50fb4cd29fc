import numpy as np
import pytest

from revive.clip import compose_clip
from revive.media.overlay import label
from tests.clip.material import GREY, decode, frames_of, grey, level, say, times, tone


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "fps", "title"),
    [(0.2, 5, ""), (1.013, 60, ""), (2.34, 29.97, ""), (1.5, 23.976, "Hello"), (3.001, 12.5, "Hello"), (0.01, 25, "")],
)
def test_picture_and_sound_end_together(make, work, seconds, fps, title):
    speech = say(work, tone(seconds))
    made = make(speech, fps=fps, size=(64, 64), title=title)
    clip = made.clip
    shown = times(clip)
    card = round(2.5 * fps) if title else 0
    assert len(made.pictures) == clip.frames == frames_of(speech, fps) + card
    assert np.allclose(np.diff(shown), 1 / fps, atol=1e-4)
    picture_end, sound_end = shown[-1] + 1 / fps, len(made.sound) / 48_000
    assert shown[0] == 0 and abs(picture_end - sound_end) < min(1 / fps, 0.002)
    assert clip.duration_s == pytest.approx(picture_end, abs=1e-4)
    assert clip.audio_duration_s == pytest.approx(sound_end, abs=1e-4)


def test_plays_everywhere(make, work):
    made = make(say(work, tone(1)))
    assert "h264 (High)" in made.report and "yuv420p(tv, bt709, progressive)" in made.report
    assert "aac (LC)" in made.report and "48000 Hz, stereo" in made.report
    assert "AI modified with Revive" in made.report and "AIGC" in made.report
    assert boxes(made.clip.out.read_bytes()).index("moov") < boxes(made.clip.out.read_bytes()).index("mdat")


def boxes(mp4: bytes) -> list[str]:
    found, at = [], 0
    while at < len(mp4):
        found.append(mp4[at + 4 : at + 8].decode())
        at += int.from_bytes(mp4[at : at + 4], "big")
    return found


@pytest.mark.slow
def test_colours_survive(tmp_path, work):
    colours = np.zeros((128, 128, 3), np.uint8)
    colours[40:, :64], colours[40:, 64:] = (200, 60, 50), (40, 90, 190)
    speech = say(work, tone(2))
    stream = (colours for _ in range(50))
    made = decode(compose_clip(stream, speech, tmp_path / "clip.mp4", fps=25, frames=50, folder=work))
    middle = made.pictures[25].astype(int)
    assert np.abs(middle[80, 30] - (200, 60, 50)).max() <= 4
    assert np.abs(middle[80, 100] - (40, 90, 190)).max() <= 4


@pytest.mark.slow
def test_every_frame_is_shown_once_in_order(tmp_path, work):
    def shades():
        frame = np.empty((64, 64, 3), np.uint8)
        for i in range(75):
            frame[:] = 40 + 2 * i
            yield frame

    clip = compose_clip(shades(), say(work, tone(3)), tmp_path / "clip.mp4", fps=25, frames=75, folder=work)
    shown = decode(clip).pictures[:, 40].mean((1, 2))
    between_fades = slice(13, 57)
    assert np.abs(shown[between_fades] - (40 + 2 * np.arange(75))[between_fades]).max() < 2


def test_the_animator_keeps_its_frame(tmp_path, work):
    """The label is drawn on a copy: a stream that hands out its own array finds it untouched."""
    frame = np.full((64, 64, 3), GREY, np.uint8)
    compose_clip((frame for _ in range(25)), say(work, tone(1)), tmp_path / "clip.mp4", fps=25, frames=25, folder=work)
    assert (frame == GREY).all()


@pytest.mark.slow
@pytest.mark.parametrize("title", ["", "For Tom"])
def test_label_stands_on_every_frame(make, work, title):
    made = make(say(work, tone(2)), title=title)
    left, top, right, bottom = label(256, 256, "en").box
    letters = (made.pictures[:, top:bottom, left:right].min(-1) > 190).any(2).sum(1)  # rows with bright pixels
    assert letters.min() >= 0.05 * 256


@pytest.mark.slow
def test_fades_are_gentle_and_short(make, work):
    made = make(say(work, tone(4)))
    light = made.pictures[:, 128].mean((1, 2))
    assert 0.7 * GREY < light[0] < 0.95 * GREY  # a thumbnail shows the face
    assert light[-1] < 0.1 * GREY
    assert np.abs(light[15:80] - GREY).max() < 2
    assert (np.diff(light[:15]) > -1).all() and (np.diff(light[80:]) < 1).all()
    assert np.abs(made.sound[:48]).max() < 0.03 and np.abs(made.sound[-48:]).max() < 0.03
    assert level(made.sound, 220, 0.1, 3.8) == pytest.approx(20 * np.log10(0.3), abs=0.5)


@pytest.mark.slow
def test_title_card_shows_then_dissolves(make, work):
    made = make(say(work, tone(3)), title="致汤姆：三十岁生日快乐 🎂")
    assert made.clip.frames == 75 + 62
    card, body = made.pictures[30].astype(int), made.pictures[90].astype(int)
    centre = card[90:170, 20:236]
    assert (centre.min(-1) > 200).sum() > 300  # the letters
    assert np.median(centre) < 0.6 * GREY  # on a dimmed ground
    assert np.abs(body[90:170, 20:236] - GREY).max() < 12  # gone, but for the unseen mark and what H.264 leaves
    light = made.pictures[:, 200, :20].mean((1, 2))
    assert light[61] < light[65] < light[70] < light[80]


@pytest.mark.slow
def test_voice_waits_for_the_title(make, work):
    sound = tone(2, within=[(0.5, 1.0)])
    made = make(say(work, sound), title="Hello")
    heard = np.flatnonzero(np.abs(made.sound[:, 0]) > 0.1) / 48_000
    card = round(2.5 * 25) / 25
    assert heard[0] == pytest.approx(card + 0.5, abs=0.004)
    assert heard[-1] == pytest.approx(card + 1.0, abs=0.004)


@pytest.mark.slow
def test_captions_show_only_while_said(make, work):
    speech = say(work, tone(4), ("Happy birthday, Tom.", 1.0, 2.0), ("I am so proud.", 2.6, 3.4))
    shown = captioned(make(speech).pictures)
    middles = (np.arange(100) + 0.5) / 25
    assert (shown == (((middles >= 1.0) & (middles < 2.0)) | ((middles >= 2.6) & (middles < 3.4)))).all()
    assert not captioned(make(speech, captions=False).pictures).any()


def captioned(pictures: np.ndarray) -> np.ndarray:
    return (pictures[:, 190:].min(-1) > 190).sum((1, 2)) > 40


@pytest.mark.slow
def test_caption_files_follow_the_title(make, work):
    speech = say(work, tone(4), ("Happy birthday, Tom.", 1.0, 2.0))
    made = make(speech, title="Hello", captions=False)
    srt, vtt = (path.read_text(encoding="utf-8") for path in made.clip.captions)
    assert "00:00:03,480 --> 00:00:04,480\nHappy birthday, Tom." in srt  # 62 frames of card are 2.48 s
    assert vtt.startswith("WEBVTT") and "00:00:03.480 --> 00:00:04.480\nHappy birthday, Tom." in vtt


@pytest.mark.slow
def test_no_caption_files_without_words(make, work, tmp_path):
    made = make(say(work, tone(1)))
    assert made.clip.captions == ()
    assert {path.name for path in tmp_path.iterdir()} == {"clip.mp4", "work"}


def test_a_short_stream_is_an_error(tmp_path, work):
    with pytest.raises(ValueError, match="ended after 10"):
        compose_clip(grey(10), say(work, tone(1)), tmp_path / "clip.mp4", fps=25, frames=25, folder=work)
    assert list(tmp_path.glob("clip*")) == []
