"""Learn one person's face for portraits, from a few photographs, in seconds; nothing is trained.

The average of the photographs (see `generator.identity`) is stored. Portraits drawn with it are compared with
photographs that were held back, and with those that the generator draws for the name alone: they are kept only if they
are nearer.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.home import clean_name, people_closed
from revive.core.json_files import digest
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.generator.average import learn_identity
from revive.generator.compose import draw_person
from revive.generator.generate import enlarged, named
from revive.generator.identity import Identity, save_identity
from revive.generator.loading import generator_of, load_pipeline
from revive.people import PortraitLearned, keep_portrait
from revive.teaching.portrait.outcome import PortraitOutcome, drop_work_folder, mean_face, work_folder, write_sheet
from revive.teaching.portrait.photographs import collect_photographs

SAMPLES = ("", "smiling, in a red jacket", "serious, in a dark suit, light grey background", "black and white")


@people_closed()
def teach_portrait(
    files: list[Path], name: str, *, consent: Consent | None = None, seed: int = 7, model: Path | None = None,
    sheet: Path | None = None, progress: Progress | None = None,
) -> PortraitOutcome:  # fmt: skip
    """Look through the photographs, learn the face, judge, and keep it where portraits by it are nearer to the person.

    Parameters
    ----------
    files : photographs (or films) of the person; one is enough, three are better
    name : any Unicode; the words that call the person up
    consent : the three answers; not needed where they were given for this person before
    seed : of the portraits that are drawn to judge by
    model : a generator's folder, in place of the shipped one
    sheet : where to write photographs, what the generator draws for the name alone, and portraits of the person

    Raises
    ------
    UserError : no name, no consent, no usable photograph, a file that is none
    """
    name, progress = clean_name(name), progress or Progress()
    answers = Permit("taught portrait", consent or Consent(), name).answers
    assert answers is not None  # a teaching always asks for them
    started = time.perf_counter()
    pipeline = load_pipeline(model)
    with progress.stage("collect"):
        learned, held = collect_photographs(files, progress)
        identity = learn_identity(learned.images, learned.landmarks, pipeline)
    with progress.stage("judge"):
        alone = [enlarged(picture) for picture in _alone(pipeline, name, seed)]
        drawn = _drawn(pipeline, identity, seed, progress)
        others = held.faces if len(held.faces) else learned.faces
        judged = {"before": {"likeness": likeness(alone, others)}, "after": {"likeness": likeness(drawn, others)}}
    better = judged["after"]["likeness"] > judged["before"]["likeness"]
    work = work_folder(name, {"files": sorted(digest(path) for path in files)}, resume=False)
    write_sheet(work / "samples.png", [identity.photograph], alone, drawn)
    if sheet is not None:
        sheet.write_bytes((work / "samples.png").read_bytes())
    sentence = _said(name, judged, kept=better)
    if not better:
        drop_work_folder(name)
        return PortraitOutcome(None, judged, sentence)
    save_identity(identity, work / "adapter.safetensors")
    facts = PortraitLearned(
        name=name, taught=datetime.now(UTC).isoformat(timespec="seconds"), learned=len(learned.images),
        held_back=len(held.images), seconds=round(time.perf_counter() - started, 1), figures=judged, curve={},
        sha256=digest(work / "adapter.safetensors"), generator=generator_of(model),
        face=mean_face(learned.faces), consent=answers.relation,
    )  # fmt: skip
    keep_consent(name, answers)
    keep_portrait(facts, work / "adapter.safetensors", work / "samples.png")
    return PortraitOutcome(facts, judged, sentence)


def likeness(pictures: list[np.ndarray], faces: np.ndarray) -> float:
    """−1 to 1, the median similarity (SFace) of pictures to a person's embeddings (n, 128); −1 where no face is."""
    from revive.face.identity import mean_similarity

    found = [_face_of(picture) for picture in pictures]
    near = [-1.0 if face is None else mean_similarity(face, faces) for face in found]
    return round(float(np.median(near)), 4)


def _alone(pipeline, name: str, seed: int) -> list[np.ndarray]:
    """What the generator draws for the name and the words of SAMPLES."""
    import torch

    words = [named(name, words) for words in SAMPLES]
    return list(pipeline(words, generator=torch.Generator().manual_seed(seed), output_type="np").images)


def _drawn(pipeline, identity: Identity, seed: int, progress: Progress) -> list[np.ndarray]:
    """The person as SAMPLES ask."""
    import torch

    pictures = []
    for number, words in enumerate(SAMPLES):
        progress.update(number / len(SAMPLES))
        pictures.append(draw_person(pipeline, identity, words, torch.Generator().manual_seed(seed + number)))
    return pictures


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
