"""From fitted laws to scenario files: one scenario and an ensemble of overlays on it."""
