"""Every command, and every verb of the library that page and commands use, passes the permit or makes nothing.

MAKING and HARMLESS name them all: a new one that is in neither fails.
"""

import argparse
import ast
import dataclasses
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

import revive
from revive import film, people
from revive.__main__ import main
from revive.brief import Brief
from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.editing.make import edit_clip
from tests.answers import FAMILY

ROOT = Path(revive.__file__).parent
NOBODY, OF_A_CHILD = Consent(), Consent("my little daughter", "family", True)


@dataclass(frozen=True)
class Brought:
    """What a command or a verb is given, and a folder for what it makes."""

    photo: Path
    sound: Path
    letters: Path
    archive: Path
    clip: Path
    folder: Path


@pytest.fixture
def brought(hopper, signed_clip, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    sound, letters, archive = (tmp_path / "in" / name for name in ("voice.wav", "letters.txt", "ruth.zip"))
    soundfile.write(sound, 0.3 * np.sin(np.arange(16000)), 16000)
    letters.write_text("I am well, and the garden is full of roses this year. " * 20)
    archive.write_bytes(b"not looked at")
    return Brought(hopper, sound, letters, archive, signed_clip, tmp_path / "out")


def story_of(b: Brought) -> Path:
    """A story in which Ruth speaks, without answers about her."""
    path = b.letters.with_name("story.yaml")
    film.save_story(film_of(b, Consent()), path)
    return path


def film_of(b: Brought, c: Consent) -> film.Story:
    ruth = film.Person("Ruth", c.relation, c.basis, c.adult)  # pyright: ignore[reportArgumentType]
    return film.Story(persons=(ruth,), scenes=(film.Talking(clip=Brief(photo=b.photo, words="Hello.")),))


# command -> (its arguments, by which of them it may be asked for something that is not made)
COMMANDS = {
    "make": (lambda b: [b.photo, "--words", "Hello.", "--out", b.folder / "clip.mp4"], "--prompt"),
    "edit": (lambda b: [b.clip, "--cut", "-0.8", "--out", b.folder / "cut.mp4"], ""),
    "film": (lambda b: [story_of(b), "--out", b.folder / "film.mp4"], ""),
    "portrait": (lambda b: ["--photo", b.photo, "--out", b.folder / "p.png", "--seed", "1"], "--prompt"),
    "restore": (lambda b: [b.photo, "--out", b.folder / "p.png"], ""),
    "voice features": (lambda b: [b.sound, "--out", b.folder / "v.json"], ""),
    "voice clean": (lambda b: [b.sound, "--out", b.folder / "v.wav"], ""),
    "voice match": (lambda b: [b.sound, "--name", "Ruth", "--listen", b.folder / "v"], ""),
    "transcribe": (lambda b: [b.sound], ""),
    "say": (lambda b: ["--words", "Hello.", "--person", "Ruth", "--out", b.folder / "w.wav"], ""),
    "words": (lambda b: ["--mood", "warm", "--letters", b.letters, "--occasion", "Tom's birthday"], "--about"),
    "train person": (lambda b: ["--from", b.photo, "--name", "Ruth"], ""),
    "train portrait": (lambda b: ["--photos", b.letters.parent, "--name", "Ruth"], ""),
    "train manner": (lambda b: ["--letters", b.letters, "--name", "Ruth"], ""),
    "people": (lambda b: ["--import", b.archive], ""),
}
WORKSHOP = "makes or measures what Revive ships, from data sets, by a developer; what it draws is marked"
HARMLESS_COMMANDS = {
    "batch": "makes clips by `make_clips`, of which each row needs the answers",
    "app": "opens the page, whose handlers have permits of their own",
    "bench": "makes a clip of the shipped example in a scratch folder, to measure the time",
    "verify": "looks at a file", "let-go": "deletes; nobody needs a right to let go", "fuzz": "tries the readers",
    **dict.fromkeys((
        "evaluate animator", "evaluate clip", "evaluate colours", "evaluate faces", "evaluate folds",
        "evaluate gesture", "evaluate motion",
        "evaluate photographs",
        "evaluate identity", "evaluate portrait",
        "evaluate speech", "evaluate words", "train basis", "train animator", "train listener",
        "train graphs", "train motion",
        "train colouriser", "train scratches", "train eigenfaces", "train occlusion", "train resting-face",
        "train creases",
        "train cast", "train voices", "train words",
    ), WORKSHOP),
}  # fmt: skip

# verb -> a call of it with these answers
VERBS = {
    "pipeline.make_clip": lambda b, c: revive.make_clip(
        photo=b.photo, words="Hello.", out=b.folder / "clip.mp4", relation=c.relation, basis=c.basis, adult=c.adult
    ),
    "film.make.make_film": lambda b, c: film.make_film(film_of(b, c), b.folder / "film.mp4"),
    "film.checks.check_story": lambda b, c: film.check_story(film_of(b, c)),
    "film.permits.permits": lambda b, c: film.permits(film_of(b, c)),
    "batch.make.make_clips": lambda b, c: batch_of_one(b, c),
    "editing.make.edit_clip": lambda b, c: edit_clip(
        clip=b.clip, cut="-0.8", out=b.folder / "cut.mp4", relation=c.relation, basis=c.basis, adult=c.adult
    ),
    "previews.preview_faces": lambda b, c: preview("preview_faces", b, c),
    "previews.preview_light": lambda b, c: preview("preview_light", b, c),
    "previews.preview_words": lambda b, c: preview("preview_words", b, c),
    "previews.preview_names": lambda b, c: preview("preview_names", b, c),
    "previews.names_permit": lambda b, c: verb("previews.names_permit")(brief_of(b, c)),
    "generator.generate.generate_portrait": lambda b, c: verb("generator.generate.generate_portrait")(
        "smiling", photo=b.photo, consent=c
    ),
    "restore.restore.restore": lambda b, c: verb("restore.restore.restore")(b.photo, consent=c),
    "drafting.draft.draft_words": lambda b, c: verb("drafting.draft.draft_words")(
        "Tom's birthday", "warm", letters=b.letters, consent=c
    ),
    "voice.collect.collect_voice": lambda b, c: verb("voice.collect.collect_voice")(
        [b.sound], b.folder / "v.wav", consent=c
    ),
    "voice.match.match_voice": lambda b, c: verb("voice.match.match_voice")([b.sound], folder=b.folder, consent=c),
    "voice.external_model.match_externally": lambda b, c: verb("voice.external_model.match_externally")(
        [b.sound], folder=b.folder, consent=c
    ),
    "voice.store.keep_voice": lambda b, c: verb("voice.store.keep_voice")("Ruth", object(), consent=c),
    "teaching.face.review.look_through": lambda b, c: verb("teaching.face.review.look_through")(
        [b.photo], "Ruth", consent=c
    ),
    "teaching.portrait.teach.teach_portrait": lambda b, c: verb("teaching.portrait.teach.teach_portrait")(
        [b.photo], "Ruth", consent=c
    ),
    "teaching.portrait.external_model.teach_external_model": lambda b, c: verb(
        "teaching.portrait.external_model.teach_external_model"
    )([b.photo], "Ruth", model="none", consent=c),
    "teaching.manner.teach.teach_manner": lambda b, c: verb("teaching.manner.teach.teach_manner")(
        b.letters, "Ruth", consent=c
    ),
    "people.pronunciations.keep_pronunciations": lambda b, c: people.keep_pronunciations(
        "Ruth", {"Siobhan": "shiv-awn"}, permit=Permit("kept names", c, "Ruth")
    ),
    "people.importing.import_person": lambda b, c: people.import_person(b.archive, permit=Permit("taken in", c)),
}
LOOKS, TELLS = "looks, and makes nothing", "tells or checks something, and makes nothing"
MARKS, PARTS = "marks what was made", "a part of what has a permit; page and commands do not use it"
HARMLESS = {
    **dict.fromkeys((
        "motion.performance_capture.check_performance", "speech.recording.check_recording", "uploads.check_upload",
        "speech.recording.hear",
        "provenance.verify.verify", "restore.restore.laid_out", "voice.features.measure_voice", "voice.plot.plot_voice",
        "voice.description.describe", "roles.direct", "motion.eyes.gaze_of", "people.registry.people",
        "people.registry.find_person", "speech.kept_pronunciations.pronunciations_of", "people.weights.weights_of",
        "people.weights.check_weights", "people.weights.portrait_of", "people.weights.movement_style",
        "direction.read.read_direction", "media.film.read_frames", "media.photo.read_photo",
        "media.photo.count_pages", "media.photo.is_shown_by_browsers", "takes.reading.read_sentences",
        "portrait.make.count_faces", "speech.script.read_script", "drafting.letters.decoded",
        "animator.territory.room_to_move", "speakers.with_numbers",
    ), LOOKS),
    **dict.fromkeys((
        "speech.speech.whole_sentences",
        "batch.make.check_clips", "batch.workers.workers_here", "core.options.value_of", "core.options.unknown_choice",
        "core.failures.describe_error", "work.made_of",
        "bench.compare.compare", "bench.film.film",
        "bench.growth.growth", "bench.measure.measure_speed", "bench.tables.table",
        "media.lettering.looks_chinese", "core.localisation.languages", "core.parallel.all_done",
        "core.localisation.in_context", "core.localisation.shown",
        "core.localisation.nearest", "core.localisation.translate",
        "consent.store.answers_for", "film.story_file.load_story", "film.story_file.save_story",
        "film.folder.story_from_folder", "film.folder.story_from_files", "film.checks.reckoned",
        "film.making_time.usual_scene", "film.making_time.speaks", "film.making_time.usual_film",
        "film.making_time.usual_seconds", "film.arrange.voice_of", "film.arrange.with_voice",
        "film.arrange.moved", "film.arrange.without", "film.arrange.with_scene",
        "film.arrange.with_words", "film.arrange.words_of", "film.arrange.photo_of", "film.arrange.possible_kinds",
        "film.arrange.turned", "film.arrange.without_person", "speakers.speakers_of",
        "film.checks.reckoned_frames", "film.stills.still_of",
        "core.installation.asset", "core.options.options_of", "brief.answered",
        "old_settings.note_renamed",
        "consent.store.settle_consent", "consent.store.consent_of", "consent.limits.check_words",
        "consent.limits.check_lengths", "consent.refusals.refuse", "core.disk.disk_watched",
        "core.failures.sentence_for", "core.failures.describe_error", "work.made_of",
        "fuzz.run.fuzz", "fuzz.run.table", "fuzz.mutate.mutate_bytes", "fuzz.mutate.mutate_json",
        "fuzz.mutate.mutate_text",
        "fuzz.sandbox.changed_outside", "generator.generate.embedded_form", "generator.external_model.memory_mode",
        "provenance.manifest.check_keys", "core.home.clean_name", "core.home.folder_of", "core.home.home",
        "core.home.manner_folder", "core.home.slug", "core.home.voice_folder",
        "core.home.work_folder", "core.json_files.digest", "previews.check_names", "core.scratch.hold_folder",
        "core.scratch.scratch_folder", "speech.cloning.load_cloner", "speech.pronunciation.read_pronunciations",
        "speech.pronunciation.check_pronunciation", "speech.voices.speakable", "teaching.face.plan.load_plan",
        "teaching.face.summaries.set_aside_lines",
        "teaching.face.summaries.plan_summary",
        "speech.transcript.note_of", "voice.plot.check_plot", "drafting.gemma.is_prepared", "clip.compose.check_output",
        "media.model_files.check_model",
        "media.model_files.check_tensors", "media.files.opened", "core.text.plain_text", "core.ranges.check_number",
        "core.failures.status_of", "core.packages.missing_package",
        "speech.language.resolve", "speech.text.shown", "speech.normalisation.locale.name_of",
        "media.files.shown_name",
        "media.photo.is_shown_by_browsers", "media.photo.count_pages", "speech.names.unsure.unsure",
        "previews.hear_words", "media.decoder.warm_decoder",
        "core.permissions.private_folder", "core.permissions.private_opener",
        "core.outputs.check_folder", "core.outputs.check_name", "core.outputs.check_writable",
        "core.outputs.forbidden_on_windows", "core.text.first_bytes", "clip.sound.check_music",
        "speech.channels.opposed_channels", "speech.channels.turned_filter",
        "provenance.pictures.check_picture", "core.failures.status_of", "core.packages.missing_package",
        "media.decoder.warm_decoder", "core.permissions.private_folder", "core.permissions.private_opener",
    ), TELLS),
    **dict.fromkeys((
        "provenance.pictures.write_picture", "provenance.pictures.write_untouched", "provenance.manifest.sign",
        "provenance.aigc.aigc_arguments", "provenance.tags.picture_arguments",
    ), MARKS),
    **dict.fromkeys((
        "animator.animate.animate", "animator.animate.animate_together", "animator.resting_face.bring_all_to_rest",
        "portrait.make.make_portraits", "animator.rig.build_rig", "animator.resting_face.bring_to_rest",
        "clip.compose.compose_clip",
        "clip.frames.finished_frames", "takes.take.shortened", "takes.take.cues_of_take", "takes.writing.write_take",
        "takes.reading.read_take",
        "motion.make.make_motion",
        "motion.emotions.read_emotions", "motion.performance_capture.read_performance", "portrait.make.make_portrait",
        "portrait.make.grade_portrait", "portrait.preview.number_faces", "speech.make.make_speech",
        "speech.make.silent_speech",
        "people.weights.keep_person", "people.weights.keep_portrait", "core.home.keep_name",
        "core.json_files.write_json", "people.weights.drop_work", "consent.store.keep_consent",
    ), PARTS),
    **dict.fromkeys((
        "people.deletion.erase_clip", "people.deletion.erase_person", "people.deletion.erase_everything",
        "people.registry.delete_person",
    ), "deletes; nobody needs a right to let go"),
    "media.framing.frame_photo": "turns and cuts the visitor's own photograph",
    "people.clips.keep_clip": "takes the permit itself, and checks what it is for",
    "previews.say_words": "words in a ready-made voice, which is nobody's; somebody's own needs the answers",
    "previews.preview_voice": "one sentence in a ready-made voice: nobody's, and no one's words",
    "people.exporting.export_person": "copies what was kept; who takes it in answers for themselves",
    "teaching.face.teach.teach": "goes on with what was looked through, and asks for the answers given then",
    **dict.fromkeys((
        "training.animator.train.train_animator", "training.animator.expression_basis.train_basis",
        "training.voice.embeddings.measure_voices", "training.restore.colouriser.train_colouriser",
        "training.listener.export.export_listener", "training.motion.train_motion",
        "training.portrait.train.train_portrait",
        "training.restore.eigenfaces.train_eigenfaces", "training.evaluate.colours.evaluate_colours",
        "training.evaluate.folds.evaluate_folds",
        "training.restore.scratches.train_scratches", "training.occlusion.train.train_occlusion",
        "training.resting_face.train.train_resting_face",
        "training.creases.train.train_creases",
        "training.words.train.train_words",
        "training.evaluate.animator.evaluate_animator", "training.evaluate.animator.table",
        "training.evaluate.clip.evaluate_clip", "training.evaluate.photographs.evaluate_photographs",
        "training.evaluate.draft_pairs.draft_pairs",
        "training.evaluate.faces.evaluate_faces", "training.evaluate.identity.evaluate_identity",
        "training.evaluate.gesture.evaluate_gesture", "training.evaluate.gesture.table",
        "training.evaluate.moments.evaluate_moments",
        "training.evaluate.motion.evaluate_motion", "training.evaluate.portrait.evaluate_portrait",
        "training.evaluate.speech.evaluate_speech", "training.evaluate.speech.table",
        "training.evaluate.words.evaluate_words", "training.graphs.export_graphs",
    ), WORKSHOP),
}  # fmt: skip


def verb(name: str):
    """A function of the library by its place."""
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(f"revive.{module}"), function)


def brief_of(b: Brought, c: Consent) -> Brief:
    told = {"photo": b.photo, "words": "Hello.", "pronounce": "Siobhan = shiv-awn"}
    return Brief.from_settings(told | dataclasses.asdict(c))


def batch_of_one(b: Brought, c: Consent) -> None:
    """The error of the one row of a batch, which leaves nothing but its report."""
    clips = b.folder.parent / "clips"
    report = revive.make_clips([dataclasses.replace(brief_of(b, Consent()), pronounce="")], clips, consent=c)
    assert {path.name for path in clips.iterdir()} == {".batch", "report.csv", "report.json"}
    assert report.failed[0].error is not None
    raise report.failed[0].error


def preview(name: str, b: Brought, c: Consent):
    return verb(f"previews.{name}")(brief_of(b, c), b.folder)


def used_by(path: Path) -> set[str]:
    """The functions of the library below that a module of the page or of the commands imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("revive"):
            continue
        module = importlib.import_module(node.module)
        for alias in node.names:
            used = getattr(module, alias.name, None)
            if inspect.isfunction(used) and not used.__module__.startswith(("revive.app", "revive.commands")):
                found.add(place(used))
    return found


def place(function) -> str:
    return f"{function.__module__.removeprefix('revive.')}.{function.__qualname__}"


def exported() -> set[str]:
    """The functions that the packages of the library offer."""
    found = set()
    for package in pkgutil.iter_modules(revive.__path__):
        if package.ispkg and package.name not in ("app", "commands"):
            module = importlib.import_module(f"revive.{package.name}")
            offered = (getattr(module, name) for name in getattr(module, "__all__", ()))
            found |= {place(function) for function in offered if inspect.isfunction(function)}
    return found


def front() -> list[Path]:
    """The page's and the commands' modules."""
    return [*(ROOT / "app").rglob("*.py"), *(ROOT / "commands").rglob("*.py"), ROOT / "__main__.py"]


@pytest.mark.slow
def test_every_verb_is_known():
    there = exported().union(*map(used_by, front()))
    assert there - VERBS.keys() - HARMLESS.keys() == set()
    assert not VERBS.keys() & HARMLESS.keys()
    for name in (*VERBS, *HARMLESS):
        assert inspect.isfunction(verb(name)), name


@pytest.mark.slow
def test_page_and_commands_use_no_part_of_what_has_a_permit():
    parts = {name for name, why in HARMLESS.items() if why is PARTS}
    notes = {"shelf": {"core.json_files.write_json"}}  # of a clip, in its visitor's own folder
    assert {path.stem: found for path in front() if (found := used_by(path) & parts)} == notes


@pytest.mark.slow
@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize(
    ("answers", "says"), [(NOBODY, "who you are"), (Consent("her son", "family"), "adult"), (OF_A_CHILD, "child")]
)
def test_no_verb_makes_anything_without_a_permit(name, answers, says, brought, tmp_path):
    with pytest.raises(UserError, match=says):
        VERBS[name](brought, answers)
    assert list(brought.folder.iterdir()) == [] and not (tmp_path / "home" / "people").exists()


def test_a_teaching_goes_on_only_while_its_answers_are_kept(brought, monkeypatch):
    from revive.teaching.face import teach as person
    from revive.teaching.face.plan import Plan

    plan = Plan("Ruth", "her son", 7, {}, 3, 1, {}, 1.0, "")
    monkeypatch.setattr(person, "load_plan", lambda name: plan)
    with pytest.raises(UserError, match="who you are"):
        person.teach("Ruth")


def parsed() -> argparse.ArgumentParser:
    """The parser of the command line."""
    seen = []

    def parse(self, *_, **__):
        seen.append(self)
        raise SystemExit

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(argparse.ArgumentParser, "parse_args", parse)
        main([])
    return seen[0]


def leaves(parser: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> set[str]:
    """The commands that a parser knows, each as it is typed."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        return {" ".join(before)}
    return set().union(*(leaves(one, (*before, name)) for name, one in below[0].choices.items()))


def test_every_command_is_known():
    assert leaves(parsed()) == COMMANDS.keys() | HARMLESS_COMMANDS.keys()


def refused(name: str, more: list[str], brought: Brought, capsys) -> str:
    """What a command says that ends with status 2, one sentence, and nothing made."""
    arguments = [*name.split(), *map(str, COMMANDS[name][0](brought)), *more]
    assert main(arguments) == 2
    out, said = capsys.readouterr()
    assert out == "" and said.count("\n") == 1 and "Traceback" not in said
    assert not [path for path in brought.folder.rglob("*") if path.is_file()] and not people.people()
    return said


ANSWERS = ["--relation", "her grandson", "--basis", "family", "--adult"]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_makes_anything_without_consent(name, brought, capsys):
    assert "who you are" in refused(name, [], brought, capsys)
    assert "why you may use" in refused(name, ANSWERS[:2], brought, capsys)
    assert "adult" in refused(name, ANSWERS[:4], brought, capsys)
    assert "child" in refused(name, ["--relation", "my little daughter", *ANSWERS[2:]], brought, capsys)


@pytest.mark.parametrize("name", [name for name, (_, text) in COMMANDS.items() if text])
def test_no_command_makes_what_is_not_made(name, brought, capsys):
    asked = {"sexual": "nude, sexual"}
    asked |= {"deceive": "send money, $5000"} if name == "words" else {"deceive": "to scam her friends"}
    asked |= {} if name == "words" else {"child": "a 7 year old girl"}
    for says, text in asked.items():
        assert says in refused(name, [*ANSWERS, COMMANDS[name][1], text], brought, capsys)
    if name == "portrait":
        arguments = ["portrait", "--prompt", "a 7 year old girl", "--out", str(brought.folder / "p.png")]
        assert main(arguments) == 2 and "child" in capsys.readouterr().err and not list(brought.folder.iterdir())


def test_a_portrait_of_nobody_needs_no_consent_but_one_of_a_larger_model_does(brought):
    from revive.generator import ExternalModel, generate_portrait

    assert Permit("portrait", prompt="an old man").answers is None
    with pytest.raises(UserError, match="who you are"):
        generate_portrait("an old man", engine=ExternalModel("somebody/else"))
    with pytest.raises(UserError, match="who you are"):
        generate_portrait("", person="Ruth")
    assert Permit("portrait", FAMILY, "Ruth").answers == FAMILY


def test_nothing_is_written_past_the_marks():
    """Pictures and sounds that leave go out by the writers of `marking`; nobody saves one by himself."""
    bare = {}
    for path in [*front(), ROOT / "previews.py", ROOT / "pipeline.py"]:
        source = path.read_text("utf-8")
        names = {
            node.func.attr for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }  # fmt: skip
        if written := names & {"imwrite", "imencode", "fromarray"}:
            bare[path.stem] = written
        if "soundfile.write" in source and path.stem != "players":  # which puts what is there into the page
            bare.setdefault(path.stem, set()).add("soundfile.write")
    assert bare == {}
