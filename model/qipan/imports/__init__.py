"""A planner's own data: tables of a city and ledgers of requests, read, checked and kept.

It must not know how anything is simulated.
"""
