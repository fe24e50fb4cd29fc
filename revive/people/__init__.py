"""One person, one folder: what was learned of somebody, how it is found, checked, carried elsewhere and deleted.

Everything lies below `home()`; a person is known as soon as one of these is there:

    people/<slug>/name.json              how the name is written, and since when there is something
                  consent.json           who the user is to the person, and by what right; never exported
                  animator.safetensors   the animator's weights for mouth and eyes
                  person.json            when, from how many frames, the figures, the style of movement, the checksum
                  before_after.png       held-back frames, drawn before and after
                  portrait/              of the portrait generator: adapter.safetensors, portrait.json, samples.png
                  voice/                 voice.safetensors, voice.json, features.json, samples (.wav)
                  pronunciations.json    word -> how it is said
                  manner/                of speaking: a peft adapter, adapter_model.safetensors, adapter_config.json,
                                         and manner.json
                  work/                  a teaching that is not finished; portrait/, voice/ and manner/ may have one too

Facts (.json) are written last: what has none is not used. Deleting a person deletes the folder. Weights are
safetensors, which hold numbers and nothing that could run; an export (see `export_person`) is checked as hostile
before anything of it is taken (see `import_person`).
"""

from revive.core.layout import (
    ADAPTER,
    CONSENT,
    FACTS,
    FEATURES,
    MANNER,
    MANNER_FACTS,
    NAME,
    PLAN,
    PORTRAIT,
    PORTRAIT_FACTS,
    PRONUNCIATIONS,
    SAMPLES,
    SHEET,
    VOICE,
    VOICE_FACTS,
    VOICE_WEIGHTS,
    WEIGHTS,
    WORK,
)
from revive.core.home import (
    LONGEST_NAME,
    SLUG,
    clean_name,
    folder_of,
    home,
    keep_name,
    manner_folder,
    slug,
    voice_folder,
    work_folder,
)
from revive.people.metadata import Person, PortraitLearned, digest, write_json
from revive.people.pronunciations import keep_pronunciations, pronunciations_of
from revive.people.registry import Entry, delete_person, find_person, people
from revive.people.weights import (
    check_weights,
    drop_work,
    keep_person,
    keep_portrait,
    portrait_of,
    style_of,
    weights_of,
)
from revive.people.exporting import export_person
from revive.people.importing import import_person

__all__ = [
    "ADAPTER",
    "CONSENT",
    "FACTS",
    "FEATURES",
    "LONGEST_NAME",
    "MANNER",
    "MANNER_FACTS",
    "NAME",
    "PLAN",
    "PORTRAIT",
    "PORTRAIT_FACTS",
    "PRONUNCIATIONS",
    "SAMPLES",
    "SHEET",
    "SLUG",
    "VOICE",
    "VOICE_FACTS",
    "VOICE_WEIGHTS",
    "WEIGHTS",
    "WORK",
    "Entry",
    "Person",
    "PortraitLearned",
    "check_weights",
    "clean_name",
    "delete_person",
    "digest",
    "drop_work",
    "export_person",
    "find_person",
    "folder_of",
    "home",
    "import_person",
    "keep_name",
    "keep_person",
    "keep_portrait",
    "keep_pronunciations",
    "manner_folder",
    "people",
    "portrait_of",
    "pronunciations_of",
    "slug",
    "style_of",
    "voice_folder",
    "weights_of",
    "work_folder",
    "write_json",
]
