"""Find the files of a Pocket TTS model on this computer or, if the user asks for it, download them from the hub.

The weights that can clone a voice are in a repository of Kyutai's whose terms have to be accepted first; by itself the
package would silently use others that cannot.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from revive.core import telemetry
from revive.core.errors import UserError
from revive.media import check_tensors

LANGUAGES = {
    "english": "en", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "german": "de",
    "dutch": "nl", "hindi": "hi", "japanese": "ja", "chinese": "zh",
}  # fmt: skip
SMALL, LARGE = 220, 670  # MB of the weights with six layers or fewer, and with 24
MOST_CONFIG = 64 * 1024  # bytes
LICENCE = "CC-BY-4.0"
TERMS = "https://huggingface.co/kyutai/pocket-tts"
_KINDS = {"weights_path": (".safetensors",), "tokenizer_path": (".json", ".model")}


@dataclass(frozen=True)
class Files:
    """A model: its name, its .yaml, and (place in it, file) of everything that the .yaml names.

    Attributes
    ----------
    licence : SPDX; that of a folder's model cannot be known
    """

    name: str
    config: Path
    named: tuple[tuple[str, Path], ...]
    licence: str

    @property
    def language(self) -> str:
        """A code, by the name of the .yaml; empty where that does not tell."""
        return LANGUAGES.get(self.config.stem.split("_")[0].lower(), "")

    def settings(self) -> dict:
        """What the .yaml says, with the files in the place of their addresses, and no other weights to fall back on."""
        settings = _read(self.config)
        settings.pop("weights_path_without_voice_cloning", None)
        for place, file in self.named:
            *parents, key = place.split("/")
            part = settings
            for parent in parents:
                part = part[parent]
            part[key] = str(file)
        return settings

    def digest(self) -> str:
        """SHA-256 of the weights, one after the other."""
        total = hashlib.sha256()
        for place, file in self.named:
            if place.endswith("weights_path"):
                with file.open("rb") as stream:
                    total.update(hashlib.file_digest(stream, "sha256").digest())
        return total.hexdigest()


def find_files(model: str, *, download: bool) -> Files:
    """See `cloning.load_cloner`."""
    from pocket_tts.utils.config import CONFIGS_DIR

    packaged, folder = CONFIGS_DIR / f"{model}.yaml", None
    if PurePosixPath(model).name == model == PureWindowsPath(model).name and packaged.is_file():
        config = packaged
    else:
        folder = Path(model).expanduser().absolute()
        config = _config_in(folder, CONFIGS_DIR)
    with plainly(model):
        named = {}
        for place, address in _addresses(_read(config)).items():
            named[place] = _find(address, place, folder, model, download=download)
        if not any(place.endswith("weights_path") for place in named):
            raise ValueError("its .yaml names no weights")
    return Files(str(folder or model), config, tuple(named.items()), "NOASSERTION" if folder else LICENCE)


@contextlib.contextmanager
def plainly(name: str) -> Iterator[None]:
    """Turn errors of loading into one UserError."""
    import yaml
    from safetensors import SafetensorError

    try:
        yield
    except (SafetensorError, yaml.YAMLError, OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError,
            AssertionError) as error:  # fmt: skip
        name, why = Path(name).name, (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        raise UserError(
            "“{name}” could not be loaded as a model of pocket-tts in safetensors: {why}", name=name, why=why
        ) from error


def _config_in(folder: Path, packaged: Path) -> Path:
    """The one .yaml in the folder; else the package's, where the folder is called like one of its models."""
    if not folder.is_dir():
        names = ", ".join(sorted(path.stem for path in packaged.glob("*.yaml")))
        raise UserError(
            "There is no folder “{folder}”; please name one that holds a model of pocket-tts, or one of {names}.",
            folder=folder.name,
            names=names,
        )
    found = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if not found and (packaged / f"{folder.name}.yaml").is_file():
        return packaged / f"{folder.name}.yaml"
    if len(found) != 1:
        raise UserError(
            "There are {count} .yaml files in “{folder}”; please name a folder with one, a model's weights beside it.",
            count=len(found),
            folder=folder.name,
        )
    return found[0]


def _read(config: Path) -> dict:
    from pocket_tts.utils.config import load_config

    if config.stat().st_size > MOST_CONFIG:
        raise ValueError("its .yaml is too long")
    return load_config(config).model_dump(mode="json")


def _addresses(settings: dict, above: str = "") -> dict[str, str]:
    """ "flow_lm/lookup_table/tokenizer_path" -> where that file is, of every file that is named."""
    found = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            found |= _addresses(value, f"{above}{key}/")
        elif key in _KINDS and value is not None:
            found[above + key] = value
    return found


def _find(address: str, place: str, folder: Path | None, model: str, *, download: bool) -> Path:
    """The file of an address: in the folder, or on the hub ("hf://owner/repository/path@revision")."""
    bare, _, revision = address.partition("@") if address.startswith("hf://") else (address, "", "")
    if not bare.endswith(_KINDS[place.split("/")[-1]]):
        raise ValueError(f"“{bare}” is not a safetensors file, or not a tokenizer")
    if not bare.startswith("hf://"):
        parts = PureWindowsPath(bare)  # which knows both kinds of slashes
        if folder is None or "://" in bare or parts.anchor or ".." in parts.parts:
            raise ValueError(f"“{bare}” is not in the model's own folder")
        if not (folder / bare).is_file():
            raise ValueError(f"there is no file “{bare}” beside it")
        if bare.endswith(".safetensors"):
            check_tensors(folder / bare)
        return folder / bare
    owner, repository, path = bare.removeprefix("hf://").split("/", 2)
    if folder and (folder / PurePosixPath(path).name).is_file():
        return folder / PurePosixPath(path).name
    return _from_hub(f"{owner}/{repository}", path, revision or None, model, download=download)


def _from_hub(repository: str, path: str, revision: str | None, model: str, *, download: bool) -> Path:
    telemetry.switch_off()
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    with contextlib.suppress(OSError):
        return Path(hf_hub_download(repository, path, revision=revision, local_files_only=True))
    if not download:
        raise _not_here(model)
    try:
        return Path(hf_hub_download(repository, path, revision=revision))
    except (GatedRepoError, RepositoryNotFoundError) as error:
        raise UserError(
            "The hub gives {repository} only to those who have accepted its terms: please do so at"
            " https://huggingface.co/{repository}, run “hf auth login”, and try again.",
            repository=repository,
        ) from error
    except OSError as error:
        raise UserError(
            "{path} could not be fetched from {repository}; please check the connection and try again.",
            path=path,
            repository=repository,
        ) from error


def _not_here(model: str) -> UserError:
    size = LARGE if model.endswith("_24l") else SMALL
    return UserError(
        "The weights of “{model}” are not on this computer; --download fetches up to {size} MB from the hub, under"
        " {licence} and the terms at {terms}: no voice without the consent of the person it belongs to.",
        model=model,
        size=size,
        licence=LICENCE,
        terms=TERMS,
    )
