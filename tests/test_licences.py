"""docs/licences.md names what is installed, and Revive works without the packages that are under the GPL."""

import json
import re
import subprocess
import sys
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

import pytest
from packaging.utils import canonicalize_name

from revive.core.packages import requirements

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
COPYLEFT = re.compile(r"GPL|GNU |MPL|Mozilla|EPL|EUPL|CeCILL|CC-BY-SA|CC-BY-NC")
GPL = ("piper", "phonemizer", "espeakng_loader", "av")  # modules


def licence(name: str) -> str:
    """What an installed package says of its licence; empty where it says nothing, or is not installed here."""
    try:
        told = cast("Message", distribution(name).metadata)
    except PackageNotFoundError:
        return ""
    named = [line for line in told.get_all("Classifier", []) if line.startswith("License")]
    first = (told.get("License") or "").strip().partition("\n")[0]  # the whole text follows in some
    return "; ".join(filter(None, [told.get("License-Expression"), first, *named]))


def test_every_package_that_is_asked_for_is_in_the_table():
    rows = TOLD.partition("## Packages")[2].lower()
    names = {canonicalize_name(name) for file in ROOT.glob("requirements*.txt") for name in requirements(file)}
    listed = {canonicalize_name(name) for name in re.findall(r"[\w.-]+", rows)}
    assert len(names) > 70 and names <= listed


def test_every_copyleft_package_is_named():
    lock = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    found = {name for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE) if COPYLEFT.search(licence(name))}
    assert {"piper-tts", "phonemizer", "soxr", "certifi"} <= found
    named = TOLD.partition("## Copyleft")[2].partition("\n## ")[0]
    assert {name for name in found if f"`{name}`" not in named} == set()


def test_every_model_in_revive_is_in_a_card_and_every_card_that_the_table_links_is_there():
    weights = ROOT / "revive" / "weights"
    cards = " ".join(card.read_text(encoding="utf-8") for card in weights.rglob("*.md"))
    models = [path for pattern in ("*.safetensors", "*.onnx") for path in weights.glob(pattern)]
    without = {path.name for path in models if path.name not in cards and not path.with_suffix(".md").is_file()}
    assert len(models) > 10 and without == set()
    linked = re.findall(r"\]\((\.\./revive/weights/[^)]+)\)", TOLD)
    assert len(linked) >= 5 and all((ROOT / "docs" / link).is_file() for link in linked)


@pytest.mark.slow
def test_without_the_gpl_packages_only_joe_five_languages_and_written_words_are_missing(tmp_path):
    code = f"""
import json, sys
from pathlib import Path
for name in {GPL!r}: sys.modules[name] = None
from revive.core.errors import UserError
from revive.direction import Direction
from revive.speech import SpeechOptions, make_speech

def said(words, voice=None):
    folder = Path({str(tmp_path)!r}, str(len(told)))
    folder.mkdir()
    try:
        return make_speech(Direction(), folder, words=words, options=SpeechOptions(voice)).duration
    except UserError as error:
        return error.sentence()

told = []
for asked in (("I miss you.",), ("我想你。",), ("おはよう。",), ("I miss you.", "joe"), ("Te echo de menos, abuela.",)):
    told.append(said(*asked))
from revive.listening.transcription import missing
recording = next(Path({str(tmp_path)!r}, "0").glob("*.wav"))
heard = make_speech(Direction(), Path({str(tmp_path)!r}), recording=recording)
told += [heard.duration if heard.heard is None and not heard.sentences else "heard", missing().sentence()]
print(json.dumps(told))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *spoken, joe, spanish, recording, written = json.loads(done.stdout)
    assert all(duration > 0.3 for duration in (*spoken, recording))
    assert (
        joe == "Revive needs the package piper-tts, which is not installed; please run: pip install -r requirements.txt"
    )
    assert spanish.startswith("Revive needs the package espeakng-loader, which is not installed;")
    assert written.startswith("Revive needs the package av, which is not installed;")
