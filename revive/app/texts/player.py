"""The player of the clip."""

from __future__ import annotations

from revive.core.localisation import Message

TEXT = {
    "player_play": Message("Play"),
    "player_pause": Message("Pause"),
    "player_place": Message("Where in the clip"),
    "player_captions": Message("Captions"),
    "player_mute": Message("Sound off"),
    "player_full": Message("Whole screen"),
    "player_making": Message("It is still being made; you see it as it comes."),
}  # fmt: skip
