"""Whether the page is alive, and whether it can take on work: for monitoring. Nothing of any visitor is shown.

GET /healthz   200 {"alive": true, "page": …}, which names this start of the page, so that an open page knows a new one
GET /readyz    200 or 503 {"ready": …, "models": …, "disk": …, "line": …, "jobs": …, "seconds_a_job": …,
               "memory_mb": …}; with a cluster also "cluster": … and "places": …
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from revive.app.jobs.queue import JobQueue

START = secrets.token_hex(8)  # of this program
DISK_NEEDED = 500_000_000  # bytes of free disk that a few clips need


def health_routes(jobs: JobQueue) -> Sequence[BaseRoute]:
    """The two addresses, for Starlette."""

    async def alive(_: Request) -> JSONResponse:
        return JSONResponse({"alive": True, "page": START})

    async def ready(_: Request) -> JSONResponse:
        state = readiness(jobs)
        return JSONResponse(state, 200 if state["ready"] else 503)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def readiness(jobs: JobQueue) -> dict:
    """Whether models are loaded, and disk and queue have room; where a cluster makes the clips, whether it answers.

    Beside it, for graphs: how many jobs run and wait, how many seconds the last ones took on average, how many clips
    the cluster makes at a time, and the memory of the page with that of its child processes, in MB.
    """
    state = {
        "models": jobs.is_warm(),
        "disk": shutil.disk_usage(jobs.sessions.root).free >= DISK_NEEDED,
        "line": jobs.unfinished() < jobs.limits.waiting,
    }
    figures: dict[str, float | None] = {"jobs": jobs.unfinished(), "seconds_a_job": jobs.seconds_each()}
    if jobs.elsewhere is not None:
        state["cluster"] = jobs.elsewhere.alive
        figures["places"] = jobs.elsewhere.places
    return {"ready": all(state.values()), **state, **figures, "memory_mb": round(memory_mb())}


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
