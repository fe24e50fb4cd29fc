"""The gesture network: synthetic and real gestures to learn from, and its training."""
