"""Experiment files: which scenarios, how many replications, which question."""

from .experiment import Experiment
from .load import is_experiment, load_experiment, parse_experiment

__all__ = ["Experiment", "is_experiment", "load_experiment", "parse_experiment"]
