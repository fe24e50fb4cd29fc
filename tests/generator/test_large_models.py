"""Models of the class of Stable Diffusion XL, and those that need one step: tiny ones, made here, whole."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from revive.generator.external_model import ExternalModel, generate_externally

pytestmark = pytest.mark.slow


def test_an_xl_model_draws_and_redraws(xl, photo):
    engine = ExternalModel(xl, steps=2, guidance=2.0)
    (one,), (again,) = (generate_externally(engine, "a man", [3]) for _ in range(2))
    assert one.dtype == np.uint8 and np.array_equal(one, again)
    assert not np.array_equal(generate_externally(engine, "a woman", [3])[0], one)
    (redrawn,) = generate_externally(dataclasses.replace(engine, strength=0.6), "a man", [3], photo=photo)
    assert redrawn.shape == (64, 48, 3)


def test_a_photograph_is_as_large_as_what_the_model_learned_from(xl, tmp_path):
    shutil.copytree(xl, tmp_path, dirs_exist_ok=True)
    settings = json.loads((tmp_path / "unet" / "config.json").read_text())
    (tmp_path / "unet" / "config.json").write_text(json.dumps(settings | {"sample_size": 320}))  # of 2 pixels each
    strip = np.random.default_rng(0).integers(0, 255, (900, 18, 3)).astype(np.uint8)
    for model, height in ((xl, 512), (str(tmp_path), 640)):
        assert generate_externally(ExternalModel(model, steps=2), "a man", [3], photo=strip)[0].shape[0] == height


def test_one_step_without_guidance_is_enough(xl, photo):
    """As turbo models want it: the one step goes all the way, from pure noise."""
    engine = ExternalModel(xl, steps=1, guidance=0.0)
    first, second = generate_externally(engine, "a man", [3, 4])
    redrawn, more = (
        generate_externally(dataclasses.replace(engine, strength=strength), "a man", [3], photo=photo)[0]
        for strength in (0.01, 0.99)
    )
    assert redrawn.shape == more.shape and not np.array_equal(redrawn, more)
    assert not np.array_equal(first, second)
    assert not np.array_equal(generate_externally(engine, "a woman", [3])[0], first)
    assert not np.array_equal(generate_externally(dataclasses.replace(engine, steps=2), "a man", [3])[0], first)


def test_a_latent_consistency_model_draws_in_four_steps(model, tmp_path):
    """Its sampler is told by the folder, as that of any model is."""
    from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import StableDiffusionPipeline
    from diffusers.schedulers.scheduling_lcm import LCMScheduler

    pipeline = StableDiffusionPipeline.from_pretrained(model)
    pipeline.scheduler = LCMScheduler.from_config(pipeline.scheduler.config)
    pipeline.save_pretrained(tmp_path)
    (made,) = generate_externally(ExternalModel(str(tmp_path), steps=4, guidance=1.0), "a man", [3])
    (plain,) = generate_externally(ExternalModel(model, steps=4, guidance=1.0), "a man", [3])
    assert made.shape == plain.shape and not np.array_equal(made, plain)


def test_an_adapter_of_an_xl_model(xl, tmp_path):
    from diffusers.pipelines.stable_diffusion_xl.pipeline_stable_diffusion_xl import StableDiffusionXLPipeline
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    pipeline = StableDiffusionXLPipeline.from_pretrained(xl)
    pipeline.unet.add_adapter(LoraConfig(r=2, target_modules=["to_q", "to_v"], init_lora_weights="gaussian"))
    for name, weight in pipeline.unet.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.5)
    StableDiffusionXLPipeline.save_lora_weights(tmp_path, unet_lora_layers={**get_peft_model_state_dict(pipeline.unet)})
    (file,) = Path(tmp_path).glob("*.safetensors")
    engine = ExternalModel(xl, steps=1, guidance=0.0)
    (plain,) = generate_externally(engine, "a man", [3])
    (adapted,) = generate_externally(dataclasses.replace(engine, loras=(file,)), "a man", [3])
    assert np.abs(plain.astype(int) - adapted).mean() > 0.5
