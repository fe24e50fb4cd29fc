"""Voice embeddings of the shipped voices."""
