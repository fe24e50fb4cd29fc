"""The tab Words: suggestions for an occasion, and how somebody writes."""

from revive.core.localisation import Message, in_context

TEXT = {
    "tab_words": in_context("tab", "Words"),
    "words_hint": Message(
        "Revive can suggest what to say. The suggestions were written beforehand, for nobody in particular, and your"
        " words are set in. Please change them until they are your own. Nothing is spoken until you make the clip.",
    ),
    "words_occasion": Message("Occasion"),
    "words_occasion_placeholder": Message("Tom's 30th birthday"),
    "words_mood": Message("How it should feel"),
    "words_about": Message("What to mention"),
    "words_about_info": Message("A few things, separated by commas; nothing else is invented"),
    "words_about_placeholder": Message("fishing at the lake, his first bicycle"),
    "words_called": Message("What they called you"),
    "words_called_info": Message("A pet name or a name; the suggestions use exactly this and no other"),
    "words_called_placeholder": Message("Pumpkin"),
    "words_signed": Message("How they signed"),
    "words_signed_info": Message("The suggestions end exactly like this"),
    "words_signed_placeholder": Message("Love, Nana"),
    "words_speaker": Message("What they were to you"),
    "words_language": Message("Language"),
    "words_letters": Message("Letters they wrote (text file, optional)"),
    "words_letters_hint": Message(
        "With letters, the suggestions can mention what they wrote about, and sound more like them."
    ),
    "words_person": Message("Written like"),
    "words_person_info": Message("A person from whose letters Revive has learned"),
    "words_suggest": Message("Suggest words"),
    "words_again": Message("Suggest other words"),
    "words_empty": Message("Suggestions will appear here. You can change them."),
    "words_shown": Message("Here are {n} suggestions. Please change what they would not have said like this."),
    "draft_1": Message("First suggestion"),
    "draft_2": Message("Second suggestion"),
    "draft_3": Message("Third suggestion"),
    "draft_mood": Message("It sounds {mood}."),
    "draft_by_model": Message("The language model wrote it."),
    "draft_prepared": Message("It is a prepared text, not from the language model."),
    "draft_use": Message("Use these words"),
    "draft_used": Message("The clip now uses these words. You can listen to them on the tab Voice."),
    "draft_blank": Message("There are no words here; please write some."),
    "manner": Message("Learn from letters how they wrote"),
    "manner_hint": Message(
        "Revive learns this from letters or messages that they wrote, in minutes. Afterwards the suggestions are more"
        " like their own writing. The result is stored only if it predicts their own words better than before. Please"
        " choose the letters above.",
    ),
    "manner_start": Message("Start learning"),
    "manner_letters": Message("Please choose a text file of their letters first."),
    "manner_stopped": Message("Stopped. Press the same button to continue from here."),
}  # fmt: skip

WORDS_CHOICES = {
    "speaker": {
        "auto": Message("as the occasion tells"), "parent": Message("parent"), "grandparent": Message("grandparent"),
        "partner": Message("husband, wife or partner"), "sibling": Message("brother or sister"),
        "child": Message("son or daughter"), "friend": Message("friend"),
    },
}  # fmt: skip
