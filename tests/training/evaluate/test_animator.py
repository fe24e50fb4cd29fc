"""Self-reenactment: exact where everything stays the same, and true to what the shipped weights can do."""

import json
from pathlib import Path

import numpy as np
import pytest

from revive.__main__ import main
from revive.face.mesh import inner_lip_gap
from revive.teaching.common.metrics import PSNR_LIMIT, psnr, ssim
from revive.training.evaluate.animator import OPENED, evaluate_animator, table
from revive.training.evaluate.comparison import face_square
from revive.training.evaluate.feature_distance import FeatureDistance
from revive.training.evaluate.reenactment import WAYS

pytestmark = [pytest.mark.slow, pytest.mark.long]

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def exact_film(film):
    """exact_film(path, frames) -> path: a film without loss."""
    return lambda path, frames: film(path, frames, 12.5, "libx264rgb", "-crf", "0")


def test_identical_pictures_are_identical():
    picture = np.random.default_rng(0).integers(0, 255, (40, 50, 3), np.uint8)
    assert psnr(picture, picture) == PSNR_LIMIT
    assert ssim(picture, picture).mean() == pytest.approx(1)


def test_psnr_of_a_known_error():
    picture = np.full((8, 8, 3), 100, np.uint8)
    assert psnr(picture + 10, picture) == pytest.approx(20 * np.log10(25.5))


def test_a_film_that_stands_still_is_met_exactly(hopper_portrait, exact_film, tmp_path):
    image = hopper_portrait.image[:512, :]
    figures = evaluate_animator([exact_film(tmp_path / "still.mkv", [image] * 8)], say=lambda line: None)
    assert figures["frames"] == 7 and figures["open_frames"] == 0
    for way in WAYS:
        assert figures[way]["face_psnr"] == figures[way]["mouth_psnr"] == PSNR_LIMIT
        assert figures[way]["face_ssim"] == figures[way]["mouth_ssim"] == 1
        assert figures[way]["open_mouth_psnr"] is None and figures[way]["feature_distance"] == 0
    assert figures["gan"]["sharpness_ratio"] == figures["gan"]["flicker_ratio"] == 1


def test_the_feature_distance_sees_blur_and_not_a_little_grain(hopper_portrait):
    import cv2

    truth = hopper_portrait.image[:256, :256]
    grain = np.random.default_rng(0).normal(0, 3, truth.shape)
    pictures = [truth, np.clip(truth + grain, 0, 255).astype(np.uint8),
                *(cv2.GaussianBlur(truth, (0, 0), sigma) for sigma in (1, 3))]  # fmt: skip
    same, grainy, soft, softer = FeatureDistance().maps(pictures, truth).mean(axis=(1, 2))
    assert same == pytest.approx(0, abs=1e-5) and grainy < soft < softer
    assert psnr(pictures[2], truth) > psnr(pictures[3], truth)


def test_the_command_prints_what_is_promised(hopper_portrait, perform, exact_film, tmp_path, capsys):
    poses = [{"closure": 1.0}, *({"jawOpen": 0.1 * t} for t in range(1, 5))]
    folder, frames = tmp_path / "films", perform(hopper_portrait, *poses)
    folder.mkdir()
    exact_film(folder / "opens.mkv", frames)
    exact_film(folder / "closes.mkv", frames[3::-1])
    sheet = tmp_path / "sheet.png"
    assert main(["evaluate", "animator", "--driver", str(folder), "--sheet", str(sheet), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    seven = {f"{place}_{kind}" for place in ("face", "mouth", "open_mouth") for kind in ("psnr", "ssim")}
    seven.add("feature_distance")
    films = figures["films"]
    assert list(films) == ["closes.mkv", "opens.mkv"]
    for one in (figures, *films.values()):
        assert {*WAYS, "frames", "open_frames"} <= set(one)
        assert set(one["static"]) == set(one["warp"]) == seven
        assert set(one["gan"]) == {*seven, "sharpness_ratio", "flicker_ratio", "ms_per_frame"}
    assert figures["frames"] == 7 and films["opens.mkv"]["frames"] == 4 and films["opens.mkv"]["open_frames"] >= 2
    assert figures["gan"]["mouth_psnr"] > figures["static"]["mouth_psnr"]
    for way, name in (("gan", "face_psnr"), ("gan", "sharpness_ratio"), ("warp", "feature_distance")):
        both = [film[way][name] for film in films.values()]
        assert figures[way][name] == pytest.approx(np.mean(both), abs=1e-3)
    lines = table(figures).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:5]] == ["| closes.mkv", "| opens.mkv", "| mean"]
    assert sheet.stat().st_size > 10_000


def test_a_folder_without_films_is_refused(tmp_path, capsys):
    assert main(["evaluate", "animator", "--driver", str(tmp_path)]) == 2
    assert "There is no film in the folder" in capsys.readouterr().err


def test_a_film_without_a_face_is_refused(exact_film, tmp_path, capsys):
    path = exact_film(tmp_path / "grey.mkv", [np.full((128, 128, 3), 128, np.uint8)] * 8)
    assert main(["evaluate", "animator", "--driver", str(path)]) == 2
    assert "face was seen in only 0 pictures" in capsys.readouterr().err


def test_the_rectangle_is_round_the_mouth(hopper_portrait):
    landmarks = hopper_portrait.face.landmarks
    place, (rows, columns) = face_square(landmarks)
    lips = (landmarks[[13, 14], :2].mean(axis=0) - place[:, 2]) / place[0, 0]
    assert columns.start < lips[0] < columns.stop and rows.start < lips[1] < rows.stop
    eyes = (landmarks[[159, 386], :2] - place[:, 2]) / place[0, 0]
    assert eyes[:, 1].max() < rows.start


@pytest.mark.skipif(not (SHARED / "talking").is_dir(), reason="the training data is not part of the project")
def test_the_shipped_weights_beat_the_plain_warp_on_a_held_out_clip(exact_film, tmp_path):
    from revive.training.common.clips import tracked_clips

    clip = next(clip for clip in tracked_clips(SHARED) if clip.name == "clip28")
    gaps = [inner_lip_gap(clip.landmarks[frame][:, :2]) for frame in clip.frames]
    closed = int(np.argmin(gaps))
    frames = [clip.picture(frame) for frame in clip.frames[max(closed - 12, 0) : closed + 24]]
    figures = evaluate_animator([exact_film(tmp_path / "clip.mkv", frames)], say=lambda line: None)
    warp, gan = figures["warp"], figures["gan"]
    assert figures["open_frames"] >= 5 and OPENED == 0.08
    assert gan["open_mouth_psnr"] > warp["open_mouth_psnr"] and gan["open_mouth_ssim"] > warp["open_mouth_ssim"]
    assert gan["mouth_psnr"] > warp["mouth_psnr"] and gan["face_psnr"] > warp["face_psnr"]
