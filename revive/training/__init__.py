"""How the shipped weights were made. Nothing here is imported by the page or the command `make`."""
