"""Recordings of a person -> what their voice is like, and a synthetic voice brought nearer to it."""
