"""What the denoiser learns from: people who are like real ones in what is told, and mixed in the rest.

A code is split in what its traits explain, by regression, and what is the person's own. Those of eight hundred people
would be learned by heart; so every sample has the traits of one, a face and hair mixed of two who look alike in hair,
skin and outline (what is mixed of unlike people has two hairlines), the fine parts of one of them, and the clothes of a
third, dressed in the same colour, whole: what is mixed of two collars, or two pairs of glasses, is none. In half of the
samples the regression takes them a smile or makes them smile, because hardly a woman among the portraits is serious.
What is rare is drawn more often.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from revive.teaching.portrait.captions import Attributes, caption

CAPTIONS = 32  # captions of each portrait
GREY = 3  # every third of them is told, and drawn, as if it were black and white
SERIOUS, SMILING = (-0.25, 0.1), (0.85, 1.05)  # between which a smile is drawn that is not the portrait's own
MIXED = 40  # of a head's numbers, which tell the coarse
OWN = (0.35, 0.8)  # least and most that one person's own part counts in a mixture
PARTNERS = 24  # with whom somebody is mixed, and whose clothes they may wear: the likest
WOMEN = 0.47  # of the samples; only a quarter of the pictures show one
# how many times as often as others those are drawn of whom there are few
RARE = {"facial_hair": 5.0, "glasses": 2.5, "east asian": 1.6, "long": 1.6, "white": 1.4, "blonde": 1.4,
        "young": 1.5, "faces": 1.6}  # fmt: skip
YOUNG = 36  # years
UNCONDITIONAL = 0.12  # how often nothing is said
_PENALTY = 3.0  # of the regression on traits, in people
_HAIR = ("white", "grey", "black", "dark", "dark brown", "brown", "blonde", "bald")
_CLOTHES = ("black", "dark grey", "grey", "white", "dark blue", "blue", "red", "brown", "purple")
_TIES = ("blue", "red", "yellow")
_LENGTHS = ("short", "long", "tied back")
_FACIAL_HAIR = ("moustache", "beard")
_SKINS = ("fair", "brown", "dark")
_ETHNICITIES = ("black", "east asian", "west asian")


@dataclass(frozen=True)
class DenoiserSamples:
    """N people, each told in CAPTIONS ways.

    Attributes
    ----------
    own : (2 N, K) what traits do not explain of codes; the second half mirrored
    traits : (N, CAPTIONS, T) what is told of each
    slopes : (T, K) the regression
    words : (N, CAPTIONS, 384) embeddings of captions
    grey : (N, CAPTIONS) bool
    chances : (N,), how often each is drawn
    likest, wardrobe : (2 N, PARTNERS) with whom each is mixed, and whose clothes they wear
    details : which numbers of a code tell the fine parts of a head, such as rims of glasses; they are not mixed
    bodies : which tell of clothes
    """

    own: np.ndarray
    traits: np.ndarray
    slopes: np.ndarray
    words: np.ndarray
    grey: np.ndarray
    chances: np.ndarray
    likest: np.ndarray
    wardrobe: np.ndarray
    details: slice
    bodies: slice

    def batch(self, size: int, draw: np.random.Generator):
        """Codes with their "colour", (size, K + 1), and the embedding of a caption of each, (size, 384)."""
        import torch

        count, ways = self.grey.shape
        person = draw.choice(count, size, p=self.chances)
        k, seen = draw.integers(ways, size=size), person + count * draw.integers(0, 2, size)
        choice = draw.integers(0, self.likest.shape[1], (2, size))
        other, third = self.likest[seen, choice[0]], self.wardrobe[seen, choice[1]]
        share = draw.uniform(*OWN, (size, 1))
        own = mix(self.own[seen], self.own[other], share)
        own[:, self.details] = np.where(share > 0.5, self.own[seen], self.own[other])[:, self.details]
        code = self.traits[person, k] @ self.slopes + own
        worn = self.traits[third % count, 0] @ self.slopes[:, self.bodies] + self.own[third][:, self.bodies]
        code[:, self.bodies] = worn
        grey = np.where(self.grey[person, k], -1.0, 1.0)
        told = self.words[person, k] * (draw.random((size, 1)) >= UNCONDITIONAL)
        return tuple(torch.from_numpy(part.astype(np.float32)) for part in (np.column_stack([code, grey]), told))


def make_samples(
    codes: np.ndarray, shown: list[Attributes], counts: dict[str, int], embedded: Callable[[list[str]], np.ndarray],
    draw: np.random.Generator, people: list[str] | None = None,
) -> DenoiserSamples:  # fmt: skip
    """Samples of codes (2 N, K), the parts of `counts` in a row, and what the N show; `embedded` reads captions.

    people : (N,) who is who, where one person is seen several times
    """
    told = [_varied(one, k, draw) for one in shown for k in range(CAPTIONS)]
    said = [caption(one, draw) for one in told]
    words = np.concatenate([embedded(said[i : i + 1024]) for i in range(0, len(said), 1024)])
    slopes, own = regression(codes, shown)
    shape = (len(shown), CAPTIONS, -1)
    first = counts["shape"] + counts["head"]
    return DenoiserSamples(
        own, traits(told).reshape(shape), slopes, words.reshape(shape),
        np.array([one.grey for one in told]).reshape(shape[:2]),
        _chances(shown), partners(codes, shown, counts, people=people),
        partners(codes, shown, counts, people=people, dressed=True),
        slice(counts["shape"] + MIXED, first), slice(first, first + counts["body"]),
    )  # fmt: skip


def _chances(shown: list[Attributes]) -> np.ndarray:
    """(N,), how often each is drawn: WOMEN of the time a woman, RARE looks oftener; they sum to 1."""
    weight = np.ones(len(shown))
    for i, one in enumerate(shown):
        looks = {one.ethnicity, one.skin, one.hair_length, one.hair}
        looks |= {name for name in ("facial_hair", "glasses") if getattr(one, name)}
        looks |= {"young"} if one.age < YOUNG else set()
        looks |= {"faces"} if one.ethnicity == "white" else set()
        weight[i] = np.prod([RARE.get(look, 1.0) for look in looks])
    men = np.array([one.man for one in shown])
    for sex, share in ((men, 1 - WOMEN), (~men, WOMEN)):
        if sex.any():
            weight[sex] *= share / weight[sex].sum()
    return weight / weight.sum()


def _varied(one: Attributes, way: int, draw: np.random.Generator) -> Attributes:
    """A person as told in one of the ways: the first as they are, others black and white, smiling or not."""
    grey = one.grey or way % GREY == 1
    smile = one.smile if way % 2 == 0 else float(draw.uniform(*(SERIOUS if draw.random() < 0.6 else SMILING)))
    return dataclasses.replace(one, grey=grey, smile=smile)


def regression(codes: np.ndarray, shown: list[Attributes]) -> tuple[np.ndarray, np.ndarray]:
    """(T, K) slopes of codes (2 N, K) on traits, and what is left, (2 N, K), the people's own."""
    rows = np.tile(traits(shown), (2, 1))
    penalty = _PENALTY * np.eye(rows.shape[1])
    penalty[0, 0] = 0
    slopes = np.linalg.solve(rows.T @ rows + penalty, rows.T @ codes)
    return slopes, codes - rows @ slopes


def traits(shown: list[Attributes]) -> np.ndarray:
    """(N, traits): 1, then everything that a caption may tell, as numbers of about the same spread."""
    rows = []
    for one in shown:
        man, age, smile = float(one.man), (one.age - 50) / 12, 2 * one.smile - 1
        row = [1.0, man, age, age * age, smile, man * age, man * smile, one.glasses]
        for value, choices in (
            (one.hair, _HAIR), (one.clothes, _CLOTHES), (one.tie, _TIES), (one.hair_length, _LENGTHS),
            (one.facial_hair, _FACIAL_HAIR), (one.skin, _SKINS), (one.ethnicity, _ETHNICITIES),
        ):  # fmt: skip
            row += [value == choice for choice in choices]
        row += [man * (one.hair == "bald"), one.background == "dark blue"]
        rows.append(np.array(row, float))
    return np.array(rows)


def partners(
    codes: np.ndarray, shown: list[Attributes], counts: dict[str, int], *, people: list[str] | None = None,
    dressed: bool = False,
) -> np.ndarray:  # fmt: skip
    """(2 N, PARTNERS) who of the 2 N is likest each one, of the same sex; themselves where there are not so many.

    Alike in outline, hair and skin: in the first components of shape and head, those that most of the picture is in.
    With glasses, beard and length of hair as they have them; or, where it is about how they are dressed, with clothes
    and long hair of their colours.
    """
    first = counts["shape"]
    shape, head = codes[:, : min(8, first)], codes[:, first : first + min(12, counts["head"])]
    rows = np.concatenate([shape, 1.5 * head], axis=1)
    if dressed:
        kinds = [
            (one.man, one.hair if one.hair_length == "long" else "", one.clothes, one.tie)  # long hair lies on clothes
            for one in shown
        ]
        rows = np.column_stack([rows, np.tile([6 * (one.skin == "dark") for one in shown], 2)])  # a neck of that skin
    else:
        kinds = [(one.man, one.glasses, one.facial_hair, one.hair_length == "long") for one in shown]
        rows = np.column_stack([rows, np.tile([4 * one.smile for one in shown], 2)])
    kind = np.tile([sorted(set(kinds)).index(one) for one in kinds], 2)
    apart = ((rows[:, None] - rows[None]) ** 2).sum(axis=-1)
    apart[kind[:, None] != kind[None]] = np.inf
    who = np.tile(np.unique(people, return_inverse=True)[1] if people else np.arange(len(shown)), 2)
    apart[who[:, None] == who[None]] = np.inf  # also not with their own mirror
    near = np.argsort(apart, axis=1)[:, :PARTNERS]
    alone = np.take_along_axis(apart, near, axis=1) == np.inf
    return np.where(alone, np.arange(len(codes))[:, None], near)


def mix(first: np.ndarray, second: np.ndarray, share: np.ndarray | float, likeness: float = 0.3) -> np.ndarray:
    """An own part between two, `share` of the first: as spread as they are, so that nobody is plainer than people are.

    likeness : the usual correlation of two that are mixed
    """
    other = 1 - share
    return (share * first + other * second) / np.sqrt(share**2 + other**2 + 2 * likeness * share * other)
