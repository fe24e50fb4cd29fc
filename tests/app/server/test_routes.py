"""Every route that Gradio and we have is either open for a reason or closed on purpose; a new one fails here."""

import re

import pytest

from revive.app.server.routes import OPEN, find

# What Gradio 6.31 offers and the page does not use: components' own servers, fetching from elsewhere, what is kept of
# earlier runs, editing the page from the browser, figures of the server, other ways to the same files.
CLOSED = {
    "/monitoring", "/monitoring/summary", "/monitoring/{key}",
    "/gradio_api/deep_link", "/gradio_api/user", "/gradio_api/user/", "/gradio_api/login_check",
    "/gradio_api/login_check/", "/gradio_api/token", "/gradio_api/token/", "/gradio_api/app_id", "/gradio_api/app_id/",
    "/gradio_api/dev/reload", "/gradio_api/runs", "/gradio_api/runs/", "/gradio_api/openapi.json",
    "/gradio_api/custom_component/{id}/{environment}/{type}/{file_name}", "/gradio_api/proxy={url_path:path}",
    "/gradio_api/stream/{event_id}", "/gradio_api/stream/{event_id}/close",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file", "/gradio_api/file/{path:path}",
    "/gradio_api/api/{api_name}", "/gradio_api/api/{api_name}/", "/gradio_api/queue/status",
    "/gradio_api/component_server", "/gradio_api/component_server/", "/gradio_api/process_recording",
    "/gradio_api/vibe-edit", "/gradio_api/vibe-edit/", "/gradio_api/undo-vibe-edit", "/gradio_api/undo-vibe-edit/",
    "/gradio_api/vibe-code", "/gradio_api/vibe-code/", "/gradio_api/vibe-starter-queries",
    "/gradio_api/vibe-starter-queries/",
}  # fmt: skip
EXAMPLES = {
    "{path:path}": "x/y.js", "{session_hash}": "abc", "{event_id}": "0" * 32, "{api_name}": "describe", "{size}": "192",
    "{path_or_url:path}": "/__files__/x",
}  # fmt: skip


@pytest.mark.slow
def test_every_route_is_open_for_a_reason_or_closed_on_purpose(pages):
    unknown, closed_and_open, seen = set(), set(), set()
    for path, methods in routes_of(pages("home").app):
        seen.add(path)
        example = re.sub(r"\{[^}]*\}", lambda found: EXAMPLES.get(found[0], "x"), path)
        is_open = any(find(method, example, api=True) for method in methods)
        if path in CLOSED and is_open:
            closed_and_open.add(path)
        if path not in CLOSED and not is_open:
            unknown.add(path)
    assert not unknown, "Gradio has these too; open them in routes.py, or close them here"
    assert not closed_and_open
    assert not CLOSED - seen, "Gradio has these no longer"


def routes_of(app):
    """(path, methods) of every route, those in routers and mounted applications too."""
    for route in app.routes:
        if hasattr(route, "original_router"):  # a router that FastAPI has taken in
            yield from ((inner.path, inner.methods) for inner in route.original_router.routes)
        elif hasattr(route, "methods"):
            yield route.path, route.methods or {"GET"}
        else:  # another application, for MCP
            yield f"{route.path}/", {"GET", "POST"}


def test_programs_addresses_are_open_with_api_alone():
    for route in OPEN:
        if route.api:
            assert route.use.name in ("PAGE", "EVENT", "STREAM", "MCP")
    assert find("POST", "/gradio_api/call/describe", api=True) and not find(
        "POST", "/gradio_api/call/describe", api=False
    )
    assert not find("POST", "/gradio_api/mcp/", api=False) and not find("GET", "/gradio_api/info", api=False)
