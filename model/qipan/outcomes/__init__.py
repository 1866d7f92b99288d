"""Outcomes: from the records of a replication to metrics and frames.

It must not know how a run is made, nor which study asks.
"""
