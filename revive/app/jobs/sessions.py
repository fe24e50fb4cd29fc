"""The visitors: every browser with its files, and a session for each tab in which it has the page open.

Files belong to the browser, so that a reload, which is a new session, finds them again. They lie in a folder that
nobody else on this computer can read. `server.file_access` says whose a file is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from revive.app.jobs.job import Job
from revive.app.server.file_access import BROWSER, UPLOADS, FileAccess

DAY = 86400.0  # seconds


@dataclass
class Session:
    """One tab.

    Attributes
    ----------
    jobs : that it began or follows, and that are not done yet
    consented : whether the three questions of the first step were answered
    previews : name of a preview -> folder of the one that is shown
    """

    jobs: list[Job] = field(default_factory=list)
    consented: bool = False
    previews: dict[str, Path] = field(default_factory=dict)


@dataclass
class Visit:
    """What is known of a browser while the page runs.

    Attributes
    ----------
    used : files that it brought or made, and uses
    last_used : monotonic seconds
    """

    used: set[Path] = field(default_factory=set)
    last_used: float = 0.0


class Sessions:
    """The sessions of all visitors; `root` is the private folder that holds everybody's files.

    Parameters
    ----------
    salt : of the names of the browsers' folders, where they are to be found again by another page; see `FileAccess`
    """

    def __init__(self, root: Path, salt: bytes | None = None):
        self.files = FileAccess(root, salt)
        self.root = root
        self._sessions: dict[str, Session] = {}
        self._visits: dict[str, Visit] = {}  # browser -> visit
        self._lock = threading.RLock()

    def get(self, visitor: str) -> Session:
        """The session of the visitor's tab, made at the first call."""
        with self._lock:
            self._visit(visitor)
            return self._sessions.setdefault(visitor, Session())

    def _visit(self, visitor: str) -> Visit:
        with self._lock:
            visit = self._visits.setdefault(self.files.browser_of(visitor), Visit())
            visit.last_used = time.monotonic()
            return visit

    def folder(self, visitor: str) -> Path:
        """Everything of the visitor's browser."""
        return self.files.folder(self.files.browser_of(visitor))

    def new_folder(self, visitor: str) -> Path:
        """An empty folder of the visitor, for the files of one job."""
        self.get(visitor)
        return Path(tempfile.mkdtemp(prefix="job-", dir=self.folder(visitor)))

    def preview_folder(self, visitor: str, name: str) -> Path:
        """An empty folder for a preview, which takes the place of the tab's earlier one of this name."""
        session, folder = self.get(visitor), self.new_folder(visitor)
        with self._lock:
            earlier, session.previews[name] = session.previews.get(name), folder
        if earlier:
            shutil.rmtree(earlier, ignore_errors=True)
        return folder

    def remember_uploads(self, visitor: str, *uploads: str | Path | None) -> None:
        """Note that the visitor uses these files of their own, so that they count as new."""
        browser = self.files.browser_of(visitor)
        own = {Path(path) for path in uploads if path and self.files.owns(browser, path)}
        self._visit(visitor).used.update(own)
        for path in own:
            with contextlib.suppress(OSError):
                os.utime(path.parent)

    def brought(self, visitor: str) -> set[Path]:
        """The visitor's own files that a job may name: what they have sent, and what they use."""
        sent = (path for path in (self.folder(visitor) / UPLOADS).glob("*/*") if path.is_file())
        return {*self._visit(visitor).used, *sent}

    def files_of(self, visitor: str) -> list[str]:
        """The names of the visitor's files: what they brought, and what was made from it."""
        paths = (path for path in self.folder(visitor).rglob("*") if path.is_file())
        return sorted(path.name for path in paths if not path.name.startswith("."))

    def visitors(self) -> list[str]:
        """Every open tab, and every program that asked."""
        with self._lock:
            return list(self._sessions)

    def browsers(self) -> list[str]:
        """Every browser that was here since the page was started."""
        with self._lock:
            return list(self._visits)

    def sessions_of(self, browser: str) -> list[Session]:
        """The sessions of a browser's open tabs."""
        with self._lock:
            return [one for name, one in self._sessions.items() if self.files.browser_of(name) == browser]

    def close_tab(self, visitor: str) -> Session | None:
        """The tab was closed or loads the page again; gives its session, which is forgotten.

        Its previews are deleted; the other files stay.
        """
        with self._lock:
            session = self._sessions.pop(visitor, None)
        for folder in session.previews.values() if session else ():
            shutil.rmtree(folder, ignore_errors=True)
        return session

    def idle(self, seconds: float, now: float) -> list[str]:
        """The browsers that did nothing for so many seconds and watch no job; `now` is in monotonic seconds."""
        with self._lock:
            return [
                browser for browser, visit in self._visits.items()
                if now - visit.last_used > seconds
                and all(job.done() for one in self.sessions_of(browser) for job in one.jobs)
            ]  # fmt: skip

    def delete(self, browser: str) -> None:
        """Delete everything that the browser brought and made, and forget its tabs."""
        with self._lock:
            self._visits.pop(browser, None)
            for visitor in [name for name in self._sessions if self.files.browser_of(name) == browser]:
                del self._sessions[visitor]
        if BROWSER.match(browser):
            shutil.rmtree(self.files.root / browser, ignore_errors=True)

    def delete_unused(self, seconds: float) -> None:
        """Delete the folders of browsers that have no tab open and sent nothing for so many seconds."""
        known = self.browsers()
        for folder in self._folders():
            if folder.name not in known and _age(folder) > seconds:
                shutil.rmtree(folder, ignore_errors=True)

    def delete_old(self, days: float, busy: Iterable[Path] = ()) -> None:
        """Delete every upload and every job's folder that was not used for so many days, besides those of `busy`."""
        for folder in self._folders():
            for one in (*folder.glob("job-*"), *(folder / UPLOADS).glob("*")):
                if one not in busy and _age(one) > days * DAY:
                    shutil.rmtree(one, ignore_errors=True)
            if folder.name not in self.browsers():
                for empty in (folder / UPLOADS, folder):
                    with contextlib.suppress(OSError):  # there is something in it
                        empty.rmdir()

    def _folders(self) -> list[Path]:
        return [folder for folder in self.root.iterdir() if folder.is_dir() and BROWSER.match(folder.name)]


def _age(folder: Path) -> float:
    """Seconds since something was put into a folder, or it was used."""
    with contextlib.suppress(OSError):  # gone by now
        return time.time() - folder.stat().st_mtime
    return 0.0
