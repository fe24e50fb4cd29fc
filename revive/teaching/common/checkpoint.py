"""What every training keeps: its checkpoint, the running mean of its weights, and the weights that are shipped."""

from __future__ import annotations

from pathlib import Path


def keep(checkpoint: Path, kept: dict, step: int) -> None:
    """Write the checkpoint whole or not at all; `kept` are nets and optimizers by name."""
    import torch

    part = checkpoint.with_suffix(".part")
    torch.save({"step": step, **{name: part_of.state_dict() for name, part_of in kept.items()}}, part)
    part.replace(checkpoint)


def load_checkpoint(checkpoint: Path, kept: dict) -> int:
    """The step to go on from; 0 where there is no checkpoint."""
    import torch

    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    for name, part_of in kept.items():
        part_of.load_state_dict(state[name])
    return state["step"]


def follow(mean, net, kept: float) -> None:
    """Bring the running mean of the weights a step nearer to the net's; `kept` of it stays."""
    import torch

    with torch.no_grad():
        for slow, quick in zip(mean.parameters(), net.parameters(), strict=True):
            slow.lerp_(quick, 1 - kept)


def set_rate(optimizer, rate: float) -> None:
    """The learning rate of everything an optimizer holds."""
    for group in optimizer.param_groups:
        group["lr"] = rate


def half(net) -> dict:
    """The net's state in float16, as it is shipped."""
    return {name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}
