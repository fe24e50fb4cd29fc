"""The animator's generators fine-tuned on one person's photographs and films."""
