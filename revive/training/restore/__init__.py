"""What restores old prints: the colouriser and the scratch detector."""
