"""Outcomes: from the records of a replication to metrics and frames."""
