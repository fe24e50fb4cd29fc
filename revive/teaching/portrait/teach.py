"""Fine-tune the portrait generator on one person, from a few photographs, in minutes: low-rank adapters.

After Ruiz et al. 2023 (DreamBooth): the name is learned beside what the generator draws for other words, so that it
forgets nobody (prior preservation). Photographs that were held back tell how well the face is drawn, and likeness of
pictures drawn by name tells whether it is kept at all.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.home import clean_name, people_closed
from revive.core.json_files import digest
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.generator.adapter import add_adapters, save_adapters
from revive.generator.generate import enlarged, named
from revive.generator.loading import generator_of, load_fresh
from revive.people import PortraitLearned, keep_portrait
from revive.teaching.portrait.adapter_training import train_adapters
from revive.teaching.portrait.losses import denoiser_loss, finisher_loss, prior_samples
from revive.teaching.portrait.outcome import PortraitOutcome, drop_work_folder, mean_face, work_folder, write_sheet
from revive.teaching.portrait.photographs import EncodedPhotographs, encode_photographs

STEPS = {"finisher": 200, "denoiser": 500}
RATE = {"finisher": 4e-4, "denoiser": 2e-3}
SAMPLES = 6  # pictures drawn before, half way through, and after


@people_closed()
def teach_portrait(
    files: list[Path], name: str, *, consent: Consent | None = None, resume: bool = False, seed: int = 7,
    steps: dict[str, int] | None = None, model: Path | None = None, sheet: Path | None = None,
    progress: Progress | None = None, heard: Callable[[str, int, float], None] = lambda part, step, loss: None,
) -> PortraitOutcome:  # fmt: skip
    """Look through the photographs, learn, judge, and keep what brings pictures nearer to the person.

    Parameters
    ----------
    files : photographs (or films) of the person
    name : any Unicode; the words that call the person up
    consent : the three answers; not needed where they were given for this person before
    resume : go on from the checkpoint of a teaching that was stopped, where it had the same files and settings
    steps : of each part, in place of STEPS
    model : a generator's folder, in place of the shipped one
    sheet : where to write photographs, pictures before, on the way and after
    heard : told part, step and loss, now and then

    Raises
    ------
    UserError : no name, no consent, no usable photograph, a file that is none
    Cancelled : the checkpoint stays for `resume`
    """
    import torch

    name, progress, steps = clean_name(name), progress or Progress(), steps or STEPS
    answers = Permit("taught portrait", consent or Consent(), name).answers
    assert answers is not None  # a teaching always asks for them
    started = time.perf_counter()
    pipeline = load_fresh(model)
    with progress.stage("collect"):
        learned, held, photographs = encode_photographs(files, pipeline, seed, progress)
    plan = {
        "files": sorted(digest(path) for path in files),
        "seed": seed,
        "steps": steps,
        "generator": generator_of(model),
    }
    work = work_folder(name, plan, resume=resume)
    prior_codes, prior_words, said = prior_samples(pipeline, seed)
    before = _samples(pipeline, name, seed)
    judged = {"before": _judged(pipeline, held, learned, before)}
    torch.manual_seed(seed)
    plain = copy.deepcopy(pipeline.decoder.finisher)
    nets = add_adapters(pipeline)
    curve: dict[str, list] = {}
    on_the_way: list[np.ndarray] = []
    losses = {
        "finisher": finisher_loss(pipeline, nets["finisher"], plain, learned, prior_codes, seed),
        "denoiser": denoiser_loss(pipeline, nets["denoiser"], learned, prior_codes, prior_words, said, name, seed),
    }

    def sample() -> None:
        on_the_way.extend(_samples(pipeline, name, seed))

    for part in STEPS:
        with progress.stage(f"teach_{part}"):
            curve[part] = train_adapters(
                nets[part], losses[part], steps[part], RATE[part], checkpoint=work / f"{part}.checkpoint", part=part,
                progress=progress, heard=heard,
                middle=sample if part == "denoiser" else None,
            )  # fmt: skip
    with progress.stage("judge"):
        after = _samples(pipeline, name, seed)
        judged["after"] = _judged(pipeline, held, learned, after)
        write_sheet(work / "samples.png", photographs, before, on_the_way or after, after)
        if sheet is not None:
            sheet.write_bytes((work / "samples.png").read_bytes())
    better = judged["after"]["likeness"] > judged["before"]["likeness"]
    sentence = _said(name, judged, kept=better)
    if not better:
        drop_work_folder(name)
        return PortraitOutcome(None, judged, sentence)
    save_adapters(nets, work / "adapter.safetensors")
    facts = PortraitLearned(
        name=name, taught=datetime.now(UTC).isoformat(timespec="seconds"), learned=len(photographs),
        held_back=len(held.codes), seconds=round(time.perf_counter() - started, 1), figures=judged, curve=curve,
        sha256=digest(work / "adapter.safetensors"), generator=plan["generator"],
        face=mean_face(learned.faces), consent=answers.relation,
    )  # fmt: skip
    keep_consent(name, answers)
    keep_portrait(facts, work / "adapter.safetensors", work / "samples.png")
    return PortraitOutcome(facts, judged, sentence)


def _samples(pipeline, name: str, seed: int) -> list[np.ndarray]:
    """SAMPLES pictures (240, 192, 3) uint8 for the name alone, of the same seeds every time."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    return list(pipeline(named(name, ""), num_images_per_prompt=SAMPLES, generator=generator, output_type="np").images)


def scaled(steps: int | None) -> dict[str, int] | None:
    """Steps of each part where the denoiser is given so many; None leaves them as they are."""
    if steps is None:
        return None
    return {part: max(round(count * steps / STEPS["denoiser"]), 1) for part, count in STEPS.items()}


def _judged(
    pipeline, held: EncodedPhotographs, learned: EncodedPhotographs, samples: list[np.ndarray]
) -> dict[str, float]:
    """likeness of samples to the photographs (SFace); PSNR and SSIM of photographs held back, drawn by their codes."""
    import torch

    from revive.face.identity import mean_similarity
    from revive.teaching.common.metrics import psnr, ssim

    told: dict[str, float] = {}
    near = []
    for picture in samples:
        face = _face_of(enlarged(picture))
        near.append(-1.0 if face is None else mean_similarity(face, learned.faces))
    told["likeness"] = round(float(np.median(near)), 4)
    if len(held.codes):
        with torch.inference_mode():
            made = pipeline.decoder(pipeline.decoder.parts(torch.from_numpy(held.codes))[1]).clamp(0, 1).numpy()
        pairs = [(255 * m[:3].transpose(1, 2, 0), t[:3].transpose(1, 2, 0).astype(np.float32))
                 for m, t in zip(made, held.textures, strict=True)]  # fmt: skip
        told["psnr"] = round(float(np.mean([psnr(m, t) for m, t in pairs])), 3)
        told["ssim"] = round(float(np.mean([ssim(m, t).mean() for m, t in pairs])), 4)
    return told


def _face_of(picture: np.ndarray) -> np.ndarray | None:
    from revive.face.detection import find_faces
    from revive.face.identity import face_embedding

    faces = find_faces(picture)
    return face_embedding(picture, faces[0].landmarks) if faces else None


def _said(name: str, judged: dict, *, kept: bool) -> Message:
    before, after = (max(judged[when]["likeness"], 0) for when in ("before", "after"))
    if not kept:
        return Message(
            "Pictures for “{name}” are not closer to the photographs than before ({before:.2f} before, "
            "{after:.2f} after); nothing was stored.",
            name=name,
            before=before,
            after=after,
        )
    return Message(
        "Pictures for “{name}” are closer to the photographs now: similarity {after:.2f} of 1, {before:.2f} before.",
        name=name,
        after=after,
        before=before,
    )
