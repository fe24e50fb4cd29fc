"""The language model fine-tuned on how one person writes."""
