"""A small crowd at the page; the large one is `python -m tests.app.load.concurrent_visitors --users 50`."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from revive.app.jobs.health import memory_mb
from tests.app.load.concurrent_visitors import check, come_in, crowd, face, go_home, light

MORE = 2500  # MB; the page alone, with its models, stays under 3000 (docs/hosting.md)


@pytest.mark.slow
@pytest.mark.long  # in a process of its own: it measures this one's memory
def test_six_press_make_at_once_and_each_gets_a_clip_of_their_own_or_a_refusal(served):
    before = memory_mb()

    async def run():
        visitors, watched = await crowd(
            served.local_url.rstrip("/"), users=6, words="Hi {n}.", size=128, photo=face(), memory=memory_mb, every=0.5
        )
        found = await check(visitors)
        await go_home(visitors)
        return visitors, watched, found

    visitors, watched, found = asyncio.run(run())
    assert found == {
        "users": 6, "clips": 2, "own": 2, "foreign": 0, "refused": 4, "neither": 0,
    }, [visitor.said[-1] for visitor in visitors]  # fmt: skip
    for visitor in visitors:
        if not visitor.clip:
            assert "2 clips are waiting already" in visitor.said[-1]
    assert any("Something else is being made first" in said for visitor in visitors for said in visitor.said)
    figures = watched.worst()
    assert figures["looks"] >= 5  # how long they took is measured on an idle computer, see docs/hosting.md
    assert figures["peak_mb"] - before < MORE
    assert not served.jobs.busy()


@pytest.mark.slow
def test_nobody_sees_another_visitors_files(served):
    async def run():
        photo = face()
        one, form = await come_in(served.local_url.rstrip("/"), 1, "", photo)
        two, _ = await come_in(served.local_url.rstrip("/"), 2, "", photo + b" ")
        stranger = (await come_in(served.local_url.rstrip("/"), 3, "", photo + b"  "))[0]
        stranger.http.cookies.clear()
        visitors, jobs = served.jobs.sessions.files, served.jobs
        tab = visitors.visitor(visitors.browser(one.http.cookies["revive_visit"]), one.session)
        folder = jobs.sessions.new_folder(tab)
        (folder / "voice.wav").write_bytes(b"0123456789")
        made = visitors.public_name(folder / "voice.wav")
        asked = {
            "own photo": (one, one.photo), "another's photo": (two, one.photo), "own file": (one, made),
            "another's file": (two, made), "no cookie": (stranger, made), "a system's file": (one, "/etc/passwd"),
            "on a way round": (two, f"{two.photo.rpartition('/')[0]}/../../../{made.partition('/__files__/')[2]}"),
            "elsewhere": (one, "http://127.0.0.1:1/"), "own file by its path": (one, str(folder / "voice.wav")),
        }  # fmt: skip
        status = {
            name: (await who.http.get(f"/gradio_api/file={path}")).status_code for name, (who, path) in asked.items()
        }
        part = await one.http.get(f"/gradio_api/file={made}", headers={"Range": "bytes=2-4"})
        same = (await two.http.post("/gradio_api/upload", files={"files": ("photo.png", photo, "image/png")})).json()[0]
        jobs.forget(visitors.browser_of(tab))  # everything of the browser goes, and nothing of another's
        kept = (await two.http.get(f"/gradio_api/file={same}")).status_code
        gone = (await one.http.get(f"/gradio_api/file={one.photo}")).status_code
        await light(form, form.load, one)
        await go_home([one, two, stranger])
        return status, part, (kept, gone), same

    status, part, after, same = asyncio.run(run())
    assert {name for name, code in status.items() if code == 200} == {"own photo", "own file"}
    assert set(status.values()) == {200, 404}
    assert part.status_code == 206 and part.content == b"234"
    assert after == (200, 404) and same.startswith("/__files__/")


def test_health_and_readiness_are_told_without_a_cookie(served, monkeypatch):
    import httpx

    alive, ready = (httpx.get(f"{served.local_url}{name}") for name in ("healthz", "readyz"))
    assert alive.json()["alive"] is True and not alive.cookies
    told = {"ready", "models", "disk", "line", "memory_mb", "jobs", "seconds_a_job"}
    assert ready.status_code == 200 and set(ready.json()) == told
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    ready = httpx.get(f"{served.local_url}readyz")
    assert ready.status_code == 503 and json.loads(ready.text)["disk"] is False
