"""Larger generators: a tiny Stable Diffusion of the public format, made here, goes through the real way."""

import dataclasses

import numpy as np
import pytest
import torch

from revive.core.errors import UserError
from revive.generator.external_model import ExternalModel, generate_externally, load_external_model, memory_mode
from tests.generator.ip_adapters import write_adapter, write_encoder

pytestmark = pytest.mark.slow

SEEDS = [3, 4]


@pytest.fixture(scope="module")
def engine(model) -> ExternalModel:
    return ExternalModel(model, steps=2, guidance=2.0)


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
    file = write_adapter(model, tmp_path / "adapter.safetensors", 48)
    write_encoder(tmp_path / "image_encoder", 48)
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
