"""What every package may use: errors, progress, Revive's own folder, temporary folders, ranges, plain text."""
