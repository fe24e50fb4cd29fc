"""The head of the page, its tabs, and the tab Make a clip."""

from revive.app.texts.fields import FIELDS
from revive.core.localisation import Message, in_context

SPEAKERS = 4  # faces that have a row of settings; others speak too, in a voice that is chosen for them

TEXT = {
    "tagline": Message(
        "A photograph of someone you miss, and words from your family, become a short talking clip. Everything happens"
        " on this computer.",
    ),
    "tab_make": Message("Make a clip"),
    "tab_portrait": Message("Portrait"),
    "tab_voice": Message("Voice"),
    "tab_act": Message("Act it yourself"),
    "tab_motion": Message("Motion"),
    "tab_clip": Message("Clip"),
    "tab_teach": in_context("tab", "Teach"),
    "tab_about": Message("About"),
    "step_photo": Message("1 · The photograph"),
    "step_photo_hint": Message(
        "One clear face, seen from the front. Old prints, paintings and black and white are welcome."
    ),
    "step_words": Message("2 · What should be said"),
    "step_words_hint": Message(
        "Type words, and a synthetic voice reads them; or add a recording, which is used as it is. You can also say it"
        " to the camera yourself, on the tab “Act it yourself”.",
    ),
    "step_consent": Message("3 · Who you are to them"),
    "consent_first": Message("Revive will look at this as soon as you have answered the three questions of step 3."),
    "step_prompt": Message("4 · The person, the mood, the light"),
    "step_prompt_hint": Message(
        "You can leave this empty. Describe in your own words how the clip should feel, how fast they speak, the light"
        " and the background.",
    ),
    "living_hint": Message(
        "Nothing to say? The photograph can simply live: it looks round, blinks, breathes and smiles.",
    ),
    "living_button": Message("Just bring it to life"),
    "living_more": Message("What it does, how long, and in which form"),
    "living_format": Message("Kind of file"),
    "moment_placeholder": Message("She looks at us and smiles slowly"),
    "typed": in_context("typed, not recorded", "Words"),
    "recorded": Message("A recording"),
    "words_placeholder": Message("Happy birthday, Tom. I am so proud of you."),
    "consent_placeholder": Message("her grandson"),
    "consent_info": Message(
        "Say who you are to this person, and why you may use their photograph and voice. Revive looks at nothing"
        " before. Your answers are stored only in the settings file of your clip, or with a person whom Revive knows.",
    ),
    "prompt_placeholder": Message("Grandma, warm and proud, soft morning light"),
    "understood": Message("What Revive understood"),
    "understood_hint": Message("This was read from your description. Change whatever is not as you meant it."),
    "more": Message("More settings"),
    "group_voice": Message("Voice and picture"),
    "group_motion": Message("Movement"),
    "group_clip": Message("Finishing"),
    "example_title": Message("New here? Start with an example."),
    "pause": Message("In the first weeks after a loss, some people wait."),
    "example_button": Message("Fill in the example"),
    "make": Message("Make the clip"),
    "cancel": Message("Cancel"),
    "erase": Message("Delete everything from this visit"),
    "erased": Message("Deleted: {n} files ({files})."),
    "face_found": Message("The face that was found"),
    "clip_label": Message("Your clip"),
    "result_empty": Message("Your clip will appear here. A photograph and one sentence are enough to begin."),
    "download_clip": Message("Save the clip"),
    "download_captions": Message("Captions (.srt)"),
    "download_job": Message("Settings"),
    "load_job": Message("Load the settings of a clip"),
    "recording_heard": Message(
        "The clip will use this recording. Its words become the captions."
    ),
    "heard_correct": Message("Correct these words"),
    "heard_later": Message("The words are written down as the clip is made."),
    "heard_long": Message(
        "The words were written down, but they are too many to be corrected here; they become the captions as they are."
    ),
    "one_face": Message("One face was found. The photograph can be used."),
    "many_faces": Message(
        "{n} faces were found. The coloured one, number {face}, will speak; touch another face to choose it instead, or"
        " give lines to several of them below."
    ),
    "several": Message("Several people in the photograph?"),
    "several_hint": Message(
        "They can talk with each other: begin each line with the number of its face, as “1: …” and “2: …”. The others"
        " listen. Each has a voice of its own, which you can choose here."
    ),
    "several_begin": Message("Begin a line for each"),
    "several_talk": Message("These words will be read as a talk in {n} turns; the numbers are not said."),
    "several_alone": Message("One face will say all of these words."),
    "several_list": Message("One face will say all of these words, the numbers too: there is no face {face}."),
    **{
        f"speaker_{name}_{face}": Message("Face {face} · {setting}", face=face, setting=FIELDS[name])
        for name in ("voice", "emotion", "person")
        for face in range(1, SPEAKERS + 1)
    },
    **{
        f"speaker_recording_{face}": Message("Face {face} · a recording instead of a voice", face=face)
        for face in range(1, SPEAKERS + 1)
    },
    "photo_first": Message("Please choose a photograph first; it will be shown here."),
}  # fmt: skip
