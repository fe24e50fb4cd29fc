"""The security middleware around the real page: who sends a request, from where, for what, and whose the files are."""

import base64
import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from revive.app.server.events import CALL_BYTES
from tests.app.server.conftest import PASSWORD

API = "/gradio_api"
NAVIGATES = {"sec-fetch-mode": "navigate", "sec-fetch-site": "none"}


def upload(client, content: bytes = b"abc", name: str = "gran.jpg"):
    return client.post(f"{API}/upload", files={"files": (name, content)})


def log_in(client, password: str = PASSWORD, **headers):
    return client.post("/login", data={"username": "ruth", "password": password}, headers=headers)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/", "/config", f"{API}/info", f"{API}/startup-events", "/theme.css", "/healthz", "/login"]
)
def test_a_name_that_is_not_the_pages_is_not_answered(browser, path):
    answer = browser("home").get(path, headers={"host": "evil.example"})
    assert answer.status_code == 421 and "names" not in answer.headers and len(answer.content) < 200
    assert browser("login").get(path, headers={"host": "evil.example"}).status_code == 421


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "method_path", ["GET /config", f"GET {API}/info", f"POST {API}/upload", f"POST {API}/queue/join", "POST /login"]
)
def test_other_websites_get_nothing(browser, headers, method_path):
    method, path = method_path.split()
    for which in ("home", "login", "demo"):
        more = {"host": "demo.example", "x-forwarded-for": "1.2.3.4"} if which == "demo" else {}
        client = browser(which)
        assert client.request(method, path, headers={**headers, **more}).status_code == 403
        asked = client.request("OPTIONS", path, headers={**headers, **more, "access-control-request-method": method})
        assert asked.status_code in (403, 404)
        assert not any(name.startswith("access-control") for name in asked.headers)


@pytest.mark.slow
def test_a_link_on_another_website_opens_the_page(browser):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert browser("home").get("/", headers=headers).status_code == 200
    assert browser("home").get("/config", headers=headers).status_code == 403


def test_the_page_of_this_computer_is_not_passed_on_by_another_server(browser, pages):
    for header in ("x-forwarded-for", "x-real-ip", "forwarded", "via", "x-forwarded-host"):
        answer = browser("home").get("/", headers={header: "1.2.3.4"})
        assert answer.status_code == 403 and "--hosts" in answer.text
    place = urlsplit(pages("home").local_url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 403 " in plain.recv(1000).splitlines()[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        f"POST {API}/component_server", f"GET {API}/proxy=https://example.org/", f"GET {API}/deep_link",
        "GET /monitoring",
        f"GET {API}/stream/a/b/1/playlist.m3u8", f"POST {API}/process_recording", f"GET {API}/user", f"GET {API}/token",
        f"POST {API}/vibe-edit", "GET /docs", "GET /openapi.json", f"GET {API}/openapi.json", f"GET {API}/runs",
        f"GET {API}/dev/reload", f"GET {API}/file/etc/passwd", f"GET {API}/file=/etc/passwd", f"GET {API}/queue/status",
        f"GET {API}/file=http://127.0.0.1/", "PUT /", "DELETE /config", f"POST {API}/call/look",
    ],
)  # fmt: skip
def test_what_the_page_does_not_use_is_not_there(browser, asked):
    method, path = asked.split()
    for which in ("home", "login"):
        client = browser(which)
        if which == "login":
            log_in(client)
        assert client.request(method, path, json={}).status_code in (400, 404, 405), asked


def test_the_browser_is_told_to_load_nothing_from_outside_and_to_keep_nothing(browser):
    client = browser("home")
    answer = client.get("/", headers=NAVIGATES)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http:" not in policy
    assert "og:image" not in answer.text and "twitter:" not in answer.text
    assert answer.text.index("navigator") < answer.text.index("<meta")  # the language comes first
    told = upload(client).json()[0]
    for private in (answer, client.get("/config"), client.get(f"{API}/file={told}")):
        assert private.status_code == 200 and private.headers["cache-control"] == "no-store"
        assert private.headers["cross-origin-resource-policy"] == "same-origin"
        assert not any(name.startswith("access-control") for name in private.headers)


def test_every_browser_gets_a_cookie_that_scripts_cannot_read_and_keeps_it(browser):
    one, two = browser("home"), browser("home")
    given = one.get("/", headers=NAVIGATES).headers["set-cookie"]
    assert given.startswith("revive_visit=") and "HttpOnly" in given and "SameSite=Lax" in given
    assert "set-cookie" not in one.get("/", headers=NAVIGATES).headers
    two.get("/", headers=NAVIGATES)
    assert one.cookies["revive_visit"] != two.cookies["revive_visit"]


def test_a_file_is_served_to_the_browser_that_brought_it_under_another_name(browser, pages):
    one, two = browser("home"), browser("home")
    for client in (one, two):
        client.get("/", headers=NAVIGATES)
    told = upload(one).json()[0]
    assert str(pages("home").jobs.sessions.root) not in told and told.startswith("/__files__/")
    assert one.get(f"{API}/file={told}").content == b"abc"
    assert upload(two).json()[0] != told  # the same file of somebody else is another
    real = str(pages("home").jobs.sessions.root) + told.removeprefix("/__files__")
    for name in (
        told,
        told.replace("/", "%2F"),
        f"{told}/.",
        real,
        f"/x/..{told}",
        f"{told.rpartition('/')[0]}/../../.lock",
    ):
        assert two.get(f"{API}/file={name}").status_code == 404
    for part in ("bytes=0-0,2-9", "bytes=9e9-", "x", "bytes=0-1"):  # whole, unless it is a part that can be read
        answer = one.get(f"{API}/file={told}", headers={"range": part})
        assert (answer.status_code, answer.content) == ((206, b"ab") if part == "bytes=0-1" else (200, b"abc"))
    assert one.get(f"{API}/file={real}").status_code == 404  # no path of this computer is understood


def test_nobody_hears_the_news_of_another_visit(browser, pages):
    one, two = browser("home"), browser("home")
    for client in (one, two):
        client.get("/", headers=NAVIGATES)
    events = pages("home").config["dependencies"]
    erase = next(step for step in events if any(target[1] == "click" for target in step["targets"]) and step["queue"])
    blank = {"fn_index": erase["id"], "data": [None] * len(erase["inputs"]), "session_hash": "shared"}
    assert one.post(f"{API}/queue/join", json=blank).status_code in (200, 400, 422)
    with two.stream("GET", f"{API}/queue/data?session_hash=shared") as news:
        first = next(line for line in news.iter_lines() if line)
    assert "session_not_found" in first and "process_completed" not in first


@pytest.mark.slow
def test_a_body_has_its_limit(browser):
    demo, home = browser("demo", host="demo.example"), browser("home")
    assert demo.post(f"{API}/queue/join", content=b"x" * 600_000).status_code == 413
    assert (
        home.post(f"{API}/queue/join", content=b"x" * (CALL_BYTES + 1)).status_code == 413
    )  # of programs, with a file
    long = json.dumps({"data": ["x" * 30_000], "fn_index": 0})
    assert home.post(f"{API}/run/predict", content=long).status_code == 413
    assert browser("login").post("/login", content=b"x" * 5000).status_code == 413


@pytest.mark.slow
def test_no_function_of_the_page_fails_on_a_form_as_it_opens(browser):
    client = browser("home")
    config = client.get("/config").json()
    value = {one["id"]: one["props"].get("value") for one in config["components"]}
    quick = [step for step in config["dependencies"] if step["backend_fn"] and not step["queue"]]
    codes = {}
    for step in quick:
        asked = {"fn_index": step["id"], "data": [value[number] for number in step["inputs"]], "session_hash": "empty"}
        codes[step["id"]] = client.post(f"{API}/run/predict", json=asked).status_code
    assert len(quick) > 40 and set(codes.values()) <= {200, 400}
    # three ask what was chosen in a picture, two which clip of the shelf, and nothing was
    assert sum(code == 400 for code in codes.values()) == 5


@pytest.mark.slow
def test_what_an_endpoint_refuses_is_no_fault_of_the_page(browser):
    client = browser("home")
    verify = next(step for step in client.get("/config").json()["dependencies"] if step["api_name"] == "verify")
    answer = client.post(f"{API}/run/verify", json={"data": ["/etc/passwd"], "fn_index": verify["id"]})
    assert answer.status_code == 400 and "You have not uploaded this file" in answer.json()["error"]
    sent = {"data": ["data:image/png;base64,é"], "fn_index": verify["id"]}
    answer = client.post(f"{API}/run/verify", json=sent)
    assert answer.status_code == 400 and "data: URI cannot be read" in answer.json()["error"]
    for body in (b"", b"[]", b'{"jsonrpc": "2.0", "me\0', b'{"a":' * 5000, b"[" + b"{}," * 300_000 + b"1]"):
        headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
        assert 400 <= client.post(f"{API}/mcp/", content=body, headers=headers).status_code < 500


def test_news_of_nothing_are_no_fault_of_the_page(browser, caplog):
    client = browser("home")
    for asked in (f"{API}/queue/data?session_hash=nobody", f"{API}/call/verify/{'0' * 32}"):
        with client.stream("GET", asked) as news:
            list(news.iter_lines())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_without_the_password_nothing_is_there(browser):
    client = browser("login")
    page = client.get("/", headers=NAVIGATES)
    assert page.status_code == 401 and "password" in page.text and "components" not in page.text
    for asked in (
        "GET /config", f"GET {API}/info", f"POST {API}/upload", f"POST {API}/queue/join", f"GET {API}/queue/data",
        f"POST {API}/run/predict", f"POST {API}/call/describe", f"GET {API}/heartbeat/x",
        f"GET {API}/file=/__files__/x",
        f"POST {API}/cancel", f"POST {API}/mcp/", f"GET {API}/mcp/", f"GET {API}/upload_progress",
    ):  # fmt: skip
        assert client.request(*asked.split()).status_code == 401, asked
    assert client.get("/healthz").json()["alive"] is True
    assert client.get("/", headers=NAVIGATES | {"accept-language": "zh-CN"}).text.count("密码")


def test_in_with_the_password_and_out_again(browser):
    client = browser("login", accept="text/html")
    assert "not right" in log_in(client, "wrong").text
    answer = log_in(client)
    given = next(value for name, value in answer.headers.multi_items() if name == "set-cookie" and "login" in value)
    assert answer.status_code == 303 and "HttpOnly" in given and "SameSite=Lax" in given
    assert "SameSite=None" not in given
    assert client.get("/config").status_code == 200
    page = client.get("/", headers=NAVIGATES)
    assert (page.status_code == 200 and 'href=\\"logout\\"' in page.text) or "logout" in page.text
    client.get("/logout", headers=NAVIGATES | {"sec-fetch-site": "same-origin"})
    assert client.get("/config").status_code == 401  # at once, not after what was kept of it is old


@pytest.mark.slow
def test_programs_give_the_password_with_the_request(browser, pages):
    from gradio_client import Client

    client = browser("login")
    assert client.get("/config", auth=("ruth", PASSWORD)).status_code == 200
    assert client.get("/config", auth=("ruth", "wrong")).status_code == 401
    known = Client(pages("login").local_url, auth=("ruth", PASSWORD), verbose=False)
    assert known.predict(prompt="candlelight", api_name="/describe")["light"] == "candlelight"


@pytest.mark.slow
def test_programs_over_mcp_log_in_and_have_what_the_page_has(pages):
    pytest.importorskip("mcp")
    login = {"authorization": "Basic " + base64.b64encode(f"ruth:{PASSWORD}".encode()).decode()}
    who = {"x-revive-visit": "a-token-of-this-programs-own-making"}
    accept = {"accept": "application/json, text/event-stream"}

    def ask(method, headers, **params):
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        address = f"{pages('login').local_url}gradio_api/mcp/"
        return httpx.post(address, json=body, headers={**accept, **headers}, timeout=60)

    assert ask("tools/list", who).status_code == 401
    assert ask("tools/list", {**who, "authorization": "Basic eA=="}).status_code == 401
    tools = ask("tools/list", {**who, **login})
    assert tools.status_code == 200 and "make_clip" in tools.text
    called = ask("tools/call", {**who, **login}, name="describe", arguments={"prompt": "candlelight"})
    told = next(line for line in called.text.splitlines() if line.startswith("data:"))
    assert not json.loads(told[5:])["result"]["isError"] and "candlelight" in told


def test_wrong_passwords_do_not_lock_out_who_was_in_before(browser, monkeypatch):
    inside, attacker = browser("login"), browser("login")
    assert log_in(inside).status_code == 200
    codes = [log_in(attacker, "wrong").status_code for _ in range(12)]
    assert codes[0] == 401 and codes[-1] == 429
    assert log_in(attacker).status_code == 429  # nor does a right one help for a minute
    assert log_in(inside).status_code == 200 and inside.get("/config").status_code == 200


def test_addresses_are_those_that_the_hosts_own_proxy_wrote(browser, pages):
    jobs = pages("demo").jobs
    clients = [browser("demo", host="demo.example") for _ in range(3)]
    addresses = ("1.1.1.1, 9.9.9.9", "2.2.2.2, 9.9.9.9", "3.3.3.3")
    for client, address in zip(clients, addresses, strict=True):
        client.get("/", headers=NAVIGATES | {"x-forwarded-for": address})
        client.get("/healthz", headers={"x-forwarded-for": address})
    sources = [
        jobs.sessions.files.source(jobs.sessions.files.browser(client.cookies["revive_visit"]) + "-a")
        for client in clients
    ]
    assert sources[0] == sources[1] != sources[2]


def test_a_page_behind_tls_names_itself_so_and_takes_the_name_from_its_proxy(browser):
    passed = {"x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https", "x-forwarded-host": "demo.example"}
    client = browser("demo", **passed, host="10.0.0.1:7860")
    page = client.get("/", headers=NAVIGATES)
    assert "https://demo.example" in page.text and "; Secure" in page.headers["set-cookie"]
    assert (
        client.post(f"{API}/upload", headers={"origin": "https://demo.example"}).status_code == 400
    )  # no file, but let in
    assert client.post(f"{API}/upload", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/", headers=NAVIGATES | {"x-forwarded-host": "evil.example"}).status_code == 421
