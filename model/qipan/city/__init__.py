"""Scenario and city seed to City: people, places and calendars as arrays."""

from .synthetic import City, build_city

__all__ = ["City", "build_city"]
