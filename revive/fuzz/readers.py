"""The readers of Revive that are given what comes from outside, and what each is tried with."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from revive.core.errors import UserError
from revive.fuzz import messages, seeds
from revive.fuzz.mutate import mutate_bytes, mutate_json, mutate_png, mutate_tensors, mutate_text, mutate_zip

# A name is no part of what is checked, and must come out harmless in the sentence that quotes it.
NAMES = ("a.jpg", "a.mp3", "a", "-i http.wav", "<img src=x onerror=alert(1)>.png", "gpj\u202e.exe", "a\nb\x1b[2J.mp4",
         "x" * 200 + ".png", "%d.jpg", "concat:a|b.mp3", "é\u0301\u0301\u0301.gif")  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """One reader.

    Attributes
    ----------
    share : of all inputs; the quick ones have more
    seeds : makes the valid files
    bend : (generator, one file, all of them) -> a file that is almost right
    read : given the file
    names : that the files are given; where there are several, no sentence may be anything but plain
    """

    name: str
    share: float
    seeds: Callable[[], list[bytes]]
    bend: Callable[[random.Random, bytes, list[bytes]], bytes]
    read: Callable[[Path], object]
    names: tuple[str, ...] = NAMES


def _photo(path: Path) -> None:
    from revive.media.photo import read_photo
    from revive.uploads import check_upload

    with contextlib.suppress(UserError):  # read_photo says it again
        check_upload(path, "picture", within=path.parent)
    read_photo(path, size=256)


def _recording(path: Path) -> None:
    from revive.listening.voice_activity import detect_voice
    from revive.speech.recording import decode

    raw = path.with_name("decoded.wav")
    try:
        levels = decode(path, raw, lambda fraction: None)
        detect_voice(raw, levels, lambda fraction: None)
    finally:
        raw.unlink(missing_ok=True)


def _film(path: Path) -> None:
    from revive.media.film import check_film, looking_rate, read_frames

    header = check_film(path)
    for _ in read_frames(path, rate=looking_rate(header), side=64, seconds=min(header.seconds, 2.0)):
        pass


def _letters(path: Path) -> None:
    from revive.drafting.letters import passages, read_letters

    passages(read_letters(path))


def _job(path: Path) -> None:
    from revive.brief import Brief
    from revive.media.job_file import read_job

    read_job(path)
    Brief.load(path).checked()


def _person(path: Path) -> None:
    from revive.consent import Consent, Permit
    from revive.people import delete_person, import_person

    permit = Permit("taken in", Consent("nobody, a trial", "nobody", True))
    delete_person(import_person(path, permit=permit).name)


def _weights(path: Path) -> None:
    from safetensors.numpy import load_file

    from revive.media.model_files import check_tensors

    check_tensors(path)
    with contextlib.suppress(TypeError, KeyError):  # numpy has no such number (bfloat16, float8)
        load_file(path)


def _take(path: Path) -> None:
    """What is read can be written, and read again as the same."""
    from revive.takes import cues_of_take, read_take, write_take

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        take = read_take(path, Path(folder))
        cues_of_take(take)
        again = Path(folder) / "again.take"
        write_take(take, again)
        (Path(folder) / "again").mkdir()
        if read_take(again, Path(folder) / "again").speech.sentences != take.speech.sentences:
            raise AssertionError("a take is another when it is written again")


def _caption_words(path: Path) -> None:
    from revive.editing.caption_words import read_words

    read_words(path)


def _words(path: Path) -> None:
    from revive.core.home import clean_name
    from revive.core.text import plain_text
    from revive.media.lettering import plain
    from revive.speech.text import caption_lines, clean, sentences

    text = _text(path)
    seen = plain_text(text)
    if plain_text(seen) != seen or any(ord(c) < 32 and c != "\n" for c in seen):
        raise AssertionError("plain text is not plain")
    plain(text)
    for sentence, _ in sentences(clean(text)):
        caption_lines(sentence)
    clean_name(text)


def _prompt(path: Path) -> None:
    from revive.core.text import plain_text
    from revive.direction import read_direction

    read_direction(plain_text(_text(path), most=1000))


def _pronunciations(path: Path) -> None:
    from revive.speech import read_pronunciations, unsure
    from revive.speech.names import mark_names
    from revive.speech.pronunciation import check_marks, marked
    from revive.speech.text import shown

    text = _text(path)
    for language in ("en", "es", "zh"):
        if shown(mark_names(text, language)) != shown(text):
            raise AssertionError("marking the names changed the words")
        unsure(text, language)
    table = read_pronunciations(text)
    marked("Siobhan met 奶奶 and O’Neil.", table)
    check_marks(text)


def _file_name(path: Path) -> None:
    """What may be called so can be written, with all that lies beside it; and its check leaves nothing behind."""
    from revive.clip import check_output
    from revive.clip.clip import BESIDE

    out = check_output(path.parent / f"{_text(path)}.mp4".replace("/", ""))
    for file in (out, *(out.with_suffix(ending) for ending in BESIDE)):
        file.touch()
        file.unlink()


def _captions(path: Path) -> None:
    """As many captions are read again as were written, by a reader of them."""
    import webvtt
    from webvtt.errors import MalformedFileError

    from revive.clip.captions import cues_of, write_captions
    from revive.media.lettering import Lettering
    from revive.speech.speech import Sentence

    sentences = [Sentence(line, i, i + 1.0, i) for i, line in enumerate(_text(path)[:600].split(". "))]
    cues = cues_of(sentences, lettering=Lettering(20), width=300.0, offset=1.0, end=len(sentences) + 1.0)
    srt, vtt = path.with_name("a.srt"), path.with_name("a.vtt")
    try:
        write_captions(cues, srt, vtt)
        counts = {len(webvtt.from_srt(str(srt)).captions), len(webvtt.read(str(vtt)).captions), len(cues)}
    except MalformedFileError:
        counts = {0, len(cues)}
    finally:
        srt.unlink(missing_ok=True)
        vtt.unlink(missing_ok=True)
    if len(counts) > 1:
        raise AssertionError(f"captions were broken by the words: {sorted(counts)}")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogatepass")


def _bent_picture(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    return (mutate_png if data.startswith(b"\x89PNG") else mutate_bytes)(draw, data, others)


_PLAIN = ("a.txt",)
READERS = {
    reader.name: reader
    for reader in (
        Reader("photo", 6, seeds.pictures, _bent_picture, _photo),
        Reader("recording", 0.9, seeds.recordings, mutate_bytes, _recording),
        Reader("film", 0.7, seeds.films, mutate_bytes, _film),
        Reader("letters", 2, seeds.letters, mutate_bytes, _letters, ("a.txt", "a.md", "<b>\u202e.md", "a\n.txt")),
        Reader("job", 2.5, seeds.jobs, mutate_json, _job, ("a.job.json",)),
        Reader("take", 1, seeds.takes, mutate_zip, _take, ("a.take",)),
        Reader("caption words", 1, seeds.subtitles, mutate_bytes, _caption_words, ("a.srt", "a.vtt", "a.txt")),
        Reader("person", 1.5, seeds.people, mutate_zip, _person),
        Reader("weights", 1.5, seeds.tensors, mutate_tensors, _weights),
        Reader("words", 1.9, seeds.words, mutate_text, _words, _PLAIN),
        Reader("messages", 4, messages.seeds, messages.made, messages.check_message, _PLAIN),
        Reader("prompt", 0.5, seeds.words, mutate_text, _prompt, _PLAIN),
        Reader("pronunciations", 1.5, lambda: [t.encode() for t in seeds.PRONOUNCED], mutate_text, 
               _pronunciations, _PLAIN),
        Reader("names of files", 1.5, lambda: [n.encode() for n in seeds.NAMES], mutate_text, _file_name, _PLAIN),
        Reader("captions", 1, seeds.words, mutate_text, _captions, _PLAIN),
    )
}  # fmt: skip
