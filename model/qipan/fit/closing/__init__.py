"""How long requests stay open: level, spread and shape by kind, drift, areas, other endings.

It must not know arrivals, nor scenario files.
"""
