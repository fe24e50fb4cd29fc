"""Reaching a Ray cluster, and one sentence where it cannot be reached."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from revive.core.errors import UserError
from revive.core.packages import need

CLIENT = "ray://"  # an address of Ray's client server; others are those of the cluster itself
HERE = f"{CLIENT}127.0.0.1:10001"  # where a cluster that was started on this computer lets clients in
PATIENCE = 10.0  # seconds until a machine that does not answer is given up
PAUSES = (0.5, 2.0, 5.0, 10.0)  # seconds before the next try where Ray's server for a client did not start


def connect(address: str) -> None:
    """Connect this process with a cluster.

    By its client server wherever there is one: a process that is part of a cluster ends with it, and has its output
    mixed with Ray's.

    Parameters
    ----------
    address : "auto", a cluster that was started on this computer; HOST:6379, one that this computer is part of; or
        ray://HOST:10001, one that it is not part of

    Raises
    ------
    UserError : Ray is not installed, or nothing answers there, or it answers but lets nobody in
    """
    need("ray")
    if address != "auto":
        _knock(address)
    elif "RAY_ADDRESS" not in os.environ:
        with contextlib.suppress(UserError):
            _knock(HERE)
            address = HERE
    import ray
    from ray.exceptions import RayError

    logging.getLogger("ray").setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"), _end_as_before():
            # what workers print is not printed here
            _begin(lambda: ray.init(address, log_to_driver=False, logging_level=logging.WARNING))
    except (RayError, OSError, RuntimeError) as error:
        if address == "auto":
            raise unreachable(address) from error
        # something listens there; it has another version of Ray or Python, or another token
        raise UserError(
            "What answers at {address} did not let this computer in; please check that it is a Ray cluster, with the"
            " same versions of Python and Ray and the same token (RAY_AUTH_TOKEN) as here.",
            address=address,
        ) from error


def _begin(begin: Callable[[], object]) -> None:
    """Call `begin`; again after a pause where Ray's server for a client did not start, as happens on a busy machine."""
    for pause in PAUSES:
        try:
            begin()
            return
        except ConnectionAbortedError:
            time.sleep(pause)
    begin()


@contextlib.contextmanager
def _end_as_before() -> Iterator[None]:
    """Ray, which is connected in the `with` block, changes how this process ends when it is asked to."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, handler)


def disconnect() -> None:
    """End the connection, and with it whatever still runs."""
    import ray

    ray.shutdown()


def unreachable(address: str) -> UserError:
    """Nothing answers at this address."""
    return UserError(
        "No Ray cluster answers at {address}; please check the address (auto, HOST:6379 or ray://HOST:10001), and that"
        " the cluster was started.",
        address=address,
    )


def lost() -> UserError:
    """The cluster answered, and does no more."""
    return UserError(
        "The connection to the cluster was lost, and this clip was not finished; nothing of yours is lost, please make"
        " it again when the cluster is back."
    )


def given_up(*, memory: bool) -> UserError:
    """The machines or processes that made the clip were lost, one after another; or had too little memory."""
    if memory:
        return UserError(
            "The machines of the cluster have not enough memory free for this clip; please choose a smaller size, or"
            " machines with more memory."
        )
    return UserError(
        "The machines that were making this clip stopped one after another, and it was given up; please make it again."
    )


def not_installed() -> UserError:
    """The machines do not know what they are asked for."""
    return UserError(
        "The machines of the cluster cannot start Revive; please install the same version of it on each of them, with"
        " the same version of Python."
    )


def _knock(address: str) -> None:
    """See that something listens there; Ray itself would try for minutes, or end this program."""
    try:
        place = urlsplit(address if "://" in address else f"//{address}")
        host, port = place.hostname, place.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise unreachable(address)
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except OSError as error:
        raise unreachable(address) from error
