"""The listener's graph: the first layers of Whisper's encoder, made small."""
