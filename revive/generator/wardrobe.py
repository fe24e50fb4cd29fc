"""Dress drawn people in clothes that are known whole: what is mixed of two collars is none.

Of those that the generator knows and that are likest the drawn body, the one is taken that goes on where the head ends:
long hair on shoulders belongs to long hair, and a dark neck to a dark face.
"""

from __future__ import annotations

import torch

from revive.generator.decoder import PortraitDecoder
from revive.generator.encode import head_mask
from revive.generator.frame import Frame

LIKEST = 32  # bodies among which the end of the head decides
_MEETING = (0.1, 0.9)  # of the head's mask, between which head and body meet


class Wardrobe:
    """The bodies that a generator knows, (outfits, bodies) numbers of codes; none where it has no wardrobe."""

    def __init__(self, decoder: PortraitDecoder, frame: Frame) -> None:
        shapes, heads, bodies, *_ = decoder.sizes
        self._head = slice(shapes, shapes + heads)
        self._body = slice(shapes + heads, shapes + heads + bodies)
        self._outfits, self._spread = decoder.wardrobe, decoder.body_spread
        if self._outfits is None:
            return
        mask = torch.from_numpy(head_mask(frame)).to(decoder.head_basis.dtype)
        at = (mask > _MEETING[0]) & (mask < _MEETING[1])
        # a pixel there is the same whether head / mask or body / (1 - mask) tells it
        self._end = _part(decoder, "head", at, 1 - mask[at])
        beginning = _part(decoder, "body", at, mask[at])
        self._begin = _told(self._outfits, beginning)

    def dress(self, code: torch.Tensor) -> torch.Tensor:
        """Codes (N, size), each with one of the bodies in place of its own."""
        if self._outfits is None:
            return code
        code = code.clone()
        # in the units of the texture, where the first numbers of a code are the larger
        apart = torch.cdist(code[:, self._body] * self._spread, self._outfits * self._spread)
        likest = apart.topk(min(LIKEST, len(self._outfits)), largest=False).indices
        gap = torch.cdist(_told(code[:, self._head], self._end), self._begin).gather(1, likest)
        code[:, self._body] = self._outfits[likest.gather(1, gap.argmin(dim=1, keepdim=True))[:, 0]]
        return code


def _part(decoder: PortraitDecoder, name: str, at: torch.Tensor, weight: torch.Tensor):
    """Mean and basis of a part of the code, at some of its pixels, weighted."""
    mean, basis, spread = (getattr(decoder, f"{name}_{part}") for part in ("mean", "basis", "spread"))
    return mean[at] * weight, spread[:, None] * basis[:, at] * weight


def _told(code: torch.Tensor, part: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    mean, basis = part
    return mean + code @ basis
