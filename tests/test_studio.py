"""A studio: the clip step by step, with models that are its own and go with it."""

import dataclasses
import gc
import tracemalloc
import weakref

import numpy as np
import pytest

import revive
from revive import Brief, Cancelled, Progress, UserError
from revive.direction.direction import Direction
from revive.motion import Motion
from revive.portrait import Portrait
from revive.speech import Speech
from tests.test_pipeline import decode

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def studio():
    with revive.Studio("cpu") as studio:
        yield studio


@pytest.fixture(scope="module")
def brief(hopper, tmp_path_factory) -> Brief:
    return Brief(
        photo=hopper, words="Hello, Tom.", title="For Tom", relation="a test", basis="agreed", adult=True, size=256,
        seed=3, out=tmp_path_factory.mktemp("studio") / "clip.mp4",
    )  # fmt: skip


@pytest.fixture(scope="module")
def reports():
    return []


@pytest.fixture(scope="module")
def plan(studio, brief, reports):
    with studio.prepare(brief, on_progress=reports.append) as plan:
        yield plan


@pytest.fixture(scope="module")
def result(studio, plan):
    return studio.render(plan)


def test_a_plan_is_typed_and_tells_what_was_understood(plan, brief, reports):
    assert isinstance(plan.portrait, Portrait) and isinstance(plan.speech, Speech) and isinstance(plan.motion, Motion)
    assert isinstance(plan.direction, Direction) and plan.brief == brief and not brief.out.exists()
    assert len(plan.motion) == int(np.ceil(plan.speech.duration * 25)) and plan.speech.path.is_file()
    stages = list(dict.fromkeys(report.stage for report in reports))
    assert stages == ["direction", "speech", "motion"] and set(plan.seconds) == {*stages, "portrait"}


def test_frames_are_those_of_the_clip(studio, plan, result):
    frames = list(studio.frames(plan))
    assert all(frame.shape == plan.portrait.image.shape and frame.dtype == np.uint8 for frame in frames)
    written = decode(result.clip.out)
    assert len(frames) == result.clip.frames == len(written) > len(plan.motion)  # the title card too
    far = [np.abs(one.astype(int) - other).mean() for one, other in zip(frames, written, strict=True)]
    assert max(far) < 4  # what the encoder loses; the label alone would be more


def test_make_clip_makes_the_same(result, brief, tmp_path):
    again = revive.make_clip(dataclasses.replace(brief, out=tmp_path / "clip.mp4"))
    assert np.array_equal(decode(again.clip.out), decode(result.clip.out))
    assert set(again.seconds) == set(result.seconds) and again.as_json().keys() == result.as_json().keys()


def test_a_plan_can_be_cancelled_and_leaves_nothing(studio, brief):
    from revive.core.home import home

    before = set((home() / "temporary").glob("*")) if (home() / "temporary").is_dir() else set()
    progress = Progress()

    def stop(report):
        if report.stage == "motion":
            progress.cancel()

    progress.listener = stop
    with pytest.raises(Cancelled):
        studio.prepare(brief, on_progress=progress)
    assert set((home() / "temporary").glob("*")) <= before


def test_a_plan_goes_with_its_files(studio, brief):
    plan = studio.prepare(dataclasses.replace(brief, words="Hi."))
    path = plan.speech.path
    assert path.is_file()
    del plan
    gc.collect()
    assert not path.exists()


def test_closing_frees_the_models():
    from revive.direction.encoder import sentence_encoder
    from revive.face.age import age_network
    from revive.face.detection import face_landmarker
    from revive.listening.listener import load_listener
    from revive.motion.gesture_diffusion import load_gesture_network
    from revive.motion.viseme_recogniser import load_viseme_network

    studio = revive.load("cpu")
    with studio._models.in_use():
        face = (face_landmarker, age_network)
        loaders = (sentence_encoder, *face, load_listener, load_viseme_network, load_gesture_network)
        models = [weakref.ref(load()) for load in loaders]
    assert all(model() is not None for model in models)
    studio.close()
    assert all(model() is None for model in models)
    with pytest.raises(RuntimeError, match="closed"):
        studio.prepare(Brief())


def test_closing_gives_the_memory_back():
    """Python's own count; it leaves out what torch and ONNX Runtime take from the system for themselves."""
    revive.load("cpu").close()  # the libraries stay
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    studio = revive.load("cpu")
    loaded = tracemalloc.get_traced_memory()[0] - before
    studio.close()
    left = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert loaded > 80e6 and left < 1e6  # bytes


@pytest.mark.parametrize("device", ["abacus", "cuda", "mps"])
def test_a_device_that_is_not_there_is_one_sentence(device):
    import torch

    if device != "abacus" and (torch.cuda.is_available() or torch.backends.mps.is_available()):
        pytest.skip("this computer has one")
    with pytest.raises(UserError, match=f"no device “{device}”; please choose one of: cpu"):
        revive.load(device)
