"""Statistics of replications: intervals, stopping, ranking by roots. Numbers in, numbers out.

Must not know what a scenario, a run or a metric is.
"""
