"""From fitted laws to scenario files: one scenario and an ensemble of overlays on it.

It must not know the ledger: what was fitted is all it takes.
"""
