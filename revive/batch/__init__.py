"""Many clips: a table or a folder of jobs becomes a folder of clips with a report, and goes on where it stopped.

`make.py` is the main function, `make_clips`. Nothing is imported here: a worker process imports `worker.py` alone
before it knows how many threads the libraries may have.
"""
