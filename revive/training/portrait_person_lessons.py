"""What the portrait generator learns a person by: photographs in its own terms, people to remember, and two losses.

Every photograph is seen turned, scaled and moved a little, and mirrored. Wherever the name is learned, clothes and
background are often those of somebody drawn, told in the words of that drawing: so that words can change them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.generator.encode import encode, look, texture_of
from revive.generator.frame import HEIGHT, WIDTH, aside, placement
from revive.generator.generate import named
from revive.training.collect import Moment, usable
from revive.training.denoising import noised
from revive.training.portrait_captions import details, invent, who
from revive.training.portrait_denoiser import COLOUR

PAIRS, OTHERS = 3, 1  # textures in a batch of the finisher: of the person, and of somebody drawn
BATCH = 48  # codes in a batch of the denoiser, half of them of somebody drawn
DRESSED = 0.6  # how often the person wears the clothes of somebody drawn
SHAKEN = 12  # how often each photograph is encoded, a little turned, scaled and moved each time
TURN, SCALE, SHIFT = 2.5, 0.025, 1.5  # degrees, share, pixels: the spread of that
ASIDE = 6.0  # pixels (see `frame.aside`), from which a photograph is set aside, as it was in the generator's training
DRAWN = 256  # people drawn before the teaching, to be remembered
HELD_FROM, HELD_EVERY = 4, 4  # from so many photographs on, every fourth is kept to judge by


@dataclass(frozen=True)
class Lessons:
    """Photographs as the generator sees them.

    Attributes
    ----------
    codes : (n, size) float32
    textures : (n, 4, HEIGHT, WIDTH) uint8
    faces : (n, 128) described by `face.identity`
    """

    codes: np.ndarray
    textures: np.ndarray
    faces: np.ndarray


def look_at_photographs(
    files: list[Path], pipeline, seed: int, progress: Progress
) -> tuple[Lessons, Lessons, list[np.ndarray]]:  # fmt: skip
    """What is learned from, what is held back, and the photographs themselves in the frame."""
    draw = np.random.default_rng(seed)
    with scratch_folder() as scratch:
        moments = usable(files, Path(scratch), tell=lambda done: progress.update(0.5 * done))
        moments = [moment for moment in moments if _faces_us(moment)]
        if not moments:
            raise UserError(
                "In all of these photographs the face is turned aside; please bring some that show it from the front.",
                "这些照片里的脸都转向一侧，请提供几张正面的照片。",
            )
        held_back = [len(moments) >= HELD_FROM and i % HELD_EVERY == HELD_EVERY - 1 for i in range(len(moments))]
        rows: dict[bool, list] = {True: [], False: []}
        photographs = []
        for i, (moment, held) in enumerate(zip(moments, held_back, strict=True)):
            found = _encoded(moment, pipeline, draw, 1 if held else SHAKEN)
            rows[held] += found
            photographs.append(found[0][2].picture)
            progress.update(0.5 + 0.5 * (i + 1) / len(moments))
    size = pipeline.decoder.size
    return (*(_stacked(rows[held], size) for held in (False, True)), photographs)


def _faces_us(moment: Moment) -> bool:
    """Whether a face is turned so little that the generator, which knows faces from the front, can draw it."""
    landmarks = moment.landmarks[len(moment.pictures) // 2]
    place = placement(landmarks)
    return bool(aside(landmarks[:, :2] @ place[:, :2].T + place[:, 2]) < ASIDE)


def _encoded(moment: Moment, pipeline, draw: np.random.Generator, times: int) -> list[tuple]:
    """(code, texture, seen, described face) of a photograph; the first as it is, the others shaken."""
    from revive.face.identity import face_embedding
    from revive.face.matte import person_matte

    number = len(moment.pictures) // 2
    image, landmarks = moment.image(number), moment.landmarks[number]
    matte = person_matte(image, landmarks)
    face = face_embedding(image, landmarks)
    found = []
    for i in range(times):
        seen = look(image, landmarks, matte, shaken=_shake(draw) if i else None)
        texture = texture_of(seen, pipeline.frame)
        found.append((encode(seen, texture, pipeline), texture, seen, face))
    return found


def _shake(draw: np.random.Generator) -> np.ndarray:
    """(2, 3), a small turn, scale and shift about the middle of the frame."""
    place = turned(WIDTH, HEIGHT, draw, turn=TURN, scale=SCALE)
    place[:, 2] += draw.normal(0, SHIFT, 2)
    return place


def turned(width: int, height: int, draw: np.random.Generator, *, turn: float, scale: float) -> np.ndarray:
    """(2, 3), a turn and a scale about the middle, with these spreads: degrees, and a share."""
    import cv2

    angle, larger = float(draw.normal(0, turn)), float(np.exp(draw.normal(0, scale)))
    return cv2.getRotationMatrix2D((width / 2, height / 2), angle, larger)


def _stacked(rows: list[tuple], size: int) -> Lessons:
    if not rows:
        return Lessons(np.zeros((0, size), np.float32), np.zeros((0, 4, HEIGHT, WIDTH), np.uint8), np.zeros((0, 128)))
    codes, textures, _, faces = zip(*rows, strict=True)
    return Lessons(np.array(codes), np.array(textures), np.array(faces))


def remembered(pipeline, seed: int):
    """Codes, their words and what was said, of people that the generator draws before it is taught."""
    import torch

    from revive.generator.pipeline import embedded

    draw = np.random.default_rng([seed, 3])
    people = [invent(draw) for _ in range(DRAWN)]
    said = [", ".join([*details(one, draw), *(["black and white"] if one.grey else [])]) for one in people]
    words = torch.from_numpy(embedded([f"{who(one, draw)}, {rest}" for one, rest in zip(people, said, strict=True)]))
    with torch.no_grad():
        codes = pipeline.draw(words, generator=torch.Generator().manual_seed(seed))
    return codes, words, said


def finishing(pipeline, net, plain, learned: Lessons, others, seed: int):
    """The loss of a step of the finisher: the person's textures come nearer, other people's stay."""
    import torch
    from pytorch_msssim import ssim

    with torch.no_grad():
        person = pipeline.decoder.parts(torch.from_numpy(learned.codes))[1]
        strangers = pipeline.decoder.parts(others)[1]
    truth = torch.from_numpy(learned.textures)

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 4, step])
        mine, theirs = draw.integers(0, len(person), PAIRS), draw.integers(0, len(strangers), OTHERS)
        gains = torch.from_numpy(draw.uniform(0.9, 1.1, (PAIRS, 1, 1, 1)).astype(np.float32))
        given, real = person[mine].clone(), truth[mine].float() / 255
        given[:, :3] *= gains
        real[:, :3] *= gains
        if draw.random() < 0.5:
            given, real = given.flip(-1), real.flip(-1)
        given, real = torch.cat([given, strangers[theirs]]), real.clamp(0, 1)
        with torch.no_grad():
            same = plain(given[PAIRS:])
        made = net(given)
        alike = ssim(made[:PAIRS, :3].clamp(0, 1), real[:, :3], data_range=1.0, win_size=7)
        away = (made[:PAIRS] - real).abs().mean() + (made[PAIRS:] - same).abs().mean()
        return away + 0.1 * (1 - alike)

    return loss_at


def denoising(pipeline, net, learned: Lessons, others, words, said: list[str], name: str, seed: int):
    """The loss of a step of the denoiser: half of a batch is the person by name, half are people it drew itself."""
    import torch

    from revive.generator.pipeline import embedded
    from revive.motion.gesture_diffusion import make_scheduler

    signal = make_scheduler().alphas_cumprod.float()
    codes = torch.from_numpy(learned.codes)
    called = torch.from_numpy(embedded([named(name, "")]))[0]
    dressed = torch.from_numpy(embedded([named(name, rest) for rest in said]))
    clothes = pipeline.decoder.config.shapes + pipeline.decoder.config.heads  # all after that: also walls and colour
    matter = torch.ones(pipeline.decoder.size)
    matter[-1] = COLOUR

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 5, step])
        torch.manual_seed(seed * 1_000_003 + step)
        rows, told = [], []
        for _ in range(BATCH // 2):
            i, j = int(draw.integers(len(codes))), int(draw.integers(len(others)))
            code, about = codes[i].clone(), called
            if draw.random() < DRESSED:  # in the clothes, before the wall, in the colours of somebody drawn
                code[clothes:] = others[j][clothes:]
                about = dressed[j]
            rows.append(code)
            told.append(about)
            k = int(draw.integers(len(others)))
            rows.append(others[k])
            told.append(words[k])
        level, noisy, velocity = noised(torch.stack(rows), draw, signal)
        return (matter * (net(noisy, level, torch.stack(told)) - velocity).square()).mean()

    return loss_at
