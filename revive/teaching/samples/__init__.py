"""Samples of a face to learn from: moments of photographs and films, and the regions the generators finish."""
