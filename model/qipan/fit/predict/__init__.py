"""Weeks to come, predicted from the ensemble of a fit, and scored as the ledger grows.

It must not fit anything: it reads what a fit has left.
"""
