"""A city from a table of its communities, and the table from a city.

It must not know ledgers, nor how anything is simulated.
"""
