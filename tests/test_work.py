"""What workers give back can be sent between processes, and says the same where it arrives."""

import pickle

from revive.core.errors import UserError
from revive.core.localisation import Message


def test_an_error_that_was_sent_is_still_said_in_every_language():
    error = UserError("This name cannot be used; please give one of at most {most} ordinary characters.", most=80)
    sent = pickle.loads(pickle.dumps(error))
    assert sent.message == error.message
    assert sent.sentence("zh") == error.sentence("zh") != error.sentence("en")


def test_a_sentence_with_braces_in_its_values_can_be_sent():
    error = UserError("“{file}” is a folder; please choose another name for what is written.", file="{x}.mp4")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_error_inside_an_error_can_be_sent():
    error = UserError("{waiting} clips: {when}", waiting=2, when=Message("in a few minutes"))
    assert "分钟" in pickle.loads(pickle.dumps(error)).sentence("zh")
