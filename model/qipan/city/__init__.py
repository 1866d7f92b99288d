"""Scenario and city seed to `City`: people, places and calendars as arrays.

It must not know events, institutions or results: the same city stands under every policy.
"""

from .synthetic import City, build_city

__all__ = ["City", "build_city"]
