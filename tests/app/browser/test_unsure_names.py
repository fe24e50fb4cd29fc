"""A real Chromium: a name of which the voice is not sure is told below the words, played, and respelled."""

import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, see, shows, write

pytestmark = pytest.mark.slow


def leave(browser, selector: str) -> None:
    browser.execute_script("document.querySelector(arguments[0]).blur()", selector)


def unseen(browser, selector: str) -> bool:
    from selenium.webdriver.common.by import By

    return not any(element.is_displayed() for element in browser.find_elements(By.CSS_SELECTOR, selector))


def test_a_rare_name_is_told_played_and_respelled(browser):
    fill_in_the_example(browser)
    write(browser, "#words textarea", "Dear Siobhan, I love you.")
    leave(browser, "#words textarea")
    write(browser, "#words textarea", "Dear Siobhan and Przemila, give my love to Oghenekaro.")
    leave(browser, "#words textarea")
    says(browser, "#unsure-names", "The voice is not sure of: Przemila, Oghenekaro.")
    press(browser, "#unsure-hear")
    see(browser, "#unsure-sample", within=60)
    press(browser, "#unsure-write")
    says(browser, "#unsure-sound", "How Przemila sounds")
    write(browser, "#unsure-sound textarea, #unsure-sound input", "psheh-mee-la")
    press(browser, "#unsure-use")
    says(browser, "#unsure-names", "The voice is not sure of: Oghenekaro.")
    press(browser, "#unsure-write")
    says(browser, "#unsure-sound", "How Oghenekaro sounds")
    write(browser, "#unsure-sound textarea, #unsure-sound input", "<b>")
    press(browser, "#unsure-use")
    says(browser, "#unsure-status", "cannot be read as the sound of")
    write(browser, "#unsure-sound textarea, #unsure-sound input", "oh-geh-neh-ka-ro")
    press(browser, "#unsure-use")
    press(browser, "#more button")
    shows(browser, "#pronounce textarea", "Przemila = psheh-mee-la\nOghenekaro = oh-geh-neh-ka-ro")
    assert unseen(browser, "#unsure")
