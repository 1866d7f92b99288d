"""Ledgers (台账) of requests: read by an allow-list of columns, kept without anything personal.

It must not know how requests are simulated or fitted.
"""
