"""Small valid files of every kind that is read, made when the trial starts; every one is under 60 kB."""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import os
import subprocess
import tempfile
import wave
from pathlib import Path
from unittest import mock

import numpy as np

WORDS = (
    "Happy birthday, Tom! I still have the letter you wrote me — the one with the boat. Come at 5.30, No. 7.",
    "亲爱的小明，生日快乐！湖边的桂花又开了。我想起你小时候的样子，3岁，2 kg的西瓜。",
    "Grandma, warm and proud, in soft morning light; a calm garden behind her, speaking slowly and tenderly",
    "奶奶，温暖而自豪，柔和的晨光，身后是花园，说话很慢",
    "[Siobhan](shiv-awn) met [Nguyen](/wɪn/) at the [乐](/yuè/) fair.",
    "नमस्ते, मेरे बच्चे। क्या हाल है?", "こんにちは、お元気ですか。", "שָׁלוֹם, my dear — مرحبا",
)  # fmt: skip
NAMES = ("Ruth 2026-11-27", "奶奶的生日" * 12, "Großmutter & Tom", "👵🏽 clip.v2", "x" * 240, ".hidden", "con", "-o")
PRONOUNCED = ("Siobhan = shiv-awn; Nguyen = /wɪn/", "乐 = /yuè/\nMarseille=mar-say\n奶奶 = nǎinai", "O'Neil = oh-neel")


def words() -> list[bytes]:
    """Prompts, letters and messages."""
    return [text.encode() for text in WORDS]


def letters() -> list[bytes]:
    """In three encodings, and as Markdown."""
    english, chinese = (text * 12 for text in WORDS[:2])
    marked = f"# A letter\n\n> **Dear** Tom\n\n* {english}"
    return [english.encode(), chinese.encode("gb18030"), english.encode("utf-16"), marked.encode()]


@functools.cache
def pictures() -> list[bytes]:
    """Pictures of every kind that is read, of several modes, with tags, profiles, pages and frames."""
    from PIL import Image, ImageCms

    from revive.fuzz.heic import write_heic

    draw = np.random.default_rng(0)
    smooth = np.cumsum(np.cumsum(draw.normal(0, 4, (40, 56, 3)), 0), 1)
    rgb = Image.fromarray((128 + 100 * smooth / abs(smooth).max()).astype(np.uint8))
    tags = Image.Exif()
    tags[0x0112], tags[0x010E] = 6, "a boat"
    tags.get_ifd(0x8769)[0x9003] = "2001:02:03 04:05:06"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    deep = Image.fromarray(np.linspace(0, 65535, 56 * 40).reshape(40, 56).astype(np.uint16))
    dim = Image.fromarray(np.asarray(deep) // 16)
    frames = {"save_all": True, "append_images": [rgb.rotate(30 * i) for i in (1, 2)]}
    wanted = (
        (rgb, "JPEG", {"exif": tags}), (rgb, "JPEG", {"progressive": True, "comment": b"hello"}),
        (rgb, "JPEG", {"icc_profile": profile}),
        (rgb.convert("CMYK"), "JPEG", {}), (rgb, "PNG", {"exif": tags}), (rgb.convert("RGBA"), "PNG", {}),
        (rgb.convert("P"), "PNG", {"transparency": 3}), (deep, "PNG", {}), (rgb, "PNG", {"icc_profile": profile}),
        (rgb, "WEBP", {"exif": tags}), (rgb.convert("RGBA"), "WEBP", {"lossless": True}),
        (rgb, "TIFF", {"compression": "tiff_lzw"}), (rgb.convert("CMYK"), "TIFF", {"compression": "tiff_deflate"}),
        (deep, "TIFF", {}), (dim, "TIFF", {"compression": "tiff_lzw"}), (rgb, "TIFF", {"exif": tags}),
        (rgb.convert("1"), "TIFF", {"compression": "group4"}), (rgb, "TIFF", {"compression": "jpeg"}),
        (rgb, "BMP", {}), (rgb.convert("P"), "BMP", {}), (rgb.convert("P"), "GIF", {}),
        (rgb, "AVIF", {"exif": tags}), (rgb.convert("RGBA"), "AVIF", {"icc_profile": profile}), (rgb, "AVIF", frames),
        (rgb, "JPEG2000", {}), (rgb.convert("L"), "JPEG2000", {"no_jp2": True}), (deep, "JPEG2000", {}),
        (rgb, "ICO", {"sizes": [(16, 16), (48, 40)]}), (rgb, "ICO", {"bitmap_format": "bmp", "sizes": [(32, 32)]}),
        (rgb, "GIF", frames), (rgb, "WEBP", frames), (rgb, "PNG", frames), (rgb, "TIFF", frames),
        (rgb, "MPO", frames),
    )  # fmt: skip
    made = []
    for picture, kind, options in wanted:
        out = io.BytesIO()
        picture.copy().save(out, kind, **options)  # what was saved once as JPEG keeps settings of it
        made.append(out.getvalue())
    pixels = np.asarray(rgb)
    heic = (write_heic([pixels], quarters=1, profile=profile, exif=tags.tobytes()[6:]), write_heic([pixels] * 2))
    return [*made, *heic, *_deep_colours(pixels)]


def _deep_colours(pixels: np.ndarray) -> list[bytes]:
    """PNG and TIFF with 12 of 16 bits a colour, which Pillow does not write."""
    import cv2

    values = pixels[..., ::-1].astype(np.uint16) * 16
    return [cv2.imencode(ending, values)[1].tobytes() for ending in (".png", ".tiff")]


@functools.cache
def recordings() -> list[bytes]:
    """Half a second of a tone that comes and goes, in every usual container, number of channels, phase and rate."""
    tone = ["-f", "lavfi", "-i", "aevalsrc='0.5*sin(1200*t)*mod(floor(t*8),2)':d=0.5:s=16000"]
    turned = ["-af", "aeval=val(0)|-0.7*val(0):c=stereo"]
    surround = ["-af", "pan=5.1|c0=c0|c1=-1*c0|c2=0.3*c0|c4=-0.5*c0"]
    wide = ["-af", "pan=7.1|c0=c0|c1=c0|c6=-1*c0|c7=-1*c0"]
    laid_out = (("wav", *turned), ("flac", *surround), ("mka", *surround, "-c:a", "ac3"), ("flac", *wide),
                ("opus", *turned),
                ("wav", "-af", "aeval=" + "|".join(("val(0)", "-val(0)") * 7), "-ar", "4000"))  # fmt: skip
    rates = (("wav", "-ar", "11127", "-c:a", "pcm_u8"), ("flac", "-ar", "192000"), ("wav", "-ar", "4000"),
             ("aiff", "-ar", "37800"), ("amr", "-ar", "8000"), ("3gp", "-ar", "8000"))  # fmt: skip
    kinds = (("wav",), ("mp3",), ("ogg", "-c:a", "libvorbis"), ("opus",), ("flac",), ("m4a",), ("webm",), ("aiff",), 
             ("aac",), ("mka", "-c:a", "pcm_s16le"), ("wma",), ("au",))  # fmt: skip
    return [_made(*tone, *options, ending=ending) for ending, *options in (*kinds, *laid_out, *rates)]


@functools.cache
def films() -> list[bytes]:
    """Half a second of moving colours with a tone."""
    inputs = ["-f", "lavfi", "-i", "testsrc=s=48x32:r=25:d=0.4", "-f", "lavfi", "-i", "sine=d=0.4:r=44100"]
    kinds = (("mp4", "-c:v", "libx264", "-preset", "ultrafast"), ("webm", "-c:v", "libvpx"), ("mov", "-c:v", "mjpeg"),
             ("avi", "-c:v", "mpeg4"), ("mkv", "-c:v", "ffv1"), ("mpg",), ("ts",), ("flv",), ("wmv",))  # fmt: skip
    return [_made(*inputs, *options, ending=ending) for ending, *options in kinds]


def jobs() -> list[bytes]:
    """A job file as one is saved beside a clip."""
    from revive.brief import Brief

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.job.json"
        Brief(
            photo=Path("a.jpg"),
            words=WORDS[0],
            prompt=WORDS[2],
            relation="her grandson",
            basis="family",
            adult=True,
            seed=3,
        ).save(path)
        plain = path.read_bytes()
    told = json.loads(plain)
    short = {name: told[name] for name in ("revive_job", "photo", "words", "relation", "basis", "adult", "blink")}
    return [plain, json.dumps(short).encode()]


def takes() -> list[bytes]:
    """What is kept beside a clip of half a second."""
    import soundfile

    from revive.brief import Brief
    from revive.direction import Direction
    from revive.motion.motion import COLUMNS, Motion
    from revive.speech import Sentence, Speech
    from revive.takes import Performance, Take, write_take

    with tempfile.TemporaryDirectory() as folder:
        path, sound = Path(folder) / "a.take", Path(folder) / "a.wav"
        soundfile.write(sound, np.zeros(8000), 16000)
        speech = Speech(sound, 16000, 8000, "en", (Sentence(WORDS[0], 0.1, 0.4),), synthetic=True)
        motion = Motion.of(25.0, np.zeros((13, COLUMNS), np.float32))
        brief = Brief(words=WORDS[0], title="For Tom", relation="her grandson", basis="family", adult=True)
        write_take(Take(brief, Direction(), speech, (Performance(1, motion),), 64, 64), path)
        return [path.read_bytes()]


def subtitles() -> list[bytes]:
    """Captions as SRT, as VTT, and as lines of text."""
    times = "00:00:00{0}500 --> 00:00:02{0}900\nHello, <b>Tom</b>.\n\n00:00:03{0}000 --> 00:00:04{0}000\n奶奶\n"
    return [
        f"1\n{times.format(',')}".encode(), f"WEBVTT\n\n{times.format('.')}".encode(), "Hello.\n奶奶\n".encode(),
    ]  # fmt: skip


def tensors() -> list[bytes]:
    """Two small safetensors."""
    from safetensors.numpy import save

    return [save({"a": np.ones((4, 4), np.float32)}), save({"x.lora_A": np.zeros(3, np.float16)}, {"format": "pt"})]


def people() -> list[bytes]:
    """The export of a person with a voice, names and portraits."""
    from revive import people as known
    from revive.consent import Consent, Permit
    from revive.core.home import keep_name
    from revive.core.json_files import write_json
    from revive.core.layout import FEATURES, VOICE, VOICE_FACTS, VOICE_WEIGHTS

    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"REVIVE_HOME": folder}):
        voice = keep_name("Ruth") / VOICE
        voice.mkdir()
        (voice / VOICE_WEIGHTS).write_bytes(tensors()[0])
        write_json(voice / FEATURES, {"pitch": 120.5})
        write_json(voice / VOICE_FACTS, {"name": "Ruth"})
        with wave.open(str(voice / "sample-1.wav"), "wb") as sound:
            sound.setparams((1, 2, 16000, 0, "NONE", ""))
            sound.writeframes(bytes(800))
        permit = Permit("kept names", Consent("nobody, a trial", "nobody", True), "Ruth")
        known.keep_pronunciations("Ruth", {"Nguyen": "win", "奶奶": "nǎinai"}, permit=permit)
        _keep_portrait(known)
        return [known.export_person("Ruth", Path(folder) / "ruth.zip").read_bytes()]


def _keep_portrait(known) -> None:
    from PIL import Image

    from revive.core.home import folder_of
    from revive.core.json_files import digest
    from revive.core.layout import ADAPTER, PORTRAIT, SAMPLES, WORK

    work = folder_of("Ruth") / PORTRAIT / WORK
    work.mkdir(parents=True)
    (work / ADAPTER).write_bytes(tensors()[1])
    Image.new("RGB", (8, 8)).save(work / SAMPLES, "PNG")
    values = {"name": "Ruth", "taught": "2026-01-01T00:00:00+00:00", "sha256": digest(work / ADAPTER),
              "generator": "0" * 64, "face": [0.5] * 128}  # fmt: skip
    rest = {field.name: {"int": 1, "float": 1.0, "dict": {}}.get(str(field.type), "") for field in
            dataclasses.fields(known.PortraitLearned)}  # fmt: skip
    known.keep_portrait(known.PortraitLearned(**{**rest, **values}), work / ADAPTER, work / SAMPLES)


def _made(*arguments: str, ending: str) -> bytes:
    """What ffmpeg makes of its own test sources."""
    from revive.media.ffmpeg import binary

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"seed.{ending}"
        subprocess.run([binary(), "-v", "error", "-nostdin", *arguments, str(out)], check=True, timeout=60)
        return out.read_bytes()
