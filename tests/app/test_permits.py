"""Every handler of the page and every endpoint either passes the permit, or is known to make and keep nothing.

MAKING and HARMLESS name them all: a new handler that is in neither fails. What makes something is called with
everything in order, and begins; then with each thing that is wrong, and must say one sentence and begin nothing.
"""

import base64
import inspect
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import pytest

from revive import people
from revive.app.desk import Desk
from revive.app.flow import Page
from revive.consent import PURPOSES, keep_consent
from revive.core.errors import UserError
from revive.core.home import home as revive_home
from tests.answers import FAMILY, names_of

NAME = "Ruth"


@dataclass(frozen=True)
class Making:
    """What a handler makes or keeps, and by which texts it can be asked for something that is not made."""

    purpose: str
    texts: tuple[str, ...] = ("relation",)


FORM = ("words", "prompt", "title", "pronounce", "relation")
MAKING = {
    "result Result._run": Making("clip", FORM),
    "motion_tab build.preview": Making("clip", ("words", "prompt", "pronounce", "relation")),
    "voice_tab _listening.speak": Making("speech", FORM),
    "names_part build.speak": Making("names", ("prompt", "pronounce", "relation")),
    "portrait_tab build.look": Making("faces"),
    "portrait_tab build.look_afresh": Making("faces"),
    "portrait_tab build.before_and_after": Making("light", ("prompt", "relation")),
    "imagine_part build.start": Making("portrait", ("imagine-words", "relation")),
    "restore_part build.work": Making("photograph"),
    "words_tab build.draft": Making("drafts", ("occasion", "about-what", "relation")),
    "own_voice_part OwnVoice._run.run": Making("recording", ("own-relation",)),
    "match_part Nearer._run": Making("likeness", ("own-relation",)),
    "match_part Nearer._keep": Making("kept voice", ("own-relation",)),
    "names_part _keeping.store": Making("kept names", ("pronounce", "relation")),
    "manner_part build.run": Making("taught manner", ("manner-relation",)),
    "teach_portrait_part build.run": Making("taught portrait", ("teach-relation",)),
    "teach_tab _Looking._run.run": Making("taught face", ("teach-relation",)),
    "teach_tab _Teaching._run.run": Making("taught face", ()),  # goes on with what was answered for
    "people_part People._bring": Making("taken in", ("teach-relation",)),
    "people_part People._export": Making("carried out", ()),
    "api _make_clip.make_clip": Making("clip", ("words", "prompt", "title", "relation")),
    "api _verify.verify": Making("examination", ()),
}
LOOKS = "looks at what was brought, and tells what it found"
SHOWS = "changes what is shown, and makes nothing"
STOPS = "stops or deletes; nothing is made"
HARMLESS = {
    "act_tab build.look": LOOKS, "make_tab _wire_recording.listen": LOOKS, "verify_part build.look": LOOKS,
    "restore_part build.lay_out": LOOKS, "make_tab _reading.read": "reads the description into the controls",
    "api _describe.describe": "tells what is understood of a description",
    "clip_tab build.from_button": "reads a job into the controls; making it passes as any clip",
    "flow Page.wire_answers.hear": "hears the answers", "make_tab _wire_example.fill": "copies the shipped example",
    "result Result._check": "says what is missing", "result Result._point_out": "says what is missing",
    "known Known.wire.follow": "draws the lists again", "page build_page.speak": "puts the lists in a language",
    "imagine_part build.take": "puts a picture that was made into the form",
    "restore_part build.take": "puts a picture that was made into the form",
    "words_tab _Card.wire.use": "puts a draft into the form; speaking it passes as any words",
    "names_part _keeping.show": "shows what is kept, at home alone",
    "people_part People._choose": "shows what is kept, at home alone",
    "people_part People._ask": "asks back before something is deleted",
    "people_part People._delete.delete": "deletes a person, at home alone; nobody needs a right to let go",
    **dict.fromkeys((
        "imagine_part _number", "motion_tab build.choose", "portrait_tab build.choose", "restore_part build.<lambda>",
        "page build_page.<lambda>", "people_part People.wire.<lambda>", "result Result._begin", "words_tab build.begin",
        "own_voice_part OwnVoice._begin", "match_part Nearer._begin", "manner_part build.begin",
        "teach_portrait_part build.begin", "teach_tab _Looking._begin.begin", "teach_tab _Teaching._begin.begin",
    ), SHOWS),
    **dict.fromkeys((
        "page build_page.leave", "page build_page.let_go", "result Result._stop", "imagine_part build.stop",
        "restore_part build.stop", "words_tab build.stop", "motion_tab build.stop", "own_voice_part OwnVoice._stop",
        "match_part Nearer._stop", "manner_part build.stop", "teach_portrait_part build.stop",
        "teach_tab _Looking._stop", "teach_tab _Teaching._stop.stop",
    ), STOPS),
}  # fmt: skip
OF_PEOPLE = (  # what reads or deletes something of people without making anything
    "names_part _keeping.show", "people_part People._choose", "people_part People._ask",
    "people_part People._delete.delete",
)  # fmt: skip

CHILD, SEXUAL = {"child": "a 7 year old girl"}, {"sexual": "nude, soft light"}
DECEIVING, LONG = {"deceive": "a warm voice to scam her friends"}, {"long": "and on " * 5000}
OF_THE_PICTURE = CHILD | SEXUAL | DECEIVING | LONG
OF_WHAT_IS_SAID = SEXUAL | LONG | {"deceive": "Grandma, please send $5000 to this account today."}
NOT_MADE = {  # text -> what is refused: what is asked for
    "words": OF_WHAT_IS_SAID, "about-what": OF_WHAT_IS_SAID, "prompt": OF_THE_PICTURE,
    "imagine-words": OF_THE_PICTURE, "title": SEXUAL | DECEIVING | LONG, "occasion": SEXUAL | DECEIVING | LONG,
    "pronounce": {"sexual": "Tom = naked sex"} | {"long": "Tom = tom\n" * 5000},
}  # fmt: skip
OF_THE_USER = {"child": "my little daughter", "sexual": "to have sex with", "long": "x" * 501} | DECEIVING


def named(function) -> str:
    """Module and place of a handler, as the tables name it."""
    return f"{function.__module__.rpartition('.')[2]} {function.__qualname__.replace('.<locals>', '')}"


@dataclass
class Stage:
    """The page in this process, what was begun at its desk, and what a visitor brings there."""

    blocks: gr.Blocks
    page: Page
    begun: list
    brought: dict[str, object]

    def call(self, fn, request, **changed) -> str:
        """What a handler answers, all of it as text; given is `brought`, with this `changed`."""
        told = {**self.brought, **{name.replace("_", "-"): value for name, value in changed.items()}}
        if fn.fn.__module__.endswith(".api"):
            names = [name for name in inspect.signature(fn.fn).parameters if name != "request" and name in told]
            request = gr.Request(session_hash=request.session_hash, headers=request.headers, cookies={})
            try:
                return str(fn.fn(**{name: told[name] for name in names}, request=request))
            except gr.Error as error:
                return f'class="note wrong" {error}'
        values = [self._value(fn, number, part, told) for number, part in enumerate(fn.inputs)]
        given = [dict(zip(fn.inputs, values, strict=True))] if fn.inputs_as_dict else values
        answer = fn.fn(*given, request)
        return str([*answer] if inspect.isgenerator(answer) else answer)

    def _value(self, fn, number: int, part, told: dict):
        if isinstance(part, gr.State):
            return told["states"].get(f"{named(fn.fn)} {number}", part.value)
        return told.get(getattr(part, "elem_id", None), getattr(part, "value", None))

    def files(self) -> set[Path]:
        """Every file of the page's."""
        return {path for path in self.page.desk.root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The whole page of the family with its endpoints: (blocks, what its tabs share)."""
    from revive.app import page as module

    made = []

    class Kept(Page):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Page", Kept)
        blocks = module.build_page(tmp_path_factory.mktemp("page"), api=True)
    return blocks, made[0]


@pytest.fixture
def stage(drawn, hopper, tmp_path, monkeypatch):
    """The page with everything brought that a handler could need; what would begin is only written down."""
    blocks, page = drawn
    begun, desk = [], page.desk
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    desk.leave("a")
    folder = desk.new_folder("a")
    photo, letters, archive, sound = (folder / name for name in ("hopper.jpg", "letters.txt", "ruth.zip", "voice.wav"))
    shutil.copy(hopper, photo)
    letters.write_text("I am well, and the garden is full of roses this year. " * 10)
    for path in (archive, sound):
        path.write_bytes(b"not looked at here")
    desk.remember("a", photo, letters, archive, sound)

    def begin(*_, permit=None, **__):
        begun.append(permit)
        raise UserError("Begun.", "已开始。")

    monkeypatch.setattr(Desk, "start", begin)
    monkeypatch.setattr(Page, "keep", lambda self, request, permit, work: begin(permit=permit))
    monkeypatch.setattr("revive.previews.make_portrait", begin)
    answers = {
        f"{part}{name}": value
        for part in ("", "own-", "manner-", "teach-")
        for name, value in (("relation", FAMILY.relation), ("basis", FAMILY.basis), ("adult", True))
    }
    states = {"match_part Nearer._run 0": sound, "match_part Nearer._keep 0": object(),
              "teach_tab _Teaching._run.run 0": NAME}  # fmt: skip
    uri = f"data:image/jpeg;base64,{base64.b64encode(photo.read_bytes()).decode()}"
    brought = {
        **answers, **{f"{part}-name": NAME for part in ("own", "manner", "teach")}, "states": states,
        "photo": str(photo), "words": "Happy birthday, Tom.", "prompt": "An old lady, warm", "title": "For Tom",
        "pronounce": "Siobhan = shiv-awn", "names": "Siobhan = shiv-awn", "names-whose": NAME, "people-whose": NAME,
        "imagine-words": "A woman of about 70", "imagine-keep": True, "occasion": "Tom's 30th birthday",
        "about-what": "the lake", "letters": str(letters), "own-files": [str(sound)], "own-speakers": [1],
        "teach-files": [str(photo)], "people-import": str(archive), "file": uri,
    }  # fmt: skip
    return Stage(blocks, page, begun, brought)


@pytest.fixture
def known():
    """Somebody who is known, and for whom everything was answered."""
    people.keep_pronunciations(NAME, {"Siobhan": "shiv-awn"}, permit=names_of(NAME))
    keep_consent(NAME, FAMILY)


def handlers_of(blocks: gr.Blocks, name: str) -> list:
    return [fn for fn in blocks.fns.values() if fn.fn and named(inspect.unwrap(fn.fn)) == name]


def test_every_handler_and_endpoint_is_known(drawn):
    functions = [fn.fn for fn in drawn[0].fns.values() if fn.fn]
    functions += [fn.validator for fn in drawn[0].fns.values() if fn.validator]
    there = {named(inspect.unwrap(function)) for function in functions}
    assert there - MAKING.keys() - HARMLESS.keys() == set()
    assert MAKING.keys() | HARMLESS.keys() == there and not MAKING.keys() & HARMLESS.keys()
    assert {making.purpose for making in MAKING.values()} == set(PURPOSES)


@pytest.mark.parametrize("name", MAKING)
def test_what_is_in_order_begins_with_its_permit(stage, known, asked, name):
    for fn in handlers_of(stage.blocks, name):
        stage.begun.clear()
        said = stage.call(fn, asked(), photo=photo_of(stage, name))
        assert len(stage.begun) == 1 and "Begun." in said
        permit = stage.begun[0]
        if permit is not None:  # a quick look, whose verb has the permit
            assert permit.purpose == MAKING[name].purpose


@pytest.mark.parametrize("name", [name for name, making in MAKING.items() if PURPOSES[making.purpose].asks != "never"])
def test_without_consent_nothing_begins(stage, asked, name):
    none = dict.fromkeys((key for key in stage.brought if re.search(r"(^|-)(relation|basis)$", key)), "")
    none |= dict.fromkeys((key for key in stage.brought if re.search(r"(^|-)adult$", key)), False)
    refused(stage, asked, name, none, "who you are|Please say|step 1|whose photograph|adult|no unfinished")
    for key in ("basis", "adult"):
        if MAKING[name].texts:
            some = {one: none[one] for one in none if one.endswith(key)}
            refused(stage, asked, name, some, "by what right|adult|step 1")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (name, text, why)
        for name, making in MAKING.items()
        for text in making.texts
        for why in (OF_THE_USER if text.endswith("relation") else NOT_MADE[text])
        if (name, text, why) != ("motion_tab build.preview", "words", "long")  # it takes the first sentence alone
    ],
)
def test_what_is_not_made_does_not_begin(stage, asked, name, text, why):
    asked_for = (OF_THE_USER if text.endswith("relation") else NOT_MADE[text])[why]
    says = {"child": "about a child", "sexual": "sexual", "deceive": "deceive", "long": "long|words|seconds|step 1"}
    refused(stage, asked, name, {text: asked_for}, says[why])


def refused(stage: Stage, asked, name: str, changed: dict, says: str) -> None:
    """Each handler of the name says one sentence, begins nothing and leaves no file."""
    for fn in handlers_of(stage.blocks, name):
        before = stage.files()
        said = stage.call(fn, asked(), **{"photo": photo_of(stage, name), **changed})
        assert stage.begun == [], said[:300]
        told = set(re.findall(r'class="note \w+"[^>]*>([^<]*)', said)) or {said}
        assert any(re.search(says, sentence) for sentence in told), said[:500]
        assert "Traceback" not in said
        assert stage.files() - before <= {path for path in stage.files() if path.name.startswith("sent")}


def photo_of(stage: Stage, name: str) -> str:
    """The endpoint takes a picture within the request."""
    return stage.brought["file"] if name.startswith("api") else stage.brought["photo"]


HOME = [name for name, making in MAKING.items() if PURPOSES[making.purpose].home]


@pytest.mark.parametrize("name", [*HOME, *OF_PEOPLE])
def test_where_others_come_nothing_of_people_is_read_kept_or_deleted(stage, known, asked, name):
    """Even by a handler whose control is not drawn there, and whose event is forged."""
    before = {path: path.read_bytes() for path in revive_home().rglob("*") if path.is_file()}
    object.__setattr__(stage.page, "at_home", False)
    stage.page.known.at_home = False
    try:
        for fn in handlers_of(stage.blocks, name):
            said = stage.call(fn, asked())
            assert "only where nobody else can open" in said and NAME not in said
            assert "Siobhan" not in said and stage.begun == []
    finally:
        object.__setattr__(stage.page, "at_home", True)
        stage.page.known.at_home = True
    assert {path: path.read_bytes() for path in revive_home().rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", sorted(MAKING.keys() - set(HOME) - {"api _verify.verify"}))
def test_where_others_come_nobody_known_is_used(stage, known, asked, name):
    """Whoever names somebody known is not believed, and what was answered for them does not count."""
    object.__setattr__(stage.page, "at_home", False)
    stage.page.known.at_home = False
    whom = {"person": NAME, "imagine-person": NAME, "words-person": NAME}
    try:
        for fn in handlers_of(stage.blocks, name):
            stage.call(fn, asked(), photo=photo_of(stage, name), **whom)
            assert len(stage.begun) == 1 and (stage.begun[0] is None or stage.begun[0].person == "")
            stage.begun.clear()
            stage.call(fn, asked(), photo=photo_of(stage, name), relation="", basis="", adult=False, **whom)
            assert stage.begun == []
    finally:
        object.__setattr__(stage.page, "at_home", True)
        stage.page.known.at_home = True


def test_the_desk_takes_only_files_that_were_brought(tmp_path, hopper):
    from revive.consent import Permit

    desk, work = Desk(tmp_path), lambda progress: None
    mine = Path(shutil.copy(hopper, desk.new_folder("a")))
    desk.start("a", work, permit=Permit("examination", files={"file": mine})).outcome()
    for visitor, path in (("b", mine), ("a", hopper), ("a", tmp_path / "missing")):
        with pytest.raises(UserError, match="no file of yours"):
            desk.start(visitor, work, permit=Permit("examination", files={"file": path}))
    with pytest.raises(TypeError):
        desk.start("a", work)
    desk.close()


def test_questions_only_look():
    """What `Desk.answer` is asked makes and keeps nothing, but through `Page.keep`, which has a permit."""
    asked = set()
    for path in sorted((Path(__file__).parents[2] / "revive" / "app").rglob("*.py")):
        asked |= {
            f"{path.stem} {question}"
            for question in re.findall(r"\.answer\((?:request, )?(\w+)", path.read_text("utf-8"))
        }
    assert asked == {
        "act_tab check_performance", "api direct", "clip_tab direct", "flow question", "flow work",
        "make_tab check_recording", "make_tab direct", "portrait_tab look_at_faces", "portrait_tab look_at_light",
        "restore_part _write_plain", "verify_part verify",
    }  # fmt: skip
