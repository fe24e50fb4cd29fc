"""IP-Adapters on a tiny Stable Diffusion XL, in the layout of the public collection, through the real way."""

import dataclasses
import re
import sys

import numpy as np
import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.face.detection import find_faces
from revive.generator import generate_portrait
from revive.generator.external_model import ExternalModel, generate_externally
from tests.answers import FAMILY
from tests.generator.ip_adapters import write_adapter, write_encoder

pytestmark = pytest.mark.slow

# widths of the output, projected and of each patch; as in the public two, H's patch is as wide as bigG's projection
H, BIG_G = (24, 40), (40, 52)


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """Two image encoders, where the public collection has ViT-H and ViT-bigG."""
    folder = tmp_path_factory.mktemp("collection")
    write_encoder(folder / "models" / "image_encoder", *H)
    write_encoder(folder / "sdxl_models" / "image_encoder", *BIG_G)
    return folder


@pytest.fixture(scope="module")
def engine(xl) -> ExternalModel:
    return ExternalModel(xl, steps=1, guidance=2.0, ip_adapter_scale=1.0)


def drawn(engine: ExternalModel, photo: np.ndarray) -> np.ndarray:
    return generate_externally(engine, "a man", [3], photo=photo)[0].astype(int)


@pytest.mark.parametrize(
    ("name", "width", "plus"),
    [
        ("ip-adapter_sdxl", BIG_G[0], False),
        ("ip-adapter_sdxl_vit-h", H[0], False),
        ("ip-adapter-plus_sdxl_vit-h", H[1], True),
    ],
)
def test_the_photograph_counts_as_far_as_the_scale_says(engine, xl, collection, photo, name, width, plus):
    file = write_adapter(xl, collection / "sdxl_models" / f"{name}.safetensors", width, plus=plus)
    shown = dataclasses.replace(engine, ip_adapter=file)
    faint, unseen = (dataclasses.replace(shown, ip_adapter_scale=scale) for scale in (0.2, 0.0))
    (alone,) = generate_externally(engine, "a man", [3])
    one, other = drawn(shown, photo), drawn(shown, photo[::-1] // 3)
    assert np.abs(one - other).mean() > 0.5
    assert np.abs(one - alone).mean() > np.abs(drawn(faint, photo) - alone).mean() > 0.5
    assert np.array_equal(drawn(unseen, photo), alone)


def test_the_head_is_what_an_adapter_is_shown(engine, xl, collection, hopper, tmp_path, monkeypatch):
    """Hopper stands in the corner of a wide picture, whose middle shows nobody."""
    photo = Image.new("RGB", (1600, 700), "grey")
    photo.paste(Image.open(hopper))
    photo.save(tmp_path / "wide.png")
    shown = []

    def draw(engine, prompt, seeds, *, photo, progress):
        shown.append(photo)
        return generate_externally(engine, prompt, seeds, photo=photo, progress=progress)

    monkeypatch.setattr(sys.modules["revive.generator.generate"], "generate_externally", draw)
    file = write_adapter(xl, collection / "sdxl_models" / "ip-adapter_sdxl_vit-h.safetensors", H[0])
    adapted = dataclasses.replace(engine, ip_adapter=file)
    (made,) = generate_portrait("a man", photo=tmp_path / "wide.png", seed=3, engine=adapted, consent=FAMILY)
    (face,) = find_faces(shown[0])
    width = shown[0].shape[1]
    assert abs((face.box[0] + face.box[2]) / 2 / width - 0.5) < 0.1
    assert face.box[2] - face.box[0] > 0.4 * width and made.picture.shape[2] == 3


def test_what_cannot_be_used_is_said_in_one_sentence(engine, xl, model, collection, photo, tmp_path):
    from safetensors.numpy import save_file

    alone = write_adapter(xl, tmp_path / "alone.safetensors", H[0])
    unknown = write_adapter(xl, collection / "sdxl_models" / "unknown.safetensors", 17)
    smaller = write_adapter(model, collection / "models" / "ip-adapter_sd15.safetensors", H[0])
    save_file({"lora.weight": np.zeros(3, np.float32)}, lora := tmp_path / "lora.safetensors")
    face = {
        "image_proj.proj.0.weight": np.zeros((4, 512), np.float32),
        "ip_adapter.1.to_k_ip.weight": np.zeros((2, 2), np.float32),
    }
    save_file(face, face_id := tmp_path / "ip-adapter-faceid_sdxl.safetensors")
    for file, said in (
        (alone, "no image encoder of width 24 beside “alone.safetensors”"), (unknown, "no image encoder of width 17"),
        (smaller, f"“ip-adapter_sd15.safetensors” does not fit “{re.escape(xl)}”"), (lora, "is no IP-Adapter"),
        (face_id, "reads a description of a face"), (tmp_path / "gone.safetensors", "no file"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=said) as refused:
            drawn(dataclasses.replace(engine, ip_adapter=file), photo)
        assert refused.value.sentence("zh").endswith("。")
    with pytest.raises(UserError, match="please give a photograph"):
        generate_externally(dataclasses.replace(engine, ip_adapter=alone), "a man", [3])


def test_an_encoder_is_read_as_safetensors_alone(engine, xl, collection, photo, tmp_path):
    file = write_adapter(xl, tmp_path / "adapter.safetensors", H[0])
    write_encoder(tmp_path / "image_encoder", *H)
    (tmp_path / "image_encoder" / "model.safetensors").rename(tmp_path / "image_encoder" / "pytorch_model.bin")
    with pytest.raises(UserError, match="holds no weights as safetensors"):
        drawn(dataclasses.replace(engine, ip_adapter=file), photo)
