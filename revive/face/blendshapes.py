"""The names of MediaPipe's 52 blendshape scores, in MediaPipe's order."""

from __future__ import annotations

# MediaPipe Face Landmarker's order of its 52 ARKit-style blendshape scores
BLENDSHAPES = (
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(BLENDSHAPES)}


def sides_of(name: str) -> list[int]:
    """The index of a score in BLENDSHAPES; for a name that ends in "…", those of the left and the right score."""
    sides = ("Left", "Right") if name.endswith("…") else ("",)
    return [INDEX[name.removesuffix("…") + side] for side in sides]


SMILE_SCORES = sides_of("mouthSmile…")
