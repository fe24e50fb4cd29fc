"""The C2PA manifest: a signed record of what was done, covering the whole file.

Signing is the last step; any later change is detected. No time stamp is requested and nothing is downloaded. The
manifest contains no picture and nothing that names anybody: no title, no file name, no words.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.json_files import digest
from revive.core.scratch import scratch_folder
from revive.media.files import shown_name
from revive.provenance.keys import Keys, signing_keys
from revive.provenance.media_types import SOUNDS, media_type
from revive.provenance.postponed import Unsigned, is_postponed, postpone
from revive.provenance.provenance import PRODUCER, Provenance
from revive.provenance.reading import OFFLINE, OURS, read_manifest
from revive.provenance.tags import tag_sound

PHOTOGRAPH, CLIP, RECORDING = "photograph", "clip", "recording"  # what ingredients are called, see `reading.NAMES`
_TINY = bytes.fromhex(  # a PNG of one pixel, to test keys with
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@dataclass(frozen=True)
class Ingredient:
    """A file that something is made from, and the content of its own manifest if that may be included.

    `name` is PHOTOGRAPH, CLIP or RECORDING (films and music too).
    """

    file: Path
    history: dict | None
    name: str = PHOTOGRAPH

    @classmethod
    def of(cls, file: Path | None, name: str = PHOTOGRAPH) -> Ingredient | None:
        """Read what the file says of itself; None where there is none. A program of its own does it."""
        if file is None or not Path(file).is_file():
            return None
        return cls(Path(file), _history(Path(file)), name)


@disk_watched()
def sign(
    path: Path, made: Provenance, *, ingredient: Path | Ingredient | None = None, placed: Sequence[Ingredient] = ()
) -> None:  # fmt: skip
    """Sign a file in place, atomically, as the very last step. Sound files get their labels first (see `tags`).

    Where signing is postponed (see `postponed`), nothing is done to the file.

    Parameters
    ----------
    path : MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A
    made : what the file is
    ingredient : the photograph it was made from, in any format, or the clip. The manifest records its SHA-256, not
        its name or picture. A valid manifest of the photograph is included without previews, locations and other data
        that may name somebody; one with a title is not. A photograph that no longer exists is left out. An
        `Ingredient` was read before.
    placed : what was put into it besides

    Raises
    ------
    UserError : another kind of file, keys that cannot be used (see `keys.check_keys`), the disk is full
    """
    from c2pa import C2paError

    if not isinstance(ingredient, Ingredient):
        ingredient = Ingredient.of(ingredient)
    if is_postponed():
        postpone(Unsigned(made, ingredient.history if ingredient else None))
        return
    path = Path(path)
    kind = media_type(path)
    if kind is None:
        raise UserError(
            "“{file}” is of no kind that can be signed; please make an MP4, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A.",
            file=shown_name(path),
        )
    keys = signing_keys()
    ingredients = [one for one in (ingredient, *placed) if one is not None and one.file.is_file()]
    with scratch_folder(path.absolute().parent) as hidden:
        source, signed = path, Path(hidden, "signed")
        if kind in SOUNDS:
            source = Path(hidden, "tagged")
            tag_sound(path, source, made, kind)
        try:
            _write(source, signed, kind, made, keys, ingredients)
        except C2paError:
            if all(one.history is None for one in ingredients):
                raise
            _write(source, signed, kind, made, keys, [replace(one, history=None) for one in ingredients])
        shutil.copymode(path, signed)
        signed.replace(path)


def check_keys() -> None:
    """Check that signing works; fast enough to call before hours of work. Makes the key at first use.

    Raises
    ------
    UserError : as `keys.signing_keys`, or C2PA does not accept the keys
    """
    from c2pa import C2paError, Context, Reader

    if is_postponed():
        return
    keys, signed, state = signing_keys(), io.BytesIO(), "Invalid"
    with contextlib.suppress(C2paError):
        _build(io.BytesIO(_TINY), signed, "image/png", Provenance("portrait"), keys, [])
        signed.seek(0)
        with Reader("image/png", signed, context=Context.from_dict(OFFLINE)) as reader:
            state = reader.get_validation_state()
    if state not in ("Valid", "Trusted"):
        raise UserError(
            "The certificate for signing cannot be used for Content Credentials; please use one for signing documents"
            " or e-mail that an authority issued, together with those above it.",
        )


def _history(file: Path) -> dict | None:
    """The content of the file's own manifest, if it has one that may be included."""
    kind = media_type(file)
    told = read_manifest(file, kind) if kind else {"state": "none"}
    return {**told, "kind": kind} if told["state"] in ("Valid", "Trusted") and not told["named"] else None


class _Written(io.FileIO):
    """A file that remembers why a write failed; C2PA reports only that it failed."""

    trouble: OSError | None = None

    def write(self, data) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.trouble = error
            raise


def _write(
    source: Path, out: Path, kind: str, made: Provenance, keys: Keys, ingredients: Sequence[Ingredient]
) -> None:  # fmt: skip
    raw = _Written(out, "w+")
    try:
        with source.open("rb") as read, io.BufferedRandom(raw, 1 << 20) as write:
            _build(read, write, kind, made, keys, ingredients)
    except Exception:
        if raw.trouble is not None:
            raise raw.trouble from None
        raise


def _build(read, write, kind: str, made: Provenance, keys: Keys, ingredients: Sequence[Ingredient]) -> None:
    from c2pa import Builder, C2paSignerInfo, Context, Signer

    asked = _definition(made, ingredients)
    signer = Signer.from_info(C2paSignerInfo(keys.algorithm.encode(), keys.chain.encode(), keys.key.encode(), None))
    with signer, Builder(asked, context=Context.from_dict(OFFLINE)) as builder:
        for number, one in enumerate(ingredients):
            if one.history is not None:
                with one.file.open("rb") as file:
                    builder.add_ingredient(_ingredient(made, one, number), one.history["kind"], file)
        builder.sign(signer, kind, read, write)


def _definition(made: Provenance, ingredients: Sequence[Ingredient]) -> dict:
    """The manifest as c2pa's Builder takes it."""
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    tool = {"name": PRODUCER, "version": made.version}
    done = {
        "digitalSourceType": made.source_type, "when": when, "softwareAgent": tool, "description": made.said,
    }  # fmt: skip
    of = [{"parameters": {"ingredientIds": [_label(one, number)]}} for number, one in enumerate(ingredients)]
    if made.composed:
        actions = [{"action": "c2pa.created", **done}, *({"action": "c2pa.placed", **one} for one in of[:1])]
    elif not ingredients or made.generated:
        actions = [{"action": "c2pa.created", **done, **(of[0] if of else {})}]
    else:
        actions = [{"action": "c2pa.opened", **of[0]}, {"action": "c2pa.edited", **done}]
    actions += [{"action": "c2pa.placed", **one} for one in of[1:]]
    actions += [{"action": name, "when": when, "softwareAgent": tool} for name in made.actions]
    hidden = [uri for one in ingredients if one.history for uri in one.history["private"]]
    actions += [
        {"action": "c2pa.redacted", "reason": "c2pa.PII.present", "parameters": {"redacted": uri}} for uri in hidden
    ]
    facts = {
        "kind": made.kind, "id": made.id, "language": made.language, "consent": made.consent, "seed": made.seed,
        "voice": "synthetic" if made.synthetic_voice else None,
    }  # fmt: skip
    asked = {
        "claim_generator_info": [tool],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": actions}, "created": True},
            {"label": OURS, "data": {k: v for k, v in facts.items() if v not in (None, "")}, "created": True},
        ],
    }
    if hidden:
        asked["redactions"] = hidden
    bare = [
        {**_ingredient(made, one, number), "format": media_type(one.file) or "application/octet-stream"}
        for number, one in enumerate(ingredients)
        if one.history is None
    ]
    if bare:
        asked["ingredients"] = bare
    return asked


def _ingredient(made: Provenance, one: Ingredient, number: int) -> dict:
    relationship = "inputTo" if made.generated else "componentOf" if number or made.composed else "parentOf"
    return {
        "title": one.name, "label": _label(one, number), "relationship": relationship,
        "instance_id": f"sha256:{digest(one.file)}",
    }  # fmt: skip


def _label(one: Ingredient, number: int) -> str:
    return f"{one.name}-{number + 1}" if number else one.name
