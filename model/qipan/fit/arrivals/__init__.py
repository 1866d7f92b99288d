"""How requests arrive: level, profile, day factor and shocks of each series, and forecasts."""
