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
from typing import Any

import gradio as gr
import pytest

from revive import people
from revive.app.jobs import shelf
from revive.app.jobs.queue import JobQueue
from revive.app.jobs.stories import KeptStory
from revive.app.parts.page_context import PageContext
from revive.brief import Brief
from revive.consent import PURPOSES, keep_consent
from revive.core.errors import UserError
from revive.core.home import home as revive_home
from revive.film import Photograph, Story
from tests.answers import FAMILY, names_of

NAME = "Ruth"


@dataclass(frozen=True)
class Making:
    """What a handler makes or keeps, and by which texts it can be asked for something that is not made."""

    purpose: str
    texts: tuple[str, ...] = ("relation",)


FORM = ("words", "prompt", "title", "pronounce", "relation")
MAKING = {
    "parts.result ResultPanel._run": Making("clip", FORM),
    "parts.result ResultPanel._run_living": Making("clip", ("moment", "prompt", "relation")),
    "parts.result ResultPanel._finish": Making("clip", ()),  # what was noted with its answers
    "parts.shelf Shelf._keep": Making("kept clip", ()),
    "parts.change_clip ChangeClip._run": Making("edited clip", ()),  # with the answers of the clip
    "tabs.motion build.preview": Making("clip", ("words", "prompt", "pronounce", "relation")),
    "tabs.voice _listening.speak": Making("speech", FORM),
    "parts.voice_sample build.speak": Making("sample", ()),
    "parts.heard_words HeardWords._run": Making("transcript"),
    "parts.unsure_names UnsureNames._hear_names": Making("names", ("prompt", "relation")),
    "parts.pronunciations build.speak": Making("names", ("prompt", "pronounce", "relation")),
    "tabs.portrait build.look": Making("faces"),
    "tabs.portrait build.look_at_new_photo": Making("faces"),
    "tabs.portrait build.before_and_after": Making("light", ("prompt", "relation")),
    "parts.portraits_from_words build.start": Making("portrait", ("imagine-words", "relation")),
    "parts.restore build.work": Making("photograph"),
    "tabs.words build.draft": Making("drafts", ("occasion", "about-what", "relation")),
    "parts.own_voice OwnVoice._run.run": Making("recording", ("own-relation",)),
    "parts.voice_match VoiceMatch._run": Making("likeness", ("own-relation",)),
    "parts.voice_match VoiceMatch._keep": Making("kept voice", ("own-relation",)),
    "parts.pronunciations _keeping.store": Making("kept names", ("pronounce", "relation")),
    "parts.writing_style build.run": Making("taught manner", ("manner-relation",)),
    "parts.teach_portraits build.run": Making("taught portrait", ("teach-relation",)),
    "tabs.teach _FilesPanel._run.run": Making("taught face", ("teach-relation",)),
    "tabs.teach _TeachingPanel._run.run": Making("taught face", ()),  # goes on with what was answered for
    "tabs.film FilmTab._begin": Making("film", ("relation",)),
    "parts.film_result FilmResult._make": Making("film", ("film-title", "relation")),
    "parts.stored_people StoredPeople._bring": Making("taken in", ("teach-relation",)),
    "parts.stored_people StoredPeople._export": Making("carried out", ()),
    "api _make_clip.make_clip": Making("clip", ("words", "prompt", "title", "relation")),
    "api _edit_clip.edit_clip": Making("edited clip", ("title", "relation")),
    "api _verify.verify": Making("examination", ()),
}
LOOKS = "looks at what was brought, and tells what it found"
SHOWS = "changes what is shown, and makes nothing"
STOPS = "stops or deletes; nothing is made"
HARMLESS = {
    "tabs.act build.look": LOOKS, "tabs.make _wire_recording.listen": LOOKS, "parts.verify build.look": LOOKS,
    "parts.restore build.lay_out": LOOKS, "tabs.make _reading.read": "reads the description into the controls",
    "api _describe.describe": "tells what is understood of a description",
    "tabs.clip build.from_button": "reads a job into the controls; making it passes as any clip",
    "parts.page_context PageContext.wire_consent.read_answers": "hears the answers",
    "tabs.make _wire_example.fill": "copies the shipped example",
    "tabs.voice _listening.show_read": "writes out how the words will be read; no sound is made",
    "parts.unsure_names UnsureNames._find_names": "tells of which names a voice is not sure",
    "parts.unsure_names UnsureNames._take_sound": "puts how a name sounds into the form",
    "parts.faults guard.check": "says what is missing",
    "parts.faults guard.pass_on": "lets a press without faults pass",
    "parts.people_lists PeopleLists.wire.update_lists": "draws the lists again",
    "parts.drafts Drafts._restore": "puts what was typed before into the form again",
    "parts.shelf Shelf._fill": "puts the settings of a clip into the form; making it passes as any clip",
    "parts.shelf Shelf.note_saved": "notes that a clip was saved", "parts.shelf Shelf._saved": "the same",
    "tabs.film FilmTab._wait": "says what waits for the answers", "parts.story_files StoryFiles._open": "opens a story",
    "page build_page.open_page": "puts the lists in a language",
    "parts.portraits_from_words build.take": "puts a picture that was made into the form",
    "parts.restore build.take": "puts a picture that was made into the form",
    "parts.photo_tools PhotoTools._wire.turn": "turns the visitor's own photograph",
    "parts.photo_tools PhotoTools._wire.cut": "cuts edges off the visitor's own photograph",
    "parts.photo_tools PhotoTools._show": "shows the visitor's own photograph to be cut",
    "parts.phone PhoneHandover.wire.show": "gives the visitor's own clip an address for a telephone",
    "parts.photo_tools PhotoTools._show_in_browser": "shows a copy of the visitor's own photograph",
    "parts.photo_tools PhotoTools._take_back": "puts an earlier photograph into the form",
    "tabs.words _DraftCard.wire.use": "puts a draft into the form; speaking it passes as any words",
    "parts.pronunciations _keeping.show": "shows what is kept, at home alone",
    "parts.stored_people StoredPeople._choose": "shows what is kept, at home alone",
    "parts.stored_people StoredPeople._ask": "asks back before something is deleted",
    "parts.stored_people StoredPeople._delete.delete":
        "deletes a person, at home alone; nobody needs a right to let go",
    **dict.fromkeys((
        "parts.portraits_from_words build.choose", "tabs.motion build.choose", "tabs.portrait build.choose",
        "parts.restore build.<lambda>",
        "page build_page.<lambda>", "page _draw_erasing.<lambda>",
        "parts.result ResultPanel._begin_again", "parts.result ResultPanel._find_again",
        "parts.result ResultPanel._follow_again",
        "parts.result ResultPanel._put_away", "parts.stored_people StoredPeople.wire.<lambda>",
        "parts.unsure_names UnsureNames._begin_writing", "parts.photo_tools PhotoTools._follow",
        "parts.photo_tools PhotoTools._wire.<lambda>",
        "parts.change_clip ChangeClip._look", "parts.change_clip ChangeClip._begin",
        "parts.more_messages MoreMessages.wire.show", "parts.living LivingPhoto.wire.write",
        "parts.phone PhoneHandover.wire.<lambda>",
        "parts.several SeveralFaces.wire.begin", "parts.several SeveralFaces.wire.tell",
        "parts.story_scenes StoryScenes._arrange", "parts.story_scenes StoryScenes._keep",
        "parts.story_scenes StoryScenes._close", "parts.story_scenes StoryScenes._add_title",
        "parts.story_scenes StoryScenes._add_letter", "parts.scene_form SceneForm.fit",
        "parts.film_settings FilmSettings.wire.keep",
        "parts.film_settings FilmSettings.wire.add", "parts.film_settings FilmSettings.wire.remove",
        "tabs.film FilmTab._find", "parts.film_result FilmResult._press", "parts.film_result FilmResult._follow_again",
        "parts.heard_words HeardWords._place", "parts.heard_words HeardWords._use",
        "parts.result ResultPanel._begin", "tabs.words build.begin",
        "parts.own_voice OwnVoice._begin", "parts.voice_match VoiceMatch._begin", "parts.writing_style build.begin",
        "parts.teach_portraits build.begin", "tabs.teach _FilesPanel._begin.begin",
        "tabs.teach _TeachingPanel._begin.begin",
    ), SHOWS),
    **dict.fromkeys((
        "page build_page.close_tab", "page build_page.delete_everything", "parts.shelf Shelf._remove",
        "parts.unfinished UnfinishedClip._discard", "parts.result ResultPanel._stop",
        "parts.heard_words HeardWords._stop", "parts.portraits_from_words build.stop",
        "parts.change_clip ChangeClip._stop", "parts.film_result FilmResult._stop",
        "parts.story_files StoryFiles._begin_anew",
        "parts.restore build.stop", "tabs.words build.stop", "tabs.motion build.stop", "parts.own_voice OwnVoice._stop",
        "parts.voice_match VoiceMatch._stop", "parts.writing_style build.stop", "parts.teach_portraits build.stop",
        "tabs.teach _FilesPanel._stop", "tabs.teach _TeachingPanel._stop.stop",
    ), STOPS),
}  # fmt: skip
OF_PEOPLE = (  # what reads or deletes something of people without making anything
    "parts.pronunciations _keeping.show", "parts.stored_people StoredPeople._choose",
    "parts.stored_people StoredPeople._ask",
    "parts.stored_people StoredPeople._delete.delete",
)  # fmt: skip

CHILD, SEXUAL = {"child": "a 7 year old girl"}, {"sexual": "nude, soft light"}
DECEIVING, LONG = {"deceive": "a warm voice to scam her friends"}, {"long": "and on " * 5000}
OF_THE_PICTURE = CHILD | SEXUAL | DECEIVING | LONG
OF_WHAT_IS_SAID = SEXUAL | LONG | {"deceive": "Grandma, please send $5000 to this account today."}
NOT_MADE = {  # text -> what is refused: what is asked for
    "words": OF_WHAT_IS_SAID, "moment": OF_THE_PICTURE, "about-what": OF_WHAT_IS_SAID, "prompt": OF_THE_PICTURE,
    "imagine-words": OF_THE_PICTURE, "title": SEXUAL | DECEIVING | LONG, "occasion": SEXUAL | DECEIVING | LONG,
    "film-title": SEXUAL | DECEIVING | LONG,
    "pronounce": {"sexual": "Tom = naked sex"} | {"long": "Tom = tom\n" * 5000},
}  # fmt: skip
OF_THE_USER = {"child": "my little daughter", "sexual": "to have sex with", "long": "x" * 501} | DECEIVING


def named(function) -> str:
    """Module and place of a handler, as the tables name it."""
    return f"{function.__module__.removeprefix('revive.app.')} {function.__qualname__.replace('.<locals>', '')}"


@dataclass
class Stage:
    """The page in this process, what was begun in its job queue, and what a visitor brings there."""

    blocks: gr.Blocks
    page: PageContext
    begun: list
    brought: dict[str, object]
    event: gr.EventData

    def call(self, fn, request, **changed) -> str:
        """What a handler answers, all of it as text; given is `brought`, with this `changed`."""
        told = {**self.brought, **{name.replace("_", "-"): value for name, value in changed.items()}}
        if fn.fn.__module__.endswith(".api"):
            told["moment"] = changed.get("moment", "")  # which goes with no words
            names = [name for name in inspect.signature(fn.fn).parameters if name != "request" and name in told]
            request = gr.Request(session_hash=request.session_hash, headers=request.headers, cookies={})
            try:
                return str(fn.fn(**{name: told[name] for name in names}, request=request))
            except gr.Error as error:
                return f'class="note wrong" {error}'
        event = [self.event] if "event" in inspect.signature(inspect.unwrap(fn.fn)).parameters else []
        values = [self._value(fn, number, part, told) for number, part in enumerate(fn.inputs)]
        given = [dict(zip(fn.inputs, values, strict=True))] if fn.inputs_as_dict else values
        answer = fn.fn(*given, *event, request)
        return str([*answer] if inspect.isgenerator(answer) else answer)

    def _value(self, fn, number: int, part, told: dict):
        if isinstance(part, gr.State):
            states = told["states"]
            return states.get(f"{named(fn.fn)} {number}", states.get(named(fn.fn), part.value))
        return told.get(getattr(part, "elem_id", None), getattr(part, "value", None))

    def files(self) -> set[Path]:
        """Every file of the page's."""
        return {path for path in self.page.jobs.sessions.root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The whole page of the family with its endpoints: (blocks, what its tabs share)."""
    from revive.app import page as module

    made = []

    class Kept(PageContext):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PageContext", Kept)
        blocks = module.build_page(tmp_path_factory.mktemp("page"), api=True)
    return blocks, made[0]


@pytest.fixture
def stage(drawn, hopper, tmp_path, monkeypatch):
    """The page with everything brought that a handler could need; what would begin is only written down."""
    blocks, page = drawn
    begun, jobs = [], page.jobs
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    jobs.forget(jobs.sessions.files.browser_of("a"))
    folder = jobs.sessions.new_folder("a")
    photo, letters, archive, sound = (folder / name for name in ("hopper.jpg", "letters.txt", "ruth.zip", "voice.wav"))
    shutil.copy(hopper, photo)
    letters.write_text("I am well, and the garden is full of roses this year. " * 10)
    for path in (archive, sound):
        path.write_bytes(b"not looked at here")
    jobs.sessions.remember_uploads("a", photo, letters, archive, sound)

    def begin(*_, permit=None, **__):
        begun.append(permit)
        raise UserError("Begun.")

    monkeypatch.setattr(JobQueue, "start", begin)
    monkeypatch.setattr(PageContext, "store", lambda self, request, permit, work: begin(permit=permit))
    monkeypatch.setattr("revive.previews.make_portrait", begin)
    answers = {
        f"{part}{name}": value
        for part in ("", "own-", "manner-", "teach-")
        for name, value in (("relation", FAMILY.relation), ("basis", FAMILY.basis), ("adult", True))
    }
    states = {"parts.voice_match VoiceMatch._run 0": sound, "parts.voice_match VoiceMatch._keep 0": object(),
              "tabs.teach _TeachingPanel._run.run 0": NAME, "parts.heard_words HeardWords._run 0": str(sound),
              "parts.heard_words HeardWords._run 2": "Happy birthday, Tom.",
              "parts.unsure_names UnsureNames._hear_names": ["Caoimhe"]}  # fmt: skip
    uri = f"data:image/jpeg;base64,{base64.b64encode(photo.read_bytes()).decode()}"
    brought = {
        **answers, **{f"{part}-name": NAME for part in ("own", "manner", "teach")}, "states": states,
        "photo": str(photo), "words": "Happy birthday, Tom.", "prompt": "An old lady, warm", "moment": "smile",
        "title": "For Tom", "pronounce": "Siobhan = shiv-awn", "names": "Siobhan = shiv-awn", "names-whose": NAME,
        "people-whose": NAME,
        "imagine-words": "A woman of about 70", "imagine-keep": True, "occasion": "Tom's 30th birthday",
        "about-what": "the lake", "letters": str(letters), "own-files": [str(sound)], "own-speakers": [1],
        "teach-files": [str(photo)], "people-import": str(archive), "file": uri,
        "film-files": [str(photo)], "film-title": "For Tom",
    }  # fmt: skip
    event = on_the_shelf(jobs, photo)
    KeptStory(folder.parent).write(Story(scenes=(Photograph(photo=photo),)))
    brought["cut"] = "-1"
    brought["clip"] = brought["save-clip"] = str(folder.parent / event._data["entry"] / "clip.mp4")
    return Stage(blocks, page, begun, brought, event)


def on_the_shelf(jobs: JobQueue, photo: Path) -> gr.EventData:
    """A clip of NAME on the visitor's shelf, and one that was not finished; an event that names the first."""
    made, unfinished = jobs.sessions.new_folder("a"), jobs.sessions.new_folder("a")
    brief = Brief(photo=photo, words="Happy birthday, Tom.", person=NAME)  # the answers are those that are kept
    shelf.note_unfinished(unfinished, brief)
    for name in ("clip.mp4", "clip.jpg"):
        (made / name).write_bytes(b"not looked at here")
    settings = shelf.settings_of(brief, made.parent)
    shelf.note_made(made, shelf.Made(shelf.CLIP, "clip", "2026-01-02", "clip.mp4", "clip.jpg", settings=settings))
    return gr.EventData(None, {"entry": made.name})


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
    of_commands = {"spoken"}  # `say`; the page listens to words as "speech"
    assert {making.purpose for making in MAKING.values()} == set(PURPOSES) - of_commands


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
    refused(stage, asked, name, none, "who you are|Please say|step 3|whose photograph|adult|no unfinished")
    for key in ("basis", "adult"):
        if MAKING[name].texts:
            some = {one: none[one] for one in none if one.endswith(key)}
            refused(stage, asked, name, some, "why you may|adult|step 3")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (name, text, why)
        for name, making in MAKING.items()
        for text in making.texts
        for why in (OF_THE_USER if text.endswith("relation") else NOT_MADE[text])
        if (name, text, why) != ("tabs.motion build.preview", "words", "long")  # it takes the first sentence alone
    ],
)
def test_what_is_not_made_does_not_begin(stage, asked, name, text, why):
    asked_for = (OF_THE_USER if text.endswith("relation") else NOT_MADE[text])[why]
    says = {"child": "about a child", "sexual": "sexual", "deceive": "deceive", "long": "long|words|seconds|step 3"}
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
    return str(stage.brought["file" if name.startswith("api") else "photo"])


# nobody is named with them
OF_ITS_OWN = {
    "api _verify.verify", "parts.result ResultPanel._finish", "parts.voice_sample build.speak",
    "parts.change_clip ChangeClip._run",
}  # fmt: skip
HOME = [name for name, making in MAKING.items() if PURPOSES[making.purpose].home]


@pytest.mark.parametrize("name", [*HOME, *OF_PEOPLE])
def test_where_others_come_nothing_of_people_is_read_kept_or_deleted(stage, known, asked, name):
    """Even by a handler whose control is not drawn there, and whose event is forged."""
    before = {path: path.read_bytes() for path in revive_home().rglob("*") if path.is_file()}
    object.__setattr__(stage.page, "at_home", False)
    stage.page.people.at_home = False
    try:
        for fn in handlers_of(stage.blocks, name):
            said = stage.call(fn, asked())
            assert "only where nobody else can open" in said and NAME not in said
            assert "Siobhan" not in said and stage.begun == []
    finally:
        object.__setattr__(stage.page, "at_home", True)
        stage.page.people.at_home = True
    assert {path: path.read_bytes() for path in revive_home().rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", sorted(MAKING.keys() - set(HOME) - OF_ITS_OWN))
def test_where_others_come_nobody_known_is_used(stage, known, asked, name):
    """Whoever names somebody known is not believed, and what was answered for them does not count."""
    object.__setattr__(stage.page, "at_home", False)
    stage.page.people.at_home = False
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
        stage.page.people.at_home = True


def test_the_queue_takes_only_files_that_were_brought(tmp_path, hopper):
    from revive.consent import Permit

    jobs, work = JobQueue(tmp_path), lambda progress: None
    mine = Path(shutil.copy(hopper, jobs.sessions.new_folder("a")))
    jobs.start("a", work, permit=Permit("examination", files={"file": mine})).outcome()
    for visitor, path in (("b", mine), ("a", hopper), ("a", tmp_path / "missing")):
        with pytest.raises(UserError, match="file is not yours"):
            jobs.start(visitor, work, permit=Permit("examination", files={"file": path}))
    start: Any = jobs.start
    with pytest.raises(TypeError):
        start("a", work)
    jobs.close()


def test_quick_questions_only_look():
    """What `JobQueue.run_now` calls stores nothing, but through `PageContext.store`, which has a permit."""
    asked, app = set(), Path(__file__).parents[2] / "revive" / "app"
    for path in sorted(app.rglob("*.py")):
        place = ".".join(path.relative_to(app).with_suffix("").parts)
        asked |= {
            f"{place} {question}" for question in re.findall(r"\.run_now\((?:request, )?(\w+)", path.read_text("utf-8"))
        }
    assert asked == {
        "tabs.act check_performance", "api direct", "tabs.clip direct", "parts.page_context question",
        "parts.page_context work", "tabs.make check_recording", "tabs.make direct", "tabs.portrait preview_faces",
        "tabs.portrait preview_light", "parts.photo_tools frame_photo", "parts.restore _write_plain",
        "parts.shelf direct", "parts.verify verify", "parts.change_clip picture_at", "tabs.film kept",
    }  # fmt: skip
