"""How different two pictures look to a network that has seen a million photographs: it minds blur, as eyes do.

The distance of Zhang et al. 2018, "The unreasonable effectiveness of deep features as a perceptual metric" (LPIPS),
without weights learned from people, on the first layers of EfficientNet-Lite0.
"""

from __future__ import annotations

import numpy as np

LAST = 5  # the deepest level of `Features` that is looked at: an eighth of the picture's side


class FeatureDistance:
    """Compares pictures with a true one. The packages of requirements-training.txt have the network."""

    def __init__(self) -> None:
        from revive.training.portrait.features import Features

        self._features = Features(last=LAST)

    def maps(self, pictures: list[np.ndarray], truth: np.ndarray) -> np.ndarray:
        """(n, H, W) of n pictures and the truth, (H, W, 3) uint8 each: 0 where they look the same, at most 12."""
        import torch
        import torch.nn.functional as F

        batch = torch.from_numpy(np.stack([*pictures, truth])).permute(0, 3, 1, 2).float() / 255
        with torch.inference_mode():
            levels = [F.normalize(level) for level in self._features(batch)]
            apart = [(level[:-1] - level[-1:]).square().sum(dim=1, keepdim=True) for level in levels]
            larger = [F.interpolate(one, size=truth.shape[:2], mode="bilinear", align_corners=False) for one in apart]
        total = torch.cat(larger, dim=1).sum(dim=1)
        return total.numpy()
