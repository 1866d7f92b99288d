"""How much work an issue is, and how long things take: draws from the scenario's distributions."""

from .compile import kernel, whole
from .draws import sample


@kernel
def work_of(w, i, purpose, count):
    """Hours of work of issue `i` as its kind has it, drawn for a purpose."""
    k = whole(w.issues.kind[i])
    form = whole(w.kinds.work_form[k])
    hours = sample(form, w.kinds.work_a[k], w.kinds.work_b[k], w.issues.key[i], purpose, count)
    return hours * w.rules.work_stretch


@kernel
def cost_of(w, i, purpose):
    """Cost in yuan of the project of issue `i`."""
    k = whole(w.issues.kind[i])
    form = whole(w.kinds.money_form[k])
    return sample(form, w.kinds.money_a[k], w.kinds.money_b[k], w.issues.key[i], purpose, 0)


@kernel
def hours_of_delay(w, which, key, purpose, count):
    """Hours of a row of the table of delays, drawn for an entity and a purpose."""
    row = w.delays[which]
    return sample(int(row.form), row.a, row.b, key, purpose, count) * w.rules.waits_stretch
