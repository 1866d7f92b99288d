"""Writes the reference of experiment files: ``python -m qipan.studies.file.reference``."""

import sys

from ...scenario.reference import tables_of
from ...scenario.schema import Slot
from .document import ExperimentDocument

INTRO = """\
# Experiment files: reference

<!-- Made from the schema:
python -m qipan.studies.file.reference > docs/experiment-reference.md -->

An experiment file puts a question to scenarios. It holds exactly one of `compare`, `attribute`,
`sweep` and `seek`, and is run by the command of that name. A mistake in it, or in a scenario that
it names, is reported with file, line and key; nothing runs until there is none left.

```yaml
name: longer_hours
title: {en: Longer opening hours, zh: 延长开放时间}
question: {en: Do two shifts shorten the time to close?, zh: 两班制能否缩短办结时间？}
replications: 20
metrics: [close_p90, backlog_end]
precision: {metric: close_p90, half_width: 0.5}  # more replications until this holds
compare:
  scenarios:
    - scenarios/tiny.yaml                        # relative to this file
    - name: two_shifts
      file: scenarios/tiny.yaml
      set: {policy.shifts.on: true, policy.shifts.calendar: two_shifts}
```

Text, numbers and dates are read as in [scenario files](scenario-reference.md). What stands under
`set` merges into the scenario as if that file had said it, sourced values included.

"""


def reference() -> str:
    """Return the reference page, made from the schema."""
    return INTRO + tables_of(Slot(ExperimentDocument))


def main() -> None:
    """Write the page to standard output, as UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(reference().encode())


if __name__ == "__main__":
    main()
