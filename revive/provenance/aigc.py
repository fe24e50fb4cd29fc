"""The implicit label of GB 45438-2025: metadata under the key AIGC, a JSON object of seven strings.

`Label` is "1" for AI-generated content; the producer is Revive, with a random id. Whoever distributes the file fills in
the two propagator fields; the reserved ones stay empty.
"""

from __future__ import annotations

import json

from revive.provenance.provenance import PRODUCER, Provenance

KEY = "AIGC"
FIELDS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2",
)  # fmt: skip
MOST = 4096  # characters of a label; each field has at most a quarter of that


def aigc_label(made: Provenance) -> str:
    """The label as written: JSON on one line."""
    known = {"Label": "1", "ContentProducer": f"{PRODUCER} {made.version}", "ProduceID": made.id}
    return json.dumps({name: known.get(name, "") for name in FIELDS}, separators=(",", ":"))


def aigc_arguments(made: Provenance) -> list[str]:
    """ffmpeg's arguments, before the output, that write the label into MP4, MOV and M4A.

    They add to other -movflags that begin with “+”, before or after them. Without `use_metadata_tags` ffmpeg drops
    keys it does not know. It writes the other tags differently too, which ffmpeg and ExifTool read all the same.
    """
    return ["-metadata", f"{KEY}={aigc_label(made)}", "-movflags", "+use_metadata_tags"]


def read_aigc(text: str | None) -> dict[str, str] | None:
    """The fields of a label read from a file; None if it is not one. Unknown fields are dropped, long ones cut."""
    if not text or len(text) > MOST:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or "Label" not in told:
        return None
    return {name: str(told[name])[: MOST // 4] for name in FIELDS if isinstance(told.get(name), str | int)}
