"""Words or a recording -> Speech: a levelled mono WAV file, the sentences with their times, the language.

`make_speech` is the public verb, `SpeechOptions` what it may be asked; `check_recording` looks at a recording before
the work begins; `VOICES` is the table of named voices and `speakable` gives those of one language.
`read_pronunciations` and `check_pronunciation` read how names are to be said.
"""

from revive.speech.speech import Sentence, Speech
from revive.speech.voices import VOICES, Voice, speakable
from revive.speech.recording import check_recording
from revive.speech.pronunciation import check_pronunciation, read_pronunciations
from revive.speech.make import SpeechOptions, make_speech

__all__ = [
    "VOICES", "Sentence", "Speech", "SpeechOptions", "Voice", "check_pronunciation", "check_recording", "make_speech",
    "read_pronunciations", "speakable",
]  # fmt: skip
