"""The tab Teach."""

from revive.core.localisation import Message

TEXT = {
    "teach_portrait": Message("Learn to draw portraits of them"),
    "teach_portrait_hint": Message(
        "Revive learns this from one to three photographs, within a minute. Afterwards the tab Portrait can draw"
        " them in other clothes or before another background, with a smile, younger or older. The face is theirs,"
        " taken from the photographs; the number under each portrait says how alike it is.",
    ),
    "teach_portrait_start": Message("Start learning"),
    "teach_portrait_stopped": Message("Stopped; nothing was stored."),
    "teach_portrait_sheet": Message(
        "From top to bottom: a photograph; what Revive draws without it; portraits with their own face."
    ),
    "teach_hint": Message(
        "Revive can learn the mouth and the eyes of one person from an old film or a few photographs. It learns on"
        " this computer, in minutes, and stores the result only if it is better on pictures that it has not seen.",
    ),
    "teach_away": Message(
        "What Revive learns is stored on this computer, so this is available only while nobody else can open the page."
        " Start Revive on your family's own computer, without --share and --host.",
    ),
    "teach_files": Message("1 · Photographs or films"),
    "teach_files_hint": Message(
        "Best is a film in which they speak to the camera for ten seconds or more. Three or more photographs work too,"
        " some with a smile and some without.",
    ),
    "teach_files_label": Message("Photographs and films"),
    "teach_missing": Message("Please choose photographs or films of the person first."),
    "teach_others": Message("Other people are in the pictures too"),
    "teach_photo_label": Message("A photograph of this person alone"),
    "teach_who": Message("2 · Who it is"),
    "teach_look": Message("Look at these pictures"),
    "teach_learned": Message("Used for learning"),
    "teach_held": Message("Kept for the test"),
    "teach_aside": Message("Not used: {reason}"),
    "teach_start": Message("Start learning"),
    "teach_ready": Message("The pictures are ready. {plan}"),
    "teach_stopped": Message("Stopped. What was learned so far is stored until you continue or delete it below."),
    "teach_compared": Message(
        "From left to right: the photograph, before learning, after learning, and the real picture. Revive did not"
        " learn from any of these.",
    ),
    "teach_compared_label": Message("Before and after"),
    "teach_curve": Message(
        "Difference from the real pictures that were kept for the test, while learning; lower is better"
    ),
    "before": Message("before"),
    "after": Message("after"),
    "figure_loss": Message("difference"),
    "part_mouth": Message("Mouth"),
    "part_eye": Message("Eyes"),
    "kept_yes": Message("stored"),
    "kept_no": Message("not stored"),
}  # fmt: skip
