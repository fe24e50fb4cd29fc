"""What the denoiser learns from: people who are like real ones in what is told, and mixed in the rest.

A code is split in what its traits explain, by regression, and what is the person's own. Those of seven hundred people
would be learned by heart; so every sample has the traits of one, a face and hair mixed of two who look alike in hair,
skin and outline (what is mixed of unlike people has two hairlines), and the clothes of a third, dressed in the same
colour, whole: what is mixed of two collars is none. In half of the samples the regression takes them a smile or makes
them smile, because hardly a woman among them is serious.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from revive.teaching.portrait.captions import Attributes, caption

CAPTIONS = 16  # captions of each portrait
GREY = 3  # every third of them is told, and drawn, as if it were black and white
SERIOUS, SMILING = (-0.25, 0.1), (0.85, 1.05)  # between which a smile is drawn that is not the portrait's own
OWN = (0.35, 0.8)  # least and most that one person's own part counts in a mixture
PARTNERS = 24  # with whom somebody is mixed, and whose clothes they may wear: the likest
WOMEN = 0.35  # of the samples; only a sixth of the portraits show one
UNCONDITIONAL = 0.12  # how often nothing is said
_PENALTY = 3.0  # of the regression on traits, in people
_HAIR = ("white", "grey", "black", "dark", "dark brown", "brown", "blonde", "bald")
_CLOTHES = ("black", "dark grey", "grey", "white", "dark blue", "blue", "red", "brown", "purple")
_TIES = ("blue", "red", "yellow")


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
    sexes : (women, men), indices
    likest, wardrobe : (2 N, PARTNERS) with whom each is mixed, and whose clothes they wear
    bodies : which numbers of a code tell of clothes
    """

    own: np.ndarray
    traits: np.ndarray
    slopes: np.ndarray
    words: np.ndarray
    grey: np.ndarray
    sexes: tuple[np.ndarray, np.ndarray]
    likest: np.ndarray
    wardrobe: np.ndarray
    bodies: slice

    def batch(self, size: int, draw: np.random.Generator):
        """Codes with their "colour", (size, K + 1), and the embedding of a caption of each, (size, 384)."""
        import torch

        count, ways = self.grey.shape
        rows, told = [], []
        for _ in range(size):
            person, k = int(draw.choice(self.sexes[int(draw.random() > WOMEN)])), int(draw.integers(ways))
            seen = person + count * int(draw.integers(0, 2))
            other, third = (int(draw.choice(choice[seen])) for choice in (self.likest, self.wardrobe))
            mixed = mix(self.own[seen], self.own[other], float(draw.uniform(*OWN)))
            code = self.traits[person, k] @ self.slopes + mixed
            code[self.bodies] = (
                self.traits[third % count, 0] @ self.slopes[:, self.bodies] + self.own[third, self.bodies]
            )
            rows.append(np.append(code, -1.0 if self.grey[person, k] else 1.0))
            told.append(np.zeros(384) if draw.random() < UNCONDITIONAL else self.words[person, k])
        return tuple(torch.from_numpy(np.array(part, np.float32)) for part in (rows, told))


def make_samples(
    codes: np.ndarray, shown: list[Attributes], counts: dict[str, int], embedded: Callable[[list[str]], np.ndarray],
    draw: np.random.Generator,
) -> DenoiserSamples:  # fmt: skip
    """Samples of codes (2 N, K), the parts of `counts` in a row, and what the N show; `embedded` reads captions."""
    told = [_varied(one, k, draw) for one in shown for k in range(CAPTIONS)]
    said = [caption(one, draw) for one in told]
    words = np.concatenate([embedded(said[i : i + 1024]) for i in range(0, len(said), 1024)])
    slopes, own = regression(codes, shown)
    shape = (len(shown), CAPTIONS, -1)
    first = counts["shape"] + counts["head"]
    return DenoiserSamples(
        own, traits(told).reshape(shape), slopes, words.reshape(shape),
        np.array([one.grey for one in told]).reshape(shape[:2]),
        (np.flatnonzero([not one.man for one in shown]), np.flatnonzero([one.man for one in shown])),
        partners(codes, shown, counts), partners(codes, shown, counts, dressed=True),
        slice(first, first + counts["body"]),
    )  # fmt: skip


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
        row = [1.0, man, age, age * age, smile, man * age, man * smile, one.glasses, one.long_hair, one.moustache]
        for value, choices in ((one.hair, _HAIR), (one.clothes, _CLOTHES), (one.tie, _TIES)):
            row += [value == choice for choice in choices]
        row += [man * (one.hair == "bald"), one.background == "dark blue"]
        rows.append(np.array(row, float))
    return np.array(rows)


def partners(
    codes: np.ndarray, shown: list[Attributes], counts: dict[str, int], *, dressed: bool = False
) -> np.ndarray:  # fmt: skip
    """(2 N, PARTNERS) who of the 2 N is likest each one, of the same sex; themselves where there are not so many.

    Alike in outline, hair and skin: in the first components of shape and head, those that most of the picture is in.
    With glasses as they have them; or, where it is about how they are dressed, with long hair and clothes as they have.
    """
    first = counts["shape"]
    shape, head = codes[:, : min(8, first)], codes[:, first : first + min(12, counts["head"])]
    rows = np.concatenate([shape, 1.5 * head], axis=1)
    if dressed:
        kinds = [(one.man, one.long_hair, one.clothes, one.tie) for one in shown]
    else:
        kinds = [(one.man, one.glasses) for one in shown]
        rows = np.column_stack([rows, np.tile([4 * one.smile for one in shown], 2)])
    kind = np.tile([sorted(set(kinds)).index(one) for one in kinds], 2)
    apart = ((rows[:, None] - rows[None]) ** 2).sum(axis=-1)
    apart[kind[:, None] != kind[None]] = np.inf
    who = np.arange(len(codes)) % len(shown)
    apart[who[:, None] == who[None]] = np.inf  # also not with their own mirror
    near = np.argsort(apart, axis=1)[:, :PARTNERS]
    alone = np.take_along_axis(apart, near, axis=1) == np.inf
    return np.where(alone, np.arange(len(codes))[:, None], near)


def mix(first: np.ndarray, second: np.ndarray, share: float, likeness: float = 0.3) -> np.ndarray:
    """An own part between two, `share` of the first: as spread as they are, so that nobody is plainer than people are.

    likeness : the usual correlation of two that are mixed
    """
    other = 1 - share
    return (share * first + other * second) / np.sqrt(share**2 + other**2 + 2 * likeness * share * other)
