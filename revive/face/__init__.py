"""The face as measured: landmarks and their names, blendshapes, detection, tracking, identity, age, matte."""
