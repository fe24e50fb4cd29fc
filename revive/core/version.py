"""Which version of Revive this is."""

__version__ = "0.1.0"
