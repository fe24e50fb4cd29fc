"""What a process that decodes cannot do, whoever has taken it over."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from revive.core.errors import UserError
from revive.fuzz import seeds
from revive.media import decoder, ffmpeg, limits
from revive.media.photo import read_photo

CONFINE = """
import os, socket, sys, threading
sys.path.append({root!r})
from revive.media.sandbox import landlock, limits, seccomp
limits.hold(memory=2**30, work=9, written=0, files=16)
limits.give_up_privileges()
"""
TRY = """
done = []
def attempt(name, work):
    try:
        work()
    except OSError:
        return
    done.append(name)
attempt("read", lambda: os.open({secret!r}, os.O_RDONLY))
attempt("list", lambda: os.listdir("/"))
attempt("write", lambda: os.open({secret!r} + ".new", os.O_WRONLY | os.O_CREAT))
attempt("connect", lambda: socket.socket().connect(("127.0.0.1", {port})))
attempt("fork", lambda: os.fork() or os._exit(0))
attempt("signal", lambda: os.kill({pid}, 0))
attempt("run", lambda: os.posix_spawn("/bin/true", ["true"], {{}}))
thread = threading.Thread(target=done.append, args=("thread",))
thread.start()
thread.join()
os.write(1, ",".join(done).encode())
"""


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret"
    path.write_bytes(seeds.recordings()[0])
    return path


@pytest.fixture
def attempts(secret):
    """attempts(way): what a process succeeds in after it has confined itself in this way."""

    def run(*ways: str) -> set[str]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            told = TRY.format(secret=str(secret), port=port, pid=os.getpid())
            root = str(Path(limits.__file__).parents[2])
            program = [sys.executable, "-I", "-c", CONFINE.format(root=root) + "\n".join(ways) + told]
            done = subprocess.run(program, capture_output=True, timeout=60, check=True).stdout.decode()
        return set(done.split(",")) - {""}

    return run


def test_a_decoder_can_compute_and_nothing_else(confined, attempts):
    assert attempts("seccomp.allow_computing()") == {"thread"}
    assert {
        "read",
        "list",
        "connect",
        "fork",
        "signal",
        "run",
        "thread",
    } <= attempts()  # what is tried is possible elsewhere


def test_without_files_nothing_is_opened_or_run(confined, attempts):
    left = attempts("landlock.allow_files()")
    assert not left & {"read", "list", "write", "run", "connect"} and "thread" in left


def test_a_program_from_outside_reaches_nobody(confined, attempts):
    assert not attempts("seccomp.deny_reaching_out()") & {"connect", "fork", "signal", "run"}


def test_ffmpeg_reads_what_it_is_given_and_nothing_else(confined, secret, tmp_path):
    out = tmp_path / "out.wav"
    status, _ = ffmpeg.run([*ffmpeg.source(secret), str(out)], lambda: None)
    assert status == 0 and out.stat().st_size > 1000
    out.unlink()
    status, said = ffmpeg.run(["-i", str(secret), str(out)], lambda: None)  # a name that is not told as an input
    assert status and "Permission denied" in said and not out.exists()
    status, said = ffmpeg.run(["-i", "http://127.0.0.1:9/a.wav", str(out)], lambda: None)
    assert status and "Operation not permitted" in said and not out.exists()


def test_ffmpeg_writes_where_it_is_told_and_nowhere_else(confined, secret, tmp_path):
    other = tmp_path / "other.wav"
    status, said = ffmpeg.run([*ffmpeg.source(secret), str(other), str(tmp_path / "last.wav")], lambda: None)
    assert status and "Permission denied" in said and not other.exists()


def test_programs_are_started_with_nothing_of_ours(ended, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    assert "SECRET_TOKEN" not in ended("import os, sys; sys.stderr.write(' '.join(os.environ))")
    said = ended("import os, sys; sys.stderr.write(' '.join(os.listdir('/dev/fd')))", read=(Path("/proc"),))
    assert set(said.split()) <= {"0", "1", "2", "3"}  # the last is that of the list itself


class Spy:
    """In place of the decoder's program: code of ours, in the same place."""

    def __init__(self, monkeypatch, code: str):
        monkeypatch.setattr(decoder, "python_program", lambda *_: [sys.executable, "-I", "-S", "-c", code])


def test_the_decoder_finds_an_empty_room(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    see = "[list(os.environ), os.path.isdir('/dev/fd') and [f for f in os.listdir('/dev/fd') if f not in '012']]"
    room = "os.path.exists('.') and os.listdir('.')"
    Spy(monkeypatch, f"import os, sys; sys.stdout.write(repr([{see}, {room}]))")
    with_us = decoder._Decoder()
    try:
        told = with_us._answer.read().decode()
    finally:
        with_us.end()
    (environment, files), left = eval(told)
    assert not {"SECRET_TOKEN", "HOME", "PATH", "REVIVE_HOME"} & set(environment)
    assert len(files or []) <= 1 and not left


ANSWER = "import sys, struct; out = sys.stdout.buffer; out.write(b'R\\3'); "
HOSTILE = {
    "says nothing": "pass",
    "ends after its first word": ANSWER,
    "is killed": ANSWER + "out.flush(); import os; os.abort()",
    "tells of gigabytes": ANSWER + "out.write(struct.pack('<BIII', 0, 2**31, 2**31, 3))",
    "tells of more than was asked": ANSWER + "out.write(struct.pack('<BIII', 0, 66, 64, 3) + bytes(66 * 64 * 3))",
    "tells of another depth": ANSWER + "out.write(struct.pack('<BIII', 0, 64, 64, 9) + bytes(64 * 64 * 9))",
    "tells of nothing": ANSWER + "out.write(struct.pack('<BIII', 0, 0, 0, 3))",
    "gives too little": ANSWER + "out.write(struct.pack('<BIII', 0, 64, 64, 3) + bytes(64))",
    "gives no such word": ANSWER + "out.write(struct.pack('<BIII', 200, 64, 64, 3) + bytes(64 * 64 * 3))",
    "never ends": ANSWER + "out.flush(); import time; time.sleep(60)",
    "never takes the file": ANSWER + "out.flush(); import time; sys.stdin.close(); time.sleep(60)",
}


@pytest.mark.slow
@pytest.mark.parametrize("way", HOSTILE)
def test_a_decoder_that_was_taken_over_is_one_sentence_and_the_next_picture_is_read(file, refused, monkeypatch, way):
    path = file("a.png", seeds.pictures()[3] + bytes(200_000))
    with monkeypatch.context() as patch:
        Spy(patch, HOSTILE[way])
        patch.setattr(decoder, "SECONDS", 0.5)
        says = "could not be started" if way == "says nothing" else "damaged|more in it than can be read in"
        # what never ends is ended: else it would be damage, a minute later
        says = "more in it than can be read in" if way.startswith("never") else says
        refused(says, read_photo, path, size=64)
    assert read_photo(path, size=64).shape[2] == 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds to limits")
def test_a_picture_that_takes_too_much_memory_is_one_sentence_and_the_next_one_is_read(tmp_path, refused, monkeypatch):
    from PIL import Image

    path = tmp_path / "large.png"
    Image.new("L", (9000, 9000), 7).convert("RGB").save(path, compress_level=1)
    with monkeypatch.context() as patch:
        patch.setattr(decoder, "MEMORY", 300 * 1024**2)
        refused("more pixels than there is memory for|damaged", read_photo, path, size=64)
    assert (read_photo(path, size=64) == 7).all()


@pytest.mark.slow
def test_a_large_picture_is_not_held_here(tmp_path):
    """A hundred megapixels are decoded, and this process grows by what it asked for."""
    from PIL import Image

    path = tmp_path / "large.png"
    Image.new("L", (11600, 8800), 7).save(path, compress_level=1)
    code = f"""
import sys
sys.path.insert(0, {str(Path(limits.__file__).parents[2])!r})
import psutil, threading, time
from pathlib import Path
from revive.media.photo import read_photo
here, most, over = psutil.Process(), 0, False
def watch():
    global most
    while not over:
        most = max(most, here.memory_info().rss)
        time.sleep(0.002)
thread = threading.Thread(target=watch)
before = here.memory_info().rss
thread.start()
shape = read_photo(Path({str(path)!r}), size=640).shape
over = True
thread.join()
print(shape, (most - before) // 2**20)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=True).stdout.decode()
    assert done.startswith("(486, 640, 3)") and int(done.split()[-1]) < 60


@pytest.fixture
def warm():
    decoder.warm_decoder()
    yield
    decoder._let_go()


@pytest.mark.slow
def test_a_decoder_that_waits_is_used_once(warm, file):
    path = file("a.png", seeds.pictures()[3])
    first = decoder._spare[0]
    assert read_photo(path, size=64).any()
    assert first._process.poll() is not None and decoder._spare and decoder._spare[0] is not first
    waiting = decoder._spare[0]
    waiting._process.kill()
    waiting._process.wait()
    assert read_photo(path, size=64).any() and decoder._spare[0] is not waiting


def test_what_does_not_grow_here_is_watched_from_here(monkeypatch):
    """Where no kernel holds a program to its memory."""
    monkeypatch.setattr(limits, "KERNEL_HOLDS_MEMORY", False)
    greedy = [sys.executable, "-I", "-S", "-c", "x = bytearray(3 * 10**8); import time; time.sleep(60)"]
    running = limits.BoundedProcess(greedy, seconds=50, memory=100 * 1024**2)
    try:
        assert running.process.wait(40) != 0 and not running.late
    finally:
        running.end()


@pytest.mark.skipif(os.name != "posix", reason="a group of processes")
def test_a_program_ends_with_what_it_started():
    import psutil

    running = limits.BoundedProcess(
        ["sh", "-c", "sleep 60 & echo $!; wait"], seconds=50, memory=2**30, stdout=subprocess.PIPE
    )  # fmt: skip
    assert running.process.stdout is not None
    child = int(running.process.stdout.readline())
    assert psutil.pid_exists(child)
    running.end()
    for _ in range(100):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.1)
    else:
        pytest.fail("it still runs")


def test_a_decoder_that_cannot_be_started_is_one_sentence(file, monkeypatch):
    monkeypatch.setattr(decoder, "python_program", lambda *_: ["/nowhere/python"])
    with pytest.raises(UserError, match="could not be started"):
        read_photo(file("a.png", seeds.pictures()[3]), size=64)


@pytest.mark.slow
def test_many_at_once_get_their_own(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    from PIL import Image

    paths = [tmp_path / f"{level}.png" for level in range(0, 240, 30)]
    for path in paths:
        Image.new("L", (64, 64), int(path.stem)).save(path)
    with ThreadPoolExecutor(8) as threads:
        pictures = list(threads.map(lambda path: read_photo(path, size=64), paths))
    assert [int(picture.mean()) for picture in pictures] == [int(path.stem) for path in paths]
    assert all((picture == picture[0, 0]).all() for picture in pictures)
