import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
WORDS = (
    "from revive.drafting.stems import chinese_words; print([word for word, _ in chinese_words('奶奶祝你生日快乐')])"
)
SOUNDS = "from revive.speech.mandarin import mandarin_phonemes; print(mandarin_phonemes('奶奶祝你生日快乐'))"


@pytest.mark.parametrize("program", [WORDS, SOUNDS])
def test_what_others_left_in_the_folder_for_temporary_files_is_not_read(program, tmp_path):
    """jieba's cache has a known name there; one that somebody else wrote cuts the words as they like."""

    def run(folder: Path) -> str:
        environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "PYTHONPATH": str(HOME)}
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    clean, poisoned = tmp_path / "clean", tmp_path / "poisoned"
    clean.mkdir()
    poisoned.mkdir()
    words = run(clean)
    assert not any(clean.iterdir())
    (poisoned / "jieba.cache").write_bytes(marshal.dumps(({"奶奶祝": 10**9, "奶": 0, "奶奶": 0}, 10**9)))
    assert run(poisoned) == words
