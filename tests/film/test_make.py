"""A whole film of every kind of scene: times, sound, marks, chapters, captions; and what is asked before it is made."""

import dataclasses
import subprocess

import numpy as np
import pytest
import soundfile

from revive.brief import Brief
from revive.consent import keep_consent
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.film import (
    FamilyFilm,
    Letter,
    Person,
    Photograph,
    Recording,
    Story,
    Talking,
    Title,
    check_story,
    make_film,
)
from revive.media.film import read_frames
from revive.provenance import verify
from tests.answers import FAMILY

RUTH = Person("Ruth", FAMILY.relation, "family", True)


@pytest.fixture(scope="module")
def brought(tmp_path_factory, ffmpeg):
    """A folder with a family film in blue and a low hum, a recording of a tone, and higher music."""
    folder = tmp_path_factory.mktemp("brought")
    ffmpeg(
        "-f", "lavfi", "-i", "color=blue:size=320x240:duration=4:rate=12", "-f", "lavfi", "-i",
        "sine=200:duration=4", folder / "family.mp4",
    )  # fmt: skip
    tone = np.sin(2 * np.pi * 500 * np.arange(2 * 48000) / 48000)
    soundfile.write(folder / "recording.wav", 0.02 * tone, 48000)
    ffmpeg("-f", "lavfi", "-i", "sine=2000:duration=3", folder / "music.wav")
    return folder


@pytest.fixture(scope="module")
def film(brought, hopper, smiling, tmp_path_factory):
    """A film of all kinds of scenes but the living photograph, small."""
    story = Story(
        title="Ruth", size="360p", fps=10, seed=1, persons=(RUTH,), music=brought / "music.wav",
        scenes=(
            Title(text="Ruth", dates="1931–2024", seconds=2), Photograph(photo=hopper, seconds=2, chapter="=Work; a"),
            FamilyFilm(film=brought / "family.mp4", start=1, end=3.5, transition=0.5, chapter="Home"),
            Recording(recording=brought / "recording.wav", photos=(hopper, smiling), depth=0),
            Talking(clip=Brief(photo=hopper, words="Good morning.", refine=False)),
            Letter(text="My dear,\nthank you.", transition=0),
        ),
    )  # fmt: skip
    return make_film(story, tmp_path_factory.mktemp("film") / "film.mp4")


def frames_of(film) -> np.ndarray:
    return np.stack(list(read_frames(film.out, rate=film.fps, side=320, seconds=film.duration_s)))


def told(film) -> str:
    from imageio_ffmpeg import get_ffmpeg_exe

    return subprocess.run([get_ffmpeg_exe(), "-i", film.out], capture_output=True, text=True, check=False).stderr


def sound_of(film, ffmpeg) -> np.ndarray:
    path = ffmpeg("-i", film.out, "-ac", "1", film.out.with_suffix(".wav"))
    return soundfile.read(path)[0]


def level(sound: np.ndarray, hertz: float, start: float, end: float) -> float:
    """dB of a tone between two seconds."""
    part = sound[round(start * 48000) : round(end * 48000)]
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(part)) / 48000)
    return 20 * np.log10(abs(np.mean(part * wave)) * 2 + 1e-9)


@pytest.mark.slow
def test_scene_times_add_up_to_the_frame_and_the_sound_is_as_long(film):
    frames = frames_of(film)
    assert len(frames) == film.frames == round(film.duration_s * 10)
    assert film.starts[:4] == (0.0, 1.4, 2.9, 4.6)  # a transition takes a third of the shorter scene at most
    assert f"Duration: 00:00:{film.duration_s:05.2f}" in told(film)


@pytest.mark.slow
def test_a_cross_fade_goes_evenly_from_one_scene_to_the_next(film):
    """Into the film, which is blue at its middle."""
    blue = frames_of(film)[:, 120:150, 130:190].mean(axis=(1, 2)) @ np.array([-0.5, -0.5, 1.0])
    start = round(film.starts[2] * 10)
    values = blue[start - 1 : start + 6]
    assert values[-1] > values[0] + 80 and np.all(np.diff(values) > -6)
    assert abs(values[3] - (values[0] + values[-1]) / 2) < 0.25 * (values[-1] - values[0])


@pytest.mark.slow
def test_it_begins_and_ends_in_black(film):
    frames = frames_of(film)
    assert frames[0, 60:].mean() < 12 and frames[-1, 60:].mean() < 12 and frames[10, 60:].mean() > 20


@pytest.mark.slow
def test_chapters_captions_and_marks(film):
    about = told(film)
    assert "Chapter #0:2" in about and "=Work; a" in about and "Home" in about
    srt = film.captions[0].read_text(encoding="utf-8")
    assert "Good morning." in srt and "thank you." in srt
    verdict = verify(film.out)
    assert verdict.whole and verdict.manifest.made == "AI modified"
    assert verdict.watermark and verdict.watermark.found and verdict.aigc


@pytest.mark.slow
def test_the_manifest_lists_every_file_as_ingredient(film):
    from c2pa import Reader

    from revive.core.json_files import digest

    with Reader(str(film.out)) as reader:
        import json

        store = json.loads(reader.json())
    manifest = store["manifests"][store["active_manifest"]]
    ids = {one["instance_id"] for one in manifest["ingredients"]}
    assert ids == {f"sha256:{digest(path)}" for path in film.story.files}
    assert len(ids) == 5 and {one["relationship"] for one in manifest["ingredients"]} == {"componentOf"}
    assert "Ruth" not in json.dumps(store)


@pytest.mark.slow
def test_one_loudness_and_music_that_is_lowered_for_it(film, ffmpeg):
    sound, at = sound_of(film, ffmpeg), film.starts
    family, recording = level(sound, 200, at[2] + 0.8, at[2] + 1.6), level(sound, 500, at[3] + 1.2, at[3] + 2.2)
    assert abs(family - recording) < 4  # though one was recorded far softer
    alone, under = level(sound, 2000, 1.2, 1.8), level(sound, 2000, at[3] + 1.4, at[3] + 2.2)
    assert under < alone - 6 and under < recording - 12


def test_everything_is_looked_at_before_the_work(tmp_path, hopper, brought):
    def refused(*scenes, **more) -> str:
        with pytest.raises(UserError) as error:
            check_story(Story(scenes=scenes, **more))
        return str(error.value)

    photo = Photograph(photo=hopper)
    assert "no scene" in refused()
    assert "Scene 2: The photograph could not be found" in refused(photo, Photograph(photo=tmp_path / "none.jpg"))
    assert "Scene 1: Please say which file" in refused(FamilyFilm())
    assert "Scene 1: There is no film" in refused(FamilyFilm(film=tmp_path / "none.mp4"))
    assert "nothing is left between" in refused(FamilyFilm(film=brought / "family.mp4", start=3.9))
    assert "Scene 1: Please name the photographs" in refused(Recording(recording=brought / "recording.wav"))
    assert "Scene 2: This reads as something sexual" in refused(photo, Title(text="nude"))
    assert "Scene 1: This reads as if it were meant to deceive" in refused(
        Letter(text="Send me $5000 by bank transfer.")
    )
    assert "Scene 1: This reads as something sexual" in refused(dataclasses.replace(photo, caption="naked"))
    assert "leave out “seconds”" in refused(Talking(seconds=3, clip=Brief(photo=hopper, words="Hi.")), persons=(RUTH,))
    assert "about 100 minutes" in refused(*[Photograph(photo=hopper, seconds=600, transition=0)] * 10)


def test_consent_is_asked_once_for_each_person_who_moves_or_speaks(hopper, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    clip = Brief(photo=hopper, words="Hello.")
    shown = Story(scenes=(Photograph(photo=hopper), Title(text="Ruth")))
    check_story(shown)  # what is only shown needs no answers
    talks = dataclasses.replace(shown, scenes=(*shown.scenes, Talking(clip=clip)))
    with pytest.raises(UserError, match=r"Scene 3.*“persons”"):
        check_story(talks)
    with pytest.raises(UserError, match=r"Scene 3.*who you are to this person"):
        check_story(dataclasses.replace(talks, persons=(Person("Ruth"),)))
    check_story(dataclasses.replace(talks, persons=(RUTH,)))
    both = (RUTH, Person("Karl"))
    with pytest.raises(UserError, match=r"Scene 3.*whose photograph"):
        check_story(dataclasses.replace(talks, persons=both))
    two = (Talking(clip=clip, persons=("Ruth",)), Talking(clip=clip, persons=("Karl",)))
    with pytest.raises(UserError, match=r"Scene 2.*who you are"):
        check_story(Story(persons=both, scenes=two))
    keep_consent("Karl", FAMILY)
    check_story(Story(persons=both, scenes=two))
    with pytest.raises(UserError, match=r"Scene 1.*no person called “Otto”"):
        check_story(Story(persons=both, scenes=(Talking(clip=clip, persons=("Otto",)),)))


@pytest.mark.slow
def test_cancelling_leaves_nothing_behind(tmp_path, hopper):
    progress = Progress()

    def stop(report):
        if report.stage == "film" and report.fraction > 0.1:
            progress.cancel()

    progress.listener = stop
    story = Story(size="360p", fps=10, scenes=(Photograph(photo=hopper, seconds=3), Title(text="x")))
    with pytest.raises(Cancelled):
        make_film(story, tmp_path / "film.mp4", progress)
    assert not list(tmp_path.iterdir())
