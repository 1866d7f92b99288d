"""Finished replications on disk, found again by what they were made from.

It must not know studies or scenarios: a key, rows of numbers and a folder are all.
"""
