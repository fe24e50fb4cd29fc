"""How a smile changes the light on a face, learned from pairs of pictures of one person."""
