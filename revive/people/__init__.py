"""One person, one folder: what was learned of somebody, how it is found, checked, carried elsewhere and deleted.

Everything lies below `core.home`; a person is known as soon as one of these is there:

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

from revive.people.metadata import Person, PortraitLearned
from revive.people.pronunciations import keep_pronunciations
from revive.people.registry import Entry, delete_person, find_person, people
from revive.people.weights import (
    check_weights, drop_work, keep_person, keep_portrait, portrait_of, movement_style, weights_of,
)  # fmt: skip
from revive.people.exporting import export_person
from revive.people.importing import import_person

__all__ = [
    "Entry",
    "Person",
    "PortraitLearned",
    "check_weights",
    "delete_person",
    "drop_work",
    "export_person",
    "find_person",
    "import_person",
    "keep_person",
    "keep_portrait",
    "keep_pronunciations",
    "movement_style",
    "people",
    "portrait_of",
    "weights_of",
]  # fmt: skip
