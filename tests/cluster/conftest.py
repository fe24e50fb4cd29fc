"""A Ray cluster on this computer: a head without processors, and one machine that makes clips."""

from __future__ import annotations

import contextlib
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

    (port,) = free_ports(1, port)
    head = {"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False, **agents(), **head}
    started: Any = Cluster(initialize_head=True, head_node_args={**head, "ray_client_server_port": port})
    started.clients = f"ray://127.0.0.1:{port}"
    return started


def add_machine(cluster: Any) -> Any:
    """One more machine of a cluster."""
    return cluster.add_node(**MACHINE, **agents())


def agents() -> dict[str, int]:
    """Ports for the programs beside a node: it gives up after 15 seconds where it has to wait until they chose some."""
    names = ("metrics_agent_port", "metrics_export_port", "dashboard_agent_listen_port", "runtime_env_agent_port")
    return dict(zip(names, free_ports(len(names)), strict=True))


def free_ports(count: int, first: int = 0) -> list[int]:
    """Ports that nothing listens at; `first` is the one that is wanted, 0 for any."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for number, one in enumerate(sockets):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(("127.0.0.1", 0 if number else first))
        return [one.getsockname()[1] for one in sockets]


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
    connected = Elsewhere(cluster.clients)
    yield connected
    connected.close()
