"""Which names the page answers to, who may send it requests, and whose address a request has."""

import pytest

from revive.app.server.allowed_hosts import AllowedHosts, address_group, client_address, same_origin


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:7860", "localhost:7860", "[::1]:7860", "LocalHost", "127.9.9.9"]
)
def test_a_local_page_goes_by_the_names_of_this_computer(host):
    assert AllowedHosts().allow(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.5:7860",
        "0.0.0.0", "", "127.0.0.1@evil.example", "evil.example#127.0.0.1", "[::1", "2130706433", "127.1",
    ],
)  # fmt: skip
def test_a_website_that_points_its_name_here_is_not_answered(host):
    assert not AllowedHosts().allow(host)


def test_a_page_for_a_network_goes_by_numbers_and_by_the_names_that_were_given():
    hosts = AllowedHosts(["Family.example ", ""], local=False)
    assert hosts.allow("192.168.1.5:7860") and hosts.allow("family.example") and hosts.allow("[2001:db8::1]:7860")
    assert not hosts.allow("evil.example") and not hosts.allow("family.example.evil.example")
    hosts.add("https://abc.gradio.live/?x=1")
    assert hosts.allow("abc.gradio.live") and not hosts.allow("other.gradio.live")
    assert hosts.by_tls("ABC.gradio.live") and not hosts.by_tls("family.example")


def test_a_page_of_ours_names_the_host_that_it_asks():
    assert same_origin("http://127.0.0.1:7860", "127.0.0.1:7860")
    assert same_origin("https://family.example", "family.example:443")
    for origin in (
        "null",
        "http://127.0.0.1:8000",
        "https://evil.example",
        "http://127.0.0.1:7860.evil.example",
        "",
        "x",
    ):
        assert not same_origin(origin, "127.0.0.1:7860")


def test_what_who_asks_has_written_of_its_address_is_not_believed():
    assert client_address("10.0.0.9", ["1.2.3.4"], 0) == "10.0.0.9"
    assert client_address("10.0.0.9", ["6.6.6.6, 1.2.3.4"], 1) == "1.2.3.4"
    assert client_address("10.0.0.9", ["6.6.6.6", "1.2.3.4, 10.0.0.1"], 2) == "1.2.3.4"
    assert client_address("10.0.0.9", [], 1) == "10.0.0.9"


def test_the_addresses_of_one_household_count_as_one():
    assert address_group("2001:db8:1:2:aaaa::1") == address_group("2001:db8:1:2:bbbb::2")
    assert address_group("2001:db8:1:2::1") != address_group("2001:db8:1:3::1")
    assert address_group("::ffff:1.2.3.4") == address_group("1.2.3.4") == "1.2.3.4"
