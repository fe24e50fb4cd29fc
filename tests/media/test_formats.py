"""Pillow opens some fifty kinds of pictures; whoever opens one here says which."""

import ast
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[2] / "revive").rglob("*.py"))


def opens(tree: ast.AST) -> list[ast.Call]:
    """The calls of Image.open."""
    return [
        call
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Image.open", "PIL.Image.open")
    ]


@pytest.mark.parametrize("file", [file for file in FILES if "Image.open" in file.read_text(encoding="utf-8")], ids=str)
def test_every_picture_is_opened_as_one_of_named_kinds(file):
    calls = opens(ast.parse(file.read_text(encoding="utf-8")))
    assert all("formats" in [keyword.arg for keyword in call.keywords] for call in calls)


def test_no_other_way_leads_into_pillow():
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert "from PIL.Image import" not in text and "plt.imread" not in text and "skimage.io" not in text, file
