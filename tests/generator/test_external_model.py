"""Larger generators: a tiny Stable Diffusion of the public format, made here, goes through the real way."""

import dataclasses

import numpy as np
import pytest
import torch

from revive.core.errors import UserError
from revive.generator.external_model import ExternalModel, generate_externally, load_external_model, memory_mode

pytestmark = pytest.mark.slow

SEEDS = [3, 4]


@pytest.fixture(scope="module")
def engine(model) -> ExternalModel:
    return ExternalModel(model, steps=2, guidance=2.0)


@pytest.fixture
def photo() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (70, 50, 3)).astype(np.uint8)


def test_words_to_pictures_by_the_seed(engine):
    first, second = generate_externally(engine, "a man", SEEDS)
    assert first.dtype == np.uint8 and first.ndim == 3
    assert np.array_equal(generate_externally(engine, "a man", [4])[0], second)
    assert not np.array_equal(first, second)
    assert not np.array_equal(generate_externally(engine, "a woman", [3])[0], first)


def test_a_photograph_is_drawn_over_gently(engine, photo):
    little, much = (
        generate_externally(dataclasses.replace(engine, strength=s, steps=10), "a man", [3], photo=photo)[0]
        for s in (0.1, 0.9)
    )
    assert little.shape[:2] == (64, 48)
    assert not np.array_equal(little, much)


def test_an_adapter_changes_the_picture(engine, model, tmp_path):
    from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import StableDiffusionPipeline
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    pipeline = StableDiffusionPipeline.from_pretrained(model)
    pipeline.unet.add_adapter(LoraConfig(r=2, target_modules=["to_q", "to_v"], init_lora_weights="gaussian"))
    for name, weight in pipeline.unet.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.5)
    StableDiffusionPipeline.save_lora_weights(tmp_path, unet_lora_layers={**get_peft_model_state_dict(pipeline.unet)})
    (file,) = tmp_path.glob("*.safetensors")
    (plain,) = generate_externally(engine, "a man", [3])
    (adapted,) = generate_externally(dataclasses.replace(engine, loras=(file,)), "a man", [3])
    assert np.abs(plain.astype(int) - adapted).mean() > 0.5


def test_a_reference_photograph_shows_whom_to_draw(engine, model, photo, tmp_path):
    """An IP-Adapter of the public format for the tiny model, with its own image encoder."""
    from diffusers.models.attention_processor import IPAdapterAttnProcessor
    from diffusers.models.embeddings import ImageProjection
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from safetensors.torch import save_file
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(1)
    unet = UNet2DConditionModel.from_pretrained(model, subfolder="unet")
    width, channels = unet.config["cross_attention_dim"], unet.config["block_out_channels"]
    tensors = {}
    across = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    for number, name in enumerate(across):
        place = 1 if name.startswith("mid") else int(name.split(".")[1])
        hidden = channels[-1 - place] if name.startswith("up") else channels[place]
        state = IPAdapterAttnProcessor(hidden, width, scale=1.0).state_dict()
        for part in ("to_k_ip", "to_v_ip"):
            tensors[f"ip_adapter.{2 * number + 1}.{part}.weight"] = 4 * state[f"{part}.0.weight"]
    seen = ImageProjection(cross_attention_dim=width, image_embed_dim=width, num_image_text_embeds=4).state_dict()
    for old, new in (("image_embeds", "proj"), ("norm", "norm")):
        for kind in ("weight", "bias"):
            tensors[f"image_proj.{new}.{kind}"] = seen[f"{old}.{kind}"]
    file = tmp_path / "adapter.safetensors"
    save_file({name: tensor.clone().contiguous() for name, tensor in tensors.items()}, file)
    CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, patch_size=8, image_size=32,
        projection_dim=width,
    )).save_pretrained(tmp_path / "image_encoder")  # fmt: skip
    adapted = dataclasses.replace(engine, ip_adapter=file)
    (one,), (other,) = (generate_externally(adapted, "a man", [3], photo=p) for p in (photo, 255 - photo // 3))
    assert one.shape == other.shape
    assert not np.array_equal(one, other)


def test_progress_and_cancel(engine):
    from revive.core.errors import Cancelled
    from revive.core.progress import Progress

    progress = Progress()
    with progress.stage("portrait"):
        progress.cancel()
        with pytest.raises(Cancelled):
            generate_externally(engine, "a man", SEEDS, progress=progress)


def test_pickles_are_refused(engine, tmp_path):
    for name in ("adapter.bin", "adapter.pt", "adapter.ckpt"):
        (tmp_path / name).write_bytes(b"\x80\x04")
        with pytest.raises(UserError, match="hide programs"):
            load_external_model(dataclasses.replace(engine, loras=(tmp_path / name,)))


def test_a_file_that_is_no_adapter(engine, tmp_path):
    (tmp_path / "adapter.safetensors").write_bytes(b"nonsense")
    with pytest.raises(UserError, match="no whole safetensors file"):
        load_external_model(dataclasses.replace(engine, loras=(tmp_path / "adapter.safetensors",)))
    with pytest.raises(UserError, match="no file"):
        load_external_model(dataclasses.replace(engine, loras=(tmp_path / "gone.safetensors",)))


def test_a_model_that_is_not_here_is_not_fetched(tmp_path):
    with pytest.raises(UserError, match="--download"):
        load_external_model(ExternalModel("nobody/no-such-model"))
    with pytest.raises(UserError, match="holds no weights as safetensors"):
        load_external_model(ExternalModel(str(tmp_path)))


def test_without_a_gpu_it_says_so():
    assert memory_mode() == "processor" or torch.cuda.is_available()
