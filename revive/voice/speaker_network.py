"""The speaker encoder in torch, for gradients through it; `revive.listening.speaker` runs it without torch."""

from __future__ import annotations

import torch
from torch import nn

from revive.core.network_blocks import with_weights
from revive.listening.speaker import BANDS, WEIGHTS


class SpeakerEncoder(nn.Module):
    """Mel spectrograms (N, T, BANDS) -> embeddings (N, 256)."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(BANDS, 256, num_layers=3, batch_first=True)
        self.linear = nn.Linear(256, 256)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        _, (hidden, _) = self.lstm(mel)
        return nn.functional.normalize(self.linear(hidden[-1]).relu(), dim=1)


def load_encoder() -> SpeakerEncoder:
    """The trained encoder, whose own weights need no gradient."""
    return with_weights(SpeakerEncoder(), WEIGHTS).requires_grad_(False)
