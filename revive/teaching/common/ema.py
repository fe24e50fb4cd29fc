"""An exponential moving average (EMA) of a network's weights: what is kept varies less than the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn
    from torch.optim.swa_utils import AveragedModel


def averaged(net: nn.Module, decay: float, *, warmup: bool = False) -> AveragedModel:
    """A copy of the net whose `update_parameters(net)` moves it a step towards the net's weights; `.module` is the net.

    Parameters
    ----------
    decay : share of the average that stays at every step
    warmup : begin with a smaller decay, n / (n + 9) at the nth step, so that the first weights are soon forgotten
    """
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    def update(average, current, count) -> None:
        n = int(count)
        get_ema_multi_avg_fn(min(decay, n / (n + 9)))(average, current, count)

    average = AveragedModel(net, multi_avg_fn=update if warmup else get_ema_multi_avg_fn(decay))
    average.n_averaged.fill_(1)  # the copy counts: without it the first update would overwrite the first weights
    return average
