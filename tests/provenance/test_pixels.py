"""The mark in pixels outlives what people do to clips and pictures, is not seen, and is not found where it is not."""

from __future__ import annotations

import io
import subprocess
from typing import cast

import numpy as np
import pytest
import skimage.data
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

from revive.clip.encoder import encoder
from revive.clip.yuv import yuv420
from revive.media.film import check_film, read_frames
from revive.media.overlay import label
from revive.provenance.pixels import PixelMark, find_in_frames, find_in_picture, mark_picture

FRAMES, FPS = 50, 25
SLOW = ("-c:v", "libx264", "-preset", "veryfast")


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    """Two seconds of 416x480 that drift by 25 pixels, with the label."""
    plate = label(416, 480, "en")
    shown = []
    for i in range(FRAMES):
        frame = skimage.data.astronaut()[i // 5 : i // 5 + 480, i // 2 : i // 2 + 416].copy()
        plate.draw(frame)
        shown.append(frame)
    return shown


@pytest.fixture(scope="module")
def marked(frames) -> list[np.ndarray]:
    mark = PixelMark.of(frames[0])
    drawn = [frame.copy() for frame in frames]
    for frame in drawn:
        mark.draw(frame)
    return drawn


@pytest.fixture(scope="module")
def clip(marked, tmp_path_factory):
    """The marked frames as Revive writes them."""
    folder = tmp_path_factory.mktemp("marked")
    soundfile.write(folder / "sound.wav", np.zeros(48_000 * FRAMES // FPS), 48_000)
    path = folder / "clip.mp4"
    with encoder(path, width=416, height=480, fps=FPS, sound=folder / "sound.wav", tags={}) as write:
        for frame in marked:
            write(yuv420(frame))
    return path


def found_in(path):
    return find_in_frames(read_frames(path, rate=8, side=1280, seconds=check_film(path).seconds))


def reencoded(clip, path, *arguments):
    subprocess.run([get_ffmpeg_exe(), "-y", "-v", "error", "-i", clip, "-an", *arguments, path], check=True)
    return path


@pytest.mark.slow
def test_an_encoded_clip_is_recognised(clip):
    found = found_in(clip)
    assert found.found
    assert found.by_accident < 1e-6
    assert found.score > 15


@pytest.mark.slow
def test_half_the_bitrate_is_survived(clip, tmp_path):
    for quality in range(23, 32):
        half = reencoded(clip, tmp_path / "half.mp4", *SLOW, "-crf", str(quality))
        if half.stat().st_size < clip.stat().st_size / 2:
            break
    assert half.stat().st_size < clip.stat().st_size / 2
    assert found_in(half).found


@pytest.mark.slow
@pytest.mark.parametrize(
    "cut",
    [
        "crop=iw*0.9:ih:iw*0.1:0",
        "crop=iw*0.9:ih*0.9,scale=480:-2",
        "crop=iw*0.9:ih*0.9,scale=-2:480,format=gray,format=yuv420p",
    ],
)  # fmt: skip
def test_sizes_and_crops_are_survived(clip, tmp_path, cut):
    assert found_in(reencoded(clip, tmp_path / "cut.mp4", *SLOW, "-crf", "25", "-vf", cut)).found


@pytest.mark.slow
def test_nothing_is_found_where_nothing_was_drawn(frames):
    for unmarked in (
        frames[::8],
        [skimage.data.coffee()],
        [np.zeros((480, 416, 3), np.uint8)],
    ):
        found = find_in_frames(unmarked)
        assert not found.found
        assert found.score < 7


@pytest.mark.slow
def test_it_is_not_seen_and_does_not_flicker(frames, marked):
    from skimage.metrics import peak_signal_noise_ratio, structural_similarity

    for before, after in zip(frames[::24], marked[::24], strict=True):
        assert peak_signal_noise_ratio(before, after) > 41
        assert cast("float", structural_similarity(before, after, channel_axis=2)) > 0.97
    grain = [after.astype(int) - before for before, after in zip(frames, marked, strict=True)]
    for i in range(1, FRAMES, 3):
        assert np.abs(grain[i] - grain[i - 1])[(frames[i] > 8) & (frames[i] < 247)].mean() < 0.4


@pytest.mark.slow
@pytest.mark.parametrize("size", [(512, 512), (256, 256), (600, 700)])
def test_a_picture_outlives_jpeg_and_a_crop(size):
    marked = mark_picture(np.asarray(Image.fromarray(skimage.data.astronaut()).resize(size)))
    height, width = marked.shape[:2]
    file = io.BytesIO()
    Image.fromarray(marked[height // 20 : -height // 20, width // 20 : -width // 20]).save(file, "JPEG", quality=75)
    assert find_in_picture(np.asarray(Image.open(file))).found


def test_a_view_of_an_array_is_drawn_on(frames):
    """OpenCV would draw on a copy."""
    wide = np.zeros((480, 500, 3), np.uint8)
    wide[:, 20:436] = frames[0]
    PixelMark.of(wide[:, 20:436]).draw(wide[:, 20:436])
    assert (wide[:, 20:436] != frames[0]).any()
    assert not wide[:, :20].any()


def test_what_is_too_small_or_nothing_is_no_error():
    assert not find_in_frames([]).found
    assert not find_in_picture(np.zeros((40, 40, 3), np.uint8)).found
    assert mark_picture(np.full((2, 3, 3), 90, np.uint8)).shape == (2, 3, 3)
