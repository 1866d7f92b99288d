"""The ensemble, or both ends, that a question asks for, by its file or an option."""

import os

from ..file.experiment import Experiment
from .draw_values import check_alike
from .ends import EndsOfLedger, read_ends
from .ensemble import Draw, read_draws


def draws_asked(experiment: Experiment, *, alike: bool = False) -> tuple[Draw, ...]:
    """Draws of the ensemble that a question names; none if it names none.

    Parameters
    ----------
    experiment : Experiment
        Of a kind that takes an ensemble; its folder is relative to the file.
    alike : bool
        Whether means are taken over them, which counts every draw alike.

    Raises
    ------
    ScenarioError
        If the ensemble cannot be read, or no such mean can be taken.
    """
    named = experiment.document.block().ensemble
    if named is None:
        return ()
    folder = os.path.join(os.path.dirname(experiment.path), named)
    draws = read_draws(folder)
    if alike:
        check_alike(draws, folder)
    return draws


def ends_asked(experiment: Experiment) -> EndsOfLedger | None:
    """Both ends that a comparison names; None if it names none.

    Raises
    ------
    ScenarioError
        If they cannot be read.
    """
    block = experiment.document.compare
    if block is None or block.ends is None:
        return None
    return read_ends(os.path.join(os.path.dirname(experiment.path), block.ends))
