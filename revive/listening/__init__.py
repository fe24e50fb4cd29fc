"""Analysis of sound: spectrum, fundamental frequency, levels, voice activity, who is speaking."""
