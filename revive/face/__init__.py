"""Measuring faces: landmarks and their names, blendshapes, detection, tracking, identity, age, matte."""
