"""Averaged weights, learning rates and noise are what their formulas say."""

import math

import numpy as np
import pytest
import torch

from revive.teaching.common.denoising import add_noise, make_sampler, noise_schedule
from revive.teaching.common.ema import averaged
from revive.teaching.common.learning_rate import scheduler, warmup_cosine


@pytest.mark.parametrize(("warmup", "decays"), [(False, [0.9, 0.9, 0.9]), (True, [1 / 10, 2 / 11, 3 / 12])])
def test_the_average_moves_towards_the_net_from_its_first_weights(warmup, decays):
    net = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(net.weight, 4.0)
    average, expected = averaged(net, 0.9, warmup=warmup), 4.0
    for step, decay in enumerate(decays):
        torch.nn.init.constant_(net.weight, float(step))
        average.update_parameters(net)
        expected = decay * expected + (1 - decay) * step
        assert average.module.get_parameter("weight").item() == pytest.approx(expected, rel=1e-6)


def test_the_average_resumes_where_it_was():
    net = torch.nn.Linear(2, 2)
    first, second = averaged(net, 0.99, warmup=True), averaged(net, 0.99, warmup=True)
    first.update_parameters(net)
    second.load_state_dict(first.state_dict())
    torch.nn.init.constant_(net.weight, 3.0)
    for average in (first, second):
        average.update_parameters(net)
    assert torch.equal(first.module.get_parameter("weight"), second.module.get_parameter("weight"))


def test_the_rate_rises_and_falls_to_its_floor():
    share = warmup_cosine(1000, 100, floor=0.1)
    assert share(0) == 0.01 and share(1000) == pytest.approx(0.1)
    assert share(600) == pytest.approx(0.55 + 0.45 * math.cos(0.6 * math.pi))
    rates = [share(step) for step in range(1000)]
    top = int(np.argmax(rates))
    assert 50 < top < 120 and all(np.diff(rates[:top]) > 0) and all(np.diff(rates[top:]) < 0)


def test_the_optimizer_is_given_the_rate_of_its_step():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.2)
    rates = scheduler(optimizer, lambda step: 1 / (step + 1))
    seen = []
    for _ in range(3):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        rates.step()
    assert seen == pytest.approx([0.2, 0.1, 0.2 / 3])


def test_noise_is_of_the_schedule_that_is_sampled_with():
    assert torch.equal(noise_schedule().alphas_cumprod, make_sampler().alphas_cumprod)
    clean = torch.from_numpy(np.random.default_rng(0).standard_normal((40, 3, 5)).astype(np.float32))
    timesteps, noisy, velocity = add_noise(clean, np.random.default_rng(1))
    again = add_noise(clean, np.random.default_rng(1))
    assert torch.equal(noisy, again[1]) and len(set(timesteps.tolist())) > 20
    signal = make_sampler().alphas_cumprod[timesteps].view(-1, 1, 1).sqrt()
    noise = (1 - signal.square()).sqrt()
    assert torch.allclose(signal * noisy - noise * velocity, clean, atol=1e-4)  # what the velocity is for
