"""A crowd at the page: many visitors press Make at once, each with words of their own, and everything is watched.

    python -m tests.app.load.concurrent_visitors --users 50 [--size 256] [--words "Hello, number {n}."]

starts `python app.py`, lets the visitors in over HTTP as the page's own script would, and prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
PATIENCE = 1500.0  # seconds
BROWSER = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}  # else it is a program of this computer that asks


@dataclass
class Visitor:
    """One of the crowd: what they asked for and what came of it."""

    number: int
    words: str
    seed: int
    http: httpx.AsyncClient
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    photo: str = ""
    said: list[str] = field(default_factory=list)  # what stood beside the button, in turn
    clip: str = ""
    job: str = ""


@dataclass
class Watched:
    """What was seen meanwhile: seconds that the page and a light event took, megabytes of the server."""

    page: list[float] = field(default_factory=list)
    light: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def worst(self) -> dict:
        """The figures that matter."""
        ninety = {k: sorted(v)[int(0.95 * len(v))] for k, v in (("page", self.page), ("light", self.light))}
        return {
            "page_s_worst": round(max(self.page), 3), "page_s_95": round(ninety["page"], 3), "looks": len(self.page),
            "light_s_worst": round(max(self.light), 3), "light_s_95": round(ninety["light"], 3),
            "peak_mb": round(max(self.memory, default=0)),
        }  # fmt: skip


class Form:
    """The page's own description of itself, and how to press its buttons."""

    def __init__(self, config: dict):
        self.parts = {part["id"]: part["props"] for part in config["components"]}
        self.by_id = {props.get("elem_id"): number for number, props in self.parts.items()}
        steps = config["dependencies"]

        def on(name: str, event: str) -> dict:
            target = [self.by_id[name], event]
            return next(step for step in steps if target in [list(one) for one in step["targets"]])

        def after(before: dict) -> dict:
            return next(step for step in steps if step.get("trigger_after") == before["id"])

        self.question = on("relation", "blur")  # reads the three answers
        self.run = after(after(on("make", "click")))  # the check comes first, then the buttons change
        self.load = next(s for s in steps if s["backend_fn"] and any(on == "load" for _, on in s["targets"]))

    def data(self, step: dict, **answers) -> list:
        """What is sent for `step`: every control as it stands, but for `answers` by elem_id."""
        given = {self.by_id[name]: value for name, value in answers.items()}
        return [given.get(number, self.parts[number].get("value")) for number in step["inputs"]]

    def place(self, elem_id: str) -> int:
        """Where in the outputs of `run` the part of this elem_id is."""
        return self.run["outputs"].index(self.by_id[elem_id])


async def come_in(url: str, number: int, words: str, photo: bytes) -> tuple[Visitor, Form]:
    """Open the page in a browser of one's own and bring the photograph."""
    # a connection for each request: the server closes idle ones, sometimes just when one is used again
    limits = httpx.Limits(max_keepalive_connections=0)
    http = httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits, headers=BROWSER)
    await http.get("/")
    visitor = Visitor(number, words, 1000 + number, http)
    form = Form((await http.get("/config")).json())
    await light(form, form.load, visitor)
    sent = await http.post("/gradio_api/upload", files={"files": ("photo.png", photo, "image/png")})
    visitor.photo = sent.json()[0]
    return visitor, form


def answers(visitor: Visitor, size: int) -> dict:
    """What the visitor fills in."""
    photo = {"path": visitor.photo, "meta": {"_type": "gradio.FileData"}}
    return {
        "photo": photo, "words": visitor.words, "relation": f"her grandson {visitor.number}", "basis": "public",
        "adult": True, "size": size, "seed": visitor.seed,
    }  # fmt: skip


async def light(form: Form, step: dict, visitor: Visitor, **filled) -> dict:
    """A light event, as the page's script sends it."""
    asked = {"fn_index": step["id"], "data": form.data(step, **filled), "session_hash": visitor.session}
    return (await visitor.http.post("/gradio_api/run/predict", json=asked)).json()


async def press_make(form: Form, visitor: Visitor, size: int) -> None:
    """Press Make and follow the news to their end."""
    asked = {
        "fn_index": form.run["id"], "data": form.data(form.run, **answers(visitor, size)),
        "session_hash": visitor.session,
    }  # fmt: skip
    (await visitor.http.post("/gradio_api/queue/join", json=asked)).raise_for_status()
    async with visitor.http.stream("GET", "/gradio_api/queue/data", params={"session_hash": visitor.session}) as news:
        async for line in news.aiter_lines():
            if not line.startswith("data:"):
                continue
            told = json.loads(line[5:])
            if told["msg"] in ("process_generating", "process_completed"):
                read(form, visitor, told.get("output") or {})
            if told["msg"] in ("process_completed", "queue_full", "unexpected_error"):
                if not told.get("success"):
                    visitor.said.append(f"failed: {told.get('output') or told.get('message')}")
                return


def read(form: Form, visitor: Visitor, output: dict) -> None:
    """Note what this piece of news changes: whole values at first, later only differences."""
    text = json.dumps(output, ensure_ascii=False)
    status = (output.get("data") or [None])[form.place("status")] if output.get("data") else None
    changes = status if isinstance(status, list) else [["replace", [], status]]
    visitor.said += [change[2] for change in changes if len(change) == 3 and isinstance(change[2], str) and change[2]]
    for found in json.loads(text).get("data") or []:
        for path in _paths(found):
            visitor.clip = path if path.endswith(".mp4") else visitor.clip
            visitor.job = path if path.endswith(".job.json") else visitor.job


def _paths(value) -> list[str]:
    if isinstance(value, dict):
        own = [value["path"]] if isinstance(value.get("path"), str) else []
        return own + [path for inner in value.values() for path in _paths(inner)]
    return [path for inner in value for path in _paths(inner)] if isinstance(value, list) else []


def watch(form: Form, guard: Visitor, watched: Watched, over: threading.Event, memory, every: float) -> None:
    """Look at the page and ask a light question, again and again; on a thread apart from the crowd's own bustle."""
    asked = {
        "fn_index": form.question["id"], "data": form.data(form.question), "session_hash": guard.session,
    }  # fmt: skip
    cookies = guard.http.cookies
    with httpx.Client(base_url=guard.http.base_url, cookies=cookies, headers=BROWSER, timeout=PATIENCE) as http:
        while not over.wait(every):
            for seen, look in (
                (watched.page, lambda: http.get("/")),
                (watched.light, lambda: http.post("/gradio_api/run/predict", json=asked)),
            ):
                started = time.perf_counter()
                look().raise_for_status()
                seen.append(time.perf_counter() - started)
            if memory:
                watched.memory.append(memory())


async def crowd(
    url: str, *, users: int, words: str, size: int, photo: bytes, memory=None, every: float = 0.1
) -> tuple[list[Visitor], Watched]:
    """Everybody comes in, one more watches, all press at once."""
    guard, form = await come_in(url, 0, "", photo)
    visitors = [(await come_in(url, n, words.format(n=n), photo))[0] for n in range(1, users + 1)]
    watched, over = Watched(), threading.Event()
    watching = threading.Thread(target=watch, args=(form, guard, watched, over, memory, every))
    watching.start()
    try:
        await asyncio.gather(*(press_make(form, visitor, size) for visitor in visitors))
    finally:
        over.set()
        await asyncio.to_thread(watching.join)
    await guard.http.aclose()
    return visitors, watched


async def check(visitors: list[Visitor]) -> dict:
    """Whose everything is: each clip has its own visitor's job, and is served to nobody else."""
    made = [visitor for visitor in visitors if visitor.clip]
    own = foreign = 0
    for visitor in made:
        job = (await visitor.http.get(f"/gradio_api/file={visitor.job}")).json()
        clip = await visitor.http.get(f"/gradio_api/file={visitor.clip}")
        own += (
            (job["words"], job["seed"]) == (visitor.words, visitor.seed)
            and job["relation"] == f"her grandson {visitor.number}" and clip.content[4:8] == b"ftyp"
        )  # fmt: skip
    for visitor, other in zip(made, [*made[1:], *made[:1]], strict=True):
        for path in (visitor.clip, visitor.job):
            if other is not visitor:
                foreign += (await other.http.get(f"/gradio_api/file={path}")).status_code == 200
    refused = [v for v in visitors if not v.clip and v.said and 'class="note wrong"' in v.said[-1]]
    return {
        "users": len(visitors), "clips": len(made), "own": own, "foreign": foreign, "refused": len(refused),
        "neither": len(visitors) - len(made) - len(refused),
    }  # fmt: skip


async def go_home(visitors: list[Visitor]) -> None:
    """Close the browsers."""
    for visitor in visitors:
        await visitor.http.aclose()


def face() -> bytes:
    """A small picture with a face large enough for small clips: Grace Hopper (US Navy, public domain)."""
    from matplotlib import cbook
    from PIL import Image

    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as picture:
        kept = io.BytesIO()
        picture.crop((80, 60, 400, 380)).save(kept, "PNG")
    return kept.getvalue()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def ready(url: str, seconds: float = 180.0) -> float:
    """Wait until the page is ready; gives how long it took."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return time.perf_counter() - started
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the page was not ready in time")


class Memory:
    """The most memory a process and its children ever held together, in MB, looked at twenty times a second."""

    def __init__(self, pid: int):
        import psutil

        self.process, self.peak, self._over = psutil.Process(pid), 0.0, threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        import psutil

        while not self._over.wait(0.05):
            try:
                family = [self.process, *filter(_itself, self.process.children(recursive=True))]
                self.peak = max(self.peak, sum(one.memory_info().rss for one in family) / 1024**2)
            except psutil.Error:
                continue

    def __call__(self) -> float:
        return self.peak


def _itself(child) -> bool:
    """Whether a child has become a program of its own: until then its memory is its parent's, counted twice."""
    return time.time() - child.create_time() > 0.2


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Many visitors press Make at once.")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--words", default="Hello, number {n}.")
    options = parser.parse_args()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--no-browser"]
        server = subprocess.Popen(command, cwd=folder)
        try:
            up = ready(url)
            memory = Memory(server.pid)
            started = time.perf_counter()

            async def run() -> dict:
                visitors, watched = await crowd(
                    url, users=options.users, words=options.words, size=options.size, photo=face(), memory=memory
                )
                seconds = time.perf_counter() - started
                found = await check(visitors)
                sentences = sorted({v.said[-1] for v in visitors if not v.clip and v.said})
                await go_home(visitors)
                return {
                    **found, **watched.worst(), "ready_s": round(up, 1), "seconds": round(seconds, 1),
                    "refusals": sentences[:4],
                }  # fmt: skip

            print(json.dumps(asyncio.run(run()), indent=2, ensure_ascii=False))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
