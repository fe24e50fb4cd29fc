"""What a file is, is read from its content; what is no ordinary file of the right kind is refused at once."""

import json
import os
import threading
import zipfile

import pytest
from PIL import Image

from revive import UserError
from revive.fuzz import seeds
from revive.media.job_file import MOST_JOB, read_job
from revive.media.kinds import PICTURES, kind_of
from revive.uploads import check_upload

SVG = b"<?xml version='1.0'?><!-- hello --><svg xmlns='http://www.w3.org/2000/svg'/>"
M3U8 = b"#EXTM3U\n#EXTINF:9,\nsecret.aac\n#EXT-X-ENDLIST\n"
LISTS = [
    M3U8, "\ufeff#EXTM3U\n".encode("utf-16"), b"ffconcat version 1.0\nfile secret.mp4\n", b"file 'secret.wav'\n",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n", b"[playlist]\nFile1=secret.mp3\n",
    b"<?xml version='1.0'?>\n<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>", b"<smil><body/></smil>",
    b'TITLE "A"\nFILE "secret.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n', b"<ASX version='3.0'></ASX>",
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SVG, "SVG"), (b"%PDF-1.7\n", "PDF"), (b"<!DOCTYPE html><html>", "web page"), (b"%!PS-Adobe-3.0", "PostScript"),
        (b"\xc5\xd0\xd3\xc6" + bytes(30), "PostScript"), (b"PK\x03\x04" + bytes(40), "ZIP"), (M3U8, "list of other"),
        (b"\x1f\x8b\x08" + bytes(40), "packed"), (b"\x7fELF" + bytes(40), "program"), (b"{}", "JSON"),
        (b"\xff\x0a" + bytes(40), "JPEG XL"), (b"\x80\x04\x95" + bytes(20), "pickle"), (b"Dear Tom", "text"),
        (b"\x01\x02\x03\x04" * 20, "nothing that is known"), (b"8BPS" + bytes(40), "Photoshop"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_named(file, refused, undecoded, content, says):
    refused(f"not a picture.*{says}", check_upload, file("a.jpg", content), "picture")


@pytest.mark.parametrize("use", ["recording", "film"])
@pytest.mark.parametrize("content", LISTS)
def test_lists_of_other_files_are_refused_whatever_they_are_called(file, refused, undecoded, content, use):
    for name in ("a.mp3", "a.m3u8", "a.mp4"):
        refused("list of other files", check_upload, file(name, content), use)


@pytest.mark.parametrize("content", [SVG, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(20), b"PK\x03\x04" + bytes(40)])
def test_other_kinds_are_no_recording(file, refused, undecoded, content):
    refused("could not be read as sound, for it is", check_upload, file("a.wav", content), "recording")


@pytest.mark.slow
def test_every_kind_that_is_read_is_known_by_its_bytes():
    assert {kind_of(data[:4096]) for data in seeds.pictures()} == set(PICTURES)
    assert [kind_of(data[:4096]) for data in seeds.recordings()[:12]] == [
        "wav", "mp3", "ogg", "ogg", "flac", "mp4", "matroska", "aiff", "aac", "matroska", "asf", "au",
    ]  # fmt: skip
    films = ["mp4", "matroska", "mp4", "avi", "matroska", "mpeg", "mpegts", "flv", "asf"]
    assert [kind_of(data[:4096]) for data in seeds.films()] == films


def test_a_kind_is_told_quickly_of_any_bytes():
    """No pattern goes over the head again and again."""
    for data in (b"<!---->" * 600, b"<?a?>" * 800, b"REM " * 1000, b"<!--" * 1000, b"TITLE \n" * 500, bytes(4096)):
        assert isinstance(kind_of(data), str)


@pytest.mark.parametrize("use", ["picture", "recording", "film", "letters", "job", "weights", "moments"])
class TestNoOrdinaryFile:
    def test_folders_and_devices(self, tmp_path, refused, undecoded, use):
        refused("folder or a device", check_upload, tmp_path, use)
        for device in ("/dev/zero", "/dev/random", "/dev/null", "/dev/stdin"):
            refused("folder or a device|no file|empty", check_upload, device, use)

    def test_a_pipe_without_a_writer_is_not_waited_for(self, tmp_path, refused, undecoded, use):
        os.mkfifo(tmp_path / "a.jpg")
        waiting = threading.Timer(5, os._exit, (1,))  # whoever opens it would wait for ever
        waiting.start()
        refused("folder or a device", check_upload, tmp_path / "a.jpg", use)
        waiting.cancel()

    def test_nothing_and_nowhere(self, file, tmp_path, refused, undecoded, use):
        refused("empty", check_upload, file("a.txt", b""), use)
        for path in (tmp_path / "gone.jpg", tmp_path / ("x" * 300), tmp_path / "a\0b", tmp_path / "gone" / "a"):
            refused("There is no file", check_upload, path, use)
        (tmp_path / "round").symlink_to(tmp_path / "round")
        refused("There is no file", check_upload, tmp_path / "round", use)

    def test_what_the_kernel_makes_up(self, refused, undecoded, use):
        for path in ("/proc/self/environ", "/proc/self/maps", "/proc/version"):
            refused("empty", check_upload, path, use)


def test_a_link_is_followed_only_where_it_leads_to_its_place(tmp_path, refused):
    uploads, elsewhere = tmp_path / "uploads", tmp_path / "elsewhere"
    uploads.mkdir()
    elsewhere.mkdir()
    Image.new("RGB", (8, 8)).save(elsewhere / "photo.jpg")
    Image.new("RGB", (8, 8)).save(uploads / "own.jpg")
    (uploads / "link.jpg").symlink_to(elsewhere / "photo.jpg")
    (uploads / "inner.jpg").symlink_to(uploads / "own.jpg")
    assert check_upload(uploads / "link.jpg", "picture").kind == "jpeg"  # on the command line
    assert check_upload(uploads / "inner.jpg", "picture", within=uploads).pixels == (8, 8)
    for path in (uploads / "link.jpg", uploads / ".." / "elsewhere" / "photo.jpg", "/etc/passwd"):
        refused("outside the folder", check_upload, path, "picture", within=uploads)


def test_a_name_is_quoted_as_plain_words(file, refused):
    for name in ("a\nb\x1b[2J.jpg", "gpj\u202e.exe", "x" * 200, "<img src=x onerror=alert(1)>.jpg"):
        refused("empty", check_upload, file(name, b""), "picture")


@pytest.mark.slow
def test_what_is_found_is_told(tmp_path, ffmpeg):
    Image.new("RGB", (30, 20)).save(tmp_path / "a.dat", "PNG")
    seen = check_upload(tmp_path / "a.dat", "moments")
    assert (seen.kind, seen.pixels, seen.seconds) == ("png", (30, 20), None)
    film = ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x32:d=1", "-f", "lavfi", "-i", "sine=d=1", tmp_path / "a.mp4")
    seen = check_upload(film, "moments")
    assert seen.pixels and (seen.kind, seen.pixels[0], seen.streams) == ("mp4", 2048, 2)
    for use in ("moments", "recording"):
        seconds = check_upload(film, use).seconds
        assert seconds and round(seconds) == 1


@pytest.mark.parametrize(
    "content",
    [b"[]", b"nonsense", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": ' + b"9" * 400 + b"}", b"[" * 100_000,
     b'{"a":' * 30 + b"1" + b"}" * 30, b'{"a": "\xff"}', b"{" + b" " * (MOST_JOB + 1) + b"}"],
)  # fmt: skip
def test_what_is_no_job(file, refused, content):
    refused("not a Revive job file|MB", read_job, file("a.job.json", content))


def test_a_job_is_read(file):
    told = {"revive_job": 1, "words": "Hello", "blink": 0.5}
    assert read_job(file("a.json", b"\xef\xbb\xbf" + json.dumps(told).encode())) == told


def test_a_packed_bomb_is_no_letter_and_no_person(file, refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.txt", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", bytes(50_000_000))
    refused("not text", check_upload, tmp_path / "bomb.txt", "letters")
    refused("no part of a person", check_upload, tmp_path / "bomb.txt", "person")
    for content in (b"%PDF-1.7\n" + b"a" * 500, b"{\\rtf1 " + b"a" * 500, b"\x1f\x8b\x08\0" + bytes(500)):
        refused("not text", check_upload, file("a.txt", content), "letters")


def test_the_largest_letters_are_read_no_further(tmp_path):
    with (tmp_path / "a.txt").open("wb") as large:
        large.truncate(2**36)
    with pytest.raises(UserError, match="larger than 1 MB"):
        check_upload(tmp_path / "a.txt", "letters")
