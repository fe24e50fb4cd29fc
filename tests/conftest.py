"""Which tests are fast, in which order files are begun, and what many tests use: photographs, portraits, a film."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

os.environ.setdefault("OMP_NUM_THREADS", "1")  # two programs with a thread for each core wait for one another
# each worker has ports of its own for its pages: two that look for a free one at once could both find the same
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # it has inherited the environment of the program that began it
    os.environ["GRADIO_SERVER_PORT"] = str(7860 + 100 * int(worker.removeprefix("gw")))

import numpy as np
import pytest

if TYPE_CHECKING:
    from revive.motion.motion import Motion
    from revive.speech import Speech


@pytest.hookimpl(tryfirst=True)  # before xdist looks how many there should be
def pytest_cmdline_main(config):
    """`pytest -m fast` runs side by side by itself, unless it is told how (`-n 0`) or somebody debugs."""
    asked = config.option
    worker = hasattr(config, "workerinput")  # one of those that were started
    by_itself = not worker and asked.markexpr == "fast" and not (asked.usepdb or asked.collectonly or asked.trace)
    if by_itself and getattr(asked, "numprocesses", 0) is None:
        asked.numprocesses = min(os.cpu_count() or 1, 4)
        asked.dist = "loadfile"


def pytest_configure(config):
    """Side by side (`-n auto --dist loadfile`) files are begun in the order below, not by how many tests they have."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_ignore_collect(collection_path, config):
    """For `-m fast`, a file of slow tests alone is not imported, with what it needs."""
    if config.option.markexpr != "fast" or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text(encoding="utf-8")
    return any(f"\npytestmark = {mark}" in text for mark in ("pytest.mark.slow\n", "[pytest.mark.slow,")) or None


@pytest.hookimpl(tryfirst=True)  # before the marks are looked at
def pytest_collection_modifyitems(items):
    """Every test that is not `slow` is `fast`; slow files come first, so that side by side no long one is the last."""
    for item in items:
        if item.get_closest_marker("slow") is None:
            item.add_marker("fast")
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


@pytest.fixture(scope="session", autouse=True)
def nobody_taught(tmp_path_factory):
    """No test sees, or writes, what this computer's user has taught."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def mattes():
    """What stands before the background of a picture is found once for every picture; the dict of what was found.

    Every take of a portrait looks for it, a third of a second each time.
    """
    from revive.face import matte

    look, found = matte.foreground, {}

    def foreground(image: np.ndarray) -> np.ndarray:
        key = (image.shape, hashlib.sha256(image.tobytes()).digest())
        if key not in found:
            while len(found) >= 32:  # a few MB each
                del found[next(iter(found))]
            found[key] = look(image)
        return found[key].copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matte, "foreground", foreground)
        yield found


@pytest.fixture(scope="session")
def open_to_others():
    """open_to_others(folder) -> the paths, the folder itself too, that anybody but their owner may use."""

    def look(folder: Path) -> list[Path]:
        paths = [folder, *folder.rglob("*")]
        assert len(paths) > 1, f"there is nothing in {folder}"
        return [path for path in paths if path.lstat().st_mode & 0o077 and not path.is_symlink()]

    return look


@pytest.fixture
def speak(tmp_path):
    """Call `make_speech` with everything that a test does not care about filled in."""
    from revive.direction.direction import Direction
    from revive.speech import SpeechOptions, make_speech

    made = []

    def speak(
        words="", *, recording=None, driver=None, voice=None, language=None, pace=1.0, seed=1, transcribe=False,
        progress=None,
    ) -> Speech:  # fmt: skip
        folder = tmp_path / f"speech{len(made)}"
        folder.mkdir()
        made.append(folder)
        return make_speech(
            Direction(pace=pace), folder, words=words, recording=recording, driver=driver,
            options=SpeechOptions(voice, language, seed, transcribe=transcribe), progress=progress,
        )  # fmt: skip

    return speak


@pytest.fixture(scope="session")
def hopper() -> Path:
    """Grace Hopper's official portrait, 512x600: US Navy, public domain."""
    from matplotlib import cbook

    return Path(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))


@pytest.fixture(scope="session")
def pair(hopper, tmp_path_factory) -> Path:
    """Two faces in one photograph; the left one is the larger."""
    from PIL import Image

    one = Image.open(hopper).convert("RGB")
    two = one.resize((round(one.width * 0.8), round(one.height * 0.8)))
    both = Image.new("RGB", (one.width + two.width, one.height), (90, 100, 120))
    both.paste(one, (0, 0))
    both.paste(two, (one.width, one.height - two.height))
    path = tmp_path_factory.mktemp("pair") / "pair.png"
    both.save(path)
    return path


@pytest.fixture(scope="session")
def smiling(tmp_path_factory) -> Path:
    """A smile that shows teeth: astronaut Eileen Collins, NASA, public domain."""
    import skimage.data
    from PIL import Image

    path = tmp_path_factory.mktemp("photos") / "smiling.png"
    Image.fromarray(skimage.data.astronaut()).save(path)
    return path


@pytest.fixture(scope="session")
def hopper_portrait(hopper):
    from revive.portrait import make_portrait

    return make_portrait(hopper)


@pytest.fixture(scope="session")
def smiling_portrait(smiling):
    from revive.portrait import make_portrait

    return make_portrait(smiling)


@pytest.fixture(scope="session")
def ffmpeg():
    """Call ffmpeg with arguments; the last is the file it makes."""
    from imageio_ffmpeg import get_ffmpeg_exe

    def run(*arguments) -> Path:
        subprocess.run([get_ffmpeg_exe(), "-y", "-loglevel", "error", *map(str, arguments)], check=True)
        return Path(arguments[-1])

    return run


@pytest.fixture(scope="session")
def seen():
    """seen(frame) -> the one face MediaPipe finds in a drawn frame."""
    from revive.face.detection import find_faces

    def look(frame: np.ndarray):
        (face,) = find_faces(frame)
        return face

    return look


@pytest.fixture(scope="session")
def signed_clip(ffmpeg, tmp_path_factory) -> Path:
    """A second of colour that says it is a clip of Revive's."""
    from revive.provenance import Provenance, sign

    path = ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=128x128:d=1", "-f", "lavfi", "-i", "sine=d=1", "-pix_fmt", "yuv420p",
        tmp_path_factory.mktemp("clip") / "clip.mp4",
    )  # fmt: skip
    sign(path, Provenance("clip"))
    return path


@dataclass(frozen=True)
class Acted:
    """A film made from a photograph, and the Motion that is acted in it."""

    path: Path
    motion: Motion


@pytest.fixture(scope="session")
def film_of(hopper, smiling, tmp_path_factory):
    """film_of(name, frames, play, actor="smiling") -> Acted: 256x256, 25 frames a second, one face, and a hum.

    `play(scores, fields)` sets the scores (dict of name -> (T,)) and the other fields of the Motion; the hum is as loud
    as the mouth is open. "smiling" blinks and smiles with closed lips all along; "hopper" rests, behind glasses.
    """
    from PIL import Image

    from revive.animator import animate
    from revive.clip.encoder import encoder
    from revive.clip.yuv import yuv420
    from revive.face.blendshapes import INDEX
    from revive.motion.motion import Motion
    from revive.portrait import make_portrait

    folder = tmp_path_factory.mktemp("films")
    portraits = {}
    for actor, photo, frame in (("smiling", smiling, (144, 16, 304, 176)), ("hopper", hopper, (80, 60, 400, 380))):
        with Image.open(photo) as picture:
            picture.crop(frame).resize((256, 256), Image.Resampling.LANCZOS).save(folder / f"{actor}.png")
        portraits[actor] = make_portrait(folder / f"{actor}.png")

    def film(name: str, frames: int, play, actor: str = "smiling") -> Acted:
        import soundfile

        scores = {score: np.zeros(frames, np.float32) for score in INDEX}
        fields = {
            field: np.zeros((frames, *shape), np.float32)
            for field, shape in (("closure", ()), ("rotation", (3,)), ("translation", (2,)), ("breath", ()))
        }
        fields["closure"][:] = 1.0
        play(scores, fields)
        motion = Motion(25.0, np.stack([scores[score] for score in INDEX], axis=1), **fields)
        rate = 16000
        times = np.arange(frames * rate // 25) / rate
        loud = np.interp(times, (np.arange(frames) + 0.5) / 25, scores["jawOpen"])
        soundfile.write(folder / f"{name}.wav", 0.5 * loud * np.sin(2 * np.pi * 150 * times), rate)
        path = folder / f"{name}.mp4"
        with encoder(path, width=256, height=256, fps=25, sound=folder / f"{name}.wav", tags={}) as write:
            for frame in animate(portraits[actor], motion, weights=None):
                write(yuv420(frame))
        return Acted(path, motion)

    return film


@pytest.fixture(scope="session")
def still(film_of) -> Acted:
    """A second and a bit of a face at rest; nothing is heard."""
    return film_of("still", 30, lambda scores, fields: None, actor="hopper")


@pytest.fixture(scope="session")
def acted(film_of) -> Acted:
    """Three seconds and a bit: three vowels, two blinks, a look to the right, a turn, a nod and a tilt of the head."""
    t = (np.arange(82) + 0.5) / 25

    def bump(middle: float, width: float) -> np.ndarray:
        return np.exp(-(((t - middle) / width) ** 2)).astype(np.float32)

    def play(scores, fields):
        vowels = bump(0.5, 0.1) + bump(1.0, 0.08) + bump(2.3, 0.12)
        scores["jawOpen"][:] = 0.5 * vowels
        fields["closure"][:] = 1 - np.minimum(4 * vowels, 1)
        for side in ("Left", "Right"):
            scores[f"eyeBlink{side}"][:] = np.minimum(1.3 * (bump(0.8, 0.07) + bump(2.0, 0.07)), 1)
        for name in ("eyeLookOutLeft", "eyeLookInRight"):
            scores[name][:] = 0.5 * bump(1.45, 0.2) ** 0.5
        fields["rotation"][:, 0] = 7 * bump(2.4, 0.15)
        fields["rotation"][:, 1] = 9 * bump(1.45, 0.25) - 9 * bump(2.85, 0.15)
        fields["rotation"][:, 2] = 6 * bump(0.4, 0.2)

    return film_of("acted", len(t), play)


@pytest.fixture(scope="session")
def perform():
    """perform(portrait, pose, pose, …) -> the frames, copied; a pose is a dict of scores and of Motion's fields.

    A score without Left or Right means both.
    """

    from revive.animator import animate
    from revive.face.blendshapes import INDEX
    from revive.motion.motion import Motion

    def run(portrait, *poses) -> list[np.ndarray]:
        scores = np.zeros((len(poses), 52), np.float32)
        fields = {
            name: np.zeros((len(poses), *shape), np.float32)
            for name, shape in (("closure", ()), ("rotation", (3,)), ("translation", (2,)), ("breath", ()))
        }
        for t, pose in enumerate(poses):
            for name, value in pose.items():
                if name in fields:
                    fields[name][t] = value
                else:
                    sides = [name] if name in INDEX else [f"{name}Left", f"{name}Right"]
                    scores[t, [INDEX[side] for side in sides]] = value
        return [frame.copy() for frame in animate(portrait, Motion(25.0, scores, **fields))]

    return run


@pytest.fixture(scope="session")
def model(tmp_path_factory) -> str:
    """The folder of a Stable Diffusion 1.5 with random weights and a few hundred thousand of them."""
    import torch
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import StableDiffusionPipeline
    from diffusers.schedulers.scheduling_ddim import DDIMScheduler
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("model")
    letters = [*"abcdefghijklmnopqrstuvwxyz", *(f"{c}</w>" for c in "abcdefghijklmnopqrstuvwxyz")]
    words = {word: i for i, word in enumerate(["<|startoftext|>", "<|endoftext|>", *letters])}
    (folder / "vocab.json").write_text(json.dumps(words), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    tokenizer = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=16)
    text = CLIPTextModel(CLIPTextConfig(
        vocab_size=len(words), hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
        max_position_embeddings=16, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    ))  # fmt: skip
    unet = UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, block_out_channels=(32, 64), layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32, attention_head_dim=8,
    )  # fmt: skip
    # diffusers' annotations name tuples of one, one scheduler of many and parts that may be None
    vae = cast("Any", AutoencoderKL)(
        block_out_channels=(32, 64), in_channels=3, out_channels=3, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    scheduler = DDIMScheduler(beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1)
    cast("Any", StableDiffusionPipeline)(
        vae, text, tokenizer, unet, scheduler, safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder / "whole")  # fmt: skip
    return str(folder / "whole")


@pytest.fixture(scope="session")
def xl(model, tmp_path_factory) -> str:
    """The folder of a Stable Diffusion XL with random weights: two text encoders, and the picture's size told."""
    import torch
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
