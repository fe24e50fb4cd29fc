"""What cannot be written is said in one sentence, and nothing is left behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from revive.clip import check_output, compose_clip
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from tests.clip.material import grey, say, tone
from tests.counting import running


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("folder.mp4", "is a folder"),
        ("clip.avi", r"end the name with \.mp4"),
        ("missing/clip.mp4", "no folder"),
        ("work/speech.wav/clip.mp4", "no folder"),
    ],
)
def test_output_is_checked_before_the_work(tmp_path, work, name, sentence):
    (tmp_path / "folder.mp4").mkdir()
    speech = say(work, tone(1))
    with pytest.raises(UserError, match=sentence):
        check_output(tmp_path / name)
    asked = iter(())  # asking it for a frame would raise StopIteration
    with pytest.raises(UserError, match=sentence):
        compose_clip(asked, speech, tmp_path / name, fps=25, frames=25, folder=work)


def test_folder_that_cannot_be_written_to():
    with pytest.raises(UserError, match="Nothing can be written into the folder"):
        check_output(Path("/proc/clip.mp4"))


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.4])
def test_cancel_draws_no_frame_more_and_leaves_nothing(tmp_path, work, moment):
    progress = Progress()
    drawn, stopped = 0, []

    def frames():
        nonlocal drawn
        for frame in grey(500):
            drawn += 1
            yield frame

    def listen(report):
        if report.fraction >= moment and not stopped:
            stopped.append(drawn)
            progress.cancel()

    progress.listener = listen
    speech = say(work, tone(20), ("Hello.", 0.0, 1.0))
    with pytest.raises(Cancelled):
        compose_clip(
            frames(), speech, tmp_path / "clip.mp4", fps=25, frames=500, folder=work, progress=progress,
        )  # fmt: skip
    assert drawn <= stopped[0] + 1
    assert [path.name for path in tmp_path.iterdir()] == ["work"]
    assert not running("ffmpeg")


def test_an_older_clip_stays_when_a_new_one_fails(tmp_path, work):
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"older")

    def broken():
        yield from grey(20)
        raise UserError("The face was lost.")

    with pytest.raises(UserError, match="face was lost"):
        compose_clip(broken(), say(work, tone(2)), out, fps=25, frames=50, folder=work)
    assert out.read_bytes() == b"older"


SMALL_DISK = """
import resource, sys
from pathlib import Path
import numpy as np
from revive.clip import compose_clip
from revive.core.errors import UserError
from tests.clip.material import say, tone
folder, limit = Path(sys.argv[1]), int(sys.argv[2])
speech = say(folder / "work", tone(4))
noise = np.random.default_rng(0)
stream = (noise.integers(0, 255, (256, 256, 3), dtype=np.uint8) for _ in range(100))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # no file may grow beyond it: as on a full disk
try:
    compose_clip(stream, speech, folder / "clip.mp4", fps=25, frames=100, folder=folder / "work")
except UserError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a Unix feature")
@pytest.mark.parametrize("limit", [100_000, 1_500_000])  # too small for the working sound; for the video
def test_full_disk_is_said_in_a_sentence(tmp_path, work, limit):
    said = in_a_process(SMALL_DISK, tmp_path, limit)
    assert said.startswith("The disk is full") and said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["work"]


LONG = """
import resource, sys
from pathlib import Path
from revive.clip import compose_clip
from tests.clip.material import grey, say, tone
folder, count = Path(sys.argv[1]), int(sys.argv[2])
speech = say(folder / "work", tone(count / 25), *[("Hello there.", i, i + 0.9) for i in range(count // 25)])
compose_clip(grey(count, 64, 64), speech, folder / "clip.mp4", fps=25, frames=count, folder=folder / "work")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read in Linux's units")
def test_length_costs_no_memory(tmp_path, work):
    short, long = (int(in_a_process(LONG, tmp_path, count)) / 1024 for count in (200, 2000))
    assert long - short < 15  # MB; the 1,800 frames more would be 22 MB, their sound 55 MB


def in_a_process(program: str, *arguments) -> str:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
