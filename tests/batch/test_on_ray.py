"""Sixty clips on two machines of a Ray cluster: one machine is lost, then the batch itself is killed and goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from revive.batch.index import FOLDER
from revive.provenance import verify
from tests.cluster.conftest import MACHINE, cluster  # noqa: F401  a fixture

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="Ray's clusters of several nodes are not for Windows"),
]
HOME = Path(__file__).parents[2]
CLIPS = 60
TINY = {"size": "256", "fps": "5", "refine": "no", "captions": "no", "head motion": "0"}


class Watched:
    """The clips of a folder, and whether any of them was ever replaced by another one."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.seen: dict[str, set[tuple[int, int]]] = {}

    def look(self) -> int:
        """How many there are."""
        for path in self.folder.glob("*.mp4"):
            found = path.stat()
            self.seen.setdefault(path.name, set()).add((found.st_ino, found.st_mtime_ns))
        return len(self.seen)

    def wait(self, count: int, batch: subprocess.Popen) -> None:
        """Until there are so many."""
        end = time.monotonic() + 1200
        while self.look() < count:
            assert batch.poll() is None, batch.communicate()
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.fixture
def jobs(tmp_path, hopper) -> Path:
    (tmp_path / "gran.jpg").write_bytes(hopper.read_bytes())
    rows = [f"{n},gran.jpg,Good night {n}.,{','.join(TINY.values())}" for n in range(1, CLIPS + 1)]
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join([f"id,photo,words,{','.join(TINY)}", *rows]))
    return path


def begun(jobs: Path, out: Path, address: str) -> subprocess.Popen:
    answers = ["--relation", "a test", "--basis", "public", "--adult"]
    told = [sys.executable, "-m", "revive", "batch", str(jobs), "--out", str(out), "--ray", address, "--json", *answers]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "LANG": "C.UTF-8"}
    return subprocess.Popen(told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_every_clip_is_made_once_though_a_machine_and_the_batch_are_killed(jobs, tmp_path, cluster):  # noqa: F811
    out, lost = tmp_path / "clips", cluster.add_node(**MACHINE)
    clips = Watched(out)
    batch = begun(jobs, out, cluster.address)
    clips.wait(CLIPS // 4, batch)
    cluster.remove_node(lost, allow_graceful=False)
    clips.wait(CLIPS // 2, batch)
    batch.send_signal(signal.SIGKILL)
    batch.communicate()
    there = clips.look()

    batch = begun(jobs, out, cluster.address)
    clips.wait(CLIPS, batch)
    told, said = batch.communicate()
    clips.look()
    report: dict[str, Any] = json.loads(told)
    assert batch.returncode == 0 and not said
    assert (report["skipped"], report["made"]) == (there, CLIPS - there) and there >= CLIPS // 2
    assert sorted(clips.seen) == sorted(f"{n}.mp4" for n in range(1, CLIPS + 1))
    assert {len(versions) for versions in clips.seen.values()} == {1}  # none was ever replaced
    for name in clips.seen:
        manifest = verify(out / name).manifest
        assert manifest.state == "valid" and manifest.ours
    left = [path for path in out.iterdir() if path.suffix not in (".mp4", ".srt", ".vtt") and ".job." not in path.name]
    assert {path.name for path in left} == {FOLDER, "report.json", "report.csv"}
