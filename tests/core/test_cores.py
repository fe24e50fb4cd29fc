"""How many cores and how much memory a process may use, inside containers too."""

import os

import pytest

from revive.core import cores as module
from revive.core.cores import cores, free_memory, set_cores


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """groups(controller, files) -> makes one control group with these files, and puts this process into it."""
    monkeypatch.delenv("REVIVE_CORES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)

    def make(files: dict[str, str]) -> None:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        folders = [tmp_path / "slice" / "job", tmp_path / "slice", tmp_path]
        monkeypatch.setattr(module, "_groups", lambda controller: iter(folders))

    return make


def test_a_quota_and_the_one_above_it_limit_the_cores(groups):
    groups({"slice/job/cpu.max": "max 100000\n", "slice/cpu.max": "350000 100000\n"})
    assert cores() == 4  # three and a half
    groups({"slice/job/cpu.max": "50000 100000\n"})
    assert cores() == 1


def test_the_first_version_of_control_groups_is_read_too(groups):
    groups({"cpu.cfs_quota_us": "-1\n", "cpu.cfs_period_us": "100000\n"})
    assert cores() == 64
    groups({"cpu.cfs_quota_us": "800000\n"})
    assert cores() == 8


def test_a_number_by_hand_comes_first_and_nonsense_is_no_number(groups, monkeypatch):
    groups({"cpu.max": "200000 100000"})
    monkeypatch.setenv("REVIVE_CORES", "7")
    assert cores() == 7
    for nonsense in ("0", "-3", "many", ""):
        monkeypatch.setenv("REVIVE_CORES", nonsense)
        assert cores() == 2


def test_memory_is_what_the_group_leaves(groups):
    groups({"slice/memory.max": "max", "slice/memory.current": "5"})
    everything = free_memory()
    assert everything > 0
    groups({"slice/job/memory.max": "3000000", "slice/job/memory.current": "1000000"})
    assert free_memory() == 2_000_000
    groups({"slice/job/memory.current": "4000000"})
    assert free_memory() == 0


def test_every_group_above_this_process_is_asked(monkeypatch, tmp_path):
    (tmp_path / "own").write_text("5:memory:/a\n4:cpu,cpuacct:/b/c\n1:name=systemd:/d\n0::/e\n")
    monkeypatch.setattr(module, "GROUPS", tmp_path)
    monkeypatch.setattr(module, "OWN", tmp_path / "own")
    told = [folder.relative_to(tmp_path).as_posix() for folder in module._groups("cpu")]
    assert told == ["cpu/b/c", "cpu/b", "cpu", "e", "."]
    monkeypatch.setattr(module, "OWN", tmp_path / "none")  # no Linux
    assert list(module._groups("cpu")) == []


def test_a_worker_and_its_libraries_are_told_their_share(monkeypatch):
    for variable in ("REVIVE_CORES", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                     "OPENCV_FOR_THREADS_NUM"):  # fmt: skip
        monkeypatch.setenv(variable, "9")
    set_cores(3)
    assert cores() == 3 and os.environ["OMP_NUM_THREADS"] == os.environ["NUMBA_NUM_THREADS"] == "3"


def test_networks_and_decoders_take_no_more_cores_than_there_are_for_them(groups, monkeypatch):
    from revive.core.onnx_session import session_options
    from revive.media.ffmpeg import threads

    groups({"cpu.max": "100000 100000"})
    assert session_options().intra_op_num_threads == threads() == 1
    assert session_options(threads=3).intra_op_num_threads == 3
    monkeypatch.setenv("REVIVE_CORES", "64")
    assert session_options().intra_op_num_threads == 0  # as onnxruntime finds best
