"""A clip for a telephone: the address opens that one file, for ten minutes, and nothing else."""

import pytest

from revive.app.server.handover import LASTS, MOST, Handovers, _nearest


@pytest.fixture
def clip(tmp_path):
    (tmp_path / "Ruth.mp4").write_bytes(b"a clip")
    return tmp_path / "Ruth.mp4"


def test_it_opens_the_file_for_ten_minutes(clip):
    handovers = Handovers()
    token = handovers.offer(clip, now=100.0)
    assert handovers.find(token, now=100.0 + LASTS - 1) == clip
    assert handovers.find(token, now=100.0 + LASTS) is None
    assert handovers.find(token[:-1] + "x", now=101.0) is None


def test_a_file_that_was_deleted_is_gone(clip):
    handovers = Handovers()
    token = handovers.offer(clip)
    clip.unlink()
    assert handovers.find(token) is None


def test_the_oldest_ends_first(clip):
    handovers = Handovers()
    tokens = [handovers.offer(clip) for _ in range(MOST + 1)]
    assert len(set(tokens)) == MOST + 1
    assert handovers.find(tokens[0]) is None and handovers.find(tokens[1]) == clip


@pytest.mark.parametrize(
    ("host", "begins"),
    [
        ("192.168.0.7:7860", "http://192.168.0.7:7860/take/"), ("desk.local", "http://desk.local:7860/take/"),
        ("[fd00::7]:7860", "http://[fd00::7]:7860/take/"),
    ],
)  # fmt: skip
def test_the_address_is_the_one_that_the_visitor_came_by(host, begins):
    assert Handovers(7860).address("token", host) == f"{begins}token"


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860"])
def test_an_address_of_this_computer_alone_is_no_use_to_a_telephone(host, monkeypatch):
    monkeypatch.setattr("revive.app.server.handover.own_address", lambda: "192.168.0.7")
    assert Handovers(7860).address("token", host) == "http://192.168.0.7:7860/take/token"


def test_the_network_at_home_comes_first():
    assert _nearest(["127.0.0.1", "169.254.3.4", "8.8.8.8", "192.168.0.7"]) == "192.168.0.7"
    assert _nearest(["127.0.0.1", "172.17.0.1", "10.0.0.4"]) == "10.0.0.4"
    assert _nearest(["127.0.0.1"]) == ""
