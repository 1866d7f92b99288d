"""How far an answer moves beyond chance: with what was assumed, and from city to city.

It must not know who asked: it gets policies, worlds and a runner.
"""
