"""What every teaching here needs: checkpoints, averaged weights, learning rates, noise, metrics, the device."""
