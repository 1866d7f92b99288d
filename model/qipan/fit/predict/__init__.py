"""Weeks to come, predicted from the ensemble of a fit, and scored as the ledger grows."""
