"""Fine-tuning on one person, as the page and the commands start it: face, portrait, manner of writing.

It begins from the shipped weights, which `revive.training` makes; nothing here imports that.
"""
