"""The fast layer: a compiled event loop over arrays of residents, issues, tickets and desks.

Institutions act on it by commands and time passes in it. It must not know YAML, Mesa, pandas or
files, nor what an institution wants: numbers come in, numbers go out.
"""
