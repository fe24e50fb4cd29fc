"""Models measured against real recordings and independent judges."""
