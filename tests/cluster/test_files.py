"""How files travel by a shared folder: used where they lie, copied where they do not, and nothing is left."""

import numpy as np
import pytest

from revive.cluster.files import Placed, SharedFolder, drop, give, take
from revive.core.errors import UserError

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install -r requirements-ray.txt")


@pytest.fixture
def shared(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def test_what_lies_in_the_shared_folder_is_used_where_it_lies(shared, tmp_path):
    photo = shared / "ruth.jpg"
    photo.write_bytes(b"a photograph")
    carrier = SharedFolder(str(shared))
    content = carrier.send(photo)
    assert take(content, tmp_path / "photo.jpg", copied=False) == photo and not (tmp_path / "photo.jpg").exists()
    assert take(content, tmp_path / "photo.jpg").read_bytes() == b"a photograph"
    drop(content)
    carrier.close()
    assert [path.name for path in shared.iterdir()] == ["ruth.jpg"]


@pytest.mark.parametrize("place", ["{shared}", "memory://revive-tests"])
def test_what_lies_elsewhere_is_copied_there_and_back_and_deleted_at_the_end(shared, tmp_path, place):
    import fsspec

    photo = tmp_path / "ruth.jpg"
    photo.write_bytes(b"a photograph")
    carrier = SharedFolder(place.format(shared=shared))
    files, folder = fsspec.url_to_fs(carrier.folder)
    content = carrier.send(photo)
    assert carrier.send(photo) == content and isinstance(content, Placed) and "ruth" not in content.place
    assert take(content, tmp_path / "photo.jpg", copied=False).read_bytes() == b"a photograph"
    back = give(tmp_path / "photo.jpg", carrier.folder)
    assert take(back, tmp_path / "clip.mp4").read_bytes() == b"a photograph"
    drop(back)
    assert content.place == files.unstrip_protocol(content.place) and files.exists(content.place)
    assert not files.exists(back.place) and files.exists(folder)
    carrier.close()
    assert not files.exists(folder)


def test_without_a_shared_folder_a_file_travels_as_an_array(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(bytes(range(256)))
    content = give(tmp_path / "clip.mp4", "")
    assert content.dtype == np.uint8 and content.tolist() == list(range(256))
    assert take(content, tmp_path / "copy.mp4").read_bytes() == bytes(range(256))


@pytest.mark.parametrize("place", ["/no/such/folder", "nonsense://bucket", "s3://bucket/folder"])
def test_a_folder_that_cannot_be_used_is_said(place):
    with pytest.raises(UserError, match="every machine of the cluster can write"):
        SharedFolder(place)
