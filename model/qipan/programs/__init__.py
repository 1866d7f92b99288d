"""Programs: who gets what, what one more is worth, and why a plan cannot be had.

Linear programs over curves and rules, and the rules of thumb beside them. Must not know scenarios,
runs or studies: a problem comes in, a plan goes out.
"""
