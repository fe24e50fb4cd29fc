import numpy as np
import pytest
import soundfile

from revive.core.errors import UserError
from tests.clip.material import level, say, tone

VOICE, MUSIC = 220.0, 1000.0


def music(folder, seconds: float, *, level: float = 0.4, name: str = "music.flac"):
    path = folder / f"given-{name}"
    soundfile.write(path, tone(seconds, hertz=MUSIC, level=level, rate=44_100), 44_100)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("loudness", [0.05, 0.9])
def test_music_steps_back_for_the_voice(make, work, loudness):
    speech = say(work, tone(10, within=[(0, 3), (7, 10)]))
    sound = make(speech, size=(64, 64), music=music(work, 12, level=loudness)).sound
    voice = level(sound, VOICE, 1.5, 2.5)
    under, between, again = (level(sound, MUSIC, a, a + 0.5) for a in (2, 4.8, 7.1))
    assert voice - under == pytest.approx(18, abs=2)
    assert voice - between == pytest.approx(8, abs=2)
    assert voice - again == pytest.approx(18, abs=2)
    rise = [level(sound, MUSIC, a, a + 0.1) for a in np.arange(3.2, 4.6, 0.1)]
    assert np.abs(np.diff(rise)).max() < 4  # dB in a tenth of a second: nobody hears a switch


@pytest.mark.slow
def test_music_plays_again_when_short_and_stops_with_the_clip(make, work):
    sound = make(say(work, tone(6)), size=(64, 64), music=music(work, 1.3, name="music.mp3")).sound
    assert len(sound) == 6 * 48_000
    levels = [level(sound, MUSIC, a, a + 0.4) for a in (1.5, 2.4, 3.3)]
    assert max(levels) - min(levels) < 3
    assert np.abs(sound[-240:]).max() < 0.02
    assert level(sound, MUSIC, 0.0, 0.2) < levels[0] - 8


@pytest.mark.slow
def test_music_plays_under_the_title(make, work):
    sound = make(say(work, tone(2)), size=(64, 64), music=music(work, 5), title="Hello").sound
    assert level(sound, MUSIC, 1.2, 1.7) > level(sound, MUSIC, 3.0, 3.5) + 6


@pytest.mark.slow
def test_nothing_clips(make, work):
    sound = make(say(work, tone(3, level=0.999)), size=(64, 64), music=music(work, 5, level=0.999)).sound
    assert np.abs(sound).max() < 0.95
    assert level(sound, VOICE, 1, 2) > -3.5


@pytest.mark.slow
def test_silence_can_be_said(make, work):
    sound = make(say(work, np.zeros(24_000)), size=(64, 64), music=music(work, 2)).sound
    assert level(sound, MUSIC, 0.4, 0.6) > -45


@pytest.mark.parametrize("content", [b"not music at all", b"", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n", None])
def test_bad_music_is_said_in_a_sentence(make, work, tmp_path, content):
    path = work / "song.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=r"“song\.mp3” could not be read as music"):
        make(say(work, tone(1)), music=path)
    assert not (tmp_path / "clip.mp4").exists()
