"""What a textbook expects, beside what was measured."""

import math
from typing import Any

import pytest

from core.run.expected import Expected
from core.run.series import Series
from core.run.session import Event
from core.run.tick import DIVERGED, Key
from core.training.race import lanes


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


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, "claims nothing"),
        ({"at_most": 1, "at_least": 0}, "claims at_most and at_least"),
        ({"value": 0.0, "below": "SGD"}, "claims value and below"),
        ({"above": "SGD", "diverges": True}, "claims above and diverges"),
        ({"above": ()}, "names no variant"),
        ({"variant": (), "at_most": 1}, "names no variant"),
    ],
)
def test_that_a_claim_of_nothing_or_of_two_things_is_refused_when_it_is_made(claims: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Expected("loss", **claims)


def test_that_above_is_the_other_way_round() -> None:
    claim = Expected("loss", "SGD", step=1, above="Adam", factor=2)
    assert claim.verdict(measured(Adam=[1.0, 0.9], SGD=[2.0, 2.0])).holds is True
    assert claim.verdict(measured(Adam=[1.0, 1.1], SGD=[2.0, 2.0])).holds is False
    assert claim.verdict(measured(Adam=[1.0], SGD=[2.0, 2.0])).holds is None
    assert claim.verdict({}).expected == "above 2 × Adam"


@pytest.mark.parametrize(("offset", "holds", "text"), [(0.4, True, "above b + 0.4"), (0.6, False, "above b + 0.6")])
def test_that_an_offset_says_by_how_much(offset: float, holds: bool, text: str) -> None:
    claim = Expected("loss", "a", step=0, above="b", offset=offset)
    verdict = claim.verdict(measured(a=[1.5], b=[1.0]))
    assert (verdict.expected, verdict.holds) == (text, holds)
    assert Expected("loss", "b", below="a", offset=-0.4).verdict(measured(a=[1.5], b=[1.0])).expected == "below a − 0.4"


def test_that_several_seeds_are_judged_by_their_mean() -> None:
    series = measured(**{"ReLU #1": [1.0, 2.0], "ReLU #2": [1.0, 4.0], "tanh #1": [9.0, 5.0], "tanh #2": [9.0, 2.0]})
    claim = Expected("loss", lanes("ReLU", 2), step=1, below=lanes("tanh", 2))
    verdict = claim.verdict(series)
    assert (verdict.measured, verdict.holds) == (3.0, True)
    assert verdict.what == "mean of 2 ReLU loss (step 1)"
    assert verdict.expected == "below mean of 2 tanh"
    assert Expected("loss", ("ReLU #1", "tanh #1"), step=1, at_most=3.4).verdict(series).holds is False


def test_that_the_mean_of_several_seeds_waits_for_the_last_of_them() -> None:
    series = measured(**{"ReLU #1": [1.0, 2.0], "ReLU #2": [1.0]})
    assert Expected("loss", lanes("ReLU", 2), step=1, at_most=9).verdict(series).holds is None


DIVERGES = Expected("loss", "SGD", step=3, diverges=True)


@pytest.mark.parametrize(
    ("losses", "diverged_at", "text", "holds"),
    [
        ([1.0, 9.0, 1e9], 2, "at step 2", True),
        ([1.0, 9.0, 8.0], None, "does not", None),
        ([1.0, 9.0, 8.0, 7.0], None, "does not", False),
        ([1.0, 9.0, 8.0, 7.0, 1e9], 4, "at step 4", False),
    ],
)
def test_that_divergence_is_an_event_by_the_step(
    losses: list[float], diverged_at: int | None, text: str, holds: bool | None
) -> None:
    events = [Event(0, Key("loss", "Adam"), DIVERGED), Event(1, Key("loss", "SGD"), "rate changed")]
    if diverged_at is not None:
        events.append(Event(diverged_at, Key("loss", "SGD"), DIVERGED))
    verdict = DIVERGES.verdict(measured(SGD=losses), events)
    assert (verdict.expected, verdict.measured_text, verdict.holds) == ("diverges", text, holds)


def test_that_of_several_seeds_every_one_must_diverge() -> None:
    claim = Expected("loss", lanes("SGD", 2), step=3, diverges=True)
    series = measured(**{"SGD #1": [1.0, 1e9], "SGD #2": [1.0, 2.0, 3.0, 1e9]})
    first, second = (Event(step, Key("loss", f"SGD #{i}"), DIVERGED) for i, step in ((1, 1), (2, 3)))
    assert claim.verdict(series, [first]).holds is None
    verdict = claim.verdict(series, [first, second])
    assert (verdict.measured, verdict.holds) == (3.0, True)
