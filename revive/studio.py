"""A studio: holds the loaded models and makes clips with them step by step.

    with revive.load() as studio:
        with studio.prepare(brief) as plan:
            for frame in studio.frames(plan):
                ...
            result = studio.render(plan)

`make_clip` does the same in one call, with models that the process keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from revive import pipeline
from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.model_cache import ModelCache
from revive.core.progress import Progress, Report
from revive.pipeline import Plan, Result

DEVICES = ("cpu", "cuda", "mps")
Listener = Callable[[Report], None] | Progress


def load(device: str = "cpu") -> Studio:
    """A studio with the models that every clip needs; a voice is loaded with the first words that it says.

    Parameters
    ----------
    device : "cpu", "cuda" or "mps", where the one network of a clip runs that torch runs: the face detector
        face-alignment, which a brief may ask for. All others run on the processor, by ONNX Runtime and MediaPipe

    Raises
    ------
    UserError : the device is not there
    """
    studio = Studio(device)
    studio.load_models()
    return studio


class Studio:
    """Holds models until `close`; they are loaded when they are needed, or by `load_models`.

    Two studios share no models. A studio may be used in several threads.

    Attributes
    ----------
    device : where networks run that torch runs
    """

    def __init__(self, device: str = "cpu"):
        self.device = _device(device)
        self._models = ModelCache(self.device)

    def load_models(self) -> None:
        """Load what every clip needs, so that the first one need not wait for it."""
        from revive.animator.network import WEIGHTS, load_network
        from revive.animator.region import EYES, MOUTH
        from revive.direction.encoder import sentence_encoder
        from revive.face.age import age_network
        from revive.face.detection import face_landmarker
        from revive.listening.listener import load_listener
        from revive.motion.gesture_diffusion import load_gesture_network
        from revive.motion.viseme_recogniser import load_viseme_network

        with self._models.in_use():
            face = (face_landmarker, age_network)
            for model in (sentence_encoder, *face, load_listener, load_viseme_network, load_gesture_network):
                model()
            for region in (MOUTH, EYES[0]):
                load_network(WEIGHTS, region)

    def prepare(self, brief: Brief, on_progress: Listener | None = None) -> Plan:
        """Everything of a clip but its frames; close the plan when it is not needed any more.

        Parameters
        ----------
        on_progress : called with a `Report` now and then; or a `Progress`, which can also cancel the work

        Raises
        ------
        UserError : something in the brief cannot be used; the sentence says what and what to do
        Cancelled : the `Progress` was cancelled
        """
        with self._models.in_use():
            return pipeline.prepare(brief, _progress(on_progress))

    def frames(self, plan: Plan) -> Iterator[np.ndarray]:
        """The frames of the clip, one after another, each (H, W, 3) uint8 RGB: with label, captions and hidden mark.

        They are drawn as they are asked for, so that memory stays the same however long the clip is.
        """
        frames = pipeline.frames_of(plan)
        while True:
            with self._models.in_use():
                frame = next(frames, None)
            if frame is None:
                return
            yield frame

    def render(self, plan: Plan, on_progress: Listener | None = None) -> Result:
        """Write the clip to `plan.brief.out`, its captions and its job file beside it.

        Parameters and errors as `prepare`; cancelled, it leaves nothing behind.
        """
        with self._models.in_use():
            return pipeline.render(plan, _progress(on_progress))

    def close(self) -> None:
        """Let the models go; the memory is free as soon as no work uses them. The studio cannot be used afterwards."""
        self._models.close()
        if self.device == "cuda":
            import torch

            torch.cuda.empty_cache()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _progress(listener: Listener | None) -> Progress:
    return listener if isinstance(listener, Progress) else Progress(listener)


def _device(asked: str) -> str:
    """The chosen device, which must be available."""
    if asked == "cpu":
        return asked
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if not there.get(asked.split(":")[0]):
        found = ", ".join(name for name, found in there.items() if found)
        raise UserError(
            "This computer has no device “{asked}”; please choose one of: {found}.", asked=asked, found=found
        )
    return asked
