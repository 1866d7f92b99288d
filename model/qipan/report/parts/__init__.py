"""Sections that reports share: method, what differs, provenance, targets, seeds and versions."""
