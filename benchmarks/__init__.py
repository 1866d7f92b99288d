"""Benchmarks: how fast, and with how much memory, the same work is done by others."""
