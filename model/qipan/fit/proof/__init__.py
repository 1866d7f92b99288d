"""What a fit is worth: forecasts of held-out weeks, beside those of naive methods."""
