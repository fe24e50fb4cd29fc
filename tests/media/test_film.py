"""A film that somebody brings: any kind of it, upright, on its own clock."""

import numpy as np
import pytest

from revive import UserError
from revive.media.film import check_film, looking_rate, read_frames


@pytest.fixture(scope="module")
def clock(ffmpeg, tmp_path_factory):
    """Two seconds at 25 pictures a second, 64x48, brighter with every picture."""
    brightness = "geq=lum='20+4*N':cb=128:cr=128"
    return ffmpeg(
        "-f", "lavfi", "-i", f"color=s=64x48:r=25:d=2,format=yuv444p,{brightness}", "-c:v", "ffv1",
        tmp_path_factory.mktemp("clock") / "clock.mkv",
    )  # fmt: skip


def brightness(path, rate: float) -> np.ndarray:
    return np.array([picture.mean() for picture in read_frames(path, rate=rate, side=720, seconds=10)])


@pytest.mark.slow
def test_every_picture_comes_once_and_in_its_time(clock):
    header = check_film(clock)
    assert (header.seconds, header.rate, header.sound) == (2.0, 25.0, False)
    shown = brightness(clock, 25)
    assert len(shown) == 50 and (np.diff(shown) > 0).all()
    for rate in (10, 30):  # picture i is the one shown at (i + 0.5) / rate
        expected = shown[((np.arange(2 * rate) + 0.5) / rate * 25).astype(int)]
        assert brightness(clock, rate) == pytest.approx(expected, abs=6)


@pytest.mark.parametrize(("told", "looked"), [(25, 25), (29.97, 29.97), (60, 30), (50, 25), (240, 30), (None, 30)])
def test_fast_films_are_looked_at_less_often(clock, told, looked):
    import dataclasses

    assert looking_rate(dataclasses.replace(check_film(clock), rate=told)) == pytest.approx(looked)


def test_a_film_from_a_phone_held_upright_comes_upright(ffmpeg, tmp_path):
    lying = ffmpeg("-f", "lavfi", "-i", "testsrc=s=128x64:d=0.5", tmp_path / "lying.mp4")
    upright = ffmpeg("-display_rotation", "90", "-i", lying, "-c", "copy", tmp_path / "upright.mp4")
    first = next(read_frames(upright, rate=10, side=720, seconds=1))
    assert first.shape == (128, 64, 3)
    turned = np.rot90(next(read_frames(lying, rate=10, side=720, seconds=1)))
    assert np.abs(first.astype(int) - turned).mean() < 2


@pytest.mark.slow
def test_pictures_are_made_smaller_and_stop_where_they_are_told(ffmpeg, tmp_path):
    large = ffmpeg("-f", "lavfi", "-i", "testsrc=s=1280x720:d=1:r=10", tmp_path / "large.webm")
    small = list(read_frames(large, rate=10, side=160, seconds=0.5))
    assert len(small) == 5 and {picture.shape for picture in small} == {(90, 160, 3)}


@pytest.mark.slow
def test_a_film_that_a_browser_recorded_is_measured(ffmpeg, tmp_path):
    """Without a length in its header."""
    live = ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=64x64:d=2", "-f", "lavfi", "-i", "sine=d=2", "-f", "webm", "-live", "1",
        tmp_path / "live.webm",
    )  # fmt: skip
    header = check_film(live)
    assert header.seconds == pytest.approx(2, abs=0.1) and header.sound


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.mp4", b"hello" * 500), ("b.mp4", b""), ("c.mp4", b"#EXTM3U\n#EXTINF:9,\nsecret.mp4\n#EXT-X-ENDLIST\n"),
     ("d.mp4", b"ffconcat version 1.0\nfile secret.mp4\n")],
)  # fmt: skip
def test_what_is_no_film_is_refused_and_names_no_other_file(ffmpeg, tmp_path, name, content):
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:d=1", tmp_path / "secret.mp4")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match="could not be read as a film"):
        check_film(tmp_path / name)
    assert not list(read_frames(tmp_path / name, rate=10, side=720, seconds=1))


@pytest.mark.slow
def test_a_cover_is_no_film_and_half_an_hour_is_enough(ffmpeg, tmp_path):
    cover = ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64", "-frames:v", "1", tmp_path / "cover.png")
    song = ffmpeg(
        "-f", "lavfi", "-i", "sine=d=1", "-i", cover, "-map", "0", "-map", "1", "-disposition:v", "attached_pic",
        tmp_path / "song.mp3",
    )  # fmt: skip
    with pytest.raises(UserError, match="could not be read as a film"):
        check_film(song)
    long = ffmpeg("-f", "lavfi", "-i", "color=s=16x16:r=0.1", "-t", "1900", tmp_path / "long.mp4")
    with pytest.raises(UserError, match="longer than 30 minutes"):
        check_film(long)


@pytest.mark.slow
def test_pictures_at_uneven_times_are_seen_when_they_are_shown(clock, ffmpeg, tmp_path):
    """As phones film in poor light: every third picture is missing at first, then two of three."""
    kept = [n for n in range(50) if (n % 3 != 2 if n < 25 else n % 3 == 1)]
    chosen = "+".join(f"eq(n,{n})" for n in kept)
    film = ffmpeg(
        "-i", clock, "-vf", f"select='{chosen}'", "-fps_mode", "vfr", "-c:v", "ffv1", "-enc_time_base", "1/1000",
        tmp_path / "uneven.mkv",
    )  # fmt: skip
    whole = brightness(clock, 25)
    shown = brightness(film, 25)
    latest = [max([n for n in kept if n <= i], default=kept[0]) for i in range(len(shown))]
    assert len(shown) >= 48 and shown == pytest.approx(whole[latest], abs=1)
