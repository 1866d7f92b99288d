"""A city from a table of its communities, and the table from a city."""
