"""A portrait generator fine-tuned on one person's photographs."""
