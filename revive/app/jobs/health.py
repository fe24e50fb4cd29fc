"""Whether the page lives, and whether it can take on work: for whoever watches over it. Nothing of any visitor.

GET /healthz   200 {"alive": true}
GET /readyz    200 or 503 {"ready": …, "models": …, "disk": …, "line": …, "memory_mb": …}
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from revive.app.jobs.queue import Desk

ROOM = 500_000_000  # bytes of free disk that a few clips need


def routes(desk: Desk) -> Sequence[BaseRoute]:
    """The two addresses, for Starlette."""

    async def alive(_: Request) -> JSONResponse:
        return JSONResponse({"alive": True})

    async def ready(_: Request) -> JSONResponse:
        state = readiness(desk)
        return JSONResponse(state, 200 if state["ready"] else 503)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def readiness(desk: Desk) -> dict:
    """Models loaded, room on the disk, room in the line; and the memory of this process and its children, in MB."""
    state = {
        "models": desk.warm(),
        "disk": shutil.disk_usage(desk.root).free >= ROOM,
        "line": desk.in_line() < desk.limits.waiting,
    }
    return {"ready": all(state.values()), **state, "memory_mb": round(memory_mb())}


def memory_mb() -> float:
    """The resident memory of this program and the programs it has started, now, in MB (of 1024² bytes)."""
    import psutil

    here = psutil.Process()
    total = here.memory_info().rss
    for child in here.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.Error:  # it has ended
            continue
    return total / 1024**2
