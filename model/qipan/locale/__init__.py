"""The Chinese of the program's own words, as translators work with it: gettext's .po files.

What a planner writes (titles, names of places) and what a scenario says of its numbers is not here.
It must not know any other room.
"""
