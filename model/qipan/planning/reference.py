"""Writes the reference of question files: ``python -m qipan.planning.reference``."""

import sys

from ..scenario.reference import tables_of
from ..scenario.schema import Slot
from ..studies.file.document import ExperimentDocument
from .document import PlanDocument

INTRO = """\
# Experiment files: reference

<!-- Made from the schema:
python -m qipan.planning.reference > docs/experiment-reference.md -->

An experiment file puts a question to scenarios. It holds exactly one of `run`, `targets`,
`compare`, `attribute`, `sweep`, `seek`, `allocate`, `worth` and `measure_next`, and is run by the
command of that name, or by `qipan run FILE`, which tells what kind of file it is given; options go
over what the file says.
A mistake in it, or in a scenario that
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

A question about resources looks like this; `qipan run` carries it out as well:

```yaml
name: twenty_cadres
title: {en: Twenty cadres, zh: 二十名干部}
replications: 12                                 # seeds on which a plan is searched
allocate:
  scenario: scenarios/fuding.yaml
  resource: cadres                               # or funds, or hours
  amount: 20
  caps: {c0003: 0}                               # nobody is sent there
```

Three kinds ask of one scenario, or of a result: how it fares, whether it comes out as its sources
report, and which numbers to measure first.

```yaml
name: does_it_fit
title: {en: Fuding against what was reported, zh: 福鼎：模拟与公开数据对照}
replications: 20
targets:
  scenario: scenarios/fuding.yaml
  before: scenarios/fuding_before.yaml           # what both meet says nothing of the reform
```

```yaml
name: measure_first
title: {en: What to measure first, zh: 优先测量哪些数据}
measure_next:
  of: results/fuding_reform                      # of qipan compare --worlds; relative to this file
```

`qipan run` also takes scenarios, which are simulated, and plan files
([how to](how-to/plan-under-a-budget.md)), whose keys stand [at the end](#plandocument), and siting
files, whose keys stand [with their how-to](how-to/site-centres.md). Of a
question it writes a report unless `--no-report` is given, of a scenario only with `--report`.

Text, numbers and dates are read as in [scenario files](scenario-reference.md). What stands under
`set` merges into the scenario as if that file had said it, sourced values included.

"""


def reference() -> str:
    """Return the reference page, made from the schema."""
    plan = tables_of(Slot(PlanDocument))
    return f"{INTRO}{tables_of(Slot(ExperimentDocument))}\n{_without_title(plan)}"


def _without_title(tables: str) -> str:
    """Tables of a plan file without that of titles, which question files have as well."""
    sections = tables.split("\n## ")
    return "\n## ".join(each for each in sections if not each.startswith("Title\n"))


def main() -> None:
    """Write the page to standard output, as UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(reference().encode())


if __name__ == "__main__":
    main()
