"""A home of its own for each test, small files of every kind, and what the mark in them is said to be."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from revive.media import ffmpeg
from revive.provenance import Provenance, aigc_arguments, picture_arguments

NAME = "Grandma Ruth Miller"  # no mark may tell it


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    for name in ("REVIVE_CERT", "REVIVE_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def pixels() -> np.ndarray:
    """(96, 128, 3) uint8, something smooth."""
    y, x = np.mgrid[:96, :128]
    return np.stack([2 * x, 2 * y, 128 + 60 * np.sin(x / 9) * np.cos(y / 7)], axis=-1).astype(np.uint8)


@pytest.fixture(scope="session")
def raw(tmp_path_factory) -> Path:
    """A folder with sounds and a film, 1 second, without a mark."""
    folder = tmp_path_factory.mktemp("raw")
    tone = ["-f", "lavfi", "-i", "sine=d=1:r=48000"]
    picture = ["-f", "lavfi", "-i", "testsrc=d=1:s=128x96:r=25"]
    for arguments in (
        [*tone, folder / "a.wav"], [*tone, folder / "a.mp3"], [*tone, folder / "a.m4a"],
        [*picture, *tone, "-movflags", "+faststart", *aigc_arguments(Provenance("clip")), folder / "a.mp4"],
        [*picture, *tone, folder / "a.mov"],
    ):  # fmt: skip
        status, said = ffmpeg.run([*map(str, arguments)], lambda: None)
        assert status == 0, said
    return folder


@pytest.fixture
def file_of(raw, pixels, tmp_path):
    """file_of(ending, made) -> a new file that is called after NAME; pictures carry the labels of `made`."""

    def make(ending: str, made: Provenance | None = None) -> Path:
        path = tmp_path / f"{NAME}.{ending}"
        if ending in ("jpg", "png", "webp"):
            form = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[ending]
            Image.fromarray(pixels).save(path, form, **(picture_arguments(made, form) if made else {}))
        else:
            path.write_bytes((raw / f"a.{ending}").read_bytes())
        return path

    return make


@pytest.fixture
def marks(monkeypatch):
    """The mark in picture and voice as the test sets it: `marks.picture`, `marks.voice` (found, by accident)."""
    import sys

    told = SimpleNamespace(picture=(False, 1.0), voice=(False, 1.0), frames=0)

    def in_frames(frames):
        told.frames = sum(1 for _ in frames)
        return SimpleNamespace(found=told.picture[0], by_accident=told.picture[1])

    def in_picture(_):
        return SimpleNamespace(found=told.picture[0], by_accident=told.picture[1])

    def in_voice(samples, rate):
        assert samples.dtype == np.float32 and samples.ndim == 1 and rate == 48000
        return SimpleNamespace(found=told.voice[0], by_accident=told.voice[1])

    importlib.import_module("revive.provenance.pictures")  # takes the real module before it is replaced
    pixels = SimpleNamespace(find_in_frames=in_frames, find_in_picture=in_picture)
    monkeypatch.setitem(sys.modules, "revive.provenance.pixels", pixels)
    monkeypatch.setitem(sys.modules, "revive.provenance.voice", SimpleNamespace(find_in_voice=in_voice))
    return told
