"""The tabs Act it yourself, Motion and Clip."""

from revive.core.localisation import Message, in_context

TEXT = {
    "act_hint": Message(
        "Say it to the camera the way they would have said it. The photograph follows your lips, your face, your eyes"
        " and your head; the face stays theirs.",
    ),
    "act_how": Message(
        "Choose a film, or press the small camera under the frame to record one now. Sit facing the camera in good"
        " light, with your face in the middle of the picture. Begin with a calm face and closed lips for a moment.",
    ),
    "act_words": Message(
        "The clip has your voice. If you also type words or add a recording, the clip has those instead, and the film"
        " moves only the face, the eyes and the head.",
    ),
    "act_private": Message(
        "The film stays on this computer, and is deleted with everything else here when you press “Delete everything”."
    ),
    "act_amounts": Message("How strongly it moves"),
    "film_leads": Message(
        "The photograph will move like the person in this film. The clip has the film's voice, unless you also type"
        " words or add a recording.",
    ),
    "film_silent": Message(
        "The photograph will move like the person in this film. The film has no sound, so the clip is silent unless"
        " you also type words or add a recording.",
    ),
    "motion_hint": Message(
        "See the first sentence in three small versions that move differently, with curves of their movement. Choose"
        " the one you like; the clip then moves in the same way.",
    ),
    "motion_show": Message("Show three versions"),
    "takes_shown": Message("Here are three versions. The curves below belong to the first."),
    "take_use": Message("Use this one"),
    "take_used": Message("The clip will move like version {number}."),
    "timeline": Message("What moves when"),
    "lane_mouth": in_context("movement", "Mouth"),
    "lane_head": Message("Head"),
    "lane_gaze": in_context("movement", "Eyes"),
    "lane_blinks": Message("Blinks"),
    "curve_mouth": Message("opening"),
    "curve_pitch": Message("nod"),
    "curve_yaw": Message("turn"),
    "curve_roll": Message("tilt"),
    "curve_sideways": Message("sideways"),
    "curve_downwards": Message("down and up"),
    "curve_lids": Message("eyelids"),
    "clip_hint": Message(
        "Add a title before the clip, and captions. You can also load the settings that were saved with"
        " a clip, but not your photograph. Choose the photograph again, and you get the same clip.",
    ),
    "remake": Message("Make it again"),
    "job_loaded": Message("The settings were loaded."),
    "job_needs": Message("The settings were loaded. They do not contain your {files}; please choose it again."),
    "file_photo": Message("photograph"),
    "file_recording": Message("recording"),
    "file_driver": Message("film"),
    "file_music": Message("music"),
    "verify": Message("Check a clip, picture or voice"),
    "verify_hint": Message(
        "See how a file was made, as far as it says. A signature shows whether the file was changed afterwards; marks"
        " and labels are only hints and prove nothing. The file is examined on this computer and is not stored.",
    ),
    "verify_file": Message("A file"),
    "change": Message("Change this clip"),
    "change_hint": Message(
        "Nothing is said anew: the voice and the movement stay as they are, and this clip stays among what you have"
        " made."
    ),
    "change_start": Message("Begin at second"),
    "change_end": Message("End at second"),
    "change_first": Message("The first picture"),
    "change_last": Message("The last picture"),
    "change_join": Message("Clips that follow"),
    "change_captions": Message("Captions"),
    "change_said": Message("What is said"),
    "change_words": Message("Other words for the captions"),
    "change_words_hint": Message(
        "A translation, for example: one line for each line of what is said. The voice does not change."
    ),
    "change_music": Message("Other music"),
    "change_no_music": Message("Take the music away"),
    "change_make": Message("Make the change"),
    "change_done": Message("Done. The clip as it was is still among what you have made."),
    "change_nothing": Message("There is no clip here to change; please choose or make one first."),
    "shelf": Message("What you have made"),
    "shelf_play": Message("Play"),
    "shelf_beside": Message("Compare"),
    "shelf_again": Message("Make again"),
    "shelf_words": Message("Change the words"),
    "shelf_save": Message("Save"),
    "shelf_keep": Message("Keep with this person"),
    "shelf_remove": Message("Remove"),
    "shelf_sure": Message("Really remove?"),
    "shelf_removed": Message("“{name}” was removed."),
    "shelf_kept": Message("It is kept with “{name}” too."),
    "shelf_settings": Message("Settings"),
    "shelf_close": Message("Close"),
    "shelf_both": Message("Play both"),
    "shelf_captions": Message("Captions"),
    "shelf_file_gone": Message(
        "The settings are in the form again. A file of this clip is no longer here; please choose it again."
    ),
    "portrait_called": Message("Portrait"),
    "unfinished": Message("A clip was not finished when Revive was closed."),
    "unfinished_words": Message("A clip was not finished when Revive was closed: “{words}”"),
    "finish_it": Message("Finish it"),
    "discard_it": Message("Discard it"),
    "connection_lost": Message(
        "Revive does not answer just now. What you typed is kept; this page goes on by itself as soon as it answers."
    ),
    "erase_sure": Message(
        "Delete your photographs, clips and everything you typed here? What you have saved elsewhere stays."
    ),
    "erase_yes": Message("Yes, delete everything"),
    "erase_no": Message("No, keep it"),
}  # fmt: skip
