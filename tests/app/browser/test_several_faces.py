"""A real Chromium: a photograph of two people; each gets lines and a voice, which survive a reload."""

import pytest
from PIL import Image

from tests.app.browser.steps import choose, fill_in_the_example, open_page, press, says, see, shows, there, write

pytestmark = pytest.mark.slow


def test_two_faces_get_lines_and_a_voice_each(browser, page, hopper, tmp_path):
    one = Image.open(hopper).convert("RGB").resize((256, 300))
    both = Image.new("RGB", (512, 300))
    both.paste(one, (0, 0))
    both.paste(one.crop((10, 10, 246, 290)), (266, 20))
    both.save(tmp_path / "two.png")
    fill_in_the_example(browser)
    assert not browser.find_elements("css selector", "#several")  # there is one face
    press(browser, "#photo button[aria-label='Take this photograph out'], #photo button[aria-label='Empty the field']")
    there(browser, "#photo input[type=file]").send_keys(str(tmp_path / "two.png"))
    says(browser, "#found-note", "2 faces were found")
    see(browser, "#several")
    write(browser, "#words textarea", "Remember the lake?")
    press(browser, "#several-begin")
    shows(browser, "#words textarea", "1: Remember the lake?\n2: ")
    choose(browser, "#speaker-voice-2", "Joe")
    assert not browser.find_elements("css selector", "#speaker-voice-3 input")
    browser.execute_script("document.activeElement.blur()")
    open_page(browser, page.local_url)
    says(browser, "#found-note", "2 faces were found")
    see(browser, "#several")
    shows(browser, "#words textarea", "1: Remember the lake?\n2: ")
    assert "Joe" in see(browser, "#speaker-voice-2 input").get_attribute("value")
