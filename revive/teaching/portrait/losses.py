"""What brings the portrait generator nearer to one person: two losses, and other people to be remembered beside them.

Wherever the name is learned, clothes and background are often those of somebody drawn, told in the words of that
drawing: so that words can change them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from revive.generator.generate import named
from revive.teaching.common.denoising import add_noise
from revive.teaching.portrait.captions import details, invent, who
from revive.teaching.portrait.photographs import EncodedPhotographs

if TYPE_CHECKING:
    import torch

PAIRS, OTHERS = 3, 1  # textures in a batch of the finisher: of the person, and of somebody drawn
BATCH = 48  # codes in a batch of the denoiser, half of them of somebody drawn
DRESSED = 0.6  # how often the person wears the clothes of somebody drawn
DRAWN = 256  # people drawn before the teaching, to be remembered
COLOUR_WEIGHT = 20.0  # how much more the one number of colour or grey counts than each of the others


def code_weights(size: int) -> torch.Tensor:
    """(size,), how much each number of a code counts in the denoiser's loss."""
    import torch

    weights = torch.ones(size)
    weights[-1] = COLOUR_WEIGHT
    return weights


def prior_samples(pipeline, seed: int):
    """Codes, their words and what was said, of people that the generator draws before it is taught."""
    import torch

    from revive.generator.pipeline import embedded

    draw = np.random.default_rng([seed, 3])
    people = [invent(draw) for _ in range(DRAWN)]
    said = [", ".join([*details(one, draw), *(["black and white"] if one.grey else [])]) for one in people]
    words = torch.from_numpy(embedded([f"{who(one, draw)}, {rest}" for one, rest in zip(people, said, strict=True)]))
    with torch.no_grad():
        codes = pipeline.draw(words, generator=torch.Generator().manual_seed(seed))
    return codes, words, said


def finisher_loss(pipeline, net, plain, learned: EncodedPhotographs, others, seed: int):
    """The loss of a step of the finisher: the person's textures come nearer, other people's stay."""
    import torch
    from pytorch_msssim import ssim

    with torch.no_grad():
        person = pipeline.decoder.parts(torch.from_numpy(learned.codes))[1]
        strangers = pipeline.decoder.parts(others)[1]
    truth = torch.from_numpy(learned.textures)

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 4, step])
        mine, theirs = draw.integers(0, len(person), PAIRS), draw.integers(0, len(strangers), OTHERS)
        gains = torch.from_numpy(draw.uniform(0.9, 1.1, (PAIRS, 1, 1, 1)).astype(np.float32))
        given, real = person[mine].clone(), truth[mine].float() / 255
        given[:, :3] *= gains
        real[:, :3] *= gains
        if draw.random() < 0.5:
            given, real = given.flip(-1), real.flip(-1)
        given, real = torch.cat([given, strangers[theirs]]), real.clamp(0, 1)
        with torch.no_grad():
            same = plain(given[PAIRS:])
        made = net(given)
        alike = ssim(made[:PAIRS, :3].clamp(0, 1), real[:, :3], data_range=1.0, win_size=7)
        away = (made[:PAIRS] - real).abs().mean() + (made[PAIRS:] - same).abs().mean()
        return away + 0.1 * (1 - alike)

    return loss_at


def denoiser_loss(pipeline, net, learned: EncodedPhotographs, others, words, said: list[str], name: str, seed: int):
    """The loss of a step of the denoiser: half of a batch is the person by name, half are people it drew itself."""
    import torch

    from revive.generator.pipeline import embedded

    codes = torch.from_numpy(learned.codes)
    called = torch.from_numpy(embedded([named(name, "")]))[0]
    dressed = torch.from_numpy(embedded([named(name, rest) for rest in said]))
    clothes = pipeline.decoder.config.shapes + pipeline.decoder.config.heads  # all after that: also walls and colour
    weights = code_weights(pipeline.decoder.size)

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 5, step])
        torch.manual_seed(seed * 1_000_003 + step)
        rows, told = [], []
        for _ in range(BATCH // 2):
            i, j = int(draw.integers(len(codes))), int(draw.integers(len(others)))
            code, about = codes[i].clone(), called
            if draw.random() < DRESSED:  # in the clothes, before the wall, in the colours of somebody drawn
                code[clothes:] = others[j][clothes:]
                about = dressed[j]
            rows.append(code)
            told.append(about)
            k = int(draw.integers(len(others)))
            rows.append(others[k])
            told.append(words[k])
        timesteps, noisy, velocity = add_noise(torch.stack(rows), draw)
        return (weights * (net(noisy, timesteps, torch.stack(told)) - velocity).square()).mean()

    return loss_at
