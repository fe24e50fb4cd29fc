"""What a voice is like, in one sentence of plain words: pitch, liveliness, colour, pace, breath.

It says only what can be heard; never whose voice it might be, how old, or man or woman. These are the voices of people
who are missed, so the words are kind: husky, not hoarse; mellow, not dull.
"""

from __future__ import annotations

from revive.core.localisation import Message
from revive.voice.features import VoiceFeatures

# Hz. The median of most adults lies from 85 to 255 (Baken & Orlikoff 2000); the first two are thirds of that in
# semitones, the last is above nearly all of them.
LOW, MEDIUM, HIGH = 123.0, 177.0, 240.0
# semitones from the 5th to the 95th percentile; reading aloud and conversation have 7 to 10
CALM, LIVELY = 6.5, 10.5
# syllables a second without pauses; people have 4 to 6, of which four in five are found
SLOW, FAST = 3.3, 4.9
PAUSING = 0.3  # share of the time; in reading aloud it is 0.1 to 0.25
# dB an octave; six voices of talks and news had −5.5 to −9, a speech shouted in the open air −2.6
MELLOW, BRIGHT = -9.0, -5.0
# dB and percent in running speech, where clear voices had 9 to 16 and 1.2 to 2
BREATHY, VERY_BREATHY = 8.0, 5.0
HUSKY, VERY_HUSKY = 2.5, 3.5
CLEAR = 25.0  # dB of speech above the room; with less the noise is heard as breath


def describe(features: VoiceFeatures) -> Message:
    """The sentence: "A low, calm voice, about 118 Hz, unhurried, a little breathy." """
    kinds = [kind for kind in (_height(features), _melody(features), _colour(features)) if kind]
    said = Message("A {kinds} voice, about {hertz} Hz", kinds=kinds, hertz=round(features.pitch_hz))
    for way in (_pace(features), _pauses(features), *_breath(features)):
        if way:
            said = Message("{said}, {more}", said=said, more=way)
    return Message("{said}.", said=said)


def _height(features: VoiceFeatures) -> Message:
    if features.pitch_hz < LOW:
        return Message("low")
    if features.pitch_hz < MEDIUM:
        return Message("medium-pitched")
    return Message("rather high") if features.pitch_hz < HIGH else Message("high")


def _melody(features: VoiceFeatures) -> Message | None:
    if features.pitch_range_semitones < CALM:
        return Message("calm")
    return Message("lively") if features.pitch_range_semitones > LIVELY else None


def _colour(features: VoiceFeatures) -> Message | None:
    if features.tilt_db_per_octave < MELLOW:
        return Message("mellow")
    return Message("bright") if features.tilt_db_per_octave > BRIGHT else None


def _pace(features: VoiceFeatures) -> Message:
    if features.articulation_rate < SLOW:
        return Message("unhurried")
    return Message("quick") if features.articulation_rate > FAST else Message("at an even pace")


def _pauses(features: VoiceFeatures) -> Message | None:
    return Message("with time between the phrases") if features.pause_share > PAUSING else None


def _breath(features: VoiceFeatures) -> list[Message]:
    """Breath and huskiness, where the recording is clear enough to tell."""
    if features.above_room_db is None or features.above_room_db < CLEAR:
        return []
    said = []
    if features.hnr_db < BREATHY:
        said.append(Message("breathy") if features.hnr_db < VERY_BREATHY else Message("a little breathy"))
    if (jitter := features.jitter_percent or 0.0) > HUSKY:
        said.append(Message("husky") if jitter > VERY_HUSKY else Message("a little husky"))
    return said
