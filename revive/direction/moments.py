"""Moments: what a photograph without words is to do, one after another, by their names or in plain words.

Plain words are cut into clauses, and each clause is compared in meaning with the phrases of every moment, see
`direction.read`; words such as "slowly" or "a little" change how it is done, and what is denied is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from revive.core.errors import UserError
from revive.direction import modifiers
from revive.direction.in_english import in_english
from revive.direction.spanish import table

MOMENTS = ("smile", "look-around", "nod", "laugh", "tilt", "close-eyes", "breathe")
MOST = 6  # moments of one clip
SHORTEST, LONGEST = 5.0, 15.0  # seconds of a clip of them
USUAL_AMOUNT = 0.8
TEMPOS = (0.55, 1.5)  # the slowest and the quickest, times as fast as usual


@dataclass(frozen=True)
class Moment:
    """One thing that a face does.

    Attributes
    ----------
    name : one of MOMENTS
    tempo : times as fast as people usually do it
    amount : 0–1, how much of it is seen
    """

    name: str
    tempo: float = 1.0
    amount: float = USUAL_AMOUNT


# Phrases in the present tense, as families describe a film; PLAIN ones name nothing that a moment shows
PLAIN = "plain"
MOMENT_ANCHORS: dict[str, tuple[str, ...]] = {
    "smile": (
        "smile", "smiles", "she smiles at us", "a gentle smile", "begins to smile", "smiling warmly", "grins",
        "her face lights up", "beams", "a smile spreads over his face", "gives us a smile",
    ),
    "look-around": (
        "look around", "looks around", "looks to the side and back", "glances left and right", "turns the head",
        "turns to look at us", "looks about the room", "looks aside", "gazes around", "turns to the left",
        "looks away and back", "looks over the shoulder",
    ),
    "nod": ("nod", "nods", "nods the head", "nods at us", "says yes without a word", "nodding", "agrees with a nod"),
    "laugh": (
        "laugh", "laughs", "laughs quietly", "chuckles", "giggles", "bursts out laughing", "has to laugh", "laughing",
    ),
    "tilt": (
        "tilt", "tilts the head", "tilts the head to one side", "leans the head", "inclines the head", "cocks the head",
    ),
    "close-eyes": (
        "close eyes", "closes the eyes", "shuts his eyes", "eyes closed for a moment", "closes her eyes and rests",
    ),
    "breathe": (
        "breathe", "breathes", "breathes deeply", "takes a deep breath", "sighs", "breathes in and out", "inhales",
    ),
    PLAIN: (
        "a photo", "looks at us", "looks at the camera", "looking at the viewer", "grandmother", "my late father",
        "she", "he", "in the garden", "speaks", "talks", "then", "for a moment", "slowly", "a portrait", "walks",
        "runs", "dances", "waves the hand", "stands up", "eats", "sings", "is alive", "moves", "cries", "is sad",
        "raises an arm", "comes closer", "kisses", "sits in a chair", "winks", "shakes the head", "says no",
    ),
}  # fmt: skip
NEAR, WORD_NEAR, MARGIN = 0.55, 0.72, 0.04  # cosines, see `read.Question`

_CHINESE = {
    "smiles": "微笑 笑一笑 笑了 露出笑容 笑",
    "laughs": "大笑 笑出声 哈哈大笑 笑起来",
    "looks around": "环顾 环顾四周 四处看 看看四周 东张西望 左右看看 转头 转过头 转过头来 扭头 看向一边 回头",
    "nods": "点头 点点头 点了点头",
    "tilts the head": "歪头 歪着头 歪歪头 侧头 偏头 歪了歪头",
    "closes the eyes": "闭眼 闭上眼睛 闭上眼 闭目 闭着眼睛",
    "breathes deeply": "深呼吸 呼吸 深吸一口气 叹气 叹了口气",
    "looks at us": "看着我们 看我们 看着镜头 望着我们 看着我 看着你",
    "slowly": "慢慢地 慢慢 缓缓 缓缓地 缓慢地 轻轻地 轻轻",
    "quickly": "很快 快速 迅速",
    "slightly": "微微 稍微 轻微",
    "broadly": "灿烂地 开怀",
    ", then": "然后 接着 再 随后 之后",
    "and": "并 并且 又",
}
_MORE = {word: english for english, words in _CHINESE.items() for word in words.split()}
_SPANISH = table({
    "smiles": "sonríe; sonríen; sonreír; sonría; sonrisa; una sonrisa; esboza una sonrisa; se sonríe",
    "laughs": "se ríe; ríe; ríen; reír; suelta una carcajada; una carcajada; se echa a reír; risa",
    "looks around": "mira alrededor; mira a su alrededor; mirar alrededor; mira a un lado; mira a los lados;"
    " gira la cabeza; vuelve la cabeza; mira hacia los lados; mira hacia un lado; mira de reojo;"
    " mira a izquierda y derecha",
    "nods": "asiente; asentir; asiente con la cabeza; dice que sí con la cabeza; cabecea",
    "tilts the head": "ladea la cabeza; ladear la cabeza; inclina la cabeza; inclinar la cabeza",
    "closes the eyes": "cierra los ojos; cerrar los ojos; ojos cerrados",
    "breathes deeply": "respira; respirar; respira hondo; respira profundamente; suspira; suspirar; toma aire",
    "looks at us": "nos mira; mira a la cámara; mira al frente; mirándonos; nos está mirando; me mira; te mira",
    "slowly": "despacio; lentamente; poco a poco; suavemente; con suavidad; con calma",
    "quickly": "rápidamente; deprisa; rápido; de repente; brevemente",
    "slightly": "un poco; ligeramente; apenas; un poquito; levemente",
    "broadly": "ampliamente; de oreja a oreja; abiertamente; mucho",
    ", then": "luego; después; entonces; y luego; y después; y entonces; a continuación",
})  # fmt: skip
_JOINTS = re.compile(r"[,.;:!?\n，。；、]+|\b(?:and then|then|and|before|while|after that|afterwards|but|with)\b")
_SLOW = re.compile(r"\b(?:slow|slowly|gently|softly|calmly|gradually|unhurried|tenderly|long)\b")
_QUICK = re.compile(r"\b(?:quick|quickly|fast|briskly|briefly|short|sudden|suddenly)\b")
_MUCH = re.compile(r"\b(?:broad|broadly|big|wide|widely|heartily|deep|deeply|warmly|happily|clearly)\b")


def read_moments(text: str) -> tuple[Moment, ...]:
    """The moments that a text asks for, in order; () for an empty one.

    Parameters
    ----------
    text : names of MOMENTS with commas between, or plain words in English, Chinese or Spanish, such as "she looks at
        us and smiles slowly"

    Raises
    ------
    UserError : nothing that a photograph can do is named, or more than MOST
    """
    if not text.strip():
        return ()
    moments = _named(text) or _described(text)
    if not moments:
        raise UserError(
            "No moment was understood in “{words}”; please ask for one or more of these: {names}.",
            words=text.strip()[:80], names=list(MOMENTS),
        )  # fmt: skip
    if len(moments) > MOST:
        raise UserError(
            "There are {count} moments, and a clip has room for {most}; please ask for fewer.",
            count=len(moments), most=MOST,
        )  # fmt: skip
    return moments


def _named(text: str) -> tuple[Moment, ...]:
    """The moments of a list of names; () if it is anything else."""
    words = ["-".join(word.replace("_", " ").split()).lower() for word in re.split(r"[,;，、+]", text)]
    words = [word for word in words if word]
    return tuple(Moment(word) for word in words) if set(words) <= set(MOMENTS) else ()


def _described(text: str) -> tuple[Moment, ...]:
    """The moments of a description; one that two clauses in a row name is one."""
    from revive.direction.encoder import sentence_encoder
    from revive.direction.read import Question, answer, pieces_of

    english = in_english(text, chinese=_MORE, spanish=_SPANISH)
    said, _ = modifiers.split_denied(" ".join(english.replace("’", "'").split()).lower())
    clauses = [clause.strip() for clause in _JOINTS.split(said)]
    clauses = [clause for clause in clauses if re.search("[a-z]", clause)]
    if not clauses:
        return ()
    question = Question(MOMENT_ANCHORS, near=NEAR, word_near=WORD_NEAR, margin=MARGIN, otherwise="")
    found: list[Moment] = []
    for clause in clauses:
        pieces = pieces_of(clause)
        name, _ = answer(question, pieces, sentence_encoder().encode(pieces), set()) if pieces else ("", 0.0)
        if name and not (found and found[-1].name == name):
            found.append(Moment(name, _tempo(clause), _amount(clause)))
        elif not name and found:  # "smiles, very slowly"
            found[-1] = _changed(found[-1], clause)
    return tuple(found)


def _tempo(clause: str) -> float:
    strongly = 0.8 if re.search(r"\b(?:very|so|really)\b", clause) else 1.0
    if _SLOW.search(clause):
        return max(0.65 * strongly, TEMPOS[0])
    return min(1.35 / strongly, TEMPOS[1]) if _QUICK.search(clause) else 1.0


def _amount(clause: str) -> float:
    strength = modifiers.intensity(clause) * (1.35 if _MUCH.search(clause) else 1.0)
    return round(float(np.clip(USUAL_AMOUNT * strength, 0.45, 1.0)), 2)


def _changed(moment: Moment, clause: str) -> Moment:
    """A moment with what a clause of its own says of how it is done."""
    tempo, amount = _tempo(clause), _amount(clause)
    return Moment(
        moment.name, moment.tempo if tempo == 1 else tempo, moment.amount if amount == USUAL_AMOUNT else amount
    )
