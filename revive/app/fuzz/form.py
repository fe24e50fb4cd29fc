"""The page's functions as it describes them, and values that they take."""

from __future__ import annotations

import json

from revive.app.fuzz.browser import Browser

# by elem_id, or by the name that an endpoint for programs gives it
SENSIBLE = {
    "words": "Hello, Tom.", "prompt": "an old woman, warm and proud, in soft morning light", "adult": True,
    "relation": "her grandson", "basis": "family", "size": 128, "seed": 1, "title": "", "pronounce": "Tom = tomm",
}  # fmt: skip
FILES = ("image", "audio", "video", "file", "uploadbutton", "gallery", "imageslider")


class Form:
    """The page's functions (`steps`) and its controls, as /config tells them; the endpoints for programs (`calls`)."""

    def __init__(self, browser: Browser):
        config = json.loads(browser.ask("GET", "/config").body)
        self.controls = {one["id"]: (one["type"], one["props"]) for one in config["components"]}
        self.steps = [step for step in config["dependencies"] if step["backend_fn"]]
        told = browser.ask("GET", "/gradio_api/info")
        named = json.loads(told.body)["named_endpoints"] if told.status == 200 else {}
        self.calls = {name.strip("/"): call["parameters"] for name, call in named.items()}

    def value(self, number: int, photo: object) -> object:
        """A valid value; `photo` where a file is wanted."""
        kind, props = self.controls[number]
        if kind in FILES:
            return photo
        return SENSIBLE.get(props.get("elem_id"), props.get("value"))

    def data(self, step: dict, photo: object) -> list:
        """Valid data for `step`."""
        return [self.value(number, photo) for number in step["inputs"]]

    def call(self, name: str, photo: object) -> dict:
        """Valid arguments for an endpoint."""
        return {
            one["parameter_name"]: photo if one["parameter_name"] in ("photo", "file")
            else SENSIBLE.get(one["parameter_name"], one["parameter_default"])
            for one in self.calls[name]
        }  # fmt: skip

    def giving(self, elem_id: str) -> list[dict]:
        """The quick functions that change this control."""
        (number,) = [at for at, (_, props) in self.controls.items() if props.get("elem_id") == elem_id]
        return [step for step in self.steps if number in step["outputs"] and not step["queue"]]


def file(told: str) -> dict:
    """A file as events name it."""
    return {"path": told, "meta": {"_type": "gradio.FileData"}}
