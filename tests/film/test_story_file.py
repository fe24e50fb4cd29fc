"""A story as YAML: opened again it is the same; what is wrong is told with its line and field, and what to write."""

from pathlib import Path

import pytest

from revive.brief import Brief
from revive.core.errors import UserError
from revive.film import (
    KINDS,
    PERSON_OPTIONS,
    STORY_OPTIONS,
    FamilyFilm,
    Letter,
    Living,
    Person,
    Photograph,
    Recording,
    Story,
    Talking,
    Title,
    load_story,
    save_story,
)

BEGUN = "revive_story: 1\n"


@pytest.fixture
def written(tmp_path):
    """written(text) -> the file of a story."""

    def write(text: str) -> Path:
        path = tmp_path / "story.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_saved_story_is_the_same_when_it_is_opened_again(tmp_path):
    story = Story(
        title="16:9", aspect="9:16", fps=24, music=tmp_path / "music.mp3", seed=3, captions=False,
        persons=(Person("Ruth", "her son: Karl", "family", True),),
        scenes=(
            Title(text="1931", dates="no\nyes"), Photograph(photo=tmp_path / "a: b.jpg", seconds=4, caption="- x"),
            Living(persons=("Ruth",), clip=Brief(photo=Path("/elsewhere/b.jpg"))),
            Talking(clip=Brief(photo=tmp_path / "in" / "c.jpg", words="Hello,\n  dear # all", lips=0.5, blink=2)),
            Letter(text="Dear\n\n  all  \nline "), FamilyFilm(film=tmp_path / "f.mp4", start=1.5, end=9),
            Recording(recording=tmp_path / "r.wav", photos=(tmp_path / "1.jpg", tmp_path / "2.jpg"), depth=0),
        ),
    )  # fmt: skip
    assert {scene.kind for scene in story.scenes} == set(KINDS)
    save_story(story, tmp_path / "story.yaml")
    assert load_story(tmp_path / "story.yaml") == story
    assert "photo: in/c.jpg" in (tmp_path / "story.yaml").read_text(encoding="utf-8")  # moves with its folder


def test_values_are_what_the_field_says_and_not_what_yaml_guesses(written):
    story = load_story(
        written(BEGUN + "title: 1931-05-02\naspect: 4:3\nfps: 24\ncaptions: no\nscenes:\n- kind: title\n  text: no\n")
    )
    assert (story.title, story.aspect, story.fps, story.captions) == ("1931-05-02", "4:3", 24.0, False)
    assert story.scenes == (Title(text="no"),)


SCENE = BEGUN + "scenes:\n- kind: photograph\n  photo: a.jpg\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["Line 1", "a story"]),
        ("title: x\n", ["Line 1", "revive_story: 1"]),
        (BEGUN + "size: 8K\n", ["Line 2", "“size”", "720p"]),
        (BEGUN + "titel: x\n", ["Line 2", "“titel”", "did you mean “title”"]),
        (BEGUN + "scenes: x\n", ["Line 2", "“scenes” is a list"]),
        (BEGUN + "scenes:\n- kind: phtograph\n", ["Scene 1", "Line 3", "kind: photograph"]),
        (SCENE + "  seconds: -4\n", ["Scene 1", "Line 5", "“seconds”", "from 0.5 to 600"]),
        (SCENE + "  seconds: long\n", ["Scene 1", "Line 5", "“seconds”", "a number"]),
        (SCENE + "- kind: talking\n  lips: 9\n", ["Scene 2", "Line 6", "“lips”", "from 0 to 2"]),
        (SCENE + "  zom: 2\n", ["Scene 1", "Line 5", "did you mean “zoom”"]),
        (SCENE + "  photo: b.jpg\n", ["Line 5", "“photo”", "second time"]),
        (SCENE.replace("a.jpg", "../a.jpg"), ["Scene 1", "Line 4", "out of the story's folder"]),
        (BEGUN + "persons:\n- relation: x\n  basis: maybe\n", ["Line 4", "“basis”", "family"]),
        ("a: [\n", ["Line", "not YAML"]),
        (BEGUN + "title: \x07\n", ["Line 2"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_write(written, text, parts):
    with pytest.raises(UserError) as error:
        load_story(written(text or " "))
    assert all(part in str(error.value) for part in parts), str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "x: !!python/object/apply:os.system [id]\n", "[" * 4000,
        "a: " + "{b: " * 4000, "- " * 4000, BEGUN + "---\n" + BEGUN, "? [a, b]\n: c\n", "%YAML 9.9\n---\na: b\n",
    ],
)  # fmt: skip
def test_hostile_yaml_is_refused_at_once(written, text):
    with pytest.raises(UserError, match="Line "):
        load_story(written(text))


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path):
    path = tmp_path / "story.yaml"
    path.write_bytes(b"# " + b"x" * 600_000)
    with pytest.raises(UserError, match="please choose a file under"):
        load_story(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="is no text"):
        load_story(path)


def test_on_the_page_a_story_names_only_files_of_its_visitor(written, tmp_path):
    inside = written(SCENE)
    assert load_story(inside, within=tmp_path).scenes[0].files == {"photo": (tmp_path / "a.jpg",)}
    with pytest.raises(UserError, match="outside the folder"):
        load_story(written(SCENE.replace("a.jpg", "/etc/passwd")), within=tmp_path)


def test_the_schema_has_every_kind_with_the_settings_of_a_clip_among_its_own():
    schema = Story.schema()["$defs"]
    assert schema["Talking"]["properties"]["kind"] == {"const": "talking"}
    assert {"words", "lips", "transition"} <= schema["Talking"]["properties"].keys()
    assert not {"out", "fps", "relation", "clip"} & schema["Talking"]["properties"].keys()


def test_the_document_has_every_field_and_its_example_is_a_story(written):
    from tests.documents.blocks import ROOT, blocks

    document = ROOT / "docs/film.md"
    (example,) = (block for block in blocks(document) if block.language == "yaml")
    story = load_story(written(example.text))
    assert len(story.scenes) == 6 and story.persons_of(story.scenes[3]) == story.persons
    told = document.read_text(encoding="utf-8")
    fields = {"persons", "scenes", *STORY_OPTIONS, *PERSON_OPTIONS}
    fields |= {name for kind in KINDS.values() for name in kind.options()}
    assert {name for name in fields if f"`{name}`" not in told} == set()
    assert {kind for kind in KINDS if f"| `{kind}` |" not in told} == set()
    with pytest.raises(UserError) as error:
        load_story(written(example.text.replace("seconds: 4", "seconds: -4", 1)))
    assert str(error.value) in told
