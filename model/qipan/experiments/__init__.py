"""Replications of scenarios, and their results on disk."""
