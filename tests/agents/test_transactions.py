"""Transactions at counters: how many, held against published shares of enquiries."""

from pathlib import Path

import qipan

BASE = qipan.load(Path(__file__).parents[2] / "scenarios" / "base.yaml").document
DAYS_PER_YEAR = 365


def test_enquiries_and_transactions_are_as_large_a_part_as_hotlines_publish():
    """Hotlines of Chinese cities: 42 to 77 % of contacts are enquiries."""
    births = {name: kind.births_per_1000_residents_year for name, kind in BASE.issues.kinds.items()}
    circle = BASE.policy.service_circle
    transactions = DAYS_PER_YEAR * circle.transactions_per_1000_residents_day
    share = (births["enquiry"] + transactions) / (sum(births.values()) + transactions)
    assert 0.42 < share < 0.77
