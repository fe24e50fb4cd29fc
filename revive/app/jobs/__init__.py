"""The work that the page does: one job at a time, and the visitors with what they bring and make.

queue           the job queue
sessions        the visitors, their open tabs and their files
lasting_folder  the folder for the visitors' files at home, which outlasts the program
job             one job: its reports, how it is stopped, its outcome
clips           a clip as a job, which goes on when the page is closed
elsewhere       clips that a Ray cluster makes for the page
shelf           what a visitor has made, and what was not finished, as it is noted on the disk
limits          how much is taken on, and the sentences that turn the rest away
warm_up         a first clip that nobody sees, so that the models are loaded
health          whether the page lives and can take on work, for monitoring
private_log     what is logged of a failure: its kind and place, never anybody's words
"""
