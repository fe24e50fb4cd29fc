"""What every room may use: errors, progress, Revive's own folder, working folders, numbers in range, plain text."""
