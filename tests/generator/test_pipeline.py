"""The generator in diffusers' form: it is saved and loaded as any pipeline, and the seed makes the picture."""

import json
import sys
from importlib import import_module

import numpy as np
import pytest
import torch

from revive.core.errors import UserError
from revive.generator import ExternalModel, generate_portrait
from revive.generator.loading import WEIGHTS, load_fresh, load_pipeline
from tests.answers import FAMILY

pytestmark = pytest.mark.slow


def draw(pipeline, prompt: str | list[str] = "a man", seed=1, **settings) -> np.ndarray:
    generator = torch.Generator().manual_seed(seed)
    return pipeline(prompt, generator=generator, num_inference_steps=4, output_type="np", **settings).images


def test_diffusers_loads_it_from_its_folder(tiny):
    from diffusers.pipelines.pipeline_utils import DiffusionPipeline

    from revive.generator.pipeline import PortraitPipeline

    index = json.loads((tiny / "model_index.json").read_text(encoding="utf-8"))
    assert index["_class_name"] == "PortraitPipeline"
    assert not list(tiny.rglob("*.py")) and not list(tiny.rglob("*.bin"))
    pipeline = DiffusionPipeline.from_pretrained(str(tiny))
    assert isinstance(pipeline, PortraitPipeline)
    assert np.array_equal(draw(pipeline), draw(load_pipeline(tiny)))


def test_the_shipped_generator_names_modules_that_are_there():
    index = json.loads((WEIGHTS / "model_index.json").read_text(encoding="utf-8"))
    parts = [part for part in index.values() if isinstance(part, list)]
    assert len(parts) == 4
    for module, name in parts:
        assert hasattr(import_module(module), name)


def test_pictures_of_the_size_that_is_told(tiny):
    pictures = draw(load_pipeline(tiny), ["a man", "a woman"], num_images_per_prompt=2)
    assert pictures.shape == (4, 240, 192, 3) and pictures.dtype == np.uint8
    (one,) = load_pipeline(tiny)("a man", num_inference_steps=2).images
    assert one.size == (192, 240)


def test_a_picture_is_black_and_white_where_the_words_say_so(tiny):
    prompts = ["a man", "a man, black and white", "a monochrome portrait of a woman in a grey suit", "a man in grey"]
    pictures = draw(load_pipeline(tiny), prompts)
    assert [bool(np.ptp(picture.astype(int), axis=2).max() < 2) for picture in pictures] == [False, True, True, False]


def test_of_several_codes_the_one_that_fits_best_is_taken(tiny, tiny_large):
    plain, ranked = load_pipeline(tiny), load_pipeline(tiny_large)
    draw = torch.Generator().manual_seed(4)
    code, words = torch.randn(2, 5, ranked.decoder.size, generator=draw), torch.randn(2, 384, generator=draw)
    with torch.inference_mode():
        fits = torch.stack([ranked.ranker(code[:, i], words) for i in range(5)], dim=1)
        best = ranked.best(code, words)
        assert torch.equal(plain.best(code, words), code[:, 0])
        assert torch.equal(ranked.best(code, torch.zeros(2, 384)), code[:, 0])
    assert fits.argmax(dim=1).any() and torch.equal(best, code[[0, 1], fits.argmax(dim=1)])


def test_a_larger_generator_draws_the_same_larger(tiny, tiny_large):
    """An untrained upsampler enlarges plainly."""
    small, large = load_fresh(tiny), load_fresh(tiny_large)
    large.decoder.load_state_dict(small.decoder.state_dict(), strict=False)
    code = 0.3 * torch.randn(1, small.decoder.size, generator=torch.Generator().manual_seed(2))
    with torch.inference_mode():
        first, second = (one.decode(code, generator=torch.Generator().manual_seed(3))[0] for one in (small, large))
    assert second.shape == (480, 384, 3)
    halved = second.reshape(240, 2, 192, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - first).mean() < 0.3 * np.abs(halved[::-1] - first).mean()


def test_the_seed_makes_the_picture(tiny):
    pipeline = load_pipeline(tiny)
    assert np.array_equal(draw(pipeline, seed=4), draw(pipeline, seed=4))
    assert not np.array_equal(draw(pipeline, seed=4), draw(pipeline, seed=5))


def test_an_empty_prompt_asks_for_nothing():
    from revive.generator.pipeline import embedded

    assert not embedded(["", "  "]).any()
    assert np.linalg.norm(embedded(["a man"])[0]) == pytest.approx(1, abs=1e-4)


def test_every_picture_has_a_seed_that_makes_it_again(tiny):
    several = generate_portrait("a man", count=3, seed=9, engine=ExternalModel(str(tiny)))
    assert [one.seed for one in several] == [9, 10, 11]
    (again,) = generate_portrait("a man", seed=10, engine=ExternalModel(str(tiny)))
    assert np.array_equal(again.picture, several[1].picture)
    assert again.likeness is None


def test_a_drawn_child_is_not_given_out(hopper_portrait, monkeypatch):
    from revive.generator.generate import GeneratedPortrait, grown_up

    half = np.ascontiguousarray(hopper_portrait.image[::2, ::2])
    hall = np.zeros((240, 192, 3), np.uint8)
    made = [GeneratedPortrait(half, 1), GeneratedPortrait(hall, 2)]
    assert grown_up(made) == made
    monkeypatch.setattr(sys.modules["revive.generator.generate"], "chance_of_child", lambda picture, landmarks: 0.9)
    assert grown_up(made) == made[1:]  # which shows nobody
    with pytest.raises(UserError, match="child"):
        grown_up(made[:1])


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"prompt": "  "}, "no description"),
        ({"prompt": "x" * 1001}, "1,001 characters"),
        ({"prompt": "a man", "count": 0}, "1 to 16"),
        ({"prompt": "a man", "count": 17}, "1 to 16"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(settings, says, tiny):
    with pytest.raises(UserError, match=says):
        generate_portrait(**settings, engine=ExternalModel(str(tiny)))


def test_a_folder_without_a_generator(tmp_path):
    with pytest.raises(UserError, match="no portrait generator"):
        load_pipeline(tmp_path)
    with pytest.raises(UserError, match="holds no weights as safetensors"):
        generate_portrait("a man", engine=ExternalModel(str(tmp_path)), consent=FAMILY)
