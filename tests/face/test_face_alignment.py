"""The other finder: loaded from its public files, its 68 points carry the mesh."""

import hashlib

import numpy as np
import pytest

from revive.core.errors import UserError
from revive.face import face_alignment
from revive.face.mesh import eye_distance
from revive.portrait import make_portrait


def test_sixty_eight_points_carry_the_mesh(hopper_portrait):
    measured = hopper_portrait.face.landmarks
    laid = face_alignment.fit_mesh(measured[list(face_alignment.MESH_POINTS), :2].astype(np.float64)).landmarks
    away = np.linalg.norm(laid[:, :2] - measured[:, :2], axis=1) / eye_distance(measured[:, :2])
    assert away.mean() < 0.04 and away.max() < 0.25
    assert np.corrcoef(laid[:, 2], measured[:, 2])[0, 1] > 0.95


@pytest.mark.slow
def test_missing_weights_are_named(hopper, tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    face_alignment._aligner.cache_clear()
    with pytest.raises(UserError, match=r"3DFAN4-7835d9f11d\.pth\.tar"):
        make_portrait(hopper, detector="face-alignment")
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    (folder / face_alignment.FILES[0]).write_bytes(b"something else")
    with pytest.raises(UserError, match="damaged"):
        make_portrait(hopper, detector="face-alignment")


@pytest.mark.slow
def test_weights_of_the_public_format_are_loaded(hopper, tmp_path, monkeypatch):
    """Untrained networks in the public files: everything runs, and what they see is no face."""
    import torch
    from face_alignment import api
    from face_alignment.detection.sfd.net_s3fd import s3fd
    from face_alignment.models import FAN

    torch.manual_seed(0)
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    names = []
    detector = s3fd()
    for name, tensor in detector.state_dict().items():
        if "mbox_conf" in name:  # the last class is the face: an untrained detector would see one everywhere
            tensor.zero_()
            if name.endswith("bias"):
                tensor[:-1] = 5.0
    for stem, net, ending in (("3DFAN4", FAN(4), "pth.tar"), ("s3fd", detector, "pth")):
        torch.save(net.state_dict(), folder / "made")
        name = f"{stem}-{hashlib.sha256((folder / 'made').read_bytes()).hexdigest()[:10]}.{ending}"
        (folder / "made").rename(folder / name)
        names.append(name)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(face_alignment, "FILES", tuple(names))
    monkeypatch.setitem(api.models_urls, "3DFAN-4", f"https://example.invalid/{names[0]}")
    face_alignment._aligner.cache_clear()
    with pytest.raises(UserError, match="No face"):
        make_portrait(hopper, size=128, detector="face-alignment")
    assert face_alignment._aligner() is not None
    face_alignment._aligner.cache_clear()
