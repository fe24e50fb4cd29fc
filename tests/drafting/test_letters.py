"""Letters from a file: encodings, what is refused, and passages."""

import pytest

from revive.core.errors import UserError
from revive.drafting.letters import LEAST, MOST_BYTES, letters_of, passages, read_letters

ENGLISH = "Dear Tom, the café was closed again. “Never mind,” I said, and we walked home. " * 5
CHINESE = "亲爱的小明，湖边的桂花又开了，我想起你小时候的样子。" * 12


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "gb18030"])
def test_encodings(tmp_path, encoding):
    text = CHINESE if encoding == "gb18030" else ENGLISH
    path = tmp_path / "letters.txt"
    path.write_bytes(text.encode(encoding))
    assert read_letters(path) == text.strip()


def test_markdown_loses_its_signs(tmp_path):
    path = tmp_path / "letters.md"
    path.write_text("# A letter\n\n> **Dear** Tom\n\n" + ENGLISH, encoding="utf-8")
    assert read_letters(path).startswith("A letter\n\nDear Tom\n\n")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letters.exe", b"x" * 400, "text"),
        ("letters.txt", b"\x00\x01" * 400, "not text"),
        ("letters.txt", b"x" * (MOST_BYTES + 1), "1 MB"),
        ("letters.txt", b"Short.", str(LEAST)),
    ],
)
def test_what_is_no_letter_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=said):
        read_letters(tmp_path / name)
    with pytest.raises(UserError, match="could not be read"):
        read_letters(tmp_path / "gone.txt")


def test_passages_are_whole_sentences():
    found = passages(f"{ENGLISH}\n\n{CHINESE}", longest=200)
    assert all(len(one) <= 200 and one[-1] in ".。" for one in found)
    assert "".join(found).replace(" ", "") == f"{ENGLISH}{CHINESE}".replace(" ", "")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dear Tom, one.\n\nMore.\n\nDear Ann,\ntwo.", 2),
        ("one\n---\ntwo\n\nstill two\n***\nthree", 3),
        ("one\n\ntwo\n\nthree", 3),
        ("亲爱的小明，你好。\n\n好。\n\n亲爱的妈：\n你好。", 2),
        ("one line", 1),
    ],
)
def test_letters_are_told_apart(text, count):
    assert len(letters_of(text)) == count
