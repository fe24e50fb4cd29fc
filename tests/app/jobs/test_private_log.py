"""What is replaced in Gradio is there, and is all that would print what a handler raised."""

import inspect
import logging
from pathlib import Path

import gradio
import pytest
from gradio import queueing, route_utils, routes, utils

from revive.app.jobs.private_log import keep_logs_private

REPLACED = (routes, queueing, route_utils, utils)
NOT_SERVED = {"screen_recording_utils.py"}  # a part of the page that Revive does not use


@pytest.fixture
def private(monkeypatch):
    """The replacements, taken back afterwards."""
    for module in REPLACED:
        monkeypatch.setattr(module, "traceback", module.traceback)
    monkeypatch.setattr(queueing, "print", print, raising=False)
    made = logging.getLogRecordFactory()
    keep_logs_private()
    yield
    logging.setLogRecordFactory(made)


def test_these_modules_of_gradio_print_tracebacks_and_no_others():
    printing = {
        path.name
        for path in Path(gradio.__file__).parent.glob("*.py")
        if "print_exc(" in path.read_text(encoding="utf-8")
    }
    assert printing - NOT_SERVED == {Path(str(module.__file__)).name for module in REPLACED}


def test_the_queue_prints_the_message_of_an_error():
    assert "print(str(e))" in inspect.getsource(queueing)


@pytest.mark.parametrize("module", REPLACED, ids=lambda module: module.__name__)
def test_a_message_is_not_printed(module, private, capsys, caplog):
    try:
        raise ValueError("Tom's secret")
    except ValueError:
        module.traceback.print_exc()
    queueing.__dict__["print"]("Tom's secret")
    told = capsys.readouterr()
    assert "secret" not in told.out + told.err + caplog.text
    assert "a request failed: ValueError at" in caplog.text
