"""Progress of a job, and how it ended."""

from revive.core.localisation import Message

TEXT = {
    "stage_restore": Message("Restoring the photograph"),
    "stage_direction": Message("Reading the description"),
    "stage_portrait": Message("Looking at the photograph"),
    "stage_drawing": Message("Drawing the portraits"),
    "stage_transcript": Message("Writing down the words"),
    "stage_speech": Message("Preparing the voice"),
    "stage_performance": Message("Following the film"),
    "stage_motion": Message("Working out the movements"),
    "stage_clip": Message("Drawing the frames"),
    "stage_listen": Message("Listening to the recordings"),
    "stage_clean": Message("Removing the noise"),
    "stage_tell apart": Message("Telling the voices apart"),
    "stage_join": Message("Putting the voice together"),
    "stage_voice": Message("Measuring the voice"),
    "stage_mixture": Message("Mixing voices to find a similar one"),
    "stage_timbre": Message("Adjusting pitch and timbre"),
    "stage_compare": Message("Comparing with the recording"),
    "stage_model": Message("Loading a larger model"),
    "stage_imprint": Message("Listening for the characteristics of the voice"),
    "stage_plot": Message("Drawing the voice"),
    "stage_prepare_words": Message("Preparing the language model; only the first time, about a minute"),
    "stage_words": Message("Writing suggestions"),
    "stage_teach_manner": Message("Learning how they write"),
    "seconds_left": Message("about {n} seconds left"),
    "minutes_left": Message("about {n} minutes left"),
    "nearly": Message("nearly done"),
    "next": Message("Something else is being made first; yours starts by itself."),
    "ahead": Message("{n} others are being made first; yours starts by itself."),
    "wait": Message("Until then: {left}."),
    "starting": Message("Getting ready"),
    "cancelled": Message("Stopped. Nothing was stored."),
    "finished": Message(
        "Done in {seconds:.0f} seconds. To make the same clip again, use version number {seed}."
    ),
    "skip_to_make": Message("To the button that makes the clip"),
    "another_message": Message("Another message for this photograph"),
    **{f"message_{number}": Message("Message {number}", number=number) for number in range(2, 7)},
    "clip_of": Message("Clip {number} of {count}"),
    "to_phone": Message("To a telephone"),
    "phone_code": Message("A code that the camera of a telephone reads"),
    "phone_hint": Message(
        "Point the camera of a telephone at this code. The telephone has to be in the same network as this computer."
        " The address opens this one clip, without a password, for ten minutes."
    ),
    "notify": Message("Tell me when it is ready"),
    "notify_ready": Message("Your clip is ready"),
    "notify_failed": Message("Your clip needs your attention"),
    "stage_style": Message("Learning how they move"),
    "stage_collect": Message("Looking through the pictures"),
    "stage_lessons": Message("Preparing the training pictures"),
    "stage_timing": Message("Measuring how long it takes"),
    "stage_teach_mouth": Message("Learning the mouth"),
    "stage_teach_eyes": Message("Learning the eyes"),
    "stage_judge": Message("Comparing with the pictures kept for the test"),
    "broken": Message(
        "Something went wrong in Revive. Nothing of yours was lost; please try once more, or with other settings. The"
        " window where Revive was started says more.",
    ),
}  # fmt: skip
