"""The password: right, wrong, too often wrong, and who is locked out by whom."""

import base64

from revive.app.server.login import IDLE, TRIES, Logins, login_page, read_login_form


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_right_password_lets_in_until_it_is_given_back():
    logins = Logins(("ruth", "a long päss"))
    assert logins.log_in("ruth", "wrong", "x") is None and logins.log_in("", "", "x") is None
    token = logins.log_in("ruth", "a long päss", "x")
    assert logins.is_logged_in(token) and not logins.is_logged_in(token + "x") and not logins.is_logged_in("")
    logins.log_out(token)
    assert not logins.is_logged_in(token)


def test_a_login_ends_when_it_is_not_used(monkeypatch):
    logins = Logins(("ruth", "a long pass"))
    token = logins.log_in("ruth", "a long pass", "x")
    now = __import__("time").monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now + IDLE - 60)
    assert logins.is_logged_in(token)
    monkeypatch.setattr("time.monotonic", lambda: now + 2 * IDLE - 120)
    assert logins.is_logged_in(token)  # it was used
    monkeypatch.setattr("time.monotonic", lambda: now + 4 * IDLE)
    assert not logins.is_logged_in(token)


def test_wrong_passwords_lock_out_who_gives_them_alone():
    logins = Logins(("ruth", "a long pass"))
    logins.log_in("ruth", "a long pass", "known browser")
    attacker = logins.source("attacker", "6.6.6.6")
    for _ in range(TRIES):
        assert logins.may_try(attacker)
        logins.count_mistake(attacker)
    assert not logins.may_try(attacker)
    assert logins.may_try(logins.source("somebody", "1.2.3.4"))
    assert logins.may_try(logins.source("known browser", "6.6.6.6"))  # behind the same address
    for number in range(5000):
        logins.count_mistake(str(number))
    assert len(logins._mistakes) <= 1000


def test_programs_give_it_with_every_request():
    logins = Logins(("ruth", "a:long pass"))
    assert (
        logins.is_correct_basic(basic("ruth", "x"), "x") is False
        and logins.is_correct_basic("Basic ####", "x") is False
    )
    assert logins.source("x", "1.2.3.4") == "1.2.3.4"
    assert logins.is_correct_basic(basic("ruth", "a:long pass"), "x") is True
    assert logins.source("x", "1.2.3.4") == "x"  # whose mistakes are no longer counted with its address
    assert logins.is_correct_basic("Bearer abc", "x") is None
    assert Logins(None).is_correct_basic(basic("", ""), "x") is False and not Logins(None).required()


def test_the_form_and_its_page():
    assert read_login_form(b"username=+ruth&password=a%3Ab&x=1") == ("ruth", "a:b")
    assert read_login_form(b"\xff") == ("", "") == read_login_form(b"")
    assert "用户名" in login_page("zh-CN") and "Password" in login_page("en-US")
    assert "&lt;script&gt;" in login_page("en", wrong="<script>") and "http" not in login_page("en")
