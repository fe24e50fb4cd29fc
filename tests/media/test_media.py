"""Recordings and films made to harm: refused by header, read as what they are, held to time and memory."""

import sys

import pytest

from revive import UserError
from revive.fuzz import seeds
from revive.media import ffmpeg, limits
from revive.media.film import check_film, read_frames
from revive.speech.recording import check_recording
from tests.counting import running


@pytest.mark.slow
def test_every_seed_is_read_whatever_it_is_called(file):
    for data in seeds.recordings():
        assert check_recording(file("a.jpg", data)) == pytest.approx(0.5, abs=0.15)
    for data in seeds.films():
        path = file("a.png", data)
        assert check_film(path).picture and len(list(read_frames(path, rate=25, side=32, seconds=1))) > 5


@pytest.mark.slow
def test_many_streams_are_refused(ffmpeg, tmp_path):
    maps = ["-map", "0"] * 40
    path = ffmpeg("-f", "lavfi", "-i", "sine=d=1:r=8000", *maps, "-c:a", "aac", tmp_path / "many.mp4")
    with pytest.raises(UserError, match="could not be read as sound"):
        check_recording(path)


@pytest.mark.slow
def test_pictures_beyond_8k_are_refused(ffmpeg, tmp_path):
    path = ffmpeg("-f", "lavfi", "-i", "color=s=9000x8000:r=2:d=1", "-c:v", "mjpeg", tmp_path / "large.mkv")
    with pytest.raises(UserError, match="72 megapixels"):
        check_film(path)
    assert not list(read_frames(path, rate=2, side=32, seconds=1))


def test_ten_bits_are_read_as_eight(ffmpeg, tmp_path):
    path = ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc=s=64x32:r=10:d=1",
        "-pix_fmt",
        "yuv420p10le",
        "-c:v",
        "libx264",
        tmp_path / "a.mp4",
    )
    assert {picture.shape for picture in read_frames(path, rate=10, side=64, seconds=1)} == {(32, 64, 3)}
    assert len(list(read_frames(path, rate=10, side=64, seconds=1))) == 10


def test_what_a_title_says_is_no_header(ffmpeg, tmp_path):
    """Lines of ffmpeg's own report, put into a tag."""
    said = "x\n  Duration: 09:00:00.00, start\n  Stream #0:9: Video: h264, yuv420p, 9x9, 25 fps"
    tags = ["-metadata", f"title={said}", "-metadata:s:a:0", f"title={said}", "-metadata:s:a:0", f"handler_name={said}"]
    path = ffmpeg("-f", "lavfi", "-i", "sine=d=1", *tags, tmp_path / "a.mkv")
    header = ffmpeg_header(path)
    assert header and header.seconds == pytest.approx(1, abs=0.1) and not header.picture and header.streams == 1


def ffmpeg_header(path):
    return ffmpeg.header(path, lambda: None)


@pytest.mark.slow
def test_a_decoder_that_does_not_end_is_stopped(tmp_path, monkeypatch):
    """As a damaged file can make it."""
    endless = ["-f", "lavfi", "-i", "sine", "-f", "null", "-"]
    with pytest.raises(UserError, match="could not read this recording or film within"):
        ffmpeg.run(["-re", *endless], lambda: None, seconds=0.5)
    assert not running("ffmpeg")


@pytest.mark.slow
def test_a_film_that_stops_giving_pictures_is_given_up(file, monkeypatch):
    path = file("a.mp4", seeds.films()[0])
    monkeypatch.setattr("revive.media.film.PATIENCE", 0.3)
    monkeypatch.setattr(ffmpeg, "binary", lambda: sleeper(path))
    with pytest.raises(UserError, match="could not read this recording or film within"):
        list(read_frames(path, rate=10, side=32, seconds=1))
    assert not running("sleep")


def sleeper(beside) -> str:
    """A program that is never done."""
    path = beside.with_name("sleeper")
    path.write_text("#!/bin/sh\nexec sleep 60\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no kernel holds to limits")
def test_processor_time_is_held(ended):
    assert not ended("while True: pass", work=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds to limits")
def test_memory_and_files_are_held(monkeypatch, tmp_path, ended):
    monkeypatch.setattr(limits, "MEMORY", 300 * 1024**2)
    monkeypatch.setattr(limits, "WRITTEN", 1024**2)
    assert "MemoryError" in ended("bytearray(2**30)")
    wide = tmp_path / "a"
    wide.touch()
    assert "File too large" in ended(f"open({str(wide)!r}, 'wb').write(bytes(2**22))", write=[wide])
    assert wide.stat().st_size <= 1024**2


def test_whatever_happens_the_program_ends_with_the_block():
    with pytest.raises(KeyError), limits.bounded(["sleep", "60"], seconds=60) as running:
        raise KeyError
    assert running.process.poll() is not None and not running.late
