"""The viseme network: synthetic speech and real mouths to learn from, and its training."""
