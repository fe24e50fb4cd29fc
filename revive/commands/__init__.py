"""The commands that are more than one function; each module's `add` puts its own on the command line."""
