"""Plans that are asked to keep something in most years: ever tighter ones, tested on own years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..words import Phrase
from .candidates import Candidate, alike_placed
from .keeping import MISSES
from .learning import Years

if TYPE_CHECKING:
    from .search import Search

TRIES = 16  # plans that are simulated before none is said to keep what is asked
TIGHTER = 0.95  # times what is asked of the mean, where the plan before did not keep it
LOOSER = 1.06  # times the same, where there is no plan at all yet
NEAR = 0.02  # share by which what is asked of plans must differ
LOOSEST = 4.0  # times what is asked beyond which no plan is looked for
LEARNED = 3  # plans that do not keep it from which the curves are learned anew
MORE = 12  # times that heads are added beyond caps and budget
TOGETHER = 20  # years that are simulated before it is seen whether a plan may still pass


@dataclass(frozen=True)
class Proof:
    """What the years say on which a plan was tested, which it was not searched or chosen on.

    Attributes
    ----------
    holds : bool
        Whether it keeps what is asked in so many years, but for the risk of the test.
    years, failed : int
        Of these years, those in which some community did not; none where the years of the choice
        tell already that it does not keep it.
    more : float or None
        Full-time people more, beyond caps and budget, with whom all years of the choice, and those
        that the test came to, keep it; None if that was not found, or is not needed.
    chosen, chosen_failed : int
        Years of the choice, and those of them in which some community did not.
    """

    holds: bool
    years: int = 0
    failed: int = 0
    more: float | None = None
    chosen: int = 0
    chosen_failed: int = 0


NOT_TESTED = Proof(False)


class Proving:
    """Looks for the plan that keeps what is asked for, each tighter than the one before.

    Curves are those of the years that count, of all that plans are chosen on, corrected at the
    first few plans. Then all is asked for a little tighter, time after time, as long as there is a
    plan. Where one keeps it on the years of the choice, other years test it. Plans are nested, so
    that the years of the test choose one number alone: how tight. Where none passes, the best is
    tested all the same, unless the years of the choice show that it fails too often.

    Parameters
    ----------
    search : Search
    chosen_on, tested_on : sequence of int
        Seeds.
    told : callable
    """

    def __init__(
        self,
        search: "Search",
        chosen_on: Sequence[int],
        tested_on: Sequence[int],
        told: Callable[[str], None],
    ) -> None:
        self.search, self.chosen_on, self.tested_on = search, chosen_on, tested_on
        self.told = told
        # Times what is asked: now, of the tightest plan there was, and of the loosest there is not.
        self.times, self.none_at = 1.0, 0.0
        self.had: float | None = None

    def run(self, chosen: Candidate) -> tuple[Candidate, Proof]:
        """Return the first plan that passes, or the best there is."""
        near, now = self.search.years(chosen, self.chosen_on), chosen
        self.search.count_on(self.chosen_on)
        tried: list[tuple[Candidate, Proof]] = []
        while len(tried) < TRIES:
            held = self._holds(now)
            proof = self._tested(now) if held else NOT_TESTED
            tried.append((now, proof))
            if proof.holds:
                return now, self._with_choice(now, proof)
            if not held:
                self.search.spare_more(now, self.chosen_on)
            if not held and len(tried) <= LEARNED:
                # Who is worse off is so by others' heads, which all have one more of beside a plan.
                self.search.learn(now, self.chosen_on, beside=self.search.keeping.anything())
                near = self.search.years(now, self.chosen_on)
                self.times, self.had, self.none_at = 1.0, None, 0.0
            else:
                self._tighten()
            found = self._next([one for one, _ in tried], near)
            if found is None:
                break
            now = found
        best, proof = min(tried, key=lambda one: self._missed(*one))
        if not proof.years and self._may_pass(best):
            proof = self._tested(best)
        if not proof.holds:
            proof = replace(proof, more=self._more(best, proof))
        return best, self._with_choice(best, proof)

    def _holds(self, found: Candidate) -> bool:
        keeping, years = self.search.keeping, self.search.years(found, self.chosen_on)
        if keeping.anything():
            self.told(
                Phrase(
                    "¥{yuan:,.0f} a year: kept in {share:.0%} of {n} years that choose",
                    yuan=found.plan.yuan_year(self.search.given),
                    share=keeping.share_kept(years),
                    n=len(self.chosen_on),
                )
            )
        return keeping.holds(years) and not self.search.worse(found, self.chosen_on).any()

    def _may_pass(self, found: Candidate) -> bool:
        """Whether the years of the choice leave it open that it keeps what is asked."""
        keeping, worse = self.search.keeping, self.search.worse(found, self.chosen_on)
        if worse.any() or not keeping.anything():
            return False
        return not keeping.fails_too_often(self.search.years(found, self.chosen_on))

    def _with_choice(self, found: Candidate, proof: Proof) -> Proof:
        failed = self.search.keeping.failed(self.search.years(found, self.chosen_on))
        return replace(proof, chosen=len(self.chosen_on), chosen_failed=failed)

    def _tighten(self) -> None:
        """Ask for less open than of the last plan, between it and where there is no plan."""
        had = self.times if self.had is None else self.had
        self.times = max(had * TIGHTER, float(np.sqrt(had * self.none_at)))

    def _next(self, tried: Sequence[Candidate], near: Years) -> Candidate | None:
        """Return a plan that was not tried, tighter if it must be; None if there is none."""
        for _ in range(TRIES):
            found = self.search.asked_with(near, self.times)
            if found is not None:
                self.had = self.times
                if not any(alike_placed(found, one) for one in tried):
                    return found
                self.search.spare_more(tried[-1], self.chosen_on)
                self._tighten()
            elif not self.search.keeping.anything():
                return None
            else:
                self.none_at = self.times
                if self.had is None:
                    self.times *= LOOSER
                else:
                    self._tighten()
            if self.times > LOOSEST or (self.had or LOOSEST) < self.none_at * (1.0 + NEAR):
                return None
        return None

    def _tested(self, found: Candidate) -> Proof:
        """Simulate the years of the test, as long as the plan may pass."""
        keeping, failed, count = self.search.keeping, 0, 0
        if not keeping.anything():
            return Proof(True)
        for first in range(0, len(self.tested_on), TOGETHER):
            block = self.tested_on[first : first + TOGETHER]
            years = self.search.simulate(found.heads, block, found.units)
            failed, count = failed + keeping.failed(years), count + len(block)
            if failed > MISSES:
                break
        self.told(Phrase("of {n} years that test it {failed} fail", n=count, failed=failed))
        return Proof(failed <= MISSES, count, failed)

    def _missed(self, found: Candidate, proof: Proof) -> tuple[float, float, float]:
        """Share of years that fail, of the choice and of the test; then by how much."""
        keeping, years = self.search.keeping, self.search.years(found, self.chosen_on)
        failed = keeping.failed(years) + proof.failed
        share = failed / (len(self.chosen_on) + proof.years)
        worse = self.search.worse(found, self.chosen_on)
        return share, float(keeping.short(years).sum()), float(worse.sum())

    def _more(self, best: Candidate, proof: Proof) -> float | None:
        """Full-time people more, where it falls short, with whom all years that were tried keep it.

        Of the years of the choice and those that the test came to.
        """
        keeping, heads = self.search.keeping, best.heads.copy()
        if not keeping.anything():
            return None
        for _ in range(MORE):
            years = self.search.simulate(heads, self.chosen_on, best.units)
            if proof.years:
                tested = self.tested_on[: proof.years]
                years = years + self.search.simulate(heads, tested, best.units)
            if keeping.failed(years) == 0:
                return float((heads - best.heads).sum())
            beyond = keeping.short(years)
            heads = heads + np.where(beyond > 0.0, np.maximum(1.0, np.round(heads * beyond)), 0.0)
        return None
