"""The wheel: what is inside, what it asks for, and that it works without the clone beside it."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from revive.app.server.settings import Settings
from revive.commands.command_line import command_line

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
EXTRAS = {
    "mcp": {"requirements-mcp.txt"},
    "ray": {"requirements-ray.txt"},
    "training": {"requirements-training.txt"},
    "dev": {"requirements-training.txt", "requirements-dev.txt", "requirements-ray.txt"},
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Iterator[zipfile.ZipFile]:
    """The wheel as `pip install .` builds it, by the backend that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as archive:
        yield archive


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """installed(code) -> what Python code prints where the wheel is unpacked and the clone is not to be found."""
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=elsewhere, env=os.environ | {"PYTHONPATH": str(folder)}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def metadata(wheel: zipfile.ZipFile) -> Metadata:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Metadata.from_email(wheel.read(name))


def files(folder: Path) -> set[str]:
    """The files of a folder of the clone, from the root, without what Python compiled."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def asked_for(*names: str) -> set[str]:
    """The requirements of some requirements files, as the metadata writes them."""
    lines = (line.partition("#")[0].strip() for name in names for line in (ROOT / name).read_text("utf-8").splitlines())
    return {plain(Requirement(line)) for line in lines if line}


def plain(requirement: Requirement) -> str:
    return f"{canonicalize_name(requirement.name)}{requirement.specifier}"


def test_the_wheel_holds_revive_with_its_weights_and_the_pages_files_and_nothing_else(wheel):
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    page = {name for name in files(ROOT / "assets") if "/readme/" not in name}
    assert inside == files(ROOT / "revive") | {f"revive/{name}" for name in page}
    for name in (
        "revive/py.typed", "revive/weights/animator.safetensors", "revive/weights/animator.md",
        "revive/weights/portrait/decoder/config.json", "revive/assets/style.css", "revive/assets/about.zh.md",
    ):  # fmt: skip
        assert name in inside


def test_the_wheel_asks_for_what_the_requirements_files_pin(wheel):
    told = metadata(wheel)
    assert told.requires_dist and told.provides_extra
    needed = {plain(requirement) for requirement in told.requires_dist if requirement.marker is None}
    assert needed == asked_for("requirements.txt") and len(needed) > 50
    assert set(told.provides_extra) == set(EXTRAS)
    for extra, names in EXTRAS.items():
        more = {plain(r) for r in told.requires_dist if str(r.marker) == f'extra == "{extra}"'}
        assert more == asked_for(*names)
    assert {path.name for path in ROOT.glob("requirements*.txt")} == {"requirements.txt"}.union(*EXTRAS.values())


def test_every_requirement_is_pinned_once_for_all_extras():
    lines = asked_for("requirements.txt", *set().union(*EXTRAS.values()))
    assert all(line.count("==") == 1 for line in lines)
    assert len({line.partition("==")[0] for line in lines}) == len(lines)


def test_the_metadata_is_whole(wheel):
    told = metadata(wheel)
    assert told.license_expression and told.license_expression.startswith("Apache-2.0")
    assert "LicenseRef-Gemma" in told.license_expression
    assert {"LICENSE", "docs/licences.md"} == set(told.license_files or ())
    assert str(told.requires_python) == "<3.14,>=3.11" and (told.description or "").startswith("# Revive")
    assert told.summary and told.keywords and "Typing :: Typed" in (told.classifiers or ())
    (name,) = (name for name in wheel.namelist() if name.endswith("/licenses/LICENSE"))
    assert "Apache License" in wheel.read(name).decode() and wheel.read(name) == (ROOT / "LICENSE").read_bytes()


def test_the_command_is_there(wheel):
    import revive.__main__

    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert wheel.read(name).decode().split("\n")[:2] == ["[console_scripts]", "revive = revive.__main__:main"]
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert EntryPoint("revive", scripts["revive"], "console_scripts").load() is revive.__main__.main


def test_the_installed_program_finds_its_files(installed):
    names = [path.name for path in (ROOT / "assets").iterdir() if path.is_file()]
    told = installed(
        "import json, revive\n"
        "from revive.animator.network import WEIGHTS\n"
        "from revive.core.installation import asset\n"
        "from revive.face.age import MODEL\n"
        f"paths = [revive.__file__, WEIGHTS, MODEL, *map(asset, {names!r})]\n"
        "print(json.dumps([str(path) for path in paths]))"
    )
    assert len(names) >= 7
    for path in map(Path, json.loads(told)):
        assert path.is_file() and not path.is_relative_to(ROOT)


def test_the_page_asks_for_its_files_by_name_alone():
    """A file of `assets/` that is looked for beside the code would not be found in a wheel."""
    beside = [path for path in (ROOT / "revive").rglob("*.py") if '/ "assets"' in path.read_text(encoding="utf-8")]
    assert [path.name for path in beside] == ["installation.py"]


@pytest.mark.parametrize(
    ("module", "how"),
    [
        ("cv2", "pip install opencv-python=="),
        ("mcp", "pip install mcp=="),
        ("onnx", "pip install onnx=="),
        ("anything_else", "pip install anything-else"),
    ],
)
def test_the_installed_program_names_a_missing_package_without_a_requirements_file(installed, module, how):
    said = installed(f"from revive.core.packages import missing_package; print(missing_package({module!r}).sentence())")
    assert f"please run: {how}" in said and "-r " not in said


@pytest.mark.parametrize("options", [[], ["--port", "8000", "--no-browser", "--lang", "zh"], ["--listen", "--api"]])
def test_the_page_is_a_command_with_the_options_of_app_py(options):
    read = command_line().parse_args(["app", *options])
    assert Settings.from_options(read, {}) == Settings.from_arguments(options, {})


def test_other_commands_do_not_wait_for_the_page():
    code = (
        "import sys\nfrom revive.commands.command_line import command_line\n"
        "command_line().parse_args(['make', 'gran.jpg'])\nprint('gradio' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(("program", "name"), [("/usr/bin/revive", "revive"), ("/x/__main__.py", "python -m revive")])
def test_a_refusal_names_the_command_as_it_was_typed(program, name, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [program])
    with pytest.raises(SystemExit, match="2"):
        command_line().parse_args(["dance"])
    assert capsys.readouterr().err.endswith(f"; see: {name} --help\n")
