"""The whole way, at a small size: what the finished file shows and says."""

import dataclasses
import subprocess
import threading
from pathlib import Path
from typing import Any, cast

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from revive import Brief, Cancelled, Progress, UserError, make_clip
from revive.face.mesh import eye_distance, inner_lip_gap
from tests.answers import names_of

HOME = Path(__file__).parents[1]


def decode(path) -> np.ndarray:
    """All frames of a clip, (T, H, W, 3) uint8."""
    frames = imageio_ffmpeg.read_frames(str(path))
    width, height = next(frames)["size"]
    return np.stack([np.frombuffer(f, np.uint8).reshape(height, width, 3) for f in frames])


@pytest.fixture(scope="module")
def brief(hopper, tmp_path_factory) -> Brief:
    return Brief(
        photo=hopper, prompt="neutral", words="Are you all far away? Father has asked for a half.", relation="a test",
        basis="agreed", adult=True, size=384, seed=3, captions=False, head_motion=0.0, emotion="neutral",
        out=tmp_path_factory.mktemp("clip") / "clip.mp4",
    )  # fmt: skip


@pytest.fixture(scope="module")
def result(brief):
    return make_clip(brief)


@pytest.fixture(scope="module")
def tracked(result):
    """Landmarks of every second frame but the last, which has all but faded: the tracker must find one face in each."""
    from revive.face.detection import find_faces

    faces = [find_faces(frame) for frame in decode(result.clip.out)[:-2:2]]
    assert all(len(found) == 1 for found in faces)
    return np.stack([found[0].landmarks for found in faces])


@pytest.mark.slow
def test_lengths_agree(result, brief):
    facts = result.as_json()
    assert facts["frames"] == len(decode(result.clip.out))
    assert facts["duration_s"] == pytest.approx(facts["frames"] / 25, abs=0.001)
    assert abs(facts["duration_s"] - facts["audio_duration_s"]) <= 1 / 25
    assert 2.5 < facts["duration_s"] < 8
    assert facts["seed"] == 3 and facts["face"]["found"] == 1
    assert set(facts["seconds"]) == {"direction", "portrait", "speech", "motion", "clip"}
    assert facts["peak_rss_mb"] > 50


@pytest.mark.slow
def test_it_is_the_same_person_in_every_frame(result, tracked):
    """The head keeps its width, the eyes their distance, and what does not move is the photograph's own pixels."""
    width = np.linalg.norm(tracked[:, 127, :2] - tracked[:, 356, :2], axis=1)
    assert np.ptp(width) < 0.08 * width.mean()
    lids = lid_opening(tracked)
    # in a blink behind glasses the tracker's own eye corners jump
    distances = np.array([eye_distance(points[:, :2]) for points in tracked])
    assert np.median(np.abs(distances - np.median(distances))) < 0.01 * np.median(distances)
    calm = 12 + np.argsort(-lids[12:-12])[:5]  # the first and the last frames fade
    cap = slice(60, 80), slice(130, 260)
    for frame in decode(result.clip.out)[:-2:2][calm]:
        assert np.abs(frame[cap].astype(float) - result.portrait.image[cap]).mean() < 6


def lid_opening(tracked) -> np.ndarray:
    """Between the lids, in pixels, for every tracked frame."""
    return np.linalg.norm(tracked[:, [159, 386], :2] - tracked[:, [145, 374], :2], axis=2).mean(axis=1)


@pytest.mark.slow
def test_the_mouth_is_closed_in_silence_and_follows_the_vowels(result, tracked):
    import soundfile

    sound, rate = _sound(result.clip.out, soundfile)
    gaps = np.array([inner_lip_gap(points) for points in tracked])
    times = (2 * np.arange(len(gaps)) + 0.5) / 25
    loudness = np.array(
        [np.sqrt(np.mean(sound[int(max(t - 0.03, 0) * rate) : int((t + 0.03) * rate)] ** 2)) for t in times]
    )
    spread = np.percentile(gaps, 98) - gaps.min()
    assert spread > 0.08
    opening = np.median(gaps[times < 0.15])
    ending = np.median(gaps[times > times[-1] - 0.2])
    assert opening - gaps.min() < 0.1 * spread and ending - gaps.min() < 0.1 * spread
    loud = loudness > 0.5 * np.percentile(loudness, 95)
    assert gaps[loud].mean() > gaps[~loud].mean() + 0.25 * spread


@pytest.mark.slow
def test_it_blinks_with_the_head_still(result, tracked):
    lids = lid_opening(tracked)
    assert lids.min() < 0.75 * np.median(lids)
    nose = tracked[lids > 0.9 * np.median(lids), 168, :2]  # behind glasses the tracker itself jumps in a blink
    assert np.abs(nose - nose.mean(axis=0)).max() < 2.5
    shut = 12 + lids[12:-12].argmin()  # the first and the last frames fade
    cap = slice(60, 80), slice(130, 260)
    frame = decode(result.clip.out)[::2][shut]
    assert np.abs(frame[cap].astype(float) - result.portrait.image[cap]).mean() < 6


@pytest.mark.slow
def test_a_job_file_makes_the_same_clip_again(result, tmp_path):
    again = Brief.load(result.job)
    assert again == result.brief
    remade = make_clip(dataclasses.replace(again, out=tmp_path / "again.mp4"))
    assert np.array_equal(decode(remade.clip.out), decode(result.clip.out))


@pytest.mark.slow
def test_progress_tells_every_stage_and_time_left(brief, tmp_path):
    reports = []
    make_clip(
        dataclasses.replace(brief, words="Hello.", size=256, out=tmp_path / "a.mp4"), progress=Progress(reports.append)
    )
    stages = list(dict.fromkeys(report.stage for report in reports))
    assert stages == ["direction", "speech", "motion", "clip"]  # the portrait is prepared beside them
    assert all(0 <= report.fraction <= 1 for report in reports)
    assert all(r.seconds_left is not None and r.seconds_left >= 0 for r in reports if r.stage != "direction")
    assert 0.9 < reports[-1].done <= 1


@pytest.mark.slow
def test_a_photograph_without_a_face_ends_it_while_the_words_are_said(brief, tmp_path):
    Image.new("RGB", (300, 300), "navy").save(tmp_path / "sky.png")
    reports = []
    sky = dataclasses.replace(brief, photo=tmp_path / "sky.png", words="Hello, Tom. " * 60, out=tmp_path / "a.mp4")
    with pytest.raises(UserError, match="No face"):
        make_clip(sky, progress=Progress(reports.append))
    assert reports[-1].stage == "speech"


@pytest.mark.slow
def test_cancelling_leaves_nothing(brief, tmp_path):
    progress = Progress()

    def stop_at_drawing(report):
        if report.stage == "clip" and report.fraction > 0:
            progress.cancel()

    progress.listener = stop_at_drawing
    with pytest.raises(Cancelled):
        make_clip(dataclasses.replace(brief, out=tmp_path / "a.mp4"), progress=progress)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_film_is_watched_in_a_stage_of_its_own_that_can_be_cancelled(brief, acted, tmp_path):
    reports = []
    progress = Progress(reports.append)

    def stop_while_watching(report):
        reports.append(report)
        if report.stage == "performance" and report.fraction > 0.5:
            progress.cancel()

    progress.listener = stop_while_watching
    with pytest.raises(Cancelled):
        make_clip(dataclasses.replace(brief, words="", driver=acted.path, out=tmp_path / "a.mp4"), progress=progress)
    assert list(dict.fromkeys(r.stage for r in reports)) == ["direction", "speech", "performance"]
    assert all(r.seconds_left is not None for r in reports if r.stage == "performance" and r.fraction > 0.1)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_two_jobs_at_once_do_not_disturb_each_other(brief, tmp_path):
    made = {}

    def work(seed):
        job = dataclasses.replace(brief, words="Hello, Tom.", size=256, seed=seed, out=tmp_path / f"{seed}.mp4")
        made[seed] = make_clip(job)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[1].brief.seed == 1 and made[2].brief.seed == 2
    assert len(decode(made[1].clip.out)) == made[1].clip.frames


def test_nothing_is_made_without_consent(hopper, tmp_path):
    given = {"photo": str(hopper), "words": "Hello.", "out": str(tmp_path / "a.mp4")}
    for answers, said in (
        ({}, "who you are"), ({"relation": "her son"}, "why you may use"),
        ({"relation": "her son", "basis": "family"}, "adult"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=said):
            make_clip(**cast("dict[str, Any]", given | answers))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["folder", "photo", "words"])
def test_answers_are_kept_only_once_everything_could_be_used(hopper, tmp_path, wrong):
    from revive.consent import consent_of
    from revive.people import delete_person, keep_pronunciations

    (tmp_path / "letter.jpg").write_text("Dear all")
    keep_pronunciations("Granny", {"Siobhan": "shiv-awn"}, permit=names_of("Granny"))
    before = consent_of("Granny")
    brief = Brief(
        photo=tmp_path / "letter.jpg" if wrong == "photo" else hopper,
        words="Hello." if wrong != "words" else "Привет", person="Granny", relation="her son", basis="family",
        adult=True, size=256, out=tmp_path / ("gone" if wrong == "folder" else "") / "a.mp4",
    )  # fmt: skip
    with pytest.raises(UserError):
        make_clip(brief)
    kept = consent_of("Granny")
    delete_person("Granny")
    assert before is not None and kept == before != brief.stated


def _sound(path, soundfile):
    wav = path.with_suffix(".wav")
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(path), "-ac", "1", str(wav)], check=True
    )
    sound, rate = soundfile.read(wav)
    wav.unlink()
    return sound, rate


def test_a_persons_pronunciations_hold_unless_the_brief_says_otherwise():
    from revive.people import delete_person, keep_pronunciations
    from revive.roles import voice_for

    keep_pronunciations("Grandad", {"Siobhan": "shiv-awn", "Nguyen": "win"}, permit=names_of("Grandad"))
    said = voice_for(Brief(person="Grandad", pronounce="Nguyen = /wɪn/"))
    assert said.pronunciations == {"Siobhan": "shiv-awn", "Nguyen": "/wɪn/"} and said.own is None
    delete_person("Grandad")
    assert voice_for(Brief()).pronunciations == {}


def test_a_pronunciation_that_cannot_be_used_is_refused_before_the_work(brief):
    with pytest.raises(UserError, match="pronounced"):
        make_clip(dataclasses.replace(brief, pronounce="Siobhan"))
