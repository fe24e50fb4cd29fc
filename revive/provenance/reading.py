"""Read the manifest of one file in a separate process, so that a file that crashes the reader harms nothing else.

The program takes a JSON object as its argument: `path`, `kind` (media type), `anchors` (PEM of known roots). It prints
a JSON object of bounded size: `state` ("Valid", "Trusted", "Invalid", "none", "elsewhere", "unreadable") and the
content of the manifest. Nothing is downloaded. The rest of Revive calls `read_manifest`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MOST_TEXT = 200  # characters of any text from the manifest
MOST_URIS = 200
LEAST_TIME = 60.0  # seconds, at least, that the reader may take
SLOWEST = 20_000_000  # bytes a second at which a file is read, at least
OURS = "revive.made"  # our own assertion
NAMES = frozenset(("photograph", "clip", "recording"))  # of ingredients, instead of those of their files
KEPT = ("c2pa.actions", "c2pa.hash.", "c2pa.ingredient", OURS)  # assertions of a photograph that are kept in a clip

# No network access, even if a file or a certificate asks for it.
OFFLINE = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": True},
    "core": {"allowed_network_hosts": []},
    "builder": {
        "certificate_status_fetch": None,
        "thumbnail": {"enabled": False},  # it would show the face
        "actions": {f"auto_{name}_action": {"enabled": False} for name in ("created", "opened", "placed")},
    },
}


def read_manifest(path: Path, kind: str, anchors: str = "") -> dict:
    """What the manifest of `path`, of the media type `kind`, tells; see above. Every text in it is from outside."""
    from revive.media.limits import bounded

    told = json.dumps({"path": str(path.absolute()), "kind": kind, "anchors": anchors})
    program = [sys.executable, "-I", "-X", "utf8", str(Path(__file__).absolute()), told]
    seconds = LEAST_TIME + path.stat().st_size / SLOWEST
    read = [Path(sys.prefix), Path(sys.base_prefix), Path(__file__), path.absolute()]
    with bounded(program, seconds=seconds, read=read, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        answer = running.process.communicate()[0]
    try:
        return json.loads(answer)
    except ValueError:  # it crashed, or was ended
        return {"state": "unreadable"}


def _read(path: str, kind: str, anchors: str) -> dict:
    from c2pa import C2paError, Context, Reader

    settings = {**OFFLINE, "trust": {"user_anchors": anchors}} if anchors else OFFLINE
    try:
        with Path(path).open("rb") as file, Reader(kind, file, context=Context.from_dict(settings)) as reader:
            return {"state": reader.get_validation_state(), **_facts(json.loads(reader.json())), **_parts(reader)}
    except C2paError.ManifestNotFound:  # pyright: ignore[reportAttributeAccessIssue]  c2pa adds it to the class later
        return {"state": "none"}
    except C2paError as error:
        return {"state": "elsewhere" if "remote manifest" in str(error) else "unreadable"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {"state": "unreadable"}


def _facts(store: dict) -> dict:
    manifest = store["manifests"][store["active_manifest"]]
    results = store.get("validation_results", {}).get("activeManifest", {})
    signature, about = manifest.get("signature_info") or {}, (manifest.get("claim_generator_info") or [{}])[0]
    actions, made = [], None
    for assertion in manifest.get("assertions", []):
        if assertion["label"].startswith("c2pa.actions"):
            actions += assertion["data"]["actions"]
        elif assertion["label"] == OURS:
            made = {str(key)[:40]: _text(value) for key, value in list(assertion["data"].items())[:20]}
    whens = [signature.get("time"), *(action.get("when") for action in actions)]
    sources = [_text(action["digitalSourceType"]) for action in actions if action.get("digitalSourceType")]
    return {
        "failures": sorted({code for one in results.get("failure", []) if (code := _text(one["code"]))})[:50],
        "serial": _text(signature.get("cert_serial_number")),
        "by": _text(signature.get("common_name") or signature.get("issuer")),
        "tool": _text(" ".join(str(about.get(key) or "") for key in ("name", "version")).strip()),
        "when": next((_text(when) for when in whens if when), None),
        "sources": sources[:50],
        "made": made,
    }


def _parts(reader) -> dict:
    """Where the manifests hold data that may show or name somebody, and whether the claims have titles."""
    store = json.loads(reader.detailed_json())
    uris = [
        f"self#jumbf=/c2pa/{label}/c2pa.assertions/{name}"
        for label, manifest in store["manifests"].items()
        for name in manifest["assertion_store"]
        if not name.startswith(KEPT)
    ]
    titles = {title for manifest in store["manifests"].values() for title in _titles(manifest)}
    return {"private": uris[:MOST_URIS], "named": bool(titles - NAMES) or len(uris) > MOST_URIS}


def _titles(value: object):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("title", "dc:title") and inner:
                yield str(inner)
            yield from _titles(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _titles(inner)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return "".join(sign if sign.isprintable() else " " for sign in str(value)[:MOST_TEXT])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_read(**json.loads(sys.argv[1]))))
