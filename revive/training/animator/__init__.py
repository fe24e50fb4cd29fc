"""The animator: expression basis, samples from tracked clips, adversarial training, exported graphs."""
