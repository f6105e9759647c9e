"""What a textbook expects, beside what was measured."""

import math

import pytest

from core.run.expected import Expected
from core.run.series import Series
from core.run.tick import Key


def measured(**runs: list[float]) -> dict[Key, Series]:
    made = {}
    for variant, values in runs.items():
        series = made[Key("loss", "" if variant == "alone" else variant)] = Series()
        for step, value in enumerate(values):
            series.append(step, value)
    return made


@pytest.mark.parametrize(
    ("claim", "text", "holds"),
    [
        (Expected("loss", step=2, value=1.0, tolerance=0.1), "1 ± 0.1", True),
        (Expected("loss", step=2, value=1.2, tolerance=0.1), "1.2 ± 0.1", False),
        (Expected("loss", step=2, value=0.298371109, tolerance=1e-9), "0.298371109 ± 1e-09", False),
        (Expected("loss", step=2, at_most=1.0), "at most 1", True),
        (Expected("loss", step=2, at_most=0.9), "at most 0.9", False),
        (Expected("loss", step=2, at_least=1.0), "at least 1", True),
        (Expected("loss", step=2, at_least=1.1), "at least 1.1", False),
        (Expected("loss", step=2, value=2.0, mean_of_last=3), "2 ± 0", True),
    ],
)
def test_that_a_claim_is_held_against_the_series(claim: Expected, text: str, holds: bool) -> None:
    verdict = claim.verdict(measured(alone=[3.0, 2.0, 1.0, 99.0]))
    assert (verdict.expected, verdict.holds) == (text, holds)


def test_that_a_verdict_tells_what_was_measured_and_where_the_claim_is_from() -> None:
    claim = Expected("loss", "Adam", step=1, at_most=5, source="figure 6-9", mean_of_last=2)
    verdict = claim.verdict(measured(Adam=[3.0, 2.0]))
    assert verdict.what == "Adam loss (mean of the last 2, step 1)"
    assert (verdict.measured, verdict.source) == (2.5, "figure 6-9")


def test_that_there_is_no_verdict_before_the_step_is_reached() -> None:
    claim = Expected("loss", step=5, at_most=9)
    assert claim.verdict(measured(alone=[3.0])).holds is None
    assert claim.verdict({}).holds is None
    assert math.isnan(claim.verdict({}).measured)


def test_that_variants_are_ordered() -> None:
    claim = Expected("loss", "Adam", step=1, below="SGD")
    assert claim.verdict(measured(Adam=[1.0, 1.0], SGD=[2.0, 2.0])).holds is True
    assert claim.verdict(measured(Adam=[3.0, 3.0], SGD=[2.0, 2.0])).holds is False
    assert claim.verdict(measured(Adam=[1.0, 1.0], SGD=[2.0])).holds is None
    assert claim.verdict(measured(Adam=[1.0, 1.0])).expected == "below SGD"


def test_that_far_below_is_below_a_share() -> None:
    half = Expected("loss", "Adam", step=1, below="SGD", factor=0.5)
    assert half.verdict(measured(Adam=[1.0, 0.9], SGD=[2.0, 2.0])).holds is True
    assert half.verdict(measured(Adam=[1.0, 1.1], SGD=[2.0, 2.0])).holds is False
    assert half.verdict({}).expected == "below 0.5 × SGD"


def test_that_a_run_that_broke_down_does_not_hold() -> None:
    series = measured(alone=[1.0, math.nan])
    assert Expected("loss", step=1, at_most=9).verdict(series).holds is False
    assert Expected("loss", step=1, value=1, tolerance=9).verdict(series).holds is False


def test_that_an_empty_claim_is_refused() -> None:
    with pytest.raises(ValueError, match="claims nothing"):
        Expected("loss").verdict({})
