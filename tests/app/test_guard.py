"""The guard: nothing may be loaded from outside, and the page says so itself."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from revive.app.guard import Guard
from revive.app.owners import Owners

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


def guarded(owners: Owners | None, **settings) -> TestClient:
    async def answer(request):
        return PlainTextResponse(request.url.path)

    async def upload(request):
        return JSONResponse([f"{owners.root}/abc/photo.jpg"])

    counted = iter(range(100))

    async def page(request):
        return HTMLResponse(f"<head></head>{next(counted)}")

    routes = [
        Route("/", page), Route("/gradio_api/upload", upload, methods=["POST"]),
        Route("/login", answer, methods=["POST"]),
        Route("/{path:path}", answer),
    ]  # fmt: skip
    guard = Middleware(Guard, first="", owners=owners, **settings)
    return TestClient(Starlette(routes=routes, middleware=[guard]))


def test_every_browser_gets_a_cookie_of_its_own_that_scripts_cannot_read(tmp_path):
    one, two = guarded(Owners(tmp_path)), guarded(Owners(tmp_path))
    told = one.get("/").headers["set-cookie"]
    assert told.startswith("revive_visit=") and "HttpOnly" in told and "SameSite=Strict" in told
    assert "set-cookie" not in one.get("/").headers  # it has one now
    two.get("/")
    assert len({one.cookies["revive_visit"], two.cookies["revive_visit"]}) == 2
    framed = guarded(Owners(tmp_path), framed=True).get("/")
    assert "SameSite=None; Secure" in framed.headers["set-cookie"]
    assert "https://huggingface.co" in framed.headers["content-security-policy"]
    two.cookies.clear()
    two.cookies["revive_visit"] = "mine"  # none that was given here
    assert "set-cookie" in two.get("/").headers


def test_an_upload_is_served_to_the_browser_that_sent_it(tmp_path):
    owners = Owners(tmp_path)
    one, two = guarded(owners), guarded(owners)
    for client in (one, two):
        client.get("/")
    path = one.post("/gradio_api/upload").json()[0]
    assert one.get(f"/gradio_api/file={path}").status_code == 200
    for address in (f"file={path}", f"file/{path}", f"file={path.replace('/', '%2F')}", f"file=/x/..{path}"):
        assert two.get(f"/gradio_api/{address}").status_code == 404
    two.post("/gradio_api/upload")  # who has the same photograph may see it too
    assert two.get(f"/gradio_api/file={path}").status_code == 200


def test_rooms_are_closed_to_others_and_to_who_takes_the_session_over(tmp_path):
    owners = Owners(tmp_path)
    (tmp_path / "room-1").mkdir()
    owners.welcome("tab", "x" * 40)
    owners.welcome("tab", "y" * 40)
    owners.give(tmp_path / "room-1", "tab")
    assert owners.may_see("x" * 40, tmp_path / "room-1" / "job" / "clip.mp4")
    assert not owners.may_see("y" * 40, tmp_path / "room-1" / "job" / "clip.mp4")
    assert not owners.may_see("x" * 40, tmp_path / "room-2" / "clip.mp4")  # nobody's, so nobody sees it
    assert not owners.may_see("x" * 40, tmp_path.parent / "other.mp4")
    (tmp_path / "room-1" / "link").symlink_to("/etc")
    assert not owners.may_see("x" * 40, tmp_path / "room-1" / "link" / "passwd")


def test_nothing_is_fetched_for_anybody(tmp_path):
    client = guarded(Owners(tmp_path))
    for address in ("file=http://example.org/a.jpg", "proxy=https://example.org/", "stream/a/b/c/playlist.m3u8"):
        assert client.get(f"/gradio_api/{address}").status_code == 404
    assert client.get("/monitoring").status_code == 404


def test_logins_are_let_through_slowly(tmp_path):
    client = guarded(Owners(tmp_path))
    codes = [client.post("/login").status_code for _ in range(12)]
    assert codes == [200] * 10 + [429] * 2


def test_the_page_is_drawn_once_for_everybody_with_the_same_login(tmp_path):
    client = guarded(Owners(tmp_path))
    first = client.get("/").text
    assert client.get("/").text == first
    assert client.get("/?lang=en").text != first
    assert client.get("/", headers={"host": "elsewhere"}).text != first
    client.cookies["access-token-1"] = "somebody"
    assert client.get("/").text != first
