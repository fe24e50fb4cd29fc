"""The pieces that the tabs are made of.

What all of them use: `page_context` (the job queue, the form, the lists of people), `brief_form` (one control for each
field of the Brief), `consent_form`, `people_lists`, `event_options`, `drafts`, `html`, `theme`. What they show:
`result`, `shelf`, `unfinished`, `timeline`, `loss_curve`, `players`, `sample_gallery`. And the parts of single tabs,
each with its buttons: `restore`, `portraits_from_words`, `own_voice`, `voice_match`, `pronunciations`, `writing_style`,
`teach_portraits`, `stored_people`, `verify`.
"""
