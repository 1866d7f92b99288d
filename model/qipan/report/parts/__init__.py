"""Sections that reports share: method, what differs, provenance, targets, seeds and versions.

It must not know of which study a report is.
"""
