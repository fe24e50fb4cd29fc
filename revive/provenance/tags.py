"""Labels in the usual metadata: XMP with IPTC's terms in pictures, tags in sound and film.

They are plain text that anyone can change; the signature over the finished file covers them.
"""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from revive.core.errors import UserError
from revive.core.scratch import scratch_folder
from revive.media import ffmpeg
from revive.provenance.aigc import KEY, aigc_arguments, aigc_label, read_aigc
from revive.provenance.media_types import PICTURES
from revive.provenance.moving_pictures import xmp_of_gif
from revive.provenance.provenance import PRODUCER, Provenance

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
}
MOST_BYTES = 1 << 20  # of metadata that is read
_MOST_WAV = 2**32 - 2**20  # bytes; a WAV file counts its length in 32 bits


def xmp_packet(made: Provenance) -> bytes:
    """The XMP of a picture: digital source type, credit, description, the program and the AIGC label."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    text = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {spaces}><rdf:Description rdf:about="">'
        f"<Iptc4xmpExt:DigitalSourceType>{made.source_type}</Iptc4xmpExt:DigitalSourceType>"
        f"<photoshop:Credit>{made.credit}</photoshop:Credit>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{made.credit}</rdf:li></rdf:Alt></dc:description>'
        f"<xmp:CreatorTool>{PRODUCER} {escape(made.version)}</xmp:CreatorTool>"
        f"<TC260:AIGC>{escape(aigc_label(made))}</TC260:AIGC>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{head}{text}<?xpacket end="w"?>'.encode()


def picture_arguments(made: Provenance, kind: str) -> dict[str, object]:
    """Further arguments of Pillow's `save` that write the labels; `kind` is "JPEG", "PNG" or "WEBP"."""
    if kind != "PNG":
        return {"xmp": xmp_packet(made)}
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp_packet(made).decode())
    info.add_itxt(KEY, aigc_label(made))
    return {"pnginfo": info}


def tag_sound(path: Path, out: Path, made: Provenance, kind: str) -> None:
    """Write the sound `path` of the media type `kind` to `out` with the labels in it; the samples stay as they are.

    Raises
    ------
    UserError : the disk is full
    """
    if kind == "audio/wav":
        shutil.copyfile(path, out)
        _tag_wav(out, made)
        return
    form, more = ("ipod", aigc_arguments(made)) if kind == "audio/mp4" else ("mp3", ["-id3v2_version", "4"])
    if kind == "audio/mpeg":
        more += ["-metadata", f"{KEY}={aigc_label(made)}"]
    status, said = ffmpeg.run(
        [*ffmpeg.source(path, "mov,mp4,m4a,mp3"), "-map", "0:a:0", "-c", "copy", "-map_metadata", "-1",
         "-metadata", f"comment={made.credit}", *more, "-f", form, str(out)],
        lambda: None,
    )  # fmt: skip
    if status:
        raise RuntimeError(f"ffmpeg ended with status {status}: {said[-500:]}")


def _tag_wav(path: Path, made: Provenance) -> None:
    """Add the labels as a LIST chunk at the end of a WAV file, where players read them; ffmpeg writes no own keys."""
    length = path.stat().st_size
    if length > _MOST_WAV:
        return
    entries = (b"ISFT", f"{PRODUCER} {made.version}"), (b"ICMT", made.credit), (KEY.encode(), aigc_label(made))
    known = b"INFO" + b"".join(_riff(name, text.encode() + b"\0") for name, text in entries)
    with path.open("r+b") as file:
        file.seek(length)
        file.write(b"\0" * (length % 2) + _riff(b"LIST", known))
        whole = file.tell()
        file.seek(4)
        file.write(struct.pack("<I", whole - 8))


def _riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def read_labels(path: Path, kind: str) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """(the AIGC label, the XMP of a picture: "source_type", "credit", "tool"); None if there is none.

    The file is not trusted: text that is too long, or not XML or JSON, counts as missing.
    """
    if kind in PICTURES:
        label, text = _picture_texts(path)
        xmp = _read_xmp(text)
        return read_aigc(label.decode("utf-8", "replace")) or read_aigc(xmp.get("aigc")), {
            k: v for k, v in xmp.items() if k != "aigc"
        } or None
    return read_aigc(_tags(path).get(KEY)), None


def _picture_texts(path: Path) -> tuple[bytes, bytes]:
    """(AIGC label, XMP); empty if the picture cannot be read."""
    from revive.media.photo import read_texts

    try:
        label, xmp = read_texts(path)
        return label, xmp or xmp_of_gif(path)
    except UserError:
        return b"", b""


def _read_xmp(data: bytes) -> dict[str, str]:
    if not data or len(data) > MOST_BYTES or re.search(rb"<!DOCTYPE|<!ENTITY", data, re.IGNORECASE):
        return {}
    try:
        root = ElementTree.fromstring(data.strip(b"\0"))
    except (ElementTree.ParseError, ValueError, LookupError):
        return {}
    wanted = {
        "source_type": "Iptc4xmpExt:DigitalSourceType", "credit": "photoshop:Credit", "tool": "xmp:CreatorTool",
        "aigc": "TC260:AIGC",
    }  # fmt: skip
    found = {}
    for name, term in wanted.items():
        prefix, local = term.split(":")
        full = f"{{{NAMESPACES[prefix]}}}{local}"
        values = (one.text if one.tag == full else one.get(full) for one in root.iter())
        if value := next((value for value in values if value and value.strip()), None):
            found[name] = value.strip()[: MOST_BYTES if name == "aigc" else 200]
    return found


def _tags(path: Path) -> dict[str, str]:
    """The tags that ffmpeg finds in sound or film."""
    with scratch_folder() as folder:
        out = Path(folder, "tags.txt")
        none = ["-map_metadata", "0", "-map_chapters", "-1", "-t", "0", "-fs", str(MOST_BYTES)]
        ffmpeg.run([*ffmpeg.source(path), *none, "-f", "ffmetadata", str(out)], lambda: None)
        if not out.is_file():
            return {}
        with out.open(encoding="utf-8", errors="replace") as file:
            text = file.read(MOST_BYTES)
    found = {}
    for line in re.findall(r"^(?:\\.|[^\\\n]|\\\n)+$", text, re.MULTILINE):
        name, equals, value = line.partition("=")
        if equals and not line.startswith((";", "[")):
            found.setdefault(name, re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL))
    return found
