"""Where a file may be written: its name, those beside it, the folder, the room."""

import errno
import os
import sys
from pathlib import Path

import pytest

from revive.core import outputs
from revive.core.errors import UserError
from revive.core.outputs import check_folder, check_name, check_writable, forbidden_on_windows, part_of

unix = pytest.mark.skipif(sys.platform == "win32", reason="names are counted in bytes on Unix")


@unix
@pytest.mark.parametrize("sign", ["x", "é", "奶", "👵"])
def test_the_longest_name_that_is_allowed_can_be_written_with_all_beside_it(tmp_path, sign):
    """By bytes: the job file's name while it is written, .奶奶.job.json.part, may have 255."""
    spare = 255 - len("..job.json.part")
    most = spare // len(sign.encode())
    out, longer = tmp_path / f"{sign * most}.mp4", tmp_path / f"{sign * (most + 1)}.mp4"
    check_writable(out, beside=[out.with_suffix(".job.json")])
    for path in (out, out.with_suffix(".job.json"), part_of(out.with_suffix(".job.json"))):
        path.touch()
    with pytest.raises(UserError, match=f"at most {spare} letters, or {spare // 3} Chinese") as refused:
        check_writable(longer, beside=[longer.with_suffix(".job.json")])
    assert len(str(refused.value)) < 300
    assert len(list(tmp_path.iterdir())) == 3  # what was tried is gone


@unix
def test_a_disk_with_shorter_names_is_asked_and_not_guessed(tmp_path, monkeypatch):
    """Encrypted folders allow 143 bytes."""
    touch = Path.touch

    def encrypted(path, *more):
        if len(os.fsencode(path.name)) > 143:
            raise OSError(errno.ENAMETOOLONG, "File name too long", str(path))
        touch(path, *more)

    monkeypatch.setattr(Path, "touch", encrypted)
    check_writable(tmp_path / f"{'奶' * 43}.mp4")
    with pytest.raises(UserError, match="is too long"):
        check_writable(tmp_path / f"{'奶' * 46}.mp4")


def test_a_full_disk_is_said_before_the_work(tmp_path, monkeypatch):
    def full(path, *more):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", full)
        with pytest.raises(UserError, match="The disk is full"):
            check_writable(tmp_path / "a.png")
    with pytest.raises(UserError, match="The disk is full"):
        check_writable(tmp_path / "a.png", room=2**62)
    check_writable(tmp_path / "a.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [("CON.mp4", True), ("con", True), ("Nul.tar.gz", True), ("COM1.srt", True), ("lpt¹.png", True), ("a:b.mp4", True),
     ("a?.mp4", True), ("who is <Tom>.mp4", True), ("a.", True), ("a ", True), ("tab\t.mp4", True), ("a|b", True),
     ("console.mp4", False), ("COM10.mp4", False), ("奶奶 2026-11-27.mp4", False), ("con 2026.mp4", False),
     ("...a.mp4", False), ("Mum & Dad's.mp4", False)],
)  # fmt: skip
def test_names_that_windows_cannot_write_are_known(monkeypatch, tmp_path, name, forbidden):
    assert forbidden_on_windows(name) is forbidden
    monkeypatch.setattr(outputs.sys, "platform", "win32")
    if forbidden:
        with pytest.raises(UserError, match="cannot have a file called"):
            check_name(tmp_path / name)
    else:
        check_name(tmp_path / name)


@unix
@pytest.mark.parametrize("name", ["a\0b", "half \ud83d of a sign", "x" * 256, "d/" * 2100])
def test_what_can_be_no_name_is_said(name):
    with pytest.raises(UserError, match=r"cannot have a file called|is too long"):
        check_name(Path(name))


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_no_name_is_said(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="no name"):
        check_writable(Path(name))


def test_a_source_is_recognised_by_any_name_and_beside_the_output_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "a.srt"
    source.write_text("words")
    (tmp_path / "link.png").symlink_to(source)
    for out, beside in ((Path("a.srt"), []), (Path("link.png"), []), (Path("a.mp4"), [Path("a.srt")])):
        with pytest.raises(UserError, match="is what this is made from"):
            check_writable(out, beside=beside, made_from=[None, source])
    check_writable(Path("a.mp4"), made_from=[None, source, Path("missing")])


@unix
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_plain_file_is_not_replaced_beside_the_output_either(tmp_path, kind):
    beside = tmp_path / "a.job.json"
    beside.mkdir() if kind == "folder" else os.mkfifo(beside)
    with pytest.raises(UserError, match=f"is a {'folder' if kind == 'folder' else 'device or a pipe'}"):
        check_writable(tmp_path / "a.mp4", beside=[beside])


@unix
def test_a_job_file_never_takes_the_place_of_a_pipe(tmp_path):
    from revive.brief import Brief

    os.mkfifo(tmp_path / "a.job.json")
    with pytest.raises(UserError, match="is a device or a pipe"):
        Brief().save(tmp_path / "a.job.json")
    assert (tmp_path / "a.job.json").is_fifo()


def test_a_folder_may_be_made_later_if_its_place_can_be_written_to(tmp_path):
    check_folder(tmp_path / "runs" / "today")
    assert not list(tmp_path.iterdir())
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(UserError, match="“runs” is not a folder"):
        check_folder(tmp_path / "runs" / "today")
