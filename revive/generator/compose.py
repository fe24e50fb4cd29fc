"""A person by name: their own head (see `identity`), and with it what the generator draws for the words.

The generator knows the head as a code. It draws the wall that fits it, and the body where the photographs show none or
the words name other clothes; theirs only take on another colour. What age and another colour of the hair change is the
difference of two of its pictures of this very head. All is warped to the person's shape, so that neck meets jaw.
"""

from __future__ import annotations

import numpy as np
import torch

from revive.face import mesh
from revive.generator.clothes import coloured
from revive.generator.frame import HEIGHT, WIDTH, units
from revive.generator.identity import SCALE, Head, Identity, region
from revive.generator.main_colours import main_colours
from revive.generator.pipeline import embedded
from revive.generator.pyramid import fused
from revive.generator.render import before_wall
from revive.generator.wish import read_wish
from revive.portrait.grading import LUMA

SHOULDERS = slice(-10, None)  # the points of a shape that tell them
PEOPLE = 16  # drawn for each description, to tell what is different between two
SEXES, CLEARLY = ("a man", "a woman"), 0.15  # of held-out heads this tells eight in ten, and two in a hundred wrongly
AGES = (
    ("a man of forty-five", "a woman of forty-five"),
    ("an old man of seventy-five", "an old woman of seventy-five"),
)
BETWEEN = 30.0  # years
GENTLE = 0.8  # of what age changes, that is taken over
DYED = 1.0  # times what the words for hair change in the mean, because many people have such hair without these words
LIGHT = 14.0  # units, the size of what counts as light and shade
LIGHTER = 0.5  # power of the ratio of two lights; 1 takes over the generator's whole
UNEVEN = (0.8, 1.25)  # range of that ratio
FOLDS, HUES = 0.7, 2.0  # units, below which a difference by age, and of hair, is not taken over: pores and single hairs
SKIN = (30.0, 9.0)  # levels of light, and of a and b, about the skin's, that are skin still
GAIN = (0.6, 1.5)  # range of what makes the generator's skin the person's
EDGE = (0.3, 0.35)  # the generator's matte, from where it counts, and how far on it is whole
HAIR = 14.0  # levels about the colours of the hair, that are hair still
JAW = 3.0  # units below the jaw where the neck begins
EVEN = 0.05  # how much a wall of a colour that is asked for may change to the right and to the foot
LOW = 162.0  # units from the top, down to which all beside the jaw is the head's


@torch.inference_mode()
def draw_person(pipeline, identity: Identity, prompt: str, generator: torch.Generator) -> np.ndarray:
    """(SCALE HEIGHT, SCALE WIDTH, 3) uint8 RGB, the person as an English prompt asks."""
    wish = read_wish(prompt, identity.age)
    head = identity.smiling if (identity.smiles if wish.smiling is None else wish.smiling) else identity.resting
    known = torch.from_numpy(identity.code)
    sex = "" if wish.sex_told else _sex(pipeline, known)
    told = _told(", ".join(filter(None, (sex, prompt))))
    code = pipeline.draw_best(told, generator=generator, known=known)
    shapes, textures, walls, _ = pipeline.decoder.parts(code)
    shape = head.shape.copy()
    if not identity.whole:
        shape[SHOULDERS] = shapes[0].numpy()[SHOULDERS]

    def pictured(textures: torch.Tensor) -> np.ndarray:
        return _with_whole_colours(pipeline.frame.picture(_enlarged(pipeline.decoder(textures)[0].numpy()), shape))

    theirs = pictured(textures)
    own, matte = head.picture[..., :3].astype(np.float32) / 255, head.picture[..., 3].astype(np.float32) / 255
    hair = hair_of(own, matte, head)
    if wish.years:
        older = code + GENTLE * wish.years / BETWEEN * _difference(pipeline, *AGES)
        own = _changed(own, _soft((pictured(pipeline.decoder.parts(older)[1]) - theirs)[..., :3], FOLDS))
    if wish.hair:
        dyed = code + DYED * _difference(pipeline, ("a person",), (f"a person with {wish.hair} hair",))
        own = _changed(
            own, hair[..., None] * _soft((pictured(pipeline.decoder.parts(dyed)[1]) - theirs)[..., :3], HUES)
        )
    own = own * _light(theirs, own, head)[..., None]
    above = head_region(head, hair)
    if not identity.whole or (wish.clothes and not wish.cloth):
        theirs = _with_skin_of(theirs, own, matte, head)
        own = fused([own, theirs[..., :3]], np.stack([above, 1 - above]))
        matte = above * matte + (1 - above) * theirs[..., 3]
    if wish.cloth:
        skin = region([head.shape[list(mesh.OVAL)]], 2.0, grown=-4.0)[..., None]
        own = coloured(own, (matte > 0.9) * (1 - above) * (1 - _skin(own, skin / skin.sum())[1]), wish.cloth)
    wall = walls[0].numpy()
    if wish.wall is not None:
        wall = np.column_stack([wish.wall, wall.reshape(3, 3)[:, 1:].clip(-EVEN, EVEN)]).ravel()
    draw = np.random.default_rng(int(torch.randint(2**31, (1,), generator=generator)))
    person = np.dstack([own.clip(0, 1) * matte[..., None], matte])
    return before_wall(person, wall, -1.0 if identity.grey or wish.grey else 1.0, draw)


def _changed(own: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Colours (h, w, 3), 0–1, lighter and darker by a change, −1 to 1; light and shade within them stay."""
    change = change.clip(-0.7, 0.7)
    return np.where(change > 0, own + change * (1 - own), own * (1 + change))


def _sex(pipeline, known: torch.Tensor) -> str:
    """Of SEXES the word that fits a head clearly better, so that its body does; "" where none does."""
    if pipeline.ranker is None:
        return ""
    heads = known.nan_to_num(0.0).expand(len(SEXES), -1)
    fit = pipeline.ranker(heads, torch.from_numpy(embedded(list(SEXES))))
    return SEXES[int(fit.argmax())] if abs(float(fit[0] - fit[1])) > CLEARLY else ""


def _told(prompt: str, count: int = 1) -> torch.Tensor:
    return torch.from_numpy(embedded([prompt])).repeat(count, 1)


def _difference(pipeline, before: tuple[str, ...], after: tuple[str, ...]) -> torch.Tensor:
    """(1, size), by how much the heads of people differ in the mean between two descriptions, or two lists of them."""
    means = [
        torch.cat([
            pipeline.draw(_told(text, PEOPLE), generator=torch.Generator().manual_seed(0)) for text in texts
        ]).mean(dim=0, keepdim=True)
        for texts in (before, after)
    ]  # fmt: skip
    shape, head = pipeline.decoder.sizes[:2]
    difference = torch.zeros_like(means[0])
    difference[:, shape : shape + head] = (means[1] - means[0])[:, shape : shape + head]
    return difference


def head_region(head: Head, hair: np.ndarray) -> np.ndarray:
    """(h, w) float32, 0–1, where the picture is the person's own: face, ears and hair, but not the neck."""
    import cv2

    oval = head.shape[list(mesh.OVAL)]
    low = oval[oval[:, 1] > oval[:, 1].mean()]
    low = low[np.argsort(low[:, 0])]
    x, y = units(SCALE)
    jaw = np.interp(x[0], low[:, 0], low[:, 1] + JAW, left=0, right=0)
    head_above = (y < np.maximum(jaw, LOW)[None]).astype(np.float32)
    return cv2.GaussianBlur(np.maximum(head_above, hair), (0, 0), SCALE * 1.0)


def hair_of(own: np.ndarray, matte: np.ndarray, head: Head) -> np.ndarray:
    """(h, w) float32, 0–1, where the hair is: of the person, outside the face, nearer in colour to the hair above the
    eyes than to the skin, and joined to it."""
    import cv2

    lab = cv2.cvtColor(own.clip(0, 1), cv2.COLOR_RGB2LAB) * np.array([0.6, 1, 1], np.float32)
    face = region([head.shape[list(mesh.OVAL)]], 1.0)
    _, y = units(SCALE)
    eyes = head.shape[[mesh.RIGHT_IRIS[0], mesh.LEFT_IRIS[0]], 1].mean()
    crown = (face < 0.1) & (matte > 0.9) & (y < eyes)
    if crown.sum() < 50 * SCALE**2:
        return np.zeros_like(matte)
    skin, hair = (_colours(lab[where]) for where in (face > 0.95, crown))
    to_skin, to_hair = (np.min([np.linalg.norm(lab - one, axis=2) for one in some], axis=0) for some in (skin, hair))
    likely = ((to_skin > to_hair) & (to_hair < HAIR) & (matte > 0.3) & (face < 0.9)).astype(np.uint8)
    likely = cv2.morphologyEx(likely, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    likely = cv2.morphologyEx(likely, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, labels = cv2.connectedComponents(likely)
    joined = np.unique(labels[crown & (likely > 0)])
    mask = np.isin(labels, joined[joined > 0]).astype(np.float32)
    return cv2.GaussianBlur(mask, (0, 0), SCALE * 1.5) * matte


def _colours(lab: np.ndarray) -> np.ndarray:
    """(≤ 3, 3), the colours that a good part of (n, 3) is near to."""
    centres, shares = main_colours(lab)
    return centres[shares > 0.12]


def _enlarged(texture: np.ndarray) -> np.ndarray:
    import cv2

    return cv2.resize(
        np.ascontiguousarray(texture.transpose(1, 2, 0), np.float32), (SCALE * WIDTH, SCALE * HEIGHT),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip


def _with_whole_colours(picture: np.ndarray) -> np.ndarray:
    """A premultiplied (h, w, 4) picture with its colours whole; where nobody is, those of the person nearby."""
    alpha = picture[..., 3:].clip(0, 1)
    sure = alpha**2
    colours = picture[..., :3].clip(0, 1) / np.maximum(alpha, 0.05)
    near = _soft(colours * sure, 6.0) / np.maximum(_soft(sure, 6.0)[..., None], 1e-3)
    return np.dstack([sure * colours + (1 - sure) * near, ((alpha - EDGE[0]) / EDGE[1]).clip(0, 1)])


def _soft(picture: np.ndarray, size: float) -> np.ndarray:
    import cv2

    return cv2.GaussianBlur(np.asarray(picture, np.float32), (0, 0), SCALE * size)


def _light(theirs: np.ndarray, own: np.ndarray, head: Head) -> np.ndarray:
    """(h, w), by how much light from one side makes the face lighter or darker; the tone of the skin stays."""
    face = region([head.shape[list(mesh.OVAL)]], 6.0, grown=-4.0)
    spread = np.maximum(_soft(face, LIGHT), 1e-3)
    lights = [_soft((picture[..., :3] @ LUMA) * face, LIGHT) / spread for picture in (theirs, own)]
    ratio = lights[0] / np.maximum(lights[1], 0.02)
    ratio = ratio / max(float((ratio * face).sum() / face.sum()), 1e-3)
    return ratio.clip(*UNEVEN) ** (LIGHTER * np.minimum(spread * 3, 1))


def _with_skin_of(theirs: np.ndarray, own: np.ndarray, matte: np.ndarray, head: Head) -> np.ndarray:
    """The generator's picture with the person's neck: their own where both show skin, else one of its colour."""
    low = region([head.shape[list(mesh.OVAL)]], 2.0, grown=-4.0)
    low = low * (units(SCALE)[1] > head.shape[list(mesh.OUTER_LIPS), 1].max())
    weight = low[..., None] / low.sum()
    (skin, near), (own_skin, own_near) = (_skin(picture, weight) for picture in (theirs[..., :3], own))
    gain = (own_skin / np.maximum(skin, 0.02)).clip(*GAIN)
    neck = _soft(near * own_near * (matte > 0.95), 1.5)[..., None]
    colours = neck * own + (1 - neck) * theirs[..., :3] * (1 + near[..., None] * (gain - 1))
    return np.dstack([colours, theirs[..., 3]])


def _skin(picture: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(3,) the mean colour by weights (h, w, 1), and (h, w) 0–1, how near to it each pixel is."""
    import cv2

    lab = cv2.cvtColor(picture.clip(0, 1).astype(np.float32), cv2.COLOR_RGB2LAB)
    away = np.linalg.norm(
        (lab - (lab * weight).sum(axis=(0, 1))) / np.array([SKIN[0], SKIN[1], SKIN[1]], np.float32), axis=2
    )
    return (picture * weight).sum(axis=(0, 1)), _soft(np.exp(-(away**2)), 1.5)
