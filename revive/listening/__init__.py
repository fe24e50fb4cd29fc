"""What is heard in a sound: spectrum, fundamental frequency, levels, voice activity, who is speaking."""
