"""The resting face: where the points of a smiling or open mouth rest, and a network that draws the closed mouth."""
