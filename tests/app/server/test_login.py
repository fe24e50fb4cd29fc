"""The password: right, wrong, too often wrong, and who is locked out by whom."""

import base64

from revive.app.server.login import IDLE, TRIES, Logins, form_of, page


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_right_password_lets_in_until_it_is_given_back():
    logins = Logins(("ruth", "a long päss"))
    assert logins.enter("ruth", "wrong", "x") is None and logins.enter("", "", "x") is None
    token = logins.enter("ruth", "a long päss", "x")
    assert logins.inside(token) and not logins.inside(token + "x") and not logins.inside("")
    logins.leave(token)
    assert not logins.inside(token)


def test_a_login_ends_when_it_is_not_used(monkeypatch):
    logins = Logins(("ruth", "a long pass"))
    token = logins.enter("ruth", "a long pass", "x")
    now = __import__("time").monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now + IDLE - 60)
    assert logins.inside(token)
    monkeypatch.setattr("time.monotonic", lambda: now + 2 * IDLE - 120)
    assert logins.inside(token)  # it was used
    monkeypatch.setattr("time.monotonic", lambda: now + 4 * IDLE)
    assert not logins.inside(token)


def test_wrong_passwords_lock_out_who_gives_them_alone():
    logins = Logins(("ruth", "a long pass"))
    logins.enter("ruth", "a long pass", "known browser")
    attacker = logins.source("attacker", "6.6.6.6")
    for _ in range(TRIES):
        assert logins.may_try(attacker)
        logins.was_wrong(attacker)
    assert not logins.may_try(attacker)
    assert logins.may_try(logins.source("somebody", "1.2.3.4"))
    assert logins.may_try(logins.source("known browser", "6.6.6.6"))  # behind the same address
    for number in range(5000):
        logins.was_wrong(str(number))
    assert len(logins._wrong) <= 1000


def test_programs_give_it_with_every_request():
    logins = Logins(("ruth", "a:long pass"))
    assert logins.basic(basic("ruth", "x"), "x") is False and logins.basic("Basic ####", "x") is False
    assert logins.source("x", "1.2.3.4") == "1.2.3.4"
    assert logins.basic(basic("ruth", "a:long pass"), "x") is True
    assert logins.source("x", "1.2.3.4") == "x"  # whose mistakes are no longer counted with its address
    assert logins.basic("Bearer abc", "x") is None
    assert Logins(None).basic(basic("", ""), "x") is False and not Logins(None).asked()


def test_the_form_and_its_page():
    assert form_of(b"username=+ruth&password=a%3Ab&x=1") == ("ruth", "a:b")
    assert form_of(b"\xff") == ("", "") == form_of(b"")
    assert "用户名" in page("zh-CN") and "Password" in page("en-US")
    assert "&lt;script&gt;" in page("en", wrong="<script>") and "http" not in page("en")
