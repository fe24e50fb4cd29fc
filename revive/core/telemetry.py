"""Libraries that tell their makers of their use are told not to, before the first of them is loaded.

ONNX Runtime (1.31) looks at its variable once, when it is first imported, and so does the hub's client; Gradio looks
whenever a page is built. Importing `revive` alone loads none of them and changes nothing.
"""

from __future__ import annotations

import os

_SETTINGS = {
    "ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "GRADIO_ANALYTICS_ENABLED": "False",
    "DO_NOT_TRACK": "1",
}  # fmt: skip


def switch_off() -> None:
    """Call it before one of these libraries, or a package that brings one, is imported."""
    os.environ |= _SETTINGS
