"""A living photograph: made without words, shut-mouthed, in every format with its marks, and looping without a seam."""

import dataclasses

import numpy as np
import pytest
from PIL import Image

from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.pipeline import frames_of, make_clip, prepare
from revive.provenance import verify
from revive.roles import direct, voice_for
from revive.usual_times import living_seconds, usual_times
from tests.answers import FAMILY

LIFE = {"moment": "smile", "seconds": 5.0, "size": 224, "fps": 10.0, "seed": 3, "captions": True}


@pytest.fixture
def life(hopper, tmp_path) -> Brief:
    return Brief(photo=hopper, out=tmp_path / "gran.mp4", **LIFE, **dataclasses.asdict(FAMILY))


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "frames"), [(".mp4", 50), (".gif", 50), (".webp", 50)])
def test_every_format_is_made_marked_and_small(life, ending, frames):
    made = make_clip(dataclasses.replace(life, out=life.out.with_suffix(ending), loop=True))
    assert made.clip.frames == frames and made.clip.duration_s == 5.0 and made.clip.captions == ()
    assert made.clip.out.stat().st_size < 1_500_000 and made.job.is_file()
    verdict = verify(made.clip.out)
    assert verdict.whole and verdict.manifest.ours and verdict.manifest.made == "AI modified"
    assert (verdict.manifest.facts or {})["kind"] == "living photograph" and (verdict.aigc or {})["Label"] == "1"
    if ending != ".mp4":
        with Image.open(made.clip.out) as picture:
            assert getattr(picture, "n_frames", 1) == frames and picture.info["loop"] == 0
            assert picture.size == (made.clip.width, 224)
        assert "compositeWithTrained" in (verdict.xmp or {})["source_type"]
    assert Brief.load(made.job).moment == "smile"


@pytest.mark.slow
def test_the_last_frame_passes_into_the_first(life):
    with prepare(dataclasses.replace(life, loop=True, moment="smile, look-around"), Progress()) as plan:
        frames = np.stack(list(frames_of(plan))).astype(np.int16)
        assert plan.motion.closure.min() == 1 and plan.speech.silent
    steps = np.abs(np.diff(frames, axis=0)).mean(axis=(1, 2, 3))
    seam = np.abs(frames[0] - frames[-1]).mean()
    assert seam < steps.mean()


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "aspect"), [("square", 1.0), ("upright", 9 / 16)])
def test_a_shape_has_even_sides_and_its_whole_size(life, shape, aspect):
    brief = dataclasses.replace(life, shape=shape, size=256)
    with prepare(brief, Progress()) as plan:
        height, width = plan.portrait.image.shape[:2]
        left, top, right, bottom = plan.portrait.face.box
        expected = usual_times(brief.checked(), direct(brief), voice_for(brief))
    assert width % 2 == height % 2 == 0 and abs(width / height - aspect) < 0.02 and 250 <= max(width, height) <= 256
    assert left >= 0 and top >= 0 and right <= width and bottom <= height
    assert set(expected) == {"portrait", "speech", "motion", "clip"} and expected["speech"] == 0


def test_without_a_length_it_is_as_long_as_its_moments(life):
    short, long = (
        living_seconds(dataclasses.replace(life, seconds=None, moment=moment)) for moment in ("nod", "smile, nod")
    )
    assert 5 <= short < long <= 15
    assert living_seconds(life) == 5.0


def test_consent_is_asked_for(life):
    with pytest.raises(UserError, match="who you are"):
        dataclasses.replace(life, relation="").checked()
    with pytest.raises(UserError, match="deceive"):
        dataclasses.replace(life, moment="smiles like a fake passport photo to deceive the bank").checked()


def test_a_gif_is_as_large_and_fast_as_people_send_them(life):
    gif = dataclasses.replace(life, out=life.out.with_suffix(".gif"), size=1280, fps=25.0).checked()
    assert gif.size == 440 and gif.fps == pytest.approx(12.5) and gif.loops and gif.checked() == gif
    webp = dataclasses.replace(life, out=life.out.with_suffix(".WEBP"), size=1280, fps=60.0).checked()
    assert webp.size == 640 and webp.fps == pytest.approx(25.0)
