"""The work that the page does: one job at a time, and a session for every visitor.

queue        the job queue, and the visitors' sessions with their files
job          one job: its reports, how it is stopped, its outcome
limits       how much is taken on, and the sentences that turn the rest away
warm_up      a first clip that nobody sees, so that the models are loaded
health       whether the page lives and can take on work, for monitoring
private_log  what is logged of a failure: its kind and place, never anybody's words
"""
