"""One small clip, whose take the tests change, and the same file alone."""

import shutil
from pathlib import Path

import pytest

from revive import Brief, make_clip
from revive.pipeline import Result

WORDS = "I am so proud of you. I miss our walks."


@pytest.fixture(scope="session")
def made(hopper, tmp_path_factory) -> Result:
    """A clip of two sentences with a title card, 216x256."""
    return make_clip(Brief(
        photo=hopper, words=WORDS, relation="her grandson", basis="agreed", adult=True, size=256, seed=3,
        title="For Tom", out=tmp_path_factory.mktemp("clip") / "clip.mp4",
    ))  # fmt: skip


@pytest.fixture
def alone(made, tmp_path) -> Path:
    """The clip without anything beside it, as from an earlier version or another computer."""
    (tmp_path / "alone").mkdir()
    return Path(shutil.copy(made.clip.out, tmp_path / "alone" / "clip.mp4"))
