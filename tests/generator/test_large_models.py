"""Models of the class of Stable Diffusion XL, and those that need one step: tiny ones, made here, whole."""

import dataclasses
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch

from revive.generator.external_model import ExternalModel, generate_externally

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def xl(model, tmp_path_factory) -> str:
    """The folder of a Stable Diffusion XL with random weights: two text encoders, and the picture's size told."""
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from diffusers.pipelines.stable_diffusion_xl.pipeline_stable_diffusion_xl import StableDiffusionXLPipeline
    from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

    torch.manual_seed(0)
    tokenizer = CLIPTokenizer.from_pretrained(f"{model}/tokenizer")
    told = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
        max_position_embeddings=16, bos_token_id=0, eos_token_id=1, pad_token_id=1, projection_dim=32,
    )  # fmt: skip
    unet = UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, block_out_channels=(32, 64), layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=64, attention_head_dim=8, addition_embed_type="text_time", addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=32 + 6 * 8,
    )  # fmt: skip
    # diffusers' annotations name tuples of one
    vae = cast("Any", AutoencoderKL)(
        block_out_channels=(32, 64), in_channels=3, out_channels=3, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    scheduler = EulerDiscreteScheduler(beta_schedule="scaled_linear", timestep_spacing="trailing")
    folder = tmp_path_factory.mktemp("xl")
    cast("Any", StableDiffusionXLPipeline)(
        vae, CLIPTextModel(told), CLIPTextModelWithProjection(told), tokenizer, tokenizer, unet, scheduler
    ).save_pretrained(folder)
    return str(folder)


@pytest.fixture
def photo() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (70, 50, 3)).astype(np.uint8)


def test_an_xl_model_draws_and_redraws(xl, photo):
    engine = ExternalModel(xl, steps=2, guidance=2.0)
    (one,), (again,) = (generate_externally(engine, "a man", [3]) for _ in range(2))
    assert one.dtype == np.uint8 and np.array_equal(one, again)
    assert not np.array_equal(generate_externally(engine, "a woman", [3])[0], one)
    (redrawn,) = generate_externally(dataclasses.replace(engine, strength=0.6), "a man", [3], photo=photo)
    assert redrawn.shape == (64, 48, 3)


def test_one_step_without_guidance_is_enough(xl):
    """As turbo models want it: the one step goes all the way, from pure noise."""
    engine = ExternalModel(xl, steps=1, guidance=0.0)
    first, second = generate_externally(engine, "a man", [3, 4])
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
