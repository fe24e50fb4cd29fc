"""The people Revive has learned: each has one folder, which can be found, checked, exported, imported and deleted.

Everything is stored below `core.home`; a person is known as soon as one of these files exists:

    people/<slug>/name.json              the spelling of the name, and when the folder was made
                  consent.json           the user's relation to the person, and the basis; never exported
                  animator.safetensors   the animator's weights for mouth and eyes
                  person.json            when, number of frames, results, style of movement, checksum
                  before_after.png       held-out frames, drawn before and after training
                  portrait/              of the portrait generator: adapter.safetensors, portrait.json, samples.png
                  voice/                 voice.safetensors, voice.json, features.json, samples (.wav)
                  pronunciations.json    word -> how it is said
                  manner/                of speaking: a peft adapter, adapter_model.safetensors, adapter_config.json,
                                         and manner.json
                  clips/                 that the family keeps with the person; never exported
                  work/                  unfinished training; portrait/, voice/ and manner/ may have one too

Metadata (.json) is written last; weights without metadata are not used. Deleting a person deletes the folder. Weights
are safetensors, which contain numbers and no code; an export (see `export_person`) is not trusted and is checked before
anything is imported (see `import_person`).
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
