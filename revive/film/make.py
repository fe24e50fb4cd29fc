"""Make the film of a story."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from revive.clip import check_output
from revive.clip.compose import put_in_place
from revive.clip.encoder import PICTURE, SOUND, metadata, piped, planes
from revive.clip.sound import RATE
from revive.core.disk import disk_watched
from revive.core.pace import pace_here
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.film.chapters import chapter_marks, write_chapters
from revive.film.checks import check_story, reckoned_frames
from revive.film.frames import Told, film_planes, language_of
from revive.film.making_time import speaks, usual_film
from revive.film.permits import summary_of
from revive.film.sound import mix_film
from revive.film.story import Story
from revive.media import ffmpeg
from revive.media.kinds import PICTURES
from revive.provenance import Ingredient, Provenance, aigc_arguments, check_keys, sign
from revive.provenance.manifest import PHOTOGRAPH, RECORDING

# pictures that pan and zoom slowly: as good (SSIM within 0.0004) in 0.6 of the time, a quarter more bytes
SLOW = ("-x264-params", "subme=1:partitions=none")
READERS = 2  # programs that read what the ingredients say of themselves, at once


@dataclass(frozen=True)
class Film:
    """A film that was written.

    Attributes
    ----------
    out : the mp4 (H.264 + AAC, moov atom first, with chapters)
    story : what was made, with the seed that was drawn
    width, height : pixels
    fps, frames : of the picture
    duration_s : seconds
    starts : second at which each scene begins
    captions : the .srt and .vtt files beside it (empty if nobody speaks)
    seconds : dict of stage name -> seconds it took
    """

    out: Path
    story: Story
    width: int
    height: int
    fps: float
    frames: int
    duration_s: float
    starts: tuple[float, ...]
    captions: tuple[Path, ...]
    seconds: dict[str, float]

    def as_json(self) -> dict:
        """Plain values: out, width, height, fps, frames, duration_s, seed, starts, captions, seconds."""
        return {
            "out": str(self.out), "width": self.width, "height": self.height, "fps": self.fps, "frames": self.frames,
            "duration_s": round(self.duration_s, 3), "seed": self.story.seed,
            "starts": [round(start, 3) for start in self.starts], "captions": [str(path) for path in self.captions],
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
        }  # fmt: skip


@disk_watched()
def make_film(story: Story, out: Path, progress: Progress | None = None) -> Film:
    """Make the film.

    Parameters
    ----------
    out : the .mp4; captions are written beside it
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : see `check_story`; `out` cannot be written
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    progress = progress or Progress()
    out = check_output(out, story.files)
    check_keys()
    with progress.stage("scenes"):
        story = check_story(story)
        expected = reckoned_frames(story)
        progress.expect({"film": usual_film(story, pace_here())}, pace_here())
    (width, height), fps, told = story.frame_size, story.fps, Told()
    with scratch_folder() as folder, ExitStack() as ending:
        readers = ThreadPoolExecutor(READERS, thread_name_prefix="ingredients")
        ending.callback(readers.shutdown, cancel_futures=True)
        ingredients = [readers.submit(Ingredient.of, path, _name(path)) for path in story.files]
        picture = folder / "picture.mp4"
        with progress.stage("film"), piped(
            [ffmpeg.binary(), "-y", "-v", "error", *planes(width, height, fps), *PICTURE, *SLOW, str(picture)]
        ) as write:  # fmt: skip
            for number, frame in enumerate(film_planes(story, told, folder, progress), 1):
                write(frame)
                progress.update(min(number / max(expected, number + 1), 1.0))
        if speaks(story):
            pace_here().note_done("speech")
        frames = told.timeline.frames
        with progress.stage("sound"):
            sound = mix_film(
                told.sounds, samples=round(frames / fps * RATE), music=story.music, music_volume=story.music_volume,
                folder=folder, progress=progress,
            )  # fmt: skip
        starts = tuple(span.start / fps for span in told.timeline.spans)
        chapters = write_chapters(chapter_marks(story, starts), frames / fps, folder / "chapters.txt")
        made = Provenance(
            "film", language_of(story), synthetic_voice=told.synthetic, consent=summary_of(story), seed=story.seed
        )

        def join(whole: Path) -> None:
            command = [
                ffmpeg.binary(), "-y", "-v", "error", "-i", str(picture), "-i", str(sound),
                "-f", "ffmetadata", "-i", str(chapters), "-map", "0:v", "-map", "1:a", "-map_metadata", "2",
                "-map_chapters", "2", "-c:v", "copy", *SOUND, *metadata({"comment": made.credit}),
                *aigc_arguments(made), "-movflags", "+faststart", str(whole),
            ]  # fmt: skip
            with piped(command):
                pass  # it reads nothing from here
            progress.update(0.5)

        def seal(whole: Path) -> None:
            used = [one for future in ingredients if (one := future.result()) is not None]
            sign(whole, made, placed=used)

        with progress.stage("signature"):
            beside = put_in_place(out, join, seal, told.cues)
    return Film(out, story, width, height, fps, frames, frames / fps, starts, beside, dict(progress.seconds))


def _name(path: Path) -> str:
    """What the manifest calls an ingredient."""
    return PHOTOGRAPH if ffmpeg.kind(path) in PICTURES else RECORDING
