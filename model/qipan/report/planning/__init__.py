"""Plans for people: the page for a leader, and tables of who works where.

It must not plan or simulate: what was confirmed comes with the result.
"""
