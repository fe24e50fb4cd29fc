"""With the network unplugged: in a network namespace without a route the embedded path works, and asks for nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
UNPLUGGED = ("unshare", "--map-root-user", "--net", "--")


def can_unplug() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*UNPLUGGED, "true"], capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_unplug(), reason="this computer lets nobody make a network namespace"),
]
# Runs `python -m revive` and then asks the kernel how often anything in here, of whatever library, looked for a way
# out.
PROGRAM = """
import json, sys
from pathlib import Path
from revive.__main__ import main

status = main(sys.argv[2:])
lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith(("Ip:", "Tcp:"))]
counts = dict(zip(lines[0] + lines[2], lines[1] + lines[3]))
tried = sum(int(counts[name]) for name in ("OutNoRoutes", "OutRequests", "ActiveOpens"))
Path(sys.argv[1]).write_text(json.dumps({"status": status, "tried": tried}))
"""


def unplugged(*arguments, folder: Path) -> dict:
    told = folder / "told.json"
    environment = {**os.environ, "PYTHONPATH": str(HOME), "REVIVE_HOME": str(folder / "home")}
    command = [*UNPLUGGED, sys.executable, "-c", PROGRAM, str(told), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)
    assert told.is_file(), done.stderr
    return json.loads(told.read_text())


def test_a_clip_is_made_and_verified(hopper, tmp_path):
    made = unplugged(
        "make", hopper, "--words", "Hello, Tom. 生日快乐。", "--prompt", "Grandma, warm, soft morning light",
        "--relation", "no relation", "--basis", "public", "--adult", "--size", "224", "--out", "a.mp4", folder=tmp_path,
    )  # fmt: skip
    assert made == {"status": 0, "tried": 0}
    assert unplugged("verify", "a.mp4", folder=tmp_path) == {"status": 0, "tried": 0}


def test_a_portrait_is_drawn(tmp_path):
    drawn = unplugged("portrait", "--prompt", "an old man, smiling", "--out", "a.png", folder=tmp_path)
    assert drawn == {"status": 0, "tried": 0}


def test_an_attempt_would_be_seen(tmp_path):
    attempt = (
        "import contextlib, socket\nwith contextlib.suppress(OSError): socket.create_connection(('192.0.2.1', 80), 1)"
    )
    counted = PROGRAM.replace("status = main(sys.argv[2:])", f"exec({attempt!r}); status = 0")
    told = tmp_path / "told.json"
    subprocess.run([*UNPLUGGED, sys.executable, "-c", counted, str(told)], check=True, cwd=HOME)
    assert json.loads(told.read_text())["tried"] > 0
