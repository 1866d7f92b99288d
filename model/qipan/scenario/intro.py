"""The hand-written beginning of the scenario reference."""

from .families import FAMILIES

INTRO = """\
# Scenario files: reference

<!-- Made from the schema: python -m qipan.scenario.reference > docs/scenario-reference.md -->

A scenario file says in YAML what city is simulated, by which institutions, under which policy and
for how long. `qipan check my.yaml` checks it. A mistake is reported with its file, line and
dotted key, what was found and what is allowed; nothing runs until there is none left.

## How a file works

### Text, numbers, dates

YAML 1.2 is read: only `true` and `false` are truth values, `on` and `yes` are text, and `12:30` is
text too. Dates are written `2019-07-01`. Text that looks like a number goes in quotes: `"2020"`.
Units stand in the key: `decay_days`, `sweep_width_km`. Duplicate keys, tags (`!…`) and merge keys
(`<<`) are refused; nothing in a file is ever evaluated as code.

### One file on top of another

```yaml
extends: base.yaml        # relative to this file
city: {residents: 90000}  # everything else in city is as in base.yaml
desks:
  community:
    paperwork: null       # removes what base.yaml says here
```

Mappings merge key by key, at any depth. Numbers, text, lists and sourced values are replaced whole,
as is a mapping that names its `distribution`. Where one file has a mapping and the other a
plain value, the extending file wins. `null` removes the inherited key, so that its default holds;
a required key must then be given again further on. A file may extend one that itself extends
another, but not in a circle.

### Where numbers come from

Instead of a plain value a **sourced value** may stand anywhere, also within a list, a
distribution or a dated change:

```yaml
residents: {value: 553132, source: yearbook-2020}
acceptance: {value: 0.103, derived: "2790/27100", source: report-2021}
false_share: {value: 0.1, range: [0.02, 0.3], assumed: "no figure was found"}
```

| key | meaning |
|---|---|
| `value` | the value itself; a mapping with this key is a sourced value |
| `source` | an entry of `sources`, of kind `case` (*stated*, see below) or `literature` |
| `derived` | how it was worked out; never evaluated; may have a `source` beside it |
| `assumed` | why it had to be assumed; an assumed number must have a `range` |
| `range` | lowest and highest defensible value; the value, or each number of a list, lies within |
| `family` | with which numbers it moves in a sweep; by default as its key says: {families} |
| `note` | any remark |

Exactly one of `source`, `derived` and `assumed` is given, save that `derived` may have a `source`
beside it. A number the author of a scenario chooses, as the length of the horizon, needs none of
this. What a source of kind `case` says is *stated*: by the city itself if `own_documents` names
the source, else *of other cities*. Any other plain number counts as *unmarked*, of which `qipan
check` warns.

### Distributions

Where a type reads “number or distribution”, a plain number means that it is always that long or
that much. Otherwise:

```yaml
work_hours: {distribution: lognormal, mean: 2, sigma: 0.8}
return_delay_hours: {distribution: exponential, mean: 48}
money_days: {distribution: uniform, low: 30, high: 90}
consensus_days: {distribution: gamma, mean: 30, cv: 0.5}
```

### Reforms that start on a date

A mechanism under `policy` acts if it is `on`, and from the date `starts` if that is given. Anything
else that changes is listed in `policy.changes`:

```yaml
policy:
  authority: {on: true, starts: 2019-06-01, acceptance: 0.9}
  changes:
    - on: 2019-07-01
      set:
        policy: {burden: {on: true, community_duties_ratio: 0.6}}
        closure: {pressure: 0.2}
```

`set` is nested from the top of the file and may change `policy`, `triage`, `closure` and
`handling`; it merges as an extending file does. Dates must lie in the horizon, warm-up included.
A change may not hold `starts` or `changes`, and no two changes set one key on one date. The list
`changes` itself is replaced by an extending file, like any list.

### Names

Generated communities are called `c0001`, `c0002`, … and subdistricts `s001`, `s002`, …; names
that you give consist of letters of any script, digits, `-` and `_`. In the places below, `*`
stands for such a name and `[]` for the items of a list.

# All blocks

""".replace("{families}", ", ".join(f"`{name}`" for name in FAMILIES))
