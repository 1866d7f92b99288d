"""How much work an issue is, and how long things take: draws from the scenario's distributions."""

from .codes import QUANTILES
from .compile import kernel, whole
from .draws import between_knots, sample, uniform


@kernel
def drawn(form, a, b, knots, key, purpose, count):
    """Draw from a distribution in the form and the two parameters that `encode` gives it."""
    if form == QUANTILES:
        return between_knots(knots, int(a), int(b), uniform(key, purpose, count))
    return sample(form, a, b, key, purpose, count)


@kernel
def work_of(w, i, purpose, count):
    """Hours of work of issue `i` as its kind has it, drawn for a purpose."""
    k = whole(w.issues.kind[i])
    form = whole(w.kinds.work_form[k])
    a, b = w.kinds.work_a[k], w.kinds.work_b[k]
    hours = drawn(form, a, b, w.knots, w.issues.key[i], purpose, count)
    return hours * w.rules.work_stretch


@kernel
def cost_of(w, i, purpose):
    """Cost in yuan of the project of issue `i`."""
    k = whole(w.issues.kind[i])
    form = whole(w.kinds.money_form[k])
    a, b = w.kinds.money_a[k], w.kinds.money_b[k]
    return drawn(form, a, b, w.knots, w.issues.key[i], purpose, 0)


@kernel
def hours_of_delay(w, which, key, purpose, count):
    """Hours of a row of the table of delays, drawn for an entity and a purpose."""
    row = w.delays[which]
    hours = drawn(int(row.form), row.a, row.b, w.delay_knots, key, purpose, count)
    return hours * w.rules.waits_stretch
