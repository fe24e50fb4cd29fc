"""Neutral faces moved by smiles: what counts as teeth, and what is said of dark and light faces."""

import json

import numpy as np
import pytest

from revive.__main__ import main
from revive.animator.draw import Renderer
from revive.animator.pose import Poser
from revive.animator.rig import build_rig
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.training.evaluate.faces import teeth_in


@pytest.fixture
def smile(hopper_portrait):
    """The picture of a drawn smile, and its points."""
    rig = build_rig(hopper_portrait)
    scores = np.zeros(52)
    scores[[INDEX[name] for name in ("jawOpen", "mouthSmileLeft", "mouthSmileRight")]] = 0.35, 0.5, 0.5
    posed = Poser(rig).pose(scores, 0.0, np.zeros(3), np.zeros(2), 0.0)
    picture = Renderer(hopper_portrait.image, rig).draw(posed).copy()
    return picture, np.column_stack([posed.points[:478], hopper_portrait.face.landmarks[:, 2]]).astype(np.float32)


def test_teeth_are_what_is_bright_between_the_lips(smile):
    picture, landmarks = smile
    teeth = teeth_in(picture, landmarks)
    rows, columns = np.nonzero(teeth)
    lips = landmarks[list(mesh.MOUTH_RING), :2]
    assert teeth.sum() > 20
    assert lips[:, 0].min() <= columns.min() and columns.max() <= lips[:, 0].max()
    assert lips[:, 1].min() <= rows.min() and rows.max() <= lips[:, 1].max()
    darker = picture.copy()
    darker[teeth] //= 4
    assert not (teeth_in(darker, landmarks) & teeth).all()


@pytest.mark.slow
def test_the_command_compares_every_smile_with_the_real_one(hopper_portrait, smile, tmp_path, capsys):
    import cv2

    images = tmp_path / "faces" / "images"
    images.mkdir(parents=True)
    rest = hopper_portrait.face
    for name, picture in (("120-neutral", hopper_portrait.image), ("120-smiling", smile[0])):
        cv2.imwrite(str(images / f"{name}.jpg"), picture[..., ::-1])
    rows = ["file,person,expression", "120-neutral.jpg,120,neutral", "120-smiling.jpg,120,smiling"]
    (tmp_path / "faces" / "faces.csv").write_text("\n".join(rows))
    np.savez(
        tmp_path / "faces" / "tracks.npz",
        landmarks=np.stack([rest.landmarks, smile[1]]), blendshapes=np.zeros((2, 52), np.float32),
    )  # fmt: skip
    sheet = tmp_path / "sheet.png"
    assert main(["evaluate", "faces", "--data", str(tmp_path), "--sheet", str(sheet), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["people"] == 1 and 0.3 < figures["teeth_all"] < 1.5
    assert figures["teeth_dark"] == figures["teeth_light"] == figures["teeth_all"]
    assert figures["mouth_psnr"]["warp"] > figures["mouth_psnr"]["static"]
    assert sheet.stat().st_size > 5_000


def test_a_folder_without_faces_is_refused(tmp_path, capsys):
    assert main(["evaluate", "faces", "--data", str(tmp_path)]) == 2
    assert "holds no faces/;" in capsys.readouterr().err
