"""How the events of the page are sent: the options of every `click`, `change` or `upload`."""

from __future__ import annotations

from typing import Any

# through Gradio's queue. The job queue decides who waits and says how long, so Gradio lets all of them through
QUEUED: dict[str, Any] = {"concurrency_limit": 20, "show_progress": "hidden", "api_visibility": "private"}
# what follows the press of a button: pressed again after Cancel, it begins although the first has not quite ended
FOLLOWING: dict[str, Any] = {**QUEUED, "trigger_mode": "multiple"}
IMMEDIATE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
