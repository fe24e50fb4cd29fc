"""A clip that is watched while it is made: what is shown before, after and where the opening passes into the whole."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

import numpy as np
import pytest

from revive import Brief, Cancelled, Progress, make_clip
from revive.clip import LiveClip
from revive.clip.live import PICTURE, SOUND
from revive.clip.sound import RATE
from revive.media.ffmpeg import binary
from revive.provenance.pixels import find_in_frames
from revive.provenance.voice import find_in_voice

pytestmark = pytest.mark.slow

FPS, SIDE = 25.0, 256


class Recorded(LiveClip):
    """Remembers how many frames were shown when another sound began."""

    def __init__(self, folder, fps):
        super().__init__(folder, fps)
        self.seams: list[int] = []

    def hear(self, sound):
        self.seams.append(self.frames)
        super().hear(sound)


@dataclass
class Watched:
    clip: object
    alone: object  # the same clip, which nobody watched
    seams: list[int]
    pictures: np.ndarray  # (T, H, W, 3) uint8
    sound: np.ndarray  # (N,) float32
    moments: list[float]  # seconds of the pictures


def run(path, *arguments: str) -> bytes:
    command = [binary(), "-v", "error", "-i", str(path), *arguments, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def decoded(path, width: int = SIDE, height: int = SIDE) -> np.ndarray:
    raw = run(path, "-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24")
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


def moments(path) -> list[float]:
    listing = run(path, "-map", "0:v", "-c", "copy", "-f", "framecrc").decode()
    base = re.search(r"#tb 0: 1/(\d+)", listing)
    assert base
    ticks = int(base[1])
    return sorted(int(line.split(",")[2]) / ticks for line in listing.splitlines() if line.startswith("0,"))


@pytest.fixture(scope="module")
def brief(hopper) -> Brief:
    return Brief(
        photo=hopper,
        words="Hello, Tom. I am so proud of you. I think of you every day. Remember the pies by the lake.",
        relation="a test", basis="agreed", adult=True, size=SIDE, seed=3, fps=FPS,
    )  # fmt: skip


@pytest.fixture(scope="module")
def watched(brief, tmp_path_factory) -> Watched:
    """With an opening whatever the machine, which is over as soon as may be."""
    import dataclasses

    from revive import opening

    folder = tmp_path_factory.mktemp("watched")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "WORTH_IT", 0.0)
        patch.setattr(opening, "LONGEST", 0.2)
        live = Recorded(folder, FPS)
        clip = make_clip(dataclasses.replace(brief, out=folder / "clip.mp4"), live=live).clip
    alone = make_clip(dataclasses.replace(brief, out=folder / "alone.mp4")).clip
    sound = np.frombuffer(run(folder / SOUND, "-ac", "1", "-f", "f32le"), np.float32)
    picture = folder / PICTURE
    return Watched(
        clip, alone, live.seams, decoded(picture, clip.width, clip.height), sound, moments(picture)
    )  # fmt: skip


def test_every_frame_of_the_clip_is_shown_once_and_in_time(watched):
    assert len(watched.pictures) == watched.clip.frames
    assert watched.moments == pytest.approx(np.arange(watched.clip.frames) / FPS, abs=0.002)
    assert len(watched.seams) >= 2 and watched.seams[0] == 0
    assert 10 < watched.seams[-1] < watched.clip.frames


def test_the_clip_is_the_same_whether_it_is_watched_or_not(watched):
    def streams(clip) -> bytes:
        return run(clip.out, "-map", "0", "-c", "copy", "-f", "streamhash")

    assert streams(watched.clip) == streams(watched.alone)


def test_what_is_shown_has_the_marks_of_the_clip(watched):
    seam = watched.seams[-1]
    for shown in (watched.pictures[:seam], watched.pictures[seam:]):
        assert find_in_frames(shown[::3]).found
    assert find_in_voice(watched.sound, RATE).found


def test_the_head_does_not_jump_where_the_opening_ends(watched):
    """No two neighbouring frames differ more there than elsewhere in the clip while it speaks."""
    frames = watched.pictures[:, ::2, ::2].astype(np.int16)
    steps = np.abs(np.diff(frames, axis=0)).mean((1, 2, 3))
    usual = np.quantile(steps[15:-20], 0.98)
    for seam in watched.seams[1:]:
        assert steps[seam - 1 : seam + 14].max() < 2 * usual


def test_the_sound_is_that_of_the_clip_without_a_gap(watched):
    """Its envelope, every 20 ms, is the finished clip's, and has no silence that the clip has not."""
    whole = np.frombuffer(run(watched.clip.out, "-map", "0:a", "-ac", "1", "-f", "f32le"), np.float32)
    length = min(len(whole), len(watched.sound)) // 960 * 960
    assert abs(len(whole) - len(watched.sound)) < 0.05 * RATE
    one, other = (np.sqrt((sound[:length].reshape(-1, 960) ** 2).mean(1)) for sound in (whole, watched.sound))
    assert np.corrcoef(one, other)[0, 1] > 0.97
    assert not ((one > 0.03) & (other < 0.003)).any()


def test_a_recording_is_shown_before_its_words_are_written_down(brief, watched, tmp_path, monkeypatch):
    import dataclasses

    from revive import opening

    monkeypatch.setattr(opening, "WORTH_IT", 0.0)
    monkeypatch.setattr(opening, "LONGEST", 0.2)
    live = Recorded(tmp_path, FPS)
    spoken = dataclasses.replace(
        brief, words="", recording=watched.clip.out, transcribe=False, out=tmp_path / "clip.mp4"
    )  # fmt: skip
    clip = make_clip(spoken, live=live).clip
    assert live.frames == clip.frames == len(decoded(tmp_path / PICTURE, clip.width, clip.height))
    assert 0 < live.seams[-1] < clip.frames


def test_a_long_text_that_is_watched_can_be_cancelled_in_its_opening(brief, tmp_path, monkeypatch):
    import dataclasses

    from revive import opening

    monkeypatch.setattr(opening, "WORTH_IT", 0.0)
    progress = Progress()

    class Stops(LiveClip):
        def show(self, planes):
            super().show(planes)
            progress.cancel()

    live = Stops(tmp_path, FPS)
    with pytest.raises(Cancelled):
        make_clip(dataclasses.replace(brief, out=tmp_path / "clip.mp4"), live=live, progress=progress)
    assert live.frames == 1 and not (tmp_path / "clip.mp4").exists()
    live.delete()
    assert not list(tmp_path.glob("live-*"))
