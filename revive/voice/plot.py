"""A picture of a voice that people can read: how loud, how coloured, and its melody, over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.outputs import check_writable, part_of
from revive.core.scratch import scratch_folder
from revive.listening.levels import HOP
from revive.speech.recording import decode
from revive.voice.phrases import SAMPLE_RATE, Phrase, resample
from revive.voice.pitch import LEAP, RATE, PitchTrack, track_pitch
from revive.voice.spectrum import WINDOW

SECONDS = 12.0  # that are shown, from the first word
SIZE, DENSITY = (10.0, 7.2), 120  # inches, pixels an inch
BANDS, DEPTH = 128, 65.0  # mel bands; dB from the loudest to what is drawn as paper
BEFORE = 0.2  # seconds of the room before the first word
PAPER, INK, SOFT, LINE, CLAY = "#fdfbf8", "#2d2824", "#786d62", "#ebe3d8", "#a9552a"  # those of the page
SHADES = (PAPER, "#f6e4d6", "#e0a985", "#c26b3a", "#8a4422", "#4d2816", "#211d1a")
LEFT, WIDE = 0.085, 0.885  # of the picture's width
PANELS = ((0.725, 0.125), (0.385, 0.265), (0.085, 0.225))  # bottom and height of each, of the picture's height
WORDS = (
    Message("How loud it is"),
    Message("Its colour: how strong every frequency is, in hertz"),
    Message("Its melody: the pitch, in hertz"),
    Message("seconds"),
    Message("quiet"),
    Message("loud"),
)


def plot_voice(
    recording: Path, out: Path, *, sentence: str = "", language: str = "en",
    tick: Callable[[float], None] = lambda fraction: None,
) -> None:  # fmt: skip
    """Write a PNG of 1200x864 pixels: waveform, mel spectrogram and pitch of the recording's first SECONDS.

    Parameters
    ----------
    recording : whatever ffmpeg reads
    sentence : written above, such as `description.describe` gives; it should fit one or two lines
    language : of its labels
    tick : told the fraction done (0–1); what it raises stops the work

    Raises
    ------
    UserError : see `check_plot`; or the recording cannot be used, see `speech.recording.decode`
    """
    check_plot(out, [recording])
    start, sound = _excerpt(Path(recording), tick)
    (track,) = track_pitch([Phrase(start, sound)])
    words = tuple(word.text(language) for word in WORDS)
    picture = _figure(start, sound, track)
    _write(picture, words, sentence, language)
    part = part_of(out)
    try:
        picture.save(part, "PNG")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def check_plot(out: Path, recordings: Sequence[Path] = ()) -> None:
    """That a PNG can be written there.

    Raises
    ------
    UserError : it is not called .png, is one of the `recordings`, or cannot be written, see `check_writable`
    """
    if out.suffix.lower() != ".png":
        raise UserError(
            "The picture cannot be written as “{file}”; please give it a name that ends in .png.", file=out.name
        )
    check_writable(out, made_from=recordings)


def _excerpt(path: Path, tick: Callable[[float], None]) -> tuple[float, np.ndarray]:
    """Where it starts in seconds, and (N,) float32 at SAMPLE_RATE."""
    import soundfile

    with scratch_folder() as folder:
        raw = folder / "raw.wav"
        speaking = decode(path, raw, tick).speaking()
        start = max(int(np.argmax(speaking)) * HOP - BEFORE, 0.0)
        with soundfile.SoundFile(raw) as file:
            file.seek(round(start * file.samplerate))
            sound = file.read(round(SECONDS * file.samplerate), dtype="float32")
            return start, resample(sound, file.samplerate)


def _figure(start: float, sound: np.ndarray, track: PitchTrack):
    """The picture without words, a PIL image."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    figure = Figure(SIZE, dpi=DENSITY, facecolor=PAPER)
    end = start + len(sound) / SAMPLE_RATE
    panels = []
    for number, (bottom, height) in enumerate(PANELS):
        axes = figure.add_axes((LEFT, bottom, WIDE, height), facecolor=PAPER)
        axes.set_xlim(start, end)
        axes.tick_params(length=0, labelbottom=number == len(PANELS) - 1)
        axes.spines[:].set_visible(False)
        panels.append(axes)
    _waveform(panels[0], start, sound)
    shades = _spectrogram(panels[1], start, end, sound)
    _melody(panels[2], start, track)
    scale = figure.add_axes((LEFT + WIDE - 0.15, PANELS[1][0] + PANELS[1][1] + 0.022, 0.1, 0.014))
    scale.imshow(np.linspace(0, 1, 64)[None], aspect="auto", cmap=shades)
    scale.set_axis_off()
    for axes in panels:
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set(fontproperties=_numerals(), color=SOFT)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def _waveform(axes, start: float, sound: np.ndarray) -> None:
    columns = min(int(SIZE[0] * DENSITY * WIDE), len(sound))  # one a pixel: the lowest and the highest sample
    parts = np.array_split(sound / max(float(np.abs(sound).max()), 1e-6), columns)
    times = start + (np.arange(columns) + 0.5) / columns * len(sound) / SAMPLE_RATE
    axes.fill_between(times, [part.min() for part in parts], [part.max() for part in parts], color=CLAY, linewidth=0.4)
    axes.set_ylim(-1.05, 1.05)
    axes.set_yticks([])


def _spectrogram(axes, start: float, end: float, sound: np.ndarray):
    """Draws it; gives its shades."""
    import librosa
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("paper and clay", SHADES)
    power = librosa.feature.melspectrogram(
        y=sound, sr=SAMPLE_RATE, n_fft=2 * WINDOW, win_length=WINDOW, hop_length=SAMPLE_RATE // RATE, n_mels=BANDS
    )
    decibels = librosa.power_to_db(power, ref=np.max, top_db=DEPTH)
    axes.imshow(decibels, origin="lower", aspect="auto", cmap=shades, extent=(start, end, 0, 1), vmin=-DEPTH, vmax=0)
    marks = np.array([250, 500, 1000, 2000, 4000])
    axes.set_yticks(librosa.hz_to_mel(marks) / librosa.hz_to_mel(SAMPLE_RATE / 2), [str(mark) for mark in marks])
    return shades


def _melody(axes, start: float, track: PitchTrack) -> None:
    heard = track.hertz[~np.isnan(track.hertz)]
    low, high = (float(heard.min()), float(heard.max())) if len(heard) else (100.0, 200.0)
    low, high = low / 2 ** (2 / 12), high * 2 ** (2 / 12)  # two semitones of air
    axes.set_yscale("log")  # as the ear has it
    axes.set_ylim(low, high)
    marks = [mark for mark in (60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 600) if low <= mark <= high]
    axes.set_yticks(marks, [str(mark) for mark in marks])
    axes.minorticks_off()
    axes.grid(axis="y", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    times, hertz = start + np.arange(len(track.hertz)) / RATE, track.hertz.copy()
    hertz[1:][np.abs(np.diff(np.log2(hertz))) > LEAP / 12] = np.nan  # no line where the pitch leaps
    axes.plot(times, hertz, color=CLAY, linewidth=2.4, solid_capstyle="round")


def _write(picture, words: tuple[str, ...], sentence: str, language: str) -> None:
    """Set the words into the picture, in the fonts that every script has."""
    from PIL import ImageDraw

    from revive.media.lettering import Lettering

    canvas = ImageDraw.Draw(picture)
    width, height = picture.size
    plain, small = Lettering(19, 600, language), Lettering(16, 400, language)
    for word, (bottom, tall) in zip(words, PANELS, strict=False):
        plain.draw(canvas, LEFT * width, (1 - bottom - tall) * height - 14, word, INK)
    *_, seconds, quiet, loud = words
    small.draw(canvas, (LEFT + WIDE / 2) * width - small.width(seconds) / 2, height - 14, seconds, SOFT)
    line = (1 - PANELS[1][0] - PANELS[1][1]) * height - 14
    small.draw(canvas, (LEFT + WIDE - 0.157) * width - small.width(quiet), line, quiet, SOFT)
    small.draw(canvas, (LEFT + WIDE - 0.043) * width, line, loud, SOFT)
    large = Lettering(22, 400, language)
    for number, line in enumerate(large.wrap(sentence, WIDE * width)[:2] if sentence else ()):
        large.draw(canvas, LEFT * width, 38 + 28 * number, line, INK)


def _numerals():
    """The font of the numbers along the axes."""
    from matplotlib.font_manager import FontProperties

    from revive.media.lettering import Lettering

    font, _ = Lettering(10).runs("0")[0]
    return FontProperties(fname=cast("str", font.path), size=10)  # ours are opened by their path
