"""How the page is opened to others: refused without a password, said when it is done, its settings in the document."""

import dataclasses
import json
import logging
import os
import re
import socket
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from revive.app import launch
from revive.app.jobs.health import readiness
from revive.app.jobs.limits import check_limits
from revive.app.jobs.private_log import PrivacyFilter, keep_logs_private
from revive.app.server.settings import DEMO, Limits, Settings, option, parser, variable
from revive.app.server.spaces import on_gpu
from revive.brief import Brief
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.failures import describe_error
from tests.answers import FAMILY

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_space(monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)


def test_alone_it_is_for_this_computer_and_needs_nothing():
    settings = Settings.from_arguments([], {}).checked()
    assert settings.at_home and settings.host == "127.0.0.1" and settings.login() is None
    assert settings.announcement("http://127.0.0.1:7860/", None) == ["Revive is ready: http://127.0.0.1:7860/"]


@pytest.mark.parametrize("arguments", [["--share"], ["--listen"], ["--listen", "192.168.0.5"], ["--host", "0.0.0.0"]])
def test_others_need_a_password_or_the_public_demo(arguments):
    with pytest.raises(UserError, match="needs a password") as refused:
        Settings.from_arguments(arguments, {}).checked()
    assert "密码" in refused.value.sentence("zh")
    known = Settings.from_arguments([*arguments, "--auth", "us:long enough"], {}).checked()
    assert known.login() == ("us", "long enough") and not known.at_home
    shared = "https://x.gradio.live" if known.share else None
    told = "\n".join(known.announcement("http://127.0.0.1:7860/", shared))
    assert "and the password can open the page" in told and ("Gradio's servers" in told) == known.share
    demo = Settings.from_arguments([*arguments, "--public-demo"], {}).checked()
    assert not demo.at_home and "60 words" in "\n".join(demo.announcement("", None))


@pytest.mark.parametrize("login", ["us", "us:short", ":long enough", "us:"])
def test_a_login_is_checked(login):
    with pytest.raises(UserError, match="USER:PASSWORD"):
        Settings(auth=login).checked()


def test_a_login_from_a_file_or_the_environment(tmp_path):
    kept = tmp_path / "login"
    kept.write_text("us:a:colon in it\n")
    assert Settings(auth_file=str(kept)).login() == ("us", "a:colon in it")
    assert Settings.from_arguments([], {"REVIVE_AUTH": "us:from outside"}).login() == ("us", "from outside")
    with pytest.raises(UserError, match="cannot be read"):
        Settings(auth_file=str(tmp_path / "none")).login()


def test_the_environment_is_read_and_the_command_line_goes_before():
    environ = {"REVIVE_PORT": "8000", "REVIVE_PUBLIC_DEMO": "Yes", "REVIVE_BROWSER": "off", "REVIVE_WORDS": "30"}
    settings = Settings.from_arguments(["--port", "9000"], environ)
    assert settings.port == 9000 and settings.public_demo and not settings.browser
    assert settings.limits == dataclasses.replace(DEMO, words=30)
    for name, value in (("REVIVE_PORT", "many"), ("REVIVE_SHARE", "perhaps")):
        with pytest.raises(UserError, match=name):
            Settings.from_environment({name: value})
    with pytest.raises(UserError, match="--port"):
        Settings(port=70000).checked()


def test_a_space_is_the_public_demo_unless_it_has_a_password(monkeypatch):
    monkeypatch.setenv("SPACE_ID", "somebody/revive")
    demo = Settings.from_environment({"SPACE_ID": "somebody/revive"}).checked()
    assert demo.public_demo and demo.host == "0.0.0.0" and not demo.browser and not demo.at_home
    assert not Settings.from_environment({"SPACE_ID": "x", "REVIVE_AUTH": "us:long enough"}).checked().public_demo
    with pytest.raises(UserError, match="needs a password"):
        Settings().checked()


def test_every_setting_is_in_the_help():
    said = parser().format_help()
    for setting in dataclasses.fields(Settings):
        assert option(setting) in said and variable(setting) in said


def test_the_demos_limits_are_those_of_the_document():
    document = " ".join((ROOT / "docs/hosting.md").read_text(encoding="utf-8").split())
    assert f"{DEMO.words} words, {DEMO.seconds:.0f} seconds of recording or film and {DEMO.size} pixels" in document
    assert (DEMO.each, DEMO.hourly, DEMO.waiting, DEMO.longest, DEMO.idle) == (1, 6, 6, 180, 900)


def test_a_clip_that_is_too_long_for_the_demo_is_refused(tmp_path):
    import numpy as np
    import soundfile

    def check(limits: Limits = DEMO, **told) -> None:
        check_limits(Permit("clip", FAMILY, **told), limits)

    check(words="word " * 60, size=512)
    for hidden in ("word " * 61, "word," * 61, "word-" * 61, "word/" * 61, "word…" * 61, "1" * 61, "说" * 61, "%" * 61):
        with pytest.raises(UserError, match="61 words"):
            check(words=hidden)
    for long in ("a" * 61 * 15, "가" * 400, "a, " * 40 + "!" * 100, "a" + 5_000 * " " + "b"):
        with pytest.raises(UserError, match=r"words|seconds to say"):
            check(words=long)
    with pytest.raises(UserError, match="513 pixels"):
        check(size=513)
    soundfile.write(tmp_path / "long.wav", np.sin(np.arange(21 * 8000)) / 4, 8000)
    with pytest.raises(UserError, match="lasts 21 seconds"):
        check(files={"recording": tmp_path / "long.wav"})
    check(Limits(), words="word " * 1000, files={"recording": tmp_path / "long.wav"}, size=1280)


@pytest.mark.slow
def test_where_others_come_the_size_is_held_and_nobody_known_is_used(page_at, tmp_path):
    from revive.app.jobs.queue import JobQueue
    from revive.app.parts.brief_form import BriefForm
    from revive.app.parts.page_context import PageContext
    from revive.app.parts.people_lists import PeopleLists
    from revive.app.texts import i18n

    page = page_at("away")
    context = PageContext(JobQueue(tmp_path, DEMO), BriefForm(i18n()), i18n(), PeopleLists(), at_home=False)
    held = context.completed(Brief(size=1280, person="Ruth"))
    assert held.size == 512 and held.person == ""
    shown = {getattr(block, "elem_id", None) for block in page.blocks.values()}
    assert not shown & {"teach-look", "own-look", "match", "people-import", "teach"}


def test_readiness_tells_what_is_missing(tmp_path):
    from revive.app.jobs.queue import JobQueue

    jobs = JobQueue(tmp_path, Limits(waiting=1))
    assert readiness(jobs)["ready"]
    jobs.warm_up("en", lambda progress: 1 / 0)
    list(jobs._warm_ups["en"].reports())
    assert readiness(jobs) | {"memory_mb": 0} == {
        "ready": False, "models": False, "disk": True, "line": True, "jobs": 0, "seconds_a_job": None,
        "memory_mb": 0,
    }  # fmt: skip


def test_logs_hold_no_message_and_no_value():
    try:
        try:
            raise FileNotFoundError("/home/ruth/letter to Tom.txt")
        except OSError as error:
            raise ValueError("dear Tom") from error
    except ValueError as error:
        said = describe_error(error)
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "about %s", ("Tom",), sys.exc_info())
    assert re.match(r"ValueError at [\w.]+:\d+, after FileNotFoundError at ", said)
    PrivacyFilter().filter(record)
    for text in (said, logging.Formatter().format(record)):
        assert "Tom" not in text and "ruth" not in text


def test_loggers_below_others_are_discreet_too(caplog):
    keep_logs_private()
    try:
        raise ValueError("dear Tom")
    except ValueError:
        logging.getLogger("mcp.server.some_part").exception("about %s", "Tom")
    assert "ValueError at" in caplog.text and "Tom" not in caplog.text and "Traceback" not in caplog.text


def test_a_lent_graphics_card_is_used_where_it_is(monkeypatch):
    asked = []

    def gpu(duration):
        asked.append(duration)
        return lambda work: lambda *args: ("lent", work(*args))

    monkeypatch.setitem(sys.modules, "spaces", SimpleNamespace(GPU=gpu))
    assert on_gpu(str.upper, seconds=30)("a") == ("lent", "A") and asked == [30]
    monkeypatch.setitem(sys.modules, "spaces", None)
    assert on_gpu(str.upper) is str.upper


def test_the_container_and_the_space_name_what_is_there():
    import yaml

    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+) \S+$", docker, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists() and f"!{name}\n" in kept
    assert re.search(r"^USER (?!root)", docker, re.MULTILINE) and "/healthz" in docker and "VOLUME /data" in docker
    variables = {variable(setting) for setting in dataclasses.fields(Settings)} | {"REVIVE_HOME"}
    assert set(re.findall(r"REVIVE_[A-Z]+(?:_[A-Z]+)*", docker)) <= variables
    wanted = re.search(r"^torch==\S+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert wanted and f"install --no-cache-dir {wanted[0]} " in docker
    space = yaml.safe_load((ROOT / "deploy/space/README.md").read_text(encoding="utf-8").split("---")[1])
    assert (ROOT / space["app_file"]).is_file() and space["sdk"] == "gradio" and space["python_version"] == "3.11"
    assert f"gradio=={space['sdk_version']}\n" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UserError, match=f"uses the port {port}") as refused:
            launch(Settings(port=port, browser=False), wait=False, warm=False, root=tmp_path)
    assert "--port" in refused.value.sentence("zh")


@pytest.mark.slow
def test_it_starts_behind_a_proxy_that_is_gone_and_on_a_computer_that_is_slow(tmp_path, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "example.org")
    monkeypatch.setattr("gradio.networking.url_ok", lambda url: False)  # its first page took longer than it allows
    page = launch(wait=False, warm=False, root=tmp_path)
    try:
        with urllib.request.urlopen(f"{page.local_url}healthz", timeout=30) as answer:
            assert json.load(answer)["alive"]
        assert os.environ["no_proxy"].split(",")[0] == "example.org"
    finally:
        page.close()
