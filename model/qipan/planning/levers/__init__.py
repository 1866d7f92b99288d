"""What a plan may have more of, a class a lever: block of a plan file, unit, price, name, effect.

It knows scenarios and cities, and must not know how a plan is searched, nor reports.
"""
