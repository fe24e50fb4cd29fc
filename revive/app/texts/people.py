"""The consent form, and the people of whom something is stored."""

from revive.core.localisation import Message

TEXT = {
    "logout": Message("Log out"),
    "whose_name": Message("Name"),
    "whose_name_placeholder": Message("Grandma Ruth"),
    "whose_consent": Message("Who you are to this person"),
    "whose_consent_info": Message("For example: her grandson. Your answers are stored together with what is learned."),
    "people": Message("People whom Revive knows"),
    "people_none": Message(
        "Revive knows nobody yet. Whatever it learns is stored in {folder}, and nowhere else."
    ),
    "people_where": Message(
        "All of this is stored in {folder}, and nowhere else: what was learned, the measurements, and a picture of"
        " before and after. Where learning is not finished, small pieces of the frames are stored too, until it is.",
    ),
    "people_face": Message("mouth and eyes, learned on {day} from {learned} pictures"),
    "people_movement": Message("how they move"),
    "people_portrait": Message("portraits from {learned} photographs"),
    "people_voice": Message("a voice similar to theirs"),
    "people_names": Message("names and how they are pronounced: {n}"),
    "people_manner": Message("how they write"),
    "people_clips": Message("clips: {n}"),
    "people_unfinished": Message("not finished"),
    "people_whose": Message("Person"),
    "people_go_on": Message("Continue learning"),
    "people_export": Message("Export"),
    "people_save": Message("Save the file"),
    "people_exported": Message(
        "Everything about “{name}” is now in one file ({size}). Save it, and import it on another computer of your"
        " family. Whoever has the file has all of this.",
    ),
    "people_bring": Message("Import somebody from another computer"),
    "people_import": Message("Import a file (.zip)"),
    "people_replace": Message("Replace what is stored about a person of the same name"),
    "people_imported": Message("“{name}” was imported."),
    "people_delete": Message("Delete…"),
    "people_sure": Message("Delete everything that is stored about “{name}”? This cannot be undone."),
    "people_sure_yes": Message("Yes, delete"),
    "people_sure_no": Message("Keep it"),
    "people_deleted": Message("Everything about “{name}” was deleted: {files}."),
}  # fmt: skip
