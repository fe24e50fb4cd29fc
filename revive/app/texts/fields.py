"""The fields of the Brief, and what can be chosen in them, in words that need no knowledge of computers."""

from revive.core.localisation import Message, in_context

# field of the Brief -> its label; its help is the one of the command line, but for HELP
FIELDS = {
    "photo": Message("Photograph"),
    "prompt": Message("Description"),
    "words": Message("Words"),
    "moment": Message("What it does"),
    "seconds": Message("Length in seconds"),
    "loop": Message("Let the end pass into the beginning"),
    "everyone": Message("Let the others in the photograph live, too"),
    "shape": Message("Shape"),
    "recording": Message("Recording"),
    "driver": Message("Film"),
    "relation": Message("Who you are to this person"),
    "basis": Message("Why you may use it"),
    "adult": Message("I am an adult"),
    "voice": Message("Voice"),
    "pronounce": Message("Names and how they sound"),
    "language": Message("Language"),
    "locale": Message("Dates and measures as in"),
    "face": Message("Who speaks"),
    "size": Message("Size of the clip"),
    "fps": Message("Pictures per second"),
    "seed": Message("Version number"),
    "lips": Message("Lips"),
    "head_motion": Message("Head movement"),
    "blink": Message("Blinking"),
    "expression": Message("Expression"),
    "refine": Message("Draw mouth and eyelids in detail"),
    "resting_face": Message("Bring an open or laughing mouth to rest first"),
    "emotion": Message("Feeling"),
    "sentence_feelings": Message("Let each sentence have its own feeling"),
    "strength": Message("Strength"),
    "pace": Message("Pace"),
    "light": Message("Light"),
    "background": Message("Background"),
    "transcribe": Message("Write down the words of a recording"),
    "title": Message("Title card"),
    "captions": Message("Captions in the picture"),
    "caption_style": Message("How captions look"),
    "music": Message("Music"),
    "voice_volume": Message("Louder or softer voice"),
    "music_volume": Message("Louder or softer music"),
    "keep_take": Message("Keep voice and movement, to change the clip later"),
    "person": Message("Use what Revive learned about"),
    "face_detector": Message("How the face is found"),
}

# help of its own on the page, where that of the command line speaks of codes or of leaving options out
HELP = {
    "moment": Message(
        "Choose above, or say it in your own words, in English, Chinese or Spanish; empty: it looks round and smiles"
    ),
    "seconds": Message("5 to 15; left empty, as long as it needs"),
    "loop": Message("It then plays again and again without a seam; GIF and WebP always do"),
    "everyone": Message("They breathe, blink and look; otherwise they stay as in the photograph"),
    "shape": Message("What is kept of the photograph, around the faces"),
    "voice": Message("Otherwise one is chosen for the language"),
    "language": Message("Otherwise it is recognised"),
    "locale": Message("How 3/4/1952 is read; otherwise it is guessed from the words and this computer"),
    "seed": Message("The same number gives the same clip again; leave it empty for a new one each time"),
    "person": Message("Their mouth, movement, voice and names, as far as Revive has learned them"),
    "face_detector": Message("Try the other way if the face is found in the wrong place"),
}

# what can be chosen in a field; the page shows it with a capital
CHOICES = {
    choice.english: choice
    for choice in (
        Message("auto"),
        Message("neutral"),
        Message("warm"),
        Message("happy"),
        Message("tender"),
        Message("proud"),
        Message("playful"),
        Message("solemn"),
        Message("sad"),
        Message("comforting"),
        Message("surprised"),
        Message("as it is"),
        Message("morning light"),
        Message("golden hour"),
        Message("candlelight"),
        Message("cool"),
        Message("black and white"),
        Message("sepia"),
        Message("softened"),
        Message("dimmed"),
        in_context("shape", "photo"),
        in_context("shape", "square"),
        in_context("shape", "upright"),
    )
} | {
    "boxed": Message("white on a dark plate"),
    "plain": Message("white with an outline"),
    "large": Message("larger, on a dark plate"),
    "yellow": Message("yellow with an outline"),
    "none": Message("no captions"),
}

MOMENT_NAMES = {
    "smile": Message("smile"), "look-around": Message("look around"), "nod": in_context("with the head", "nod"),
    "laugh": Message("laugh quietly"), "tilt": Message("tilt the head"), "close-eyes": Message("close the eyes"),
    "breathe": Message("breathe deeply"),
}  # fmt: skip

DETECTORS = {"mediapipe": Message("the usual way"), "face-alignment": Message("another way, for difficult photographs")}
