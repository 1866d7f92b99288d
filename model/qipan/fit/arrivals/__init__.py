"""How requests arrive: level, profile, day factor and shocks of each series, and forecasts.

It must not know how long requests stay open, nor scenario files.
"""
