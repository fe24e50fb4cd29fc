"""The tab Portrait: faces, restoring an old photograph, portraits from words."""

from revive.core.localisation import Message

TEXT = {
    "portrait_hint": Message("Every face in the photograph has a number. Touch a face to choose who speaks."),
    "photo_here": Message("The photograph"),
    "whose_photo": Message("Whose photograph it is"),
    "turn_left": Message("Turn left"),
    "turn_right": Message("Turn right"),
    "crop": Message("Cut off edges"),
    "crop_hint": Message("Move the edges of the frame, or the whole frame, to what should stay in the picture."),
    "crop_alt": Message("The photograph that is cut"),
    "crop_left": Message("Left edge"),
    "crop_top": Message("Upper edge"),
    "crop_right": Message("Right edge"),
    "crop_bottom": Message("Lower edge"),
    "crop_cut": Message("Cut"),
    "crop_leave": Message("Leave it as it is"),
    "photo_undo": Message("Undo"),
    "portrait_show": Message("Show before and after"),
    "portrait_compare": Message("Before and after"),
    "restore": Message("Restore an old photograph"),
    "restore_hint": Message(
        "Choose what should be done; nothing else is changed. Revive compares every step with the photograph and"
        " leaves out a step that would change who they are. Your photograph itself stays as it is.",
    ),
    "restore_crop": Message("Cut off an empty border"),
    "restore_scratches": Message("Fill scratches, folds, cracks and dust"),
    "restore_clean": Message("Reduce grain and compression blocks"),
    "restore_tones": Message("Bring back faded tones"),
    "restore_size": Message("Enlarge"),
    "restore_size_info": Message("This takes a few minutes"),
    "restore_colour": Message("Colour a black-and-white photograph"),
    "restore_colour_info": Message("The colours are a guess; nobody knows the real ones"),
    "restore_recolour": Message("Colour it all the same"),
    "restore_recolour_info": Message("For a black-and-white photograph on toned paper; its own colours are taken away"),
    "restore_strength": Message("How strong the colours are"),
    "restore_marks": Message("Mark damage by hand"),
    "restore_marks_hint": Message(
        "If a tear or a stain remains, paint over it; it is filled in from the picture around it."
    ),
    "restore_marks_clear": Message("Clear the marks"),
    "restore_marks_show": Message("Show the photograph to paint on it"),
    "restore_offer": Message("Restore this photograph"),
    "restore_start": Message("Restore"),
    "restore_use": Message("Use the restored photograph for the clip"),
    "restore_done": Message("The photograph is restored. Move the line to compare."),
    "restore_nothing": Message("Nothing was chosen, so nothing was changed."),
    "restore_unchanged": Message("Nothing was changed."),
    "restore_left": Message("This step was left out because it would have changed the face: {step}."),
    "step_damage": Message("marked damage"),
    "step_scratches": Message("scratches"),
    "step_noise": Message("grain"),
    "step_tones": Message("tones"),
    "step_size": Message("size"),
    "step_colour": Message("colours"),
    "imagine": Message("Draw a portrait from words"),
    "imagine_hint": Message(
        "Describe the person: a man or a woman, about how old, hair, glasses, clothes, smiling or serious, in colour"
        " or black and white. Revive invents these people; they show nobody who ever lived.",
    ),
    "imagine_words": Message("Description of the portrait"),
    "imagine_placeholder": Message("a man of about 40 in a black suit, smiling at the camera"),
    "imagine_keep": Message("Keep the person in the photograph"),
    "imagine_keep_info": Message(
        "Their face stays the same; only expression, eyes, light and background change as you describe."
    ),
    "imagine_person": Message("A person whom Revive knows"),
    "imagine_person_info": Message("Draws portraits of this person, as you describe"),
    "imagine_named": Message("Here are four portraits of this person. Please choose one."),
    "imagine_draw": Message("Draw four portraits"),
    "imagine_use": Message("Use the chosen portrait for the clip"),
    "imagine_used": Message("The clip now uses this photograph."),
    "imagine_nobody": Message("Here are four invented people. Please choose one."),
    "imagine_kept": Message("Here is the same person in four ways. Please choose one."),
    "imagine_seed": Message("Number {seed}"),
    "likeness_kept": Message("Still the same person: {percent} % alike"),
    "colours_kept": Message(
        "Difference of colours: {face} on the face, {picture} over the picture; 1 can just be seen."
    ),
    "likeness_lost": Message("Please look closely: this hardly looks like them any more ({percent} % alike)"),
}  # fmt: skip
