"""From a ledger of requests to an ensemble of scenarios, proved on what was held out.

A ledger identifies arrivals well, times to close by kind well, their drift roughly, areas weakly,
and staff, work and queues hardly at all; docs/fit.md says how each is estimated. It must
not know reports.
"""
