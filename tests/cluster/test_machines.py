"""Machines that come and go while clips are made: every clip is made once, and nothing is left of it elsewhere."""

import dataclasses
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from pathlib import Path
from typing import Any

import pytest

from revive.app.jobs.elsewhere import Elsewhere
from revive.brief import Brief
from revive.cluster import RayWorkers
from revive.core.errors import UserError
from revive.core.home import home
from revive.core.progress import Progress
from revive.provenance import verify
from tests.answers import FAMILY
from tests.cluster.conftest import add_machine, start

pytestmark = [pytest.mark.slow, pytest.mark.long]
CLIPS = 12


@pytest.fixture
def machines(cluster) -> Iterator[list[Any]]:
    """Two more machines."""
    added = [add_machine(cluster) for _ in range(2)]
    yield added
    for machine in added:
        if machine in cluster.list_all_nodes():
            cluster.remove_node(machine)


def briefs(photo: Path, folder: Path) -> list[Brief]:
    small = {"photo": photo, "size": 256, "fps": 10.0, "refine": False, "captions": False}
    return [
        Brief(words=f"Hello, this is {number}.", out=folder / f"{number}.mp4", **dataclasses.asdict(FAMILY), **small)
        for number in range(CLIPS)
    ]


@pytest.mark.parametrize("shared", [False, True])
def test_every_clip_is_made_once_though_a_machine_is_killed(cluster, machines, hopper, tmp_path, shared):
    common = tmp_path / "common"
    common.mkdir()
    times: dict[Path, int] = {}
    with RayWorkers(cluster.address, str(common) if shared else None) as workers:
        futures = [workers.submit(brief) for brief in briefs(hopper, tmp_path)]
        wait(futures, timeout=300, return_when=FIRST_COMPLETED)
        cluster.remove_node(machines[0], allow_graceful=False)  # its processes are killed
        for future in futures:
            made = future.result(timeout=600)
            times[made.out] = made.out.stat().st_mtime_ns
    assert set(times) == {brief.out for brief in briefs(hopper, tmp_path)}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.mp4")} == times
    assert all(verify(path).manifest.ours and verify(path).manifest.state == "valid" for path in times)
    assert list(common.iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert not [path for path in (home() / "temporary").rglob("*.mp4")]


def test_a_lost_cluster_is_said_and_the_next_one_is_used(hopper, tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    one, two, *_ = briefs(hopper, tmp_path)
    started, seen = start(num_cpus=1), Progress()
    elsewhere = Elsewhere(started.clients)

    def end(_) -> None:
        """The first report: the clip is being made."""
        seen.listener = None
        for machine in started.list_all_nodes():
            started.remove_node(machine, allow_graceful=False)

    seen.listener = end
    with pytest.raises(UserError, match="connection to the cluster was lost"):
        elsewhere.make(one, seen)
    assert not elsewhere.alive and not one.out.exists()
    with pytest.raises(UserError, match="No Ray cluster answers"):
        elsewhere.make(two, Progress())
    again = start(int(started.clients.rpartition(":")[2]), num_cpus=1)
    assert elsewhere.make(one, Progress()).out.is_file() and elsewhere.alive
    elsewhere.close()
    again.shutdown()
