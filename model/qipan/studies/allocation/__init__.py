"""Allocation as a study: a resource divided by a program, by rules of thumb and by today's way.

What a program says is held against the simulation on fresh seeds. Must not know how programs are
solved.
"""
