"""The job file beside a clip: its settings as JSON, from which the same clip is made again."""

from __future__ import annotations

import dataclasses
import json
import warnings
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from revive.core.errors import UserError
from revive.core.outputs import check_writable, part_of
from revive.media.files import shown_name
from revive.media.job_file import read_job
from revive.old_settings import OldSettingWarning, renewed

JOB_VERSION = 2
OLD_VERSIONS = (1,)  # that are still read


@dataclass(frozen=True)
class JobFile(ABC):
    """Settings that can be written to a job file and read back; a dataclass of plain values and paths."""

    @property
    @abstractmethod
    def files(self) -> Mapping[str, Path]:
        """The files that they name, by their use."""

    @abstractmethod
    def with_files(self, files: Mapping[str, Path]) -> Self:
        """The same with other places of these files."""

    def save(self, path: Path) -> None:
        """Write the job file: JSON with every setting and the seed; paths are absolute.

        Raises
        ------
        UserError : it cannot be written, see `check_writable`
        """
        path = Path(path)
        check_writable(path, room=0)
        placed = self.with_files({use: file.absolute() for use, file in self.files.items()})
        text = json.dumps({"revive_job": JOB_VERSION, **placed.as_json()}, indent=2, ensure_ascii=False) + "\n"
        part = part_of(path)
        try:
            # names of files that are no UTF-8 have half characters, which JSON writes as \udc80
            part.write_text(text, encoding="utf-8", errors="backslashreplace")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def as_json(self) -> dict:
        """Plain values of every setting; `from_settings` reads them back."""
        return json.loads(json.dumps(dataclasses.asdict(self), default=str))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a job file back, one of an earlier version too, with a note (an `OldSettingWarning`).

        Raises
        ------
        UserError : not a job file, of another version of Revive, with a setting that this one does not know, or one
            that cannot be used
        """
        wrong = UserError(
            "“{file}” is not a Revive job file; choose the .job.json saved beside a clip.", file=shown_name(path)
        )
        try:
            settings = read_job(path)
        except (OSError, ValueError, OverflowError, RecursionError) as error:
            raise wrong from error
        version = settings.pop("revive_job", None)
        if type(version) is not int:
            raise wrong
        if version not in (JOB_VERSION, *OLD_VERSIONS):
            raise UserError(
                "“{file}” was saved by another version of Revive; please open it with that one, or set the clip up"
                " anew here.",
                file=shown_name(path),
            )
        if version == JOB_VERSION:
            return cls.from_settings(settings)
        old = cls.from_settings(renewed(settings))
        note = OldSettingWarning(
            "“{file}” was saved by an earlier version of Revive; it is used all the same.", file=shown_name(path)
        )
        warnings.warn(note, stacklevel=2)
        return old

    @classmethod
    def from_settings(cls, settings: dict) -> Self:
        """The settings from plain values (strings, numbers, None); old names and values work, with a note.

        Raises
        ------
        UserError : a setting that is not known, or one that cannot be used
        """
        return cls(**settings)
