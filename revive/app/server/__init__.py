"""Serving the page safely: who may send what, and whose each file is, decided before Gradio sees a request.

security           the middleware that every request passes through, those to Gradio's own routes included
checked_request    a request, checked: its host, its address, its purpose, its browser
filtered_response  a response, with protective headers and without paths of this computer
page_cache         the page as it was drawn a moment ago
allowed_hosts      which names the page answers to, and which websites may send it requests
routes             every address that is open, and its purpose; all others are closed
login              the password, its page, and how often it may be tried
file_access        who a browser is, which files are its own, and how files are named to it
events             the data of an event, checked before Gradio unpacks it
uploads            receives files, counts them and keeps them apart
request_body       the body of a request, read only as far as it may go
settings           the options of `app.py`, the environment variables and their defaults
spaces             the hardware of a Space of Hugging Face
"""
