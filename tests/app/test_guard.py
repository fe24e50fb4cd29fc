"""The guard: nothing may be loaded from outside, and the page says so itself."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from revive.app.guard import Guard

PAGE = """<head><title>Grüße</title>
<meta property="og:image" content="https://elsewhere.example/picture.jpg" />
<meta name="twitter:creator"
  content="@someone" />
<meta name="viewport" content="width=device-width" /></head>"""


def client() -> TestClient:
    async def page(request):
        return HTMLResponse(PAGE)

    async def pieces(request):
        return StreamingResponse(iter(["<p>one</p>", "<p>two</p>"]), media_type="text/html")

    async def text(request):
        return PlainTextResponse('<meta property="og:x" content="kept">')

    routes = [Route("/", page), Route("/pieces", pieces), Route("/text", text)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Guard, first="<script>first()</script>")]))


def test_the_page_loads_nothing_from_outside_and_names_nobody():
    answer = client().get("/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "http:" not in answer.headers["content-security-policy"]
    assert "elsewhere.example" not in answer.text and "twitter" not in answer.text
    assert answer.text.startswith("<head><script>first()</script><title>")
    assert "viewport" in answer.text and "Grüße" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_page_in_pieces_arrives_whole_and_other_files_untouched():
    assert client().get("/pieces").text == "<p>one</p><p>two</p>"
    answer = client().get("/text")
    assert answer.text == '<meta property="og:x" content="kept">'
    assert "content-security-policy" in answer.headers
