"""Train low-rank adapters (LoRA) of a network; everything else in it stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from revive.core.progress import Progress
from revive.teaching.common.accelerator import choose_accelerator
from revive.teaching.common.checkpoint import Stateful, load_checkpoint, save_checkpoint
from revive.teaching.common.learning_rate import scheduler

if TYPE_CHECKING:
    import torch
    from torch import nn

ADAPTER = "person"  # the name of what is trained
CHECKPOINT_EVERY = 20  # steps
HALF_WAY = 0.5  # share of the steps after which `middle` is called
WARMUP = 20  # steps


def train_adapters(
    net: nn.Module, loss_at: Callable[[int], torch.Tensor], steps: int, rate: float, *, checkpoint: Path, part: str,
    progress: Progress, heard: Callable[[str, int, float], None], middle: Callable[[], object] | None = None,
) -> list[list[float]]:  # fmt: skip
    """Bring the loss down by the adapters of a net; resumes from `checkpoint` where there is one.

    Parameters
    ----------
    loss_at : the loss of a step
    rate : the highest learning rate
    part : the name under which `heard` is told step and smoothed loss, at every checkpoint
    middle : called half way through, with the net in evaluation mode

    Returns
    -------
    list : [step, smoothed loss] at every checkpoint
    """
    import torch

    curve_file = checkpoint.with_suffix(".curve.json")
    accelerator = choose_accelerator()
    adapters = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(adapters, lr=rate, weight_decay=0.0)
    rates = scheduler(optimizer, lambda step: min((step + 1) / WARMUP, 1 - 0.9 * step / steps))
    parts: dict[str, Stateful] = {"net": _Adapters(net), "optimizer": optimizer, "scheduler": rates}
    first = load_checkpoint(checkpoint, parts)
    points = [p for p in json.loads(curve_file.read_text()) if p[0] <= first] if first else []
    net, optimizer = accelerator.prepare(net, optimizer)
    smooth = points[-1][1] if points else None
    net.train()
    for step in range(first, steps):
        loss = loss_at(step)
        optimizer.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(adapters, 1.0)
        optimizer.step()
        rates.step()
        smooth = loss.item() if smooth is None else 0.9 * smooth + 0.1 * loss.item()
        done = step + 1
        if middle and done == round(HALF_WAY * steps):
            net.eval()
            middle()
            net.train()
        if done % CHECKPOINT_EVERY == 0 or done == steps:
            points.append([done, round(smooth, 5)])
            heard(part, *points[-1])
            save_checkpoint(checkpoint, parts, done)
            curve_file.write_text(json.dumps(points))
        progress.update(done / steps)
    net.eval()
    return points


class _Adapters:
    """Only the adapters of a net, for a checkpoint."""

    def __init__(self, net: nn.Module) -> None:
        self._net = net

    def state_dict(self) -> dict[str, Any]:
        from peft import get_peft_model_state_dict

        return dict(get_peft_model_state_dict(self._net, adapter_name=ADAPTER))

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        from peft import set_peft_model_state_dict

        set_peft_model_state_dict(self._net, state_dict, adapter_name=ADAPTER)
