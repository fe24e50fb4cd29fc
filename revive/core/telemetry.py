"""Switch off the telemetry of libraries before they are imported.

ONNX Runtime (1.31) and the hub's client read their variables once, at import; Gradio reads its own whenever a page is
built. Importing `revive` alone loads none of them and changes no variable.
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
