"""A Ray cluster on this computer: a head without processors, and one machine that makes clips."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from revive.app.jobs.elsewhere import Elsewhere

HOME = Path(__file__).parents[2]
os.environ |= {
    # the machines have this Revive, which need not be installed
    "PYTHONPATH": os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH", "")))),
    "RAY_raylet_start_wait_time_s": "60",  # the whole suite may run beside it
    "RAY_USAGE_STATS_ENABLED": "0",
}
STORE = 200_000_000  # bytes of a machine's object store
MACHINE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE, "memory": 4_000_000_000}


def start(port: int = 0, **head: Any) -> Any:
    """ray.cluster_utils.Cluster with a head alone; `clients` is where it lets clients in, by `port` or a free one."""
    from ray.cluster_utils import Cluster

    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    head = {"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False, **head}
    started: Any = _patiently(Cluster, initialize_head=True, head_node_args={**head, "ray_client_server_port": port})
    started.clients = f"ray://127.0.0.1:{port}"
    _patiently(lambda: _listens(port), pause=1.0, times=60)  # it starts by itself, after the head
    return started


def _listens(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=10).close()


def add_machine(cluster: Any) -> Any:
    """One more machine of a cluster."""
    return _patiently(cluster.add_node, **MACHINE)


def _patiently(begin: Callable[..., Any], *, times: int = 2, pause: float = 0.0, **arguments: Any) -> Any:
    """Call `begin`, and again where it fails: on a busy computer a node gives up that waits 15 s for its helpers."""
    for left in reversed(range(times)):
        try:
            return begin(**arguments)
        except Exception:
            if not left:
                raise
            time.sleep(pause)
    return None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A head and a machine; reached by its `address`, and by `clients`."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    started = start()
    add_machine(started)
    yield started
    started.shutdown()


@pytest.fixture(scope="module")
def elsewhere(cluster) -> Iterator[Elsewhere]:
    """The cluster as a page has it; its processes, and the models in them, are used by all tests of a file."""
    before = signal.getsignal(signal.SIGTERM)
    connected = Elsewhere(cluster.clients)
    assert signal.getsignal(signal.SIGTERM) is before  # the page ends as it did
    yield connected
    connected.close()
