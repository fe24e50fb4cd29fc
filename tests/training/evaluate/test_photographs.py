"""Poses of photographs, as the face tracker sees them."""

import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.training.evaluate.photographs import POSES, evaluate_photographs


@pytest.mark.slow
def test_lips_meet_and_part_and_the_sheet_shows_every_pose(smiling, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    with Image.open(smiling) as picture:
        picture.crop((110, 0, 370, 300)).save(photos / "a.png")
    Image.new("RGB", (300, 300)).save(photos / "b.png")
    lines = []
    figures = evaluate_photographs(photos, sheet=tmp_path / "sheet.png", say=lines.append)
    assert figures["photographs"] == figures["rested"] == 1
    assert len(lines) == 1 and lines[0].startswith("b.png: ")
    assert figures["gap_p"] < 0.03 < 0.08 < figures["gap_vowel"]
    assert figures["blink"] < 0.5 and figures["identity"][1] > 0.7
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width == 2 * (len(POSES) + 1) * sheet.height


def test_a_folder_without_faces_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match="no photograph with a face"):
        evaluate_photographs(tmp_path, say=lambda line: None)
    with pytest.raises(UserError, match="no folder"):
        evaluate_photographs(tmp_path / "none", say=lambda line: None)
