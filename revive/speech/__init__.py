"""Words or a recording -> Speech: a loudness-normalised mono WAV file, the sentences with their times, the language.

`make_speech` is the public function, with `SpeechOptions`; `check_recording` checks a recording before the work
begins; `VOICES` is the table of named voices and `speakable` gives those of one language. `read_pronunciations` and
`check_pronunciation` parse and check pronunciations of names; `unsure` lists the names that a voice can only guess.
"""

from revive.speech.speech import Sentence, Speech
from revive.speech.voices import VOICES, Voice, speakable
from revive.speech.recording import check_recording
from revive.speech.pronunciation import check_pronunciation, read_pronunciations
from revive.speech.names import unsure
from revive.speech.make import SpeechOptions, make_speech, silent_speech

__all__ = [
    "VOICES", "Sentence", "Speech", "SpeechOptions", "Voice", "check_pronunciation", "check_recording", "make_speech",
    "read_pronunciations", "silent_speech", "speakable", "unsure",
]  # fmt: skip
