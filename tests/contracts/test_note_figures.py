"""Every number in a note that states a result is what the experiment gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.run.experiment import Experiment
from tests.contracts.experiment_cases import EXPERIMENTS, every_experiment
from tests.contracts.note_figures import Figure, figures_of, fragment_text, note_text, results, written

FIGURES = [(one, figure) for one in EXPERIMENTS for figure in figures_of(one)]


@every_experiment
def test_that_no_figure_of_a_note_goes_unchecked(experiment: Experiment) -> None:
    text = note_text(experiment.id)
    covered = [(text.find(part), len(part)) for part in (fragment_text(f.fragment) for f in figures_of(experiment))]
    unchecked = [
        f"{one.text} in “…{text[max(one.begin - 40, 0) : one.end + 40]}…”"
        for one in results(experiment)
        if not any(begin <= one.begin and one.end <= begin + length for begin, length in covered if begin >= 0)
    ]
    name = experiment.id.replace("-", "_")
    assert not unchecked, f"tests/contracts/figures/{name}.py has no entry for\n" + "\n".join(unchecked)


@pytest.mark.parametrize(
    ("experiment", "figure"), FIGURES, ids=[f"{one.id}, {' '.join(f.fragment.split()[:6])}" for one, f in FIGURES]
)
def test_that_a_figure_of_a_note_is_what_is_measured(experiment: Experiment, figure: Figure) -> None:
    fragment = fragment_text(figure.fragment)
    assert note_text(experiment.id).count(fragment) == 1, "the fragment must stand in the note, and once"
    figures, measured = written(fragment), figure.measured()
    assert len(figures) == len(measured)
    pairs = zip(figures, measured, strict=True)
    assert [(one.text, found) for one, found in pairs if not one.agrees(found, figure.tolerance)] == []


def test_that_no_entries_are_without_their_experiment() -> None:
    files = {file.stem for file in (Path(__file__).parent / "figures").glob("[!_]*.py")}
    assert files <= {one.id.replace("-", "_") for one in EXPERIMENTS}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It falls to 0.25 after 1,000 updates.", [0.25, 1000]),
        ("A net 784-100-10 reads .97; from −1.5 to 1.5.", [784, 100, 10, 0.97, -1.5, 1.5]),
        ("About half, a third, ten per cent, 70 %.", [1 / 2, 1 / 3, 10, 70]),
        ("L2, layer 5, 2-D, a half-plane, few per cent, version 3.11.2", []),
        (r"Near $\ln 10 \approx 2.30$, not $\sigma = 0.01$.", [2.3]),
    ],
)
def test_what_counts_as_a_figure(text: str, found: list[float]) -> None:
    assert [one.value for one in written(fragment_text(text))] == found


@pytest.mark.parametrize(
    ("text", "measured", "agrees"),
    [("2.2", 2.249, True), ("2.2", 2.251, False), ("70", 69.6, True), ("half", 0.4, False)],
)
def test_that_a_figure_holds_to_its_last_digit(text: str, measured: float, agrees: bool) -> None:
    (one,) = written(text)
    assert one.agrees(measured, 0.0) is agrees
