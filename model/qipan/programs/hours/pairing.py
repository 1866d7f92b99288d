"""Whether communities are paired with enough units (共建单位), and units with no more than one."""

import numpy as np

from ...words import Phrase
from .problem import HoursCase


def unpaired(case: HoursCase) -> list[Phrase]:
    """Sentences about communities with too few units, and units with too many communities."""
    units, communities = case.units.pairs
    least, work = case.rules.least_units, case.work
    has = np.bincount(communities, minlength=len(work.communities))
    said = [
        Phrase(
            "{community} is paired with {has} units; {least} are asked for.",
            community=work.communities[row],
            has=int(has[row]),
            least=least,
        )
        for row in np.flatnonzero(has < least)
    ]
    serves = np.bincount(units, minlength=len(case.units.names))
    for row in np.flatnonzero(serves > 1) if case.rules.one_to_one else ():
        said.append(
            Phrase(
                "{unit} is paired with {serves} communities; pairing is one to one.",
                unit=case.units.names[row],
                serves=int(serves[row]),
            )
        )
    return said
