"""Teach the portrait generator one person from a few photographs, in minutes: low-rank adapters, judged before kept.

After Ruiz et al. 2023 (DreamBooth): the name is learned beside what the generator draws for other words, so that it
forgets nobody (prior preservation). Photographs that were held back tell how well the face is drawn, and likeness of
pictures drawn by name tells whether it is kept at all.
"""

from __future__ import annotations

import copy
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.home import (
    clean_name,
    folder_of,
    people_closed,
)
from revive.core.json_files import (
    digest,
)
from revive.core.layout import (
    PLAN,
    PORTRAIT,
)
from revive.core.permissions import private_folder
from revive.core.progress import Progress
from revive.generator.adapter import ADAPTER, add_adapters, save_adapters
from revive.generator.generate import (
    enlarged,
    named,
)
from revive.generator.loading import (
    generator_of,
    load_fresh,
)
from revive.people import (
    PortraitLearned,
    keep_portrait,
)
from revive.training.keeping import keep, load_checkpoint, set_rate
from revive.training.portrait_person_lessons import Lessons, denoising, finishing, look_at_photographs, remembered

STEPS = {"finisher": 200, "denoiser": 500}
RATE = {"finisher": 4e-4, "denoiser": 2e-3}
SAMPLES, SAMPLE_EVERY = 6, 0.5  # pictures, and after which share of the steps they are drawn
EVERY = 20  # steps between checkpoints


@dataclass(frozen=True)
class PortraitOutcome:
    """What came of it; `learned` is None where nothing was kept. `sentence` says it, in English and Chinese."""

    learned: PortraitLearned | None
    figures: dict
    sentence: tuple[str, str]


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
    started = time.perf_counter()
    pipeline = load_fresh(model)
    with progress.stage("collect"):
        learned, held, photographs = look_at_photographs(files, pipeline, seed, progress)
    plan = {
        "files": sorted(digest(path) for path in files),
        "seed": seed,
        "steps": steps,
        "generator": generator_of(model),
    }
    work = portrait_work(name, plan, resume=resume)
    prior_codes, prior_words, said = remembered(pipeline, seed)
    before = _samples(pipeline, name, seed)
    judged = {"before": _judged(pipeline, held, learned, before)}
    torch.manual_seed(seed)
    plain = copy.deepcopy(pipeline.decoder.finisher)
    nets = add_adapters(pipeline)
    curve: dict[str, list] = {}
    on_the_way: list[np.ndarray] = []
    lessons = {
        "finisher": finishing(pipeline, nets["finisher"], plain, learned, prior_codes, seed),
        "denoiser": denoising(pipeline, nets["denoiser"], learned, prior_codes, prior_words, said, name, seed),
    }

    def sample() -> None:
        on_the_way.extend(_samples(pipeline, name, seed))

    for part in STEPS:
        with progress.stage(f"teach_{part}"):
            curve[part] = learn_adapters(
                nets[part], lessons[part], steps[part], RATE[part], checkpoint=work / f"{part}.checkpoint", part=part,
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
        drop_portrait_work(name)
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


def learn_adapters(
    net, loss_at, steps: int, rate: float, *, checkpoint: Path, part: str, progress: Progress,
    heard: Callable[[str, int, float], None], middle: Callable[[], object] | None = None,
) -> list:  # fmt: skip
    """Bring the loss down by the net's adapters; gives [step, loss] on the way. `middle` is called half way through."""
    import torch
    from accelerate import Accelerator

    curve_file = checkpoint.with_suffix(".curve.json")
    accelerator = Accelerator(cpu=not torch.cuda.is_available())
    adapters = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(adapters, weight_decay=0.0)
    kept = {"net": _Adapters(net), "optimizer": optimizer}
    first = load_checkpoint(checkpoint, kept)
    points = [p for p in json.loads(curve_file.read_text()) if p[0] <= first] if first else []
    net, optimizer = accelerator.prepare(net, optimizer)
    smooth = points[-1][1] if points else None
    net.train()
    for step in range(first, steps):
        loss = loss_at(step)
        optimizer.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(adapters, 1.0)
        set_rate(optimizer, rate * min((step + 1) / 20, 1 - 0.9 * step / steps))
        optimizer.step()
        smooth = loss.item() if smooth is None else 0.9 * smooth + 0.1 * loss.item()
        done = step + 1
        if middle and done == round(SAMPLE_EVERY * steps):
            net.eval()
            middle()
            net.train()
        if done % EVERY == 0 or done == steps:
            points.append([done, round(smooth, 5)])
            heard(part, *points[-1])
            keep(checkpoint, kept, done)
            curve_file.write_text(json.dumps(points))
        progress.update(done / steps)
    net.eval()
    return points


class _Adapters:
    """Only the adapters of a net, for a checkpoint."""

    def __init__(self, net) -> None:
        self._net = net

    def state_dict(self) -> dict:
        from peft import get_peft_model_state_dict

        return dict(get_peft_model_state_dict(self._net, adapter_name=ADAPTER))

    def load_state_dict(self, state: dict) -> None:
        from peft import set_peft_model_state_dict

        set_peft_model_state_dict(self._net, state, adapter_name=ADAPTER)


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


def _judged(pipeline, held: Lessons, learned: Lessons, samples: list[np.ndarray]) -> dict[str, float]:
    """likeness of samples to the photographs (SFace); PSNR and SSIM of photographs held back, drawn by their codes."""
    import torch

    from revive.face.identity import mean_similarity
    from revive.training.metrics import psnr, ssim

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


def mean_face(faces: np.ndarray) -> list[float]:
    """(128,) of length 1, what described faces (n, 128) have in common."""
    mean = faces.mean(axis=0)
    return [round(float(value), 5) for value in mean / max(np.linalg.norm(mean), 1e-9)]


def _face_of(picture: np.ndarray) -> np.ndarray | None:
    from revive.face.detection import find_faces
    from revive.face.identity import face_embedding

    faces = find_faces(picture)
    return face_embedding(picture, faces[0].landmarks) if faces else None


def write_sheet(path: Path, photographs: list[np.ndarray], *rows: list[np.ndarray]) -> None:
    """Photographs above, then the rows of samples, all of one size; marked: it shows what AI drew."""
    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    across = len(rows[0])
    blank = np.full_like(rows[0][0], 255)
    lines = [photographs[:across] + [blank] * max(across - len(photographs), 0), *rows]
    sheet = np.concatenate([np.concatenate(line, axis=1) for line in lines])
    write_picture(sheet, path, Provenance("portrait"), seen=False)


def _said(name: str, judged: dict, *, kept: bool) -> tuple[str, str]:
    before, after = (max(judged[when]["likeness"], 0) for when in ("before", "after"))
    if not kept:
        return (
            f"Pictures for “{name}” did not come nearer to the photographs ({before:.2f} before, {after:.2f} after);"
            " nothing was kept.",
            f"“{name}”的图片没有更接近照片（之前 {before:.2f}，之后 {after:.2f}），没有保留任何内容。",
        )
    return (
        f"Pictures for “{name}” are nearer to the photographs now: likeness {after:.2f} of 1, {before:.2f} before.",
        f"“{name}”的图片现在更接近照片：相似度 {after:.2f}（满分 1），之前 {before:.2f}。",
    )


def portrait_work(name: str, plan: dict, *, resume: bool) -> Path:
    """The folder of an unfinished teaching: as it was left when that had the same plan, else empty."""
    work = folder_of(name) / PORTRAIT / "work"
    told = json.dumps(plan, sort_keys=True)
    kept = work / PLAN
    if not resume or not kept.is_file() or kept.read_text() != told:
        drop_portrait_work(name)
        private_folder(work)
        kept.write_text(told)
    return work


def drop_portrait_work(name: str) -> None:
    """Delete an unfinished teaching; the person's folders too where nothing else is in them."""
    work = folder_of(name) / PORTRAIT / "work"
    shutil.rmtree(work, ignore_errors=True)
    for folder in (work.parent, work.parent.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
