"""The door: who may ask what of the page, and whose each file is, decided before Gradio sees a request.

guard      the middleware through which every request passes, Gradio's own routes included
asked      a request as the guard understands it
answers    an answer on its way out
hosts      which names the page answers to, and which pages may send it requests
routes     every address that is open, and what it is for; all others are closed
login      the password, its page, and how often it may be tried
visitors   who a browser is, its folder, and how files are named to it
events     the data of an event, checked before Gradio unpacks it
uploads    files on their way in, counted and kept apart
"""
