"""Recognise a file's type by its first bytes, not by its name.

This is our own table because the libraries for it recognise hundreds of types by a few bytes each and fall back on the
file name; we need a short list of accepted types, and a word for the others.
"""

from __future__ import annotations

import re

from revive.core.localisation import Message

HEAD = 4096  # bytes that are read

# kind -> Pillow's name
PICTURES = {
    "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "tiff": "TIFF", "bmp": "BMP", "gif": "GIF", "heic": "HEIF",
    "avif": "AVIF", "jp2": "JPEG2000", "icon": "ICO",
}  # fmt: skip
# kind -> ffmpeg's reader of it; empty if several are possible (ID3 tags precede several formats)
MEDIA = {
    "wav": "wav", "avi": "avi", "mp3": "", "aac": "aac", "flac": "flac", "ogg": "ogg", "mp4": "mov",
    "matroska": "matroska", "caf": "caf", "aiff": "aiff", "amr": "amr", "asf": "asf", "au": "au", "flv": "flv",
    "rm": "rm", "mpeg": "mpeg", "mpegvideo": "mpegvideo", "mpegts": "mpegts", "ape": "ape", "wavpack": "wv",
    "musepack": "", "tta": "tta", "tak": "tak", "voc": "voc", "dsf": "dsf", "w64": "w64", "ac3": "", "dts": "dts",
}  # fmt: skip

_SIGNATURES: tuple[tuple[str, int, bytes], ...] = (
    ("jpeg", 0, b"\xff\xd8\xff"), ("png", 0, b"\x89PNG\r\n\x1a\n"), ("gif", 0, b"GIF87a"), ("gif", 0, b"GIF89a"),
    ("tiff", 0, b"II*\0"), ("tiff", 0, b"MM\0*"), ("tiff", 0, b"II+\0"), ("tiff", 0, b"MM\0+"),
    ("flac", 0, b"fLaC"), ("ogg", 0, b"OggS"), ("matroska", 0, b"\x1aE\xdf\xa3"), ("caf", 0, b"caff"),
    ("amr", 0, b"#!AMR"), ("asf", 0, bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")), ("au", 0, b".snd"),
    ("flv", 0, b"FLV\x01"), ("rm", 0, b".RMF"), ("mpeg", 0, b"\0\0\1\xba"), ("mpegvideo", 0, b"\0\0\1\xb3"),
    ("ape", 0, b"MAC "), ("wavpack", 0, b"wvpk"), ("musepack", 0, b"MPCK"), ("musepack", 0, b"MP+"),
    ("tta", 0, b"TTA1"), ("tta", 0, b"TTA2"), ("tak", 0, b"tBaK"), ("voc", 0, b"Creative Voice File"),
    ("dsf", 0, b"DSD "), ("w64", 0, b"riff\x2e\x91\xcf\x11"), ("ac3", 0, b"\x0b\x77"), ("ac3", 0, b"\x77\x0b"),
    ("dts", 0, b"\x7f\xfe\x80\x01"),
    ("pdf", 0, b"%PDF-"), ("postscript", 0, b"%!"), ("postscript", 0, b"\xc5\xd0\xd3\xc6"), ("rtf", 0, b"{\\rtf"),
    ("zip", 0, b"PK\x03\x04"), ("zip", 0, b"PK\x05\x06"), ("packed", 0, b"\x1f\x8b"), ("packed", 0, b"BZh"),
    ("packed", 0, b"\xfd7zXZ\0"), ("packed", 0, b"7z\xbc\xaf\x27\x1c"), ("packed", 0, b"Rar!\x1a\x07"),
    ("packed", 0, b"\x28\xb5\x2f\xfd"), ("program", 0, b"\x7fELF"), ("program", 0, b"MZ"), ("program", 0, b"#!/"),
    ("document", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("gguf", 0, b"GGUF"),
    ("psd", 0, b"8BPS"), ("icon", 0, b"\0\0\1\0"), ("jp2", 0, b"\0\0\0\x0cjP  "), ("jp2", 0, b"\xff\x4f\xff\x51"),
    ("jxl", 0, b"\xff\x0a"), ("jxl", 0, b"\0\0\0\x0cJXL "),
)  # fmt: skip
_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_FORM = {b"AIFF": "aiff", b"AIFC": "aiff"}
_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
_AVIF = frozenset((b"avif", b"avis"))
_EITHER = frozenset((b"mif1", b"msf1", b"miaf"))  # of which the brands that follow tell more

_COMMENTS = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE\s+(?!html)[^>]*>", re.DOTALL)
_TEXTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("playlist", re.compile(r"#EXTM3U|\[playlist\]|ffconcat\s|file\s+'|v=0\s+o=|<(?:MPD|smil|asx|playlist|wpl|Smooth)",
                            re.IGNORECASE)),
    ("playlist", re.compile(r"(?:REM|TITLE|PERFORMER|CATALOG|FILE)\s(?=.*\bINDEX\s+\d)", re.DOTALL)),  # a CUE sheet
    ("svg", re.compile(r"<svg\b", re.IGNORECASE)),
    ("html", re.compile(r"<(?:!DOCTYPE\s+html|html|head|body|script|iframe|meta|div|a|img)\b", re.IGNORECASE)),
    ("json", re.compile(r"[{\[]")),
)  # fmt: skip

WORDS = {
    "jpeg": Message("a JPEG picture"), "png": Message("a PNG picture"),
    "webp": Message("a WebP picture"), "tiff": Message("a TIFF picture"),
    "bmp": Message("a BMP picture"), "gif": Message("a GIF picture"),
    "heic": Message("a HEIC picture"), "avif": Message("an AVIF picture"),
    "jp2": Message("a JPEG 2000 picture"), "jxl": Message("a JPEG XL picture"),
    "psd": Message("a Photoshop file"), "icon": Message("an icon"),
    "svg": Message("an SVG drawing"), "pdf": Message("a PDF document"),
    "postscript": Message("a PostScript document"), "rtf": Message("an RTF document"),
    "document": Message("an Office document"), "html": Message("a web page"),
    "json": Message("data in JSON"), "playlist": Message("a list of other files"),
    "zip": Message("a ZIP archive"), "packed": Message("a packed archive"),
    "program": Message("a program"), "gguf": Message("a language model"),
    "pickle": Message("a pickle, which can hide a program"),
    "safetensors": Message("a model's weights"), "text": Message("text"), "empty": Message("empty"),
    "": Message("nothing that is known"),
}  # fmt: skip


def kind_of(head: bytes) -> str:
    """A key of WORDS or of MEDIA, by the first HEAD bytes of a file; "" if unknown."""
    if not head:
        return "empty"
    for kind, at, magic in _SIGNATURES:
        if head.startswith(magic, at):
            return kind
    return _by_parts(head) or _by_text(head)


def family(kind: str) -> Message:
    """What the kind is, in words."""
    return Message("a recording or a film") if kind in MEDIA else WORDS[kind]


def _by_parts(head: bytes) -> str:
    """Kinds that are recognised at more than one position."""
    first = head[:4]
    if first in (b"RIFF", b"RIFX", b"RF64"):
        return _RIFF.get(head[8:12], "")
    if first == b"FORM":
        return _FORM.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head[4:8] in _BOXES:
        return "mp4"
    if (
        first[:2] == b"BM"
        and len(head) >= 26
        and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    ):
        return "bmp"
    for start in (0, 4):  # packets of 188 bytes, or of 192 with the time before them
        if len(head) > start + 3 * (188 + start) and all(head[start + n * (188 + start)] == 0x47 for n in range(4)):
            return "mpegts"
    if len(head) > 9 and head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 2**32:
        return "safetensors"
    if len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5:
        return "pickle"
    return _by_frames(head)


def _by_brands(head: bytes) -> str:
    """A picture or a film, by the brands in the first box of an ISO base media file."""
    major, end = head[8:12], min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[at : at + 4] for at in range(16, end - 3, 4)}
    for kind, own in (("heic", _HEIC), ("avif", _AVIF)):
        if major in own or (major in _EITHER and brands & own):
            return kind
    return "heic" if major in _EITHER else "mp4"


def _by_frames(head: bytes) -> str:
    """MP3 and AAC have no header of the file, only of frames; some programs put zeros before them."""
    head = head.lstrip(b"\0")
    if head.startswith(b"ID3"):
        return "mp3"
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    layer, version = head[1] >> 1 & 3, head[1] >> 3 & 3
    if layer == 0 and head[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if layer and version != 1 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3 else ""


def _by_text(head: bytes) -> str:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not head or (b"\0" in head and not wide):
        return ""
    text = head.decode("utf-16" if wide else "utf-8", "ignore").lstrip("\ufeff")
    text = _COMMENTS.sub("", text).lstrip()
    for kind, pattern in _TEXTS:
        if pattern.match(text):
            return kind
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return "text" if wide or controls * 50 < len(head) else ""
