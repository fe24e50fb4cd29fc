"""Revive: a photograph, a description and words become a finished talking clip, on this computer.

    from revive import Brief, make_clip
    result = make_clip(
        photo="gran.jpg", words="Happy birthday, Tom.", out="clip.mp4",
        consent="her grandson", basis="family", adult=True,
    )

Nothing heavy is imported before it is used.
"""

import os

# ONNX Runtime, the hub's client and Gradio tell their makers of their use unless they are asked not to; ONNX Runtime
# (1.31) looks at this once, when it is first imported.
os.environ |= {
    "ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "GRADIO_ANALYTICS_ENABLED": "False",
    "DO_NOT_TRACK": "1",
}  # fmt: skip

__version__ = "0.1.0"
__all__ = ["Brief", "Cancelled", "Progress", "UserError", "make_clip"]

_HOME = {
    "Brief": "brief",
    "make_clip": "pipeline",
    "Progress": "core.progress",
    "UserError": "core.errors",
    "Cancelled": "core.errors",
}


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'revive' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"revive.{_HOME[name]}"), name)
