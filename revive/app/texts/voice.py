"""The tab Voice: listening, recordings of their voice, a similar voice, and how names are pronounced."""

from revive.core.localisation import Message

TEXT = {
    "voice_hint": Message("Listen to the words before the clip is made."),
    "voice_listen": Message("Listen"),
    "voice_read": Message("How the words will be read"),
    "voice_read_same": Message("Everything is read just as it is typed."),
    "voice_hear": Message("Hear this voice"),
    "voice_hear_player": Message("This voice"),
    "voice_sample": Message("How it sounds"),
    "voice_away": Message(
        "Revive listens to recordings of a person and stores a voice only while nobody else can open the page. Start"
        " Revive on your family's own computer, without --share and --host.",
    ),
    "own": Message("Recordings of their voice"),
    "own_hint": Message(
        "A message on an answering machine, a birthday film, an old tape: anything in which they speak. Noise, music"
        " and other people are removed. Nothing leaves this computer.",
    ),
    "own_files": Message("Recordings and films"),
    "own_missing": Message("Please choose recordings or films in which the person speaks first."),
    "own_look": Message("Listen to the recordings"),
    "own_kept": Message("{seconds} of their voice can be used. {enough}"),
    "own_file": Message("Recording"),
    "own_file_kept": Message("Used"),
    "own_file_dropped": Message("Removed"),
    "own_of": Message("{kept} of {seconds}"),
    "own_others": Message("other people {seconds}"),
    "own_music": Message("music {seconds}"),
    "own_silence": Message("silence {seconds}"),
    "own_noisy": Message("too noisy {seconds}"),
    "own_nothing": Message("nothing"),
    "own_clearer": Message("{before} → {after} dB above the noise"),
    "own_seconds": Message("{n} s"),
    "own_minutes": Message("{m} min {n} s"),
    "own_cleaned": Message("Their voice without noise"),
    "own_who": Message("Several people speak. Which of them is it?"),
    "own_who_info": Message(
        "Please listen to each. Choose more than one if they are the same person, for example on a tape and on a"
        " telephone.",
    ),
    "own_speaker": Message("Voice {number}, {seconds}"),
    "own_take": Message("Use this person's voice"),
    "own_none": Message("Please choose at least one of the voices."),
    "own_picture": Message("The voice as a picture"),
    "match": Message("Make a similar voice"),
    "match_hint": Message(
        "Revive mixes ready-made voices until they are as similar to the recording as they can be. This takes two to"
        " four minutes.",
    ),
    "match_language": Message("Language that it will speak"),
    "match_start": Message("Make a similar voice"),
    "match_heard": Message("Their recording"),
    "match_before": Message("The most similar ready-made voice: {voice}"),
    "match_after": Message("The new voice"),
    "match_warning": Message("This is a similar voice, not their own."),
    "match_figures": Message(
        "Similarity to the recordings: {before:.2f} → {after:.2f} of 1. Two recordings of the same person reach about"
        " 0.8 to 0.9.",
    ),
    "match_no_better": Message(
        "The new voice is not more similar than the ready-made one, so there is nothing to store. More or clearer"
        " recordings may help.",
    ),
    "match_keep_hint": Message(
        "Nothing is stored yet. Please listen to all three, and store the voice only if it feels right to you."
    ),
    "match_keep": Message("Store this voice"),
    "match_kept": Message(
        "The voice is stored. “{name}” is chosen for the clip, which uses this voice when “Voice” is “Auto”. You can"
        " delete it on the tab Teach.",
    ),
    "names": Message("How names are pronounced"),
    "names_hint": Message(
        "Write one name on each line: the name, an equals sign, and how it sounds. The clip pronounces the names in"
        " this way; the captions show them as they are written.",
    ),
    "names_whose": Message("Store them for"),
    "names_whose_info": Message("Choose a person, or write a new name"),
    "names_placeholder": Message("Siobhan = shiv-awn\nNguyen = /wɪn/"),
    "names_listen": Message("Listen to the names"),
    "names_keep": Message("Store the names"),
    "names_kept": Message("Stored for “{name}”: {n}."),
    "names_cleared": Message("No names are stored for “{name}” now."),
    "names_sample": Message("How they sound"),
    "unsure_names": Message("The voice is not sure of: {names}."),
    "unsure_hear": Message("Hear it"),
    "unsure_write": Message("Write how it sounds"),
    "unsure_sounds": Message("How the name sounds"),
    "unsure_sounds_name": Message("How {name} sounds"),
    "unsure_use": Message("Say it like this"),
}  # fmt: skip
