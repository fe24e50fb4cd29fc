"""Frames are turned into the planes that ffmpeg reads as BT.709."""

from __future__ import annotations

import subprocess

import numpy as np
import skimage.data

from revive.clip.yuv import yuv420
from revive.media.ffmpeg import binary


def test_ffmpeg_turns_the_planes_back_into_the_picture():
    picture = skimage.data.astronaut()[:256, :384]
    planes = yuv420(picture)
    assert planes.shape == (384, 384) and planes.dtype == np.uint8 and planes.flags.c_contiguous
    command = [
        binary(), "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "384x256", "-i", "pipe:0",
        "-vf", "scale=in_color_matrix=bt709:in_range=tv,format=rgb24", "-f", "rawvideo", "-",
    ]  # fmt: skip
    raw = subprocess.run(command, input=planes.tobytes(), capture_output=True, check=True).stdout
    back = np.frombuffer(raw, np.uint8).reshape(picture.shape)
    assert abs(back[..., 1].astype(int) - picture[..., 1]).mean() < 2  # green, which carries most of the lightness
    assert abs(back.astype(int) - picture).mean() < 3.5  # colours are kept in half as many pixels


def test_black_white_and_grey_have_no_colour():
    for level, expected in ((0, 16), (255, 235), (128, 126)):
        planes = yuv420(np.full((4, 8, 3), level, np.uint8))
        assert (planes[:4] == expected).all() and (planes[4:] == 128).all()
