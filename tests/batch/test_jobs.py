"""Tables as spreadsheets write them, JSON lines and folders of jobs become rows; what is wrong is one sentence."""

import json
from pathlib import Path

import pytest

from revive.batch.jobs import read_jobs, rows_of_briefs
from revive.batch.names import Names, safe_stem
from revive.brief import Brief
from revive.consent import Consent
from revive.core.errors import UserError
from tests.answers import FAMILY

HEADING = "photo,words,relation,basis,adult\n"


@pytest.fixture
def read(tmp_path):
    """read(text or bytes, name="jobs.csv") -> the rows of a file with this content in tmp_path, clips in "clips"."""

    def run(content: str | bytes, name: str = "jobs.csv", consent: Consent | None = None):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_jobs(tmp_path / name, Path("clips"), consent)

    return run


def refused(read, content, says, name="jobs.csv"):
    with pytest.raises(UserError, match=says) as error:
        read(content, name)
    assert error.value.sentence("zh") != error.value.sentence("en")


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_as_spreadsheets_write_it(read, tmp_path, divider, encoding, end):
    table = [
        ["Photo", "Words", "head motion", "adult", "size", "strength"],
        ["奶奶.jpg", '"Hello, ""Tom"";\nsleep\twell."', "0.5", "TRUE", "256", ""],
        ["", "", "", "", "", ""],
        ["b.jpg", "Good night.", "", "no", "512.0", "0.25"],
    ]
    text = end.join(divider.join(cells) for cells in table)
    first, second = read(text.encode(encoding))
    assert first.usable.photo == tmp_path / "奶奶.jpg" and first.usable.words == 'Hello, "Tom";\nsleep\twell.'
    assert (first.usable.head_motion, first.usable.adult, first.usable.size, first.usable.strength) == (
        0.5,
        True,
        256,
        None,
    )
    assert (second.usable.adult, second.usable.size, second.usable.strength) == (False, 512, 0.25)
    assert second.usable.head_motion == Brief().head_motion  # an empty cell is the default
    assert (first.name, second.name) == ("2", "4")  # as the spreadsheet numbers them


def test_decimal_commas_and_the_line_by_which_excel_names_its_divider(read):
    (row,) = read("sep=;\nphoto;words;lips\na.jpg;Hello, Tom;0,5\n")
    assert row.usable.lips == 0.5 and row.usable.words == "Hello, Tom" and row.name == "3"


def test_one_column_is_a_table_too(read):
    (row,) = read("photo\na.jpg\n")
    assert row.usable.photo.name == "a.jpg"


def test_an_unknown_column_is_told_with_the_nearest_one(read):
    refused(read, "photo,wrods\na.jpg,Hi\n", "“wrods”.*did you mean “words”")
    refused(read, "photo,Head motoin\na.jpg,1\n", "did you mean “head_motion”")
    refused(read, "photo,words,words\na.jpg,Hi,Ho\n", "two columns “words”")
    refused(read, "photo,zzzz\na.jpg,Hi\n", "no setting called “zzzz” in this Revive; please")


def test_old_names_of_columns_work_with_one_note(read):
    from revive.old_settings import OldSettingWarning

    with pytest.warns(OldSettingWarning) as notes:
        rows = read("photo,consent\na.jpg,her son\nb.jpg,her son\n")
    assert [row.usable.relation for row in rows] == ["her son", "her son"] and len(notes) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"), (HEADING, "no job in"), ("\n\n", "no job in"), ("Größe,\n".encode("latin-1"), "UTF-8"),
        ('photo,words\na.jpg,"no end\n', "read as a table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_in_a_sentence(read, content, says):
    refused(read, content, says)


def test_one_row_that_cannot_be_used_leaves_the_others(read):
    rows = read(
        "photo,words,size,background\na.jpg,Hi,huge,\nb.jpg,Hi,99999,\nc.jpg,Hi,256,purple\nd.jpg,Hi,a,b,c\n"
        "e.jpg,Hi,256,softened\n"
    )
    told = [row.error.sentence() if row.error else "" for row in rows]
    assert "“huge”, but it has to be a whole number" in told[0] and "from 128 to 1280" in told[1]
    assert "“purple” is not a known background" in told[2] and "more cells" in told[3]
    assert told[4] == "" and rows[4].usable.size == 256 and [row.name for row in rows] == ["2", "3", "4", "5", "6"]


def test_json_lines_and_their_errors(read):
    text = '{"photo": "a.jpg", "words": "line\u2028end", "size": 256}\n\n[1]\n{"photo": "b.jpg", "sise": 1}\n'
    rows = read(text, "jobs.jsonl")
    assert [row.name for row in rows] == ["1", "3", "4"]
    assert rows[0].usable.words == "line\u2028end" and "Line 3" in str(rows[1].error)
    assert "did you mean “size”" in str(rows[2].error)


def test_a_folder_has_job_files_and_plain_briefs(tmp_path, hopper):
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    Brief(photo=hopper, words="Hello.", seed=3, out=Path("elsewhere/clip.mp4")).save(jobs / "ruth.job.json")
    (jobs / "tom.json").write_text(json.dumps({"photo": "tom.jpg", "words": "Hi.", "out": "2026/tom.mp4"}))
    (jobs / "una.json").write_text(json.dumps({"photo": "una.jpg", "words": "Hi."}))
    (jobs / "wrong.json").write_text("no json")
    (jobs / "report.json").write_text("{}")
    rows = read_jobs(jobs, tmp_path / "clips")
    assert [row.out for row in rows] == ["ruth.mp4", "2026/tom.mp4", "una.mp4", ""]
    assert rows[0].usable.photo == hopper and rows[0].usable.seed == 3
    assert rows[1].usable.photo == jobs / "tom.jpg" and "not a Revive job file" in str(rows[3].error)
    with pytest.raises(UserError, match="among their jobs"):
        read_jobs(jobs, tmp_path / "jobs")


def test_one_job_file_alone_is_a_batch_of_one(tmp_path, hopper):
    Brief(photo=hopper, words="Hello.").save(tmp_path / "a.job.json")
    (row,) = read_jobs(tmp_path / "a.job.json", tmp_path)
    assert row.usable.words == "Hello."


def test_answers_are_those_of_the_row_or_given_once_for_all(read):
    rows = read(HEADING + "a.jpg,Hi,her son,public,yes\nb.jpg,Hi,,,\n", consent=FAMILY)
    told = [(row.usable.relation, row.usable.basis, row.usable.adult) for row in rows]
    assert told == [("her son", "public", True), ("her grandson", "family", True)]


def test_clips_are_named_after_what_a_row_has(read):
    rows = read(
        "id,name,person,photo,out\n7,Ada,Ruth,a.jpg,\n,Ada,Ruth,a.jpg,\n,,Ruth,a.jpg,\n,,,x/a.jpg,\n,,,y/a.jpg,\n"
        ",Ada-2,,a.jpg,\n,ADA,,a.jpg,\n,,,a.jpg,Ada.mp4\n.,,,,\n"
    )
    assert [row.out for row in rows] == [
        "7.mp4", "Ada-2.mp4", "Ruth.mp4", "a.mp4", "a-2.mp4", "Ada-2-2.mp4", "ADA-3.mp4", "Ada.mp4", "clip.mp4",
    ]  # fmt: skip
    assert rows[0].usable.out == Path("clips/7.mp4")


def test_a_clip_stays_in_its_folder_and_has_it_for_itself(read):
    rows = read("photo,out\na.jpg,../a.mp4\na.jpg,/tmp/a.mp4\na.jpg,.batch/a.mp4\na.jpg,b/a.mp4\na.jpg,B/A.mp4\n")
    assert all("outside of the folder" in str(row.error) for row in rows[:3])
    assert rows[3].out == "b/a.mp4" and "that of row 5 too" in str(rows[4].error)


@pytest.mark.parametrize(
    "text",
    ["../../etc/passwd", "a/b\\c:d*e?f", "CON", "nul.txt", "-rf", "=cmd()", ".hidden", "x" * 400, "奶" * 300, "\0\n\t",
     "…", "a\u202eb", "👵🏽", " . "],
)  # fmt: skip
def test_any_text_becomes_a_name_that_every_computer_can_write(text, tmp_path):
    from revive.clip import check_output
    from revive.core.outputs import forbidden_on_windows

    name = Names(()).new(safe_stem(text))
    assert not forbidden_on_windows(name) and name[0] not in "-=.+@" and Path(name).name == name
    check_output(tmp_path / name)


def test_thousands_of_rows_of_one_photograph_are_named_at_once():
    names = Names(["gran-3.mp4"])
    made = [names.new("gran") for _ in range(5000)]
    assert made[:3] == ["gran.mp4", "gran-2.mp4", "gran-4.mp4"] and len(set(made)) == 5000


def test_briefs_are_rows_too(hopper):
    rows = rows_of_briefs([Brief(photo=hopper), Brief(photo=hopper, out=Path("x/y.mp4"))], Path("clips"), FAMILY)
    assert [row.out for row in rows] == ["grace_hopper.mp4", "x/y.mp4"] and rows[1].usable.relation == FAMILY.relation


def test_speakers_stand_in_one_cell_and_their_recordings_beside_the_table(read, tmp_path):
    told = '"1: voice=heart; 2: recording=b.wav, emotion=tender"'
    first, second = read(f"photo,words,speakers\na.jpg,1: Hello.,{told}\na.jpg,1: Hello.,joe\n")
    one, two = first.usable.speakers
    assert (one.voice, two.emotion, two.recording) == ("heart", "tender", tmp_path / "b.wav")
    assert "does not describe a face" in second.error.sentence()
