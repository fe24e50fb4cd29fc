"""What many tests use: a photograph, a portrait of it, and a sentence spoken once."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def nobody_taught(tmp_path_factory):
    """No test sees, or writes, what this computer's user has taught."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def hopper() -> Path:
    """Grace Hopper's official portrait, 512x600: US Navy, public domain."""
    from matplotlib import cbook

    return Path(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))


@pytest.fixture(scope="session")
def smiling(tmp_path_factory) -> Path:
    """A smile that shows teeth: astronaut Eileen Collins, NASA, public domain."""
    import skimage.data
    from PIL import Image

    path = tmp_path_factory.mktemp("photos") / "smiling.png"
    Image.fromarray(skimage.data.astronaut()).save(path)
    return path


@pytest.fixture(scope="session")
def hopper_portrait(hopper):
    from revive.portrait import make_portrait

    return make_portrait(hopper)


@pytest.fixture(scope="session")
def smiling_portrait(smiling):
    from revive.portrait import make_portrait

    return make_portrait(smiling)
