"""The C2PA manifest: a signed record of what was done, covering the whole file.

Signing is the last step; any later change is detected. No time stamp is requested and nothing is downloaded. The
manifest contains no picture and nothing that names anybody: no title, no file name, no words.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from dataclasses import dataclass
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

PHOTOGRAPH = "photograph"  # the name of the ingredient, instead of its file name
_TINY = bytes.fromhex(  # a PNG of one pixel, to test keys with
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@dataclass(frozen=True)
class Ingredient:
    """A photograph that something is made from, and the content of its own manifest if that may be included."""

    photo: Path
    history: dict | None

    @classmethod
    def of(cls, photo: Path | None) -> Ingredient | None:
        """Read what the photograph says of itself; None where there is none. A program of its own does it."""
        if photo is None or not Path(photo).is_file():
            return None
        return cls(Path(photo), _history(Path(photo)))


@disk_watched()
def sign(path: Path, made: Provenance, *, ingredient: Path | Ingredient | None = None) -> None:
    """Sign a file in place, atomically, as the very last step. Sound files get their labels first (see `tags`).

    Where signing is postponed (see `postponed`), nothing is done to the file.

    Parameters
    ----------
    path : MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A
    made : what the file is
    ingredient : the photograph it was made from, in any format. The manifest records its SHA-256, not its name or
        picture. A valid manifest of the photograph is included without previews, locations and other data that may
        name somebody; one with a title is not. A photograph that no longer exists is left out. An `Ingredient` was
        read before.

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
    if ingredient is not None and not ingredient.photo.is_file():
        ingredient = None
    photo, history = (ingredient.photo, ingredient.history) if ingredient else (None, None)
    with scratch_folder(path.absolute().parent) as hidden:
        source, signed = path, Path(hidden, "signed")
        if kind in SOUNDS:
            source = Path(hidden, "tagged")
            tag_sound(path, source, made, kind)
        try:
            _write(source, signed, kind, made, keys, photo, history)
        except C2paError:
            if history is None:
                raise
            _write(source, signed, kind, made, keys, photo, None)
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
        _build(io.BytesIO(_TINY), signed, "image/png", Provenance("portrait"), keys, None, None)
        signed.seek(0)
        with Reader("image/png", signed, context=Context.from_dict(OFFLINE)) as reader:
            state = reader.get_validation_state()
    if state not in ("Valid", "Trusted"):
        raise UserError(
            "The certificate for signing cannot be used for Content Credentials; please use one for signing documents"
            " or e-mail that an authority issued, together with those above it.",
        )


def _history(photo: Path) -> dict | None:
    """The content of the photograph's own manifest, if it has one that may be included."""
    kind = media_type(photo)
    told = read_manifest(photo, kind) if kind else {"state": "none"}
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
    source: Path, out: Path, kind: str, made: Provenance, keys: Keys, photo: Path | None, history: dict | None
) -> None:
    raw = _Written(out, "w+")
    try:
        with source.open("rb") as read, io.BufferedRandom(raw, 1 << 20) as write:
            _build(read, write, kind, made, keys, photo, history)
    except Exception:
        if raw.trouble is not None:
            raise raw.trouble from None
        raise


def _build(read, write, kind: str, made: Provenance, keys: Keys, photo: Path | None, history: dict | None) -> None:
    from c2pa import Builder, C2paSignerInfo, Context, Signer

    asked = _definition(made, photo, history)
    signer = Signer.from_info(C2paSignerInfo(keys.algorithm.encode(), keys.chain.encode(), keys.key.encode(), None))
    with signer, Builder(asked, context=Context.from_dict(OFFLINE)) as builder:
        if history is not None and photo is not None:
            with photo.open("rb") as file:
                builder.add_ingredient(_ingredient(made, photo), history["kind"], file)
        builder.sign(signer, kind, read, write)


def _definition(made: Provenance, photo: Path | None, history: dict | None) -> dict:
    """The manifest as c2pa's Builder takes it."""
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    tool = {"name": PRODUCER, "version": made.version}
    done = {
        "digitalSourceType": made.source_type, "when": when, "softwareAgent": tool, "description": made.said,
    }  # fmt: skip
    of_photo = {} if photo is None else {"parameters": {"ingredientIds": [PHOTOGRAPH]}}
    if photo is None or made.generated:
        actions = [{"action": "c2pa.created", **done, **of_photo}]
    else:
        actions = [{"action": "c2pa.opened", **of_photo}, {"action": "c2pa.edited", **done}]
    hidden = history["private"] if history else []
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
    if photo is not None and history is None:
        format = media_type(photo) or "application/octet-stream"
        asked["ingredients"] = [{**_ingredient(made, photo), "format": format}]
    return asked


def _ingredient(made: Provenance, photo: Path) -> dict:
    return {
        "title": PHOTOGRAPH, "label": PHOTOGRAPH, "relationship": "inputTo" if made.generated else "parentOf",
        "instance_id": f"sha256:{digest(photo)}",
    }  # fmt: skip
