"""The visitors' sessions: one for every open tab, with the files that were brought to it and made in it.

A session's files lie in a folder that nobody else on this computer can read. `server.file_access` says whose a file is.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from revive.app.jobs.job import Job
from revive.app.server.file_access import BROWSER, FileAccess


@dataclass
class Session:
    """What one visitor has here.

    Attributes
    ----------
    folder : for what is made
    uploads : the uploads that the visitor uses; they are deleted with the session
    jobs : that are not done yet
    consented : whether the three questions of the first step were answered
    last_used : monotonic seconds
    """

    folder: Path
    uploads: set[Path] = field(default_factory=set)
    jobs: list[Job] = field(default_factory=list)
    consented: bool = False
    last_used: float = 0.0


class Sessions:
    """The sessions of all visitors; `root` is the private folder that holds everybody's files."""

    def __init__(self, root: Path):
        self.files = FileAccess(root)
        self.root = root
        self._sessions: dict[str, Session] = {}
        self._lock = threading.RLock()

    def get(self, visitor: str) -> Session:
        """The visitor's session, made at the first call."""
        with self._lock:
            if visitor not in self._sessions:
                folder = self.files.folder(self.files.browser_of(visitor))
                self._sessions[visitor] = Session(Path(tempfile.mkdtemp(prefix="session-", dir=folder)))
            self._sessions[visitor].last_used = time.monotonic()
            return self._sessions[visitor]

    def new_folder(self, visitor: str) -> Path:
        """An empty folder in the visitor's session, for the files of one job."""
        return Path(tempfile.mkdtemp(prefix="job-", dir=self.get(visitor).folder))

    def remember_uploads(self, visitor: str, *uploads: str | Path | None) -> None:
        """Note that the visitor uses these uploads of their browser, so that they are deleted with the session."""
        browser = self.files.browser_of(visitor)
        own = (Path(path) for path in uploads if path and self.files.owns(browser, path))
        self.get(visitor).uploads.update(own)

    def files_of(self, visitor: str) -> list[str]:
        """The names of the visitor's files: what they brought, and what was made from it."""
        session = self.get(visitor)
        made = [path for path in session.folder.rglob("*") if path.is_file()]
        brought = [path for path in session.uploads if path.is_file() and not path.is_relative_to(session.folder)]
        return sorted(path.name for path in {*made, *brought})

    def visitors(self) -> list[str]:
        """Everybody who has a session."""
        with self._lock:
            return list(self._sessions)

    def idle(self, seconds: float, now: float) -> list[str]:
        """The visitors who did nothing for so many seconds and have no job; `now` is in monotonic seconds."""
        with self._lock:
            return [
                visitor for visitor, session in self._sessions.items()
                if now - session.last_used > seconds and all(job.done() for job in session.jobs)
            ]  # fmt: skip

    def delete(self, visitor: str) -> None:
        """Delete the visitor's files; with a browser's last session, everything that the browser brought."""
        browser = self.files.browser_of(visitor)
        with self._lock:
            session = self._sessions.pop(visitor, None)
            others = [self._sessions[name] for name in self._sessions if self.files.browser_of(name) == browser]
        if session is None:
            return
        if not others:
            shutil.rmtree(self.files.root / browser, ignore_errors=True)
            return
        shutil.rmtree(session.folder, ignore_errors=True)
        still_used = {path for other in others for path in other.uploads}
        for path in session.uploads - still_used:
            if folder := self.files.upload_folder(path):
                shutil.rmtree(folder, ignore_errors=True)

    def delete_unused_uploads(self, seconds: float) -> None:
        """Delete the folders of browsers that have no session and sent nothing for so many seconds."""
        browsers = {self.files.browser_of(visitor) for visitor in self.visitors()}
        for folder in self.root.iterdir():
            unused = folder.is_dir() and BROWSER.match(folder.name) and folder.name not in browsers
            if unused and time.time() - folder.stat().st_mtime > seconds:
                shutil.rmtree(folder, ignore_errors=True)
