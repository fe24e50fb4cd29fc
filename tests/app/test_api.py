"""The endpoints for programs: the examples of docs/api.md are run as they stand; every failure is one sentence."""

import base64
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.load.concurrent_visitors import face

DOC = Path(__file__).parents[2] / "docs" / "api.md"
BLOCKS = re.findall(r"```(python|bash)\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def run_block(served, tmp_path):
    """Run an example of the document against the page; gives what it prints."""
    from PIL import Image

    (tmp_path / "gran.png").write_bytes(face())
    Image.open(tmp_path / "gran.png").convert("RGB").save(tmp_path / "gran.jpg")

    def run(kind: str, text: str) -> str:
        text = text.replace("http://127.0.0.1:7860", served.local_url.rstrip("/")).replace("256", "128")
        command = [sys.executable, "-c", text] if kind == "python" else ["bash", "-e", "-c", text]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_document_has_an_example_of_each_way():
    assert [kind for kind, _ in BLOCKS] == ["python", "bash", "python"]


@pytest.mark.slow
def test_the_example_for_python(run_block):
    made, light, verdict = run_block(*BLOCKS[0]).splitlines()[-3:]
    assert Path(made.split()[0]).read_bytes()[4:8] == b"ftyp" and float(made.split()[1]) > 0.5
    assert light == "candlelight"
    assert "valid" in verdict.lower()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this computer")
def test_the_example_with_curl(run_block, tmp_path):
    told = run_block(*BLOCKS[1])
    assert "event: complete" in told
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("mcp") is None, reason="the package mcp is not installed")
def test_the_example_over_mcp(run_block):
    tools, made = run_block(*BLOCKS[2]).splitlines()[-2:]
    assert tools == "['make_clip', 'edit_clip', 'describe', 'verify']"
    assert made.startswith("False") and "clip.mp4" in made


def ask(served, name: str, **arguments) -> str:
    """What the endpoint answers over plain HTTP."""
    import httpx

    call = f"{served.local_url}gradio_api/call"
    event = httpx.post(f"{call}/v2/{name}", json=arguments, headers={"Accept-Language": "en"}).json()["event_id"]
    return httpx.get(f"{call}/{name}/{event}", timeout=60).text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"relation": ""}, "Please say who you are to this person"),
        ({"adult": False}, "Please confirm that you are an adult"),
        ({"basis": "because"}, "Please say why you may use"),
        ({"words": ""}, "There is nothing to say yet"),
        ({"words": 5}, "has to be text"),
        ({"size": 9000}, "please choose a number from 128 to"),
        ({"photo": "/etc/passwd"}, "You have not uploaded this file"),
        ({"photo": "http://127.0.0.1:1/a.jpg"}, "You have not uploaded this file"),
        ({"photo": "data:image/png;base64,####"}, "data: URI cannot be read"),
        ({"photo": "data:image/png;base64,AAAA"}, "photograph"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(served, change, sentence):
    photo = "data:image/png;base64," + base64.b64encode(face()).decode()
    asked = {"photo": photo, "words": "Hi.", "relation": "a test", "basis": "public", "adult": True, "size": 128}
    told = ask(served, "make_clip", **asked | change)
    assert "event: error" in told and sentence in told
    assert "Traceback" not in told and ".py" not in told and served.jobs.sessions.root.name not in told


def test_no_other_endpoint_is_open(served):
    import httpx

    info = httpx.get(f"{served.local_url}gradio_api/info").json()
    named = {"/make_clip", "/edit_clip", "/describe", "/verify"}
    assert set(info["named_endpoints"]) == named and not info["unnamed_endpoints"]
