"""Desks behind a ledger: whether its closings show a queue, and then its load and work.

It must not know scenario files, nor how anything is shown.
"""
