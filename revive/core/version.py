"""The version of Revive."""

__version__ = "0.1.0"
