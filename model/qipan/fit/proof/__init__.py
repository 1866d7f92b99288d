"""What a fit is worth: forecasts of held-out weeks, beside those of naive methods.

It must not change a fit: whoever is judged knows nothing of the weeks held out.
"""
