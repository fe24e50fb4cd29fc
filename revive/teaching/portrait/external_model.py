"""Fine-tune an external Stable Diffusion on one person: low-rank adapters on its attention, with prior preservation.

The same loop as for the embedded generator (see `teaching.portrait.teach`), on pictures in place of
codes: minutes on a GPU; hours on a processor, which is said before it starts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.errors import UserError
from revive.core.home import clean_name, people_closed
from revive.core.json_files import digest
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.generator.external_model import ExternalModel, load_plain
from revive.generator.generate import named
from revive.people import PortraitLearned, keep_portrait
from revive.teaching.portrait.adapter_training import ADAPTER, train_adapters
from revive.teaching.portrait.outcome import PortraitOutcome, drop_work_folder, mean_face, work_folder, write_sheet
from revive.teaching.portrait.photographs import turned
from revive.teaching.samples.collect import usable

STEPS, RATE, RANK = 400, 1e-4, 8
ATTENTION = ["to_k", "to_q", "to_v", "to_out.0"]
OTHERS = "a portrait of a person"  # what is remembered beside the name
REMEMBERED, SAMPLES = 8, 2  # pictures of others drawn before the teaching; pictures on the sheet
JUDGED = 8  # noises at which photographs are judged
TURN, SCALE = 5.0, 0.08  # degrees, share: how far photographs are turned and scaled
FIRST_STEPS = 20  # of the sampler, for the pictures above
_ROOM = 1.0  # of the face's own size, above, below and beside it


@people_closed()
def teach_external_model(
    files: list[Path], name: str, *, model: str, steps: int | None = None, download: bool = False,
    consent: Consent | None = None, resume: bool = False, seed: int = 7, sheet: Path | None = None,
    progress: Progress | None = None,
    heard: Callable[[str, int, float], None] = lambda part, step, loss: None,
) -> PortraitOutcome:  # fmt: skip
    """Look through the photographs, learn, judge; keep adapters as a LoRA file that diffusers loads.

    Parameters
    ----------
    model : a folder, or a name on the hub, of a Stable Diffusion 1, 2 or XL
    download : fetch it from the hub where it is not on this computer
    others : see `teach_portrait`

    Raises
    ------
    UserError : no name, no usable photograph, or no such model
    Cancelled : the checkpoint stays for `resume`
    """
    import torch
    from diffusers.utils.state_dict_utils import convert_state_dict_to_diffusers
    from peft import LoraConfig, get_peft_model_state_dict

    name, progress, steps = clean_name(name), progress or Progress(), steps or STEPS
    answers = Permit("taught portrait", consent or Consent(), name).answers
    assert answers is not None  # a teaching always asks for them
    started = time.perf_counter()
    pipeline = load_plain(ExternalModel(model, download=download))
    if not hasattr(pipeline, "unet") or not hasattr(pipeline, "vae"):
        raise UserError("“{model}” cannot be taught here; please choose a Stable Diffusion 1, 2 or XL.", model=model)
    with progress.stage("collect"):
        photographs, faces = _photographs(files, pipeline, progress)
    plan = {"files": sorted(digest(path) for path in files), "seed": seed, "steps": steps, "generator": model}
    work = work_folder(name, plan, resume=resume)
    with progress.stage("remember"):
        others = _drawn(pipeline, OTHERS, REMEMBERED, seed, progress)
        before = _drawn(pipeline, named(name, ""), SAMPLES, seed, progress)
    pipeline.unet.requires_grad_(False)
    torch.manual_seed(seed)
    settings = LoraConfig(r=RANK, lora_alpha=RANK, target_modules=ATTENTION)
    pipeline.unet.add_adapter(settings, adapter_name=ADAPTER)
    loss_of = _loss(pipeline, {named(name, ""): photographs, OTHERS: others})
    judged = {"before": {"loss": _judged(loss_of, named(name, ""), seed)}}
    with progress.stage("teach_unet"):
        curve = train_adapters(
            pipeline.unet, lambda step: _step(loss_of, named(name, ""), seed, step), steps, RATE,
            checkpoint=work / "unet.checkpoint", part="unet", progress=progress, heard=heard,
        )  # fmt: skip
    with progress.stage("judge"):
        judged["after"] = {"loss": _judged(loss_of, named(name, ""), seed)}
        after = _drawn(pipeline, named(name, ""), SAMPLES, seed, progress)
        write_sheet(work / "samples.png", photographs, before, after)
        if sheet is not None:
            sheet.write_bytes((work / "samples.png").read_bytes())
    better = judged["after"]["loss"] < judged["before"]["loss"]
    if not better:
        drop_work_folder(name)
        return PortraitOutcome(None, judged, _said(name, judged, kept=False))
    layers = convert_state_dict_to_diffusers(get_peft_model_state_dict(pipeline.unet, adapter_name=ADAPTER))
    pipeline.save_lora_weights(str(work), unet_lora_layers=layers, weight_name="adapter.safetensors")
    learned = PortraitLearned(
        name=name, taught=datetime.now(UTC).isoformat(timespec="seconds"), learned=len(photographs), held_back=0,
        seconds=round(time.perf_counter() - started, 1), figures=judged, curve={"unet": curve},
        sha256=digest(work / "adapter.safetensors"), generator=model, face=mean_face(faces),
        consent=answers.relation,
    )  # fmt: skip
    keep_consent(name, answers)
    keep_portrait(learned, work / "adapter.safetensors", work / "samples.png")
    return PortraitOutcome(learned, judged, _said(name, judged, kept=True))


def _photographs(files: list[Path], pipeline, progress: Progress) -> tuple[list[np.ndarray], np.ndarray]:
    """The faces with what is round them, square, (side, side, 3) uint8; and described, (n, 128)."""
    import cv2

    from revive.face.face import box_of
    from revive.face.identity import face_embedding

    side = pipeline.unet.config.sample_size * pipeline.vae_scale_factor
    found, faces = [], []
    with scratch_folder() as scratch:
        for moment in usable(files, Path(scratch), tell=progress.update):
            number = len(moment.pictures) // 2
            image = moment.image(number)
            faces.append(face_embedding(image, moment.landmarks[number]))
            left, top, right, bottom = box_of(moment.landmarks[number])
            middle, reach = ((left + right) / 2, (top + bottom) / 2), (0.5 + _ROOM) * max(right - left, bottom - top)
            place = np.array([[1, 0, reach - middle[0]], [0, 1, reach - middle[1]]]) * (side / (2 * reach))
            found.append(
                cv2.warpAffine(image, place, (side, side), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
            )
    return found, np.array(faces)


def _drawn(pipeline, text: str, count: int, seed: int, progress: Progress) -> list[np.ndarray]:
    import torch

    rows = []
    for number in range(count):
        generator = torch.Generator().manual_seed(seed + number)
        picture = pipeline(text, num_inference_steps=FIRST_STEPS, generator=generator).images[0]
        rows.append(np.asarray(picture.convert("RGB")))
        progress.update((number + 1) / count)
    return rows


def _loss(pipeline, shown: dict[str, list[np.ndarray]]):
    """(text, draw) -> how far the noise in one of its pictures is from what the net finds, at a drawn step."""
    import torch
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    scheduler = cast(DDPMScheduler, DDPMScheduler.from_config(pipeline.scheduler.config))
    with torch.no_grad():
        told = {text: _told(pipeline, text) for text in shown}

    def loss_of(text: str, draw: np.random.Generator):
        picture = _shaken(shown[text][draw.integers(len(shown[text]))], draw)
        pixels = torch.from_numpy(picture.transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1)
        pixels = pixels.to(pipeline.device, pipeline.vae.dtype)
        with torch.no_grad():
            latent = pipeline.vae.encode(pixels).latent_dist.mode() * pipeline.vae.config.scaling_factor
        noise = torch.from_numpy(draw.standard_normal(latent.shape).astype(np.float32)).to(latent)
        step = torch.tensor([int(draw.integers(len(scheduler)))], device=latent.device)
        at = cast(torch.IntTensor, step)  # as diffusers annotates any tensor of integers
        found = pipeline.unet(scheduler.add_noise(latent, noise, at), step, **told[text]).sample
        velocity = scheduler.config["prediction_type"] == "v_prediction"
        goal = scheduler.get_velocity(latent, noise, at) if velocity else noise
        return (found.float() - goal.float()).square().mean()

    return loss_of


def _told(pipeline, text: str) -> dict:
    """What the net is told of a text: of one encoder, or of an XL's two with the sizes it wants."""
    import torch

    found = pipeline.encode_prompt(
        prompt=text, device=pipeline.device, num_images_per_prompt=1, do_classifier_free_guidance=False
    )
    if len(found) == 2:
        return {"encoder_hidden_states": found[0]}
    side = pipeline.unet.config.sample_size * pipeline.vae_scale_factor
    sizes = torch.tensor([[side, side, 0, 0, side, side]], dtype=found[0].dtype, device=found[0].device)
    return {"encoder_hidden_states": found[0], "added_cond_kwargs": {"text_embeds": found[2], "time_ids": sizes}}


def _shaken(picture: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Turned, scaled and, half of the time, mirrored."""
    import cv2

    height, width = picture.shape[:2]
    place = turned(width, height, draw, turn=TURN, scale=SCALE)
    shown = cv2.warpAffine(picture, place, (width, height), borderMode=cv2.BORDER_REFLECT)
    return shown[:, ::-1] if draw.random() < 0.5 else shown


def _step(loss_of, text: str, seed: int, step: int):
    draw = np.random.default_rng([seed, 6, step])
    return loss_of(text, draw) + loss_of(OTHERS, draw)


def _judged(loss_of, text: str, seed: int) -> float:
    """The mean loss on the photographs, with the same noises every time."""
    import torch

    with torch.no_grad():
        rows = [loss_of(text, np.random.default_rng([seed, 7, i])).item() for i in range(JUDGED)]
    return round(float(np.mean(rows)), 5)


def _said(name: str, judged: dict, *, kept: bool) -> Message:
    before, after = judged["before"]["loss"], judged["after"]["loss"]
    if not kept:
        return Message(
            "The model is not closer to the photographs of “{name}” than before ({before:.4f} before, "
            "{after:.4f} after); nothing was stored.",
            name=name,
            before=before,
            after=after,
        )
    return Message(
        "The model knows “{name}” better now: error on the photographs {after:.4f}, {before:.4f} before.",
        name=name,
        after=after,
        before=before,
    )
