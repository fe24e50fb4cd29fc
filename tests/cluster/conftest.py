"""A Ray cluster on this computer: a head without processors, and one machine that makes clips."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from revive.app.jobs.elsewhere import Elsewhere

os.environ |= {
    "RAY_raylet_start_wait_time_s": "180",  # the whole suite may run beside it
    "RAY_USAGE_STATS_ENABLED": "0",
}
STORE = 200_000_000  # bytes of a machine's object store
MACHINE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE, "memory": 4_000_000_000}


def start(port: int = 0, **head: Any) -> Any:
    """ray.cluster_utils.Cluster with a head alone; `clients` is where it lets clients in, by `port` or a free one."""
    from ray.cluster_utils import Cluster

    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    head = {"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False, **head}
    started: Any = Cluster(initialize_head=True, head_node_args={**head, "ray_client_server_port": port})
    started.clients = f"ray://127.0.0.1:{port}"
    return started


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A head and a machine; reached by its `address`, and by `clients`."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    started = start()
    started.add_node(**MACHINE)
    yield started
    started.shutdown()


@pytest.fixture(scope="module")
def elsewhere(cluster) -> Iterator[Elsewhere]:
    """The cluster as a page has it; its processes, and the models in them, are used by all tests of a file."""
    connected = Elsewhere(cluster.clients)
    yield connected
    connected.close()
